package main

// How far a class is, for its teacher: from the saved notebooks, where each check and each prediction left its output.

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"nexttoken/internal/savedchecks"
	"nexttoken/pkg/exercise"
)

// class prints for each exercise how many students have it right, what is wrong with the others' answers, and who
// they are. Then it prints what the students predicted, without names.
func class(args []string, out, notes io.Writer) error {
	flags := newFlags("class",
		"FOLDER [PAGE]     such as .class/homes, with a folder for each student; PAGE such as 03", notes)
	if err := flags.words(args, 1, 2); err != nil {
		return err
	}
	page := pageOf(strings.Join(args[1:], ""))
	lecture, err := lectureOfThisProgram()
	if err != nil {
		return err
	}
	today := syllabusOf(lecture)
	read, unread := readClass(args[0], page, today)
	for _, err := range unread {
		fmt.Fprintf(notes, "left out: %s\n", savedchecks.Plain(err.Error()))
	}
	if read.students == 0 {
		return wrong("no folder in %s has notebooks/*.ipynb with a check%s: "+
			"give the folder that has a folder for each student", args[0], of(page))
	}
	fmt.Fprintf(out, "%d students, by their best saved answers\n\n", read.students)
	if err := printClass(read.answers, read.students, out); err != nil {
		return err
	}
	printPredictions(read, today.questions, out)
	return nil
}

// room is what the students of a class have saved.
type room struct {
	students    int
	answers     map[exerciseKey]map[string]answer // the best to each exercise, by student
	predictions map[string]map[string]answer      // the latest to each question, by student
}

// of names a page in a message.
func of(page string) string {
	if page == "" {
		return ""
	}
	return " of page " + page
}

// pageOf returns the digits of the page that is meant by them or by the path of a notebook.
func pageOf(meant string) string {
	if digits, _, found := strings.Cut(filepath.Base(meant), "_"); found {
		return digits
	}
	return meant
}

// exerciseKey is an exercise in the order of the lecture.
type exerciseKey struct {
	page   string // such as 03
	number int    // of the check on it, from 1
	title  string
}

// answer is the latest output of a check on a page, "" if it was not run.
type answer struct {
	output string
	saved  time.Time // when the page was saved
}

func (a answer) state() exercise.State {
	switch {
	case strings.HasPrefix(a.output, "✓"):
		return exercise.Right
	case strings.HasPrefix(a.output, "✗"):
		return exercise.Wrong
	}
	return exercise.NotDone
}

// compareAnswers orders the answers of a student; the last one counts. Right is after wrong, wrong after not done; of
// equal ones the one that was saved later is after the other.
func compareAnswers(a, b answer) int {
	return cmp.Or(cmp.Compare(a.state(), b.state()), a.saved.Compare(b.saved))
}

// readClass reads the notebooks of each student: FOLDER/STUDENT/notebooks/, or in a Docker volume
// FOLDER/VOLUME/_data/notebooks/. An exercise counts for the page where the lecture has it today. One that the lecture
// does not have counts for the first two digits of the notebook's name, also of a copy such as 03_model-Copy1 or
// 03_model.fresh. A prediction counts if the lecture asks for it. Only pages that begin with page count. It also
// returns errors for what it could not read.
func readClass(folder, page string, today syllabus) (read room, unread []error) {
	read = room{answers: map[exerciseKey]map[string]answer{}, predictions: map[string]map[string]answer{}}
	entries, err := os.ReadDir(folder)
	if err != nil {
		unread = append(unread, err)
	}
	for _, entry := range entries {
		saved, errs := readStudent(folder, entry)
		unread = append(unread, errs...)
		found := false
		for _, each := range saved {
			found = read.addAnswers(entry.Name(), each, page, today) || found
			found = read.addPredictions(entry.Name(), each, page, today) || found
		}
		if found {
			read.students++
		}
	}
	return read, unread
}

// addAnswers adds a student's answers on a page, where they are better than those that are there. It reports whether
// the page has an exercise that counts.
func (r room) addAnswers(student string, saved savedPage, page string, today syllabus) (found bool) {
	for number, check := range saved.checks {
		key := today.key(check, exerciseKey{saved.name[:2], number + 1, check.Title})
		if strings.HasPrefix(key.page, page) {
			found = true
			addBest(r.answers, key, student, answer{check.Output, saved.saved})
		}
	}
	return found
}

// addPredictions adds what a student committed on a page. It reports whether the page has a prediction that counts.
func (r room) addPredictions(student string, saved savedPage, page string, today syllabus) (found bool) {
	for _, each := range saved.predictions {
		if !slices.Contains(today.questions, each.Question) || !strings.HasPrefix(each.Question, page) {
			continue
		}
		found = true
		if each.Answer != "" {
			addBest(r.predictions, each.Question, student, answer{each.Answer, saved.saved})
		}
	}
	return found
}

// addBest adds a student's answer to a question, if there is none that is better.
func addBest[K comparable](answers map[K]map[string]answer, question K, student string, given answer) {
	if answers[question] == nil {
		answers[question] = map[string]answer{}
	}
	answers[question][student] = slices.MaxFunc([]answer{answers[question][student], given}, compareAnswers)
}

// printClass prints a line for each exercise, in the order of the lecture.
func printClass(answers map[exerciseKey]map[string]answer, students int, out io.Writer) error {
	keys := slices.SortedFunc(maps.Keys(answers), func(a, b exerciseKey) int {
		return cmp.Or(cmp.Compare(a.page, b.page), a.number-b.number, cmp.Compare(a.title, b.title))
	})
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "exercise\tright\tnot quite\tnot done\tnot quite, and why")
	for _, key := range keys {
		right, wrong, why := count(answers[key])
		fmt.Fprintf(table, "%s.%d %s\t%d\t%d\t%d\t%s\n",
			key.page, key.number, key.title, right, wrong, students-right-wrong, strings.Join(why, " | "))
	}
	return table.Flush()
}

// count counts the right and the wrong answers to an exercise. It also returns the outputs of the wrong ones, each
// after the students who have it, the most frequent first.
func count(answers map[string]answer) (right, wrong int, why []string) {
	students := map[string][]string{} // by output
	for _, student := range slices.Sorted(maps.Keys(answers)) {
		switch given := answers[student]; given.state() {
		case exercise.Right:
			right++
		case exercise.Wrong:
			wrong++
			students[given.output] = append(students[given.output], student)
		}
	}
	for _, output := range slices.SortedFunc(maps.Keys(students), func(a, b string) int {
		return cmp.Or(len(students[b])-len(students[a]), cmp.Compare(a, b))
	}) {
		text := strings.TrimPrefix(output, "✗ Not quite. ")
		why = append(why, fmt.Sprintf("%s: %s", strings.Join(students[output], ", "), text))
	}
	return right, wrong, why
}

package main

// What the students of a class saved, and how it is counted: the table, the JSON and the teacher's board count here.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"nexttoken/pkg/exercise"
)

// room is what the students of a class have saved.
type room struct {
	page  string // the beginning of the pages that count
	today syllabus

	mu          sync.Mutex
	students    map[string]bool                   // who has an exercise or a prediction that counts
	answers     map[exerciseKey]map[string]answer // the best to each exercise, by student
	predictions map[string]map[string]answer      // the latest to each question, by student
	unlisted    map[string]int                    // exercises that the lecture does not have, by student
	leftOut     []leftOut
}

func newRoom(page string, today syllabus) *room {
	return &room{
		page: page, today: today, students: map[string]bool{}, answers: map[exerciseKey]map[string]answer{},
		predictions: map[string]map[string]answer{}, unlisted: map[string]int{}, leftOut: []leftOut{},
	}
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

// add adds what a student saved on a page. An exercise counts for the page where the lecture has it today. One that the
// lecture does not have counts for the first two digits of the notebook's name, also of a copy such as 03_model-Copy1
// or 03_model.fresh. A prediction counts if the lecture asks for it. It returns an error if the student has too many
// exercises that the lecture does not have: these are not counted.
func (r *room) add(student string, saved savedPage) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for number, check := range saved.Checks {
		key, listed := r.today.key(check, exerciseKey{saved.digits(), number + 1, check.Title})
		if !strings.HasPrefix(key.page, r.page) {
			continue
		}
		r.students[student] = true
		if !listed && !r.mayAdd(student, key) {
			err = fmt.Errorf("this student has more than %d exercises that the lecture does not have", mostUnlisted)
			continue
		}
		addBest(r.answers, key, student, answer{check.Output, saved.saved})
	}
	for _, each := range saved.Predictions {
		if !slices.Contains(r.today.questions, each.Question) || !strings.HasPrefix(each.Question, r.page) {
			continue
		}
		r.students[student] = true
		if each.Answer != "" {
			addBest(r.predictions, each.Question, student, answer{each.Answer, saved.saved})
		}
	}
	return err
}

// mayAdd reports whether an answer to an exercise that the lecture does not have may be added.
func (r *room) mayAdd(student string, key exerciseKey) bool {
	if _, found := r.answers[key][student]; found {
		return true
	}
	r.unlisted[student]++
	return r.unlisted[student] <= mostUnlisted
}

// addBest adds a student's answer to a question, if there is none that is better.
func addBest[K comparable](answers map[K]map[string]answer, question K, student string, given answer) {
	if answers[question] == nil {
		answers[question] = map[string]answer{}
	}
	answers[question][student] = slices.MaxFunc([]answer{answers[question][student], given}, compareAnswers)
}

// classCount is what is shown of a class.
type classCount struct {
	Students    int               `json:"students"`
	Exercises   []exerciseCount   `json:"exercises"`   // in the order of the lecture
	Predictions []predictionCount `json:"predictions"` // that some of the students committed, in the same order
	LeftOut     []leftOut         `json:"leftOut"`
}

// exerciseCount is how many students have an exercise right.
type exerciseCount struct {
	Page     string    `json:"page"`
	Number   int       `json:"number"`
	Title    string    `json:"title"`
	Right    int       `json:"right"`
	Wrong    int       `json:"wrong"`
	NotDone  int       `json:"notDone"`
	Messages []message `json:"messages"` // of the wrong answers, the most frequent first
}

// message is what a check answered, and who has that answer.
type message struct {
	Text     string   `json:"text"`
	Students []string `json:"students"`
}

// predictionCount is what the students committed to a question.
type predictionCount struct {
	Question  string `json:"question"`
	Committed int    `json:"committed"`
	Not       int    `json:"not"`
	Answers   []bar  `json:"answers"`
}

// count counts what the students saved.
func (r *room) count() classCount {
	counted := classCount{len(r.students), []exerciseCount{}, []predictionCount{}, r.leftOut} // JSON: [], not null
	for _, key := range slices.SortedFunc(maps.Keys(r.answers), func(a, b exerciseKey) int {
		return cmp.Or(cmp.Compare(a.page, b.page), a.number-b.number, cmp.Compare(a.title, b.title))
	}) {
		right, messages := countAnswers(r.answers[key])
		wrong := 0
		for _, each := range messages {
			wrong += len(each.Students)
		}
		counted.Exercises = append(counted.Exercises, exerciseCount{
			key.page, key.number, key.title, right, wrong, len(r.students) - right - wrong, messages,
		})
	}
	for _, question := range r.today.questions {
		if given := r.predictions[question]; len(given) > 0 {
			counted.Predictions = append(counted.Predictions, predictionCount{
				question, len(given), len(r.students) - len(given), histogram(outputs(given)),
			})
		}
	}
	return counted
}

// countAnswers counts the right answers to an exercise. It also returns the messages of the wrong ones, the most
// frequent first.
func countAnswers(answers map[string]answer) (right int, messages []message) {
	students := map[string][]string{} // by output
	for _, student := range slices.Sorted(maps.Keys(answers)) {
		switch given := answers[student]; given.state() {
		case exercise.Right:
			right++
		case exercise.Wrong:
			students[given.output] = append(students[given.output], student)
		}
	}
	messages = []message{}
	for _, output := range slices.SortedFunc(maps.Keys(students), func(a, b string) int {
		return cmp.Or(len(students[b])-len(students[a]), cmp.Compare(a, b))
	}) {
		messages = append(messages, message{strings.TrimPrefix(output, "✗ Not quite. "), students[output]})
	}
	return right, messages
}

func outputs(answers map[string]answer) (all []string) {
	for _, each := range answers {
		all = append(all, each.output)
	}
	return all
}

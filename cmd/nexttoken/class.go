package main

// How far a class is, for its teacher: read from the notebooks that the students saved, in which every check left its box.

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
	"unicode"

	"nexttoken/pkg/exercise"
)

// class prints, for each exercise, how many students have it right, what the others' checks say most often, and who they are.
func class(args []string, out, notes io.Writer) error {
	flags := newFlags("class", "FOLDER [PAGE]     such as .class/homes, with a folder for each student; PAGE such as 03", notes)
	if err := flags.words(args, 1, 2); err != nil {
		return err
	}
	page := strings.Join(args[1:], "")
	answers, students, unread := readClass(args[0], page)
	for _, err := range unread {
		fmt.Fprintf(notes, "left out: %s\n", plain(err.Error()))
	}
	if len(answers) == 0 {
		return wrong("no student's folder in %s has notebooks/%s*.ipynb with a check: name the folder that has a folder for each student", args[0], page)
	}
	fmt.Fprintf(out, "%d students, by the best answers that they saved\n\n", students)
	return printClass(answers, students, out)
}

// exerciseKey is an exercise in the order of the lecture.
type exerciseKey struct {
	page   string // such as 03
	number int    // of the check on it, from 1
	title  string
}

// answer is what a check said last on a page, "" where it was not run.
type answer struct {
	said  string
	saved time.Time // when the page was
}

func (a answer) state() exercise.State {
	switch {
	case strings.HasPrefix(a.said, "✓"):
		return exercise.Right
	case strings.HasPrefix(a.said, "✗"):
		return exercise.Wrong
	}
	return exercise.NotDone
}

// compareAnswers says which answer of a student's counts, the greater: right before wrong before not done, and of two such the one saved last.
func compareAnswers(a, b answer) int {
	return cmp.Or(cmp.Compare(a.state(), b.state()), a.saved.Compare(b.saved))
}

// readClass reads the notebooks PAGE*.ipynb of each student: FOLDER/STUDENT/notebooks/, or in a Docker volume FOLDER/VOLUME/_data/notebooks/.
// A page is known by the two digits that its name begins with, so that a copy such as 03_model-Copy1 or 03_model.fresh counts for 03, too;
// of each student's answers to an exercise it returns the best. What can't be read is left out, and returned.
func readClass(folder, page string) (answers map[exerciseKey]map[string]answer, students int, unread []error) {
	answers = map[exerciseKey]map[string]answer{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		unread = append(unread, err)
	}
	for _, entry := range entries {
		student := entry.Name()
		if entry.Type()&fs.ModeSymlink != 0 {
			unread = append(unread, fmt.Errorf("%s is a link, and not a student's folder itself", filepath.Join(folder, student)))
		}
		if !entry.IsDir() {
			continue
		}
		home, err := os.OpenRoot(filepath.Join(folder, student))
		if err != nil {
			unread = append(unread, err)
			continue
		}
		pages, errs := readHome(home, page)
		home.Close()
		unread = append(unread, errs...)
		for _, each := range pages {
			for number, check := range each.checks {
				key := exerciseKey{each.name[:2], number + 1, check.title}
				if answers[key] == nil {
					answers[key] = map[string]answer{}
				}
				answers[key][student] = slices.MaxFunc([]answer{answers[key][student], {check.said, each.saved}}, compareAnswers)
			}
		}
		if len(pages) > 0 {
			students++
		}
	}
	return answers, students, unread
}

// savedPage is a notebook of a student's.
type savedPage struct {
	name   string // such as 03_model.ipynb
	saved  time.Time
	checks []checked
}

// readHome reads a student's notebooks. The student could have made anything of the home, and root reads it: so nothing outside of it is
// opened, whatever a link says, and no pipe is waited for.
func readHome(home *os.Root, page string) (pages []savedPage, unread []error) {
	for _, folder := range []string{"notebooks", filepath.Join("_data", "notebooks")} {
		names, err := namesIn(home, folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			unread = append(unread, err)
		}
		for _, name := range names {
			if isPage, _ := filepath.Match("[0-9][0-9]_*.ipynb", name); !isPage || !strings.HasPrefix(name, page) {
				continue
			}
			each, err := readPage(home, filepath.Join(folder, name))
			if err != nil {
				unread = append(unread, err)
				continue
			}
			pages = append(pages, each)
		}
	}
	return pages, unread
}

// namesIn returns the names in a folder of a student's home, in their order.
func namesIn(home *os.Root, folder string) ([]string, error) {
	file, err := openInside(home, folder)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	names, err := file.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// largestNotebook is in bytes, far above what a page with its charts takes.
const largestNotebook = 100 << 20

// readPage reads a notebook of a student's home, which must be a regular file and not too large.
func readPage(home *os.Root, path string) (page savedPage, err error) {
	file, err := openInside(home, path)
	if err != nil {
		return page, err
	}
	defer file.Close()
	found, err := file.Stat() // of what was opened: what the path leads to may be another file by now
	switch {
	case err != nil:
		return page, err
	case !found.Mode().IsRegular():
		return page, fmt.Errorf("%s is no file", file.Name())
	case found.Size() > largestNotebook:
		return page, fmt.Errorf("%s has %d bytes, more than a notebook's", file.Name(), found.Size())
	}
	content, err := io.ReadAll(io.LimitReader(file, largestNotebook))
	if err != nil {
		return page, err
	}
	checks, err := checksOf(content)
	if err != nil {
		return page, fmt.Errorf("%s is no notebook: %w", file.Name(), err)
	}
	return savedPage{filepath.Base(path), found.ModTime(), checks}, nil
}

// openInside opens what a path in a student's home leads to, if that is in the home, too. It does not wait for a pipe's writer.
func openInside(home *os.Root, path string) (*os.File, error) {
	file, err := home.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return nil, fmt.Errorf("%s can't be read inside this student's folder: %w", filepath.Join(home.Name(), path), pathError.Err)
	}
	return file, err
}

// plain returns a text of a student's for a line of a table in a teacher's terminal: printable, on one line, and not too long.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
	letters := []rune(strings.Join(strings.Fields(text), " "))
	return string(letters[:min(len(letters), 200)])
}

type checked struct{ title, said string }

// exerciseTitle is how an exercise begins: **2. Cosine.**
var exerciseTitle = regexp.MustCompile(`(?m)^\*\*\d+\. ([^*]+?)\.?\*\*`)

// checksOf returns the checks of a notebook, each with the title of its exercise.
func checksOf(content []byte) (checks []checked, err error) {
	var notebook struct {
		Cells []struct {
			Type     string          `json:"cell_type"`
			Source   json.RawMessage // lines, or one text
			Metadata struct{ Tags []string }
			Outputs  []struct {
				Data map[string]json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		return nil, err
	}
	title := ""
	for _, cell := range notebook.Cells {
		if cell.Type == "markdown" {
			if found := exerciseTitle.FindAllStringSubmatch(joined(cell.Source), -1); found != nil {
				title = plain(found[len(found)-1][1])
			}
		}
		if !slices.Contains(cell.Metadata.Tags, "check") {
			continue
		}
		said := ""
		for _, output := range cell.Outputs {
			said += joined(output.Data["text/plain"])
		}
		checks = append(checks, checked{title, plain(said)})
	}
	return checks, nil
}

// joined returns a text that a notebook keeps as one string or as lines.
func joined(text json.RawMessage) string {
	var lines []string
	if json.Unmarshal(text, &lines) == nil {
		return strings.Join(lines, "")
	}
	var one string
	if json.Unmarshal(text, &one) != nil {
		return ""
	}
	return one
}

func printClass(answers map[exerciseKey]map[string]answer, students int, out io.Writer) error {
	keys := slices.SortedFunc(maps.Keys(answers), func(a, b exerciseKey) int {
		return cmp.Or(cmp.Compare(a.page, b.page), a.number-b.number, cmp.Compare(a.title, b.title))
	})
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "exercise\tright\tnot quite\tnot done\tnot quite, and why")
	for _, key := range keys {
		var right int
		mistaken := map[string][]string{} // what the check said: to whom
		for _, student := range slices.Sorted(maps.Keys(answers[key])) {
			switch given := answers[key][student]; given.state() {
			case exercise.Right:
				right++
			case exercise.Wrong:
				mistaken[given.said] = append(mistaken[given.said], student)
			}
		}
		var wrong int
		var why []string
		for _, said := range slices.SortedFunc(maps.Keys(mistaken), func(a, b string) int {
			return cmp.Or(len(mistaken[b])-len(mistaken[a]), cmp.Compare(a, b))
		}) {
			wrong += len(mistaken[said])
			why = append(why, fmt.Sprintf("%s: %s", strings.Join(mistaken[said], ", "), strings.TrimPrefix(said, "✗ Not quite. ")))
		}
		fmt.Fprintf(table, "%s.%d %s\t%d\t%d\t%d\t%s\n", key.page, key.number, key.title, right, wrong, students-right-wrong, strings.Join(why, " | "))
	}
	return table.Flush()
}

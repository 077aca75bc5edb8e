package main

// How far a class is, for its teacher: read from the notebooks that the students saved, in which every check left its box.

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"
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
	fmt.Fprintf(out, "%d students, by what they saved last\n\n", students)
	return printClass(answers, students, out)
}

// exerciseKey is an exercise in the order of the lecture.
type exerciseKey struct {
	page   string // such as 03_model
	number int    // of the check on it, from 1
	title  string
}

// answer is what a check said last to a student, "" where it was not run.
type answer struct{ student, said string }

// readClass reads the notebooks PAGE*.ipynb of each student: FOLDER/STUDENT/notebooks/, or in a Docker volume FOLDER/VOLUME/_data/notebooks/.
// What can't be read is left out, and returned.
func readClass(folder, page string) (answers map[exerciseKey][]answer, students int, unread []error) {
	answers, seen := map[exerciseKey][]answer{}, map[string]bool{}
	for _, home := range []string{"*", filepath.Join("*", "_data")} {
		paths, _ := filepath.Glob(filepath.Join(folder, home, "notebooks", "[0-9][0-9]_*.ipynb"))
		for _, path := range paths {
			name := filepath.Base(path)
			if isFreshCopy(name) || !strings.HasPrefix(name, page) {
				continue
			}
			checks, err := readChecks(path)
			if err != nil {
				unread = append(unread, err)
				continue
			}
			inside, _ := filepath.Rel(folder, path)
			student, _, _ := strings.Cut(inside, string(filepath.Separator))
			seen[student] = true
			for number, check := range checks {
				key := exerciseKey{strings.TrimSuffix(name, ".ipynb"), number + 1, check.title}
				answers[key] = append(answers[key], answer{student, check.said})
			}
		}
	}
	return answers, len(seen), unread
}

// largestNotebook is in bytes, far above what a page with its charts takes.
const largestNotebook = 100 << 20

// readRegular reads a file that a student could have made anything of: root must not wait for a pipe, nor follow a link.
func readRegular(path string) ([]byte, error) {
	found, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !found.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", path)
	case found.Size() > largestNotebook:
		return nil, fmt.Errorf("%s has %d bytes, more than a notebook's", path, found.Size())
	}
	return os.ReadFile(path)
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

// readChecks returns the checks of a notebook, each with the title of its exercise.
func readChecks(path string) (checks []checked, err error) {
	content, err := readRegular(path)
	if err != nil {
		return nil, err
	}
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
		return nil, fmt.Errorf("%s is no notebook: %w", path, err)
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

func printClass(answers map[exerciseKey][]answer, students int, out io.Writer) error {
	keys := slices.SortedFunc(maps.Keys(answers), func(a, b exerciseKey) int {
		return cmp.Or(cmp.Compare(a.page, b.page), a.number-b.number, cmp.Compare(a.title, b.title))
	})
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "exercise\tright\tnot quite\tnot done\tnot quite, and why")
	for _, key := range keys {
		var right int
		mistaken := map[string][]string{} // what the check said: to whom
		for _, given := range answers[key] {
			switch {
			case strings.HasPrefix(given.said, "✓"):
				right++
			case strings.HasPrefix(given.said, "✗"):
				mistaken[given.said] = append(mistaken[given.said], given.student)
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
		fmt.Fprintf(table, "%.2s.%d %s\t%d\t%d\t%d\t%s\n", key.page, key.number, key.title, right, wrong, students-right-wrong, strings.Join(why, " | "))
	}
	return table.Flush()
}

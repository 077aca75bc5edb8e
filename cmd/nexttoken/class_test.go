package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"nexttoken/internal/savedchecks"
)

// saved writes a page to a student's folder, with an exercise for each output of a check.
func saved(t testing.TB, class, path string, outputs ...string) {
	t.Helper()
	cells := ""
	for i, text := range outputs {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		cells += fmt.Sprintf(`{"cell_type": "markdown", "source": ["## Exercises\n", "\n", "**%d. Task %c.** Do it."]},
			{"cell_type": "code", "metadata": {"tags": ["exercise"]}, "source": "1", "outputs": []},
			{"cell_type": "code", "metadata": {"tags": ["check"]}, "source": "exercise.Task%c(task)",
				"outputs": [{"data": {"text/plain": [%s]}}]},`, i+1, 'A'+i, 'A'+i, quoted)
	}
	put(t, class, path, fmt.Sprintf(`{"cells": [%s{"cell_type": "markdown", "source": "the end"}]}`, cells))
}

// readClass reads the homes of a class.
func readClass(t *testing.T, homes, page string, today syllabus) (*room, []leftOut) {
	t.Helper()
	read := newRoom(page, today)
	if err := read.readHomes(homes); err != nil {
		t.Error(err)
	}
	return read, read.leftOut
}

func TestClassCountsTheOutputsOfChecks(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right. So it is.",
		"✗ Not quite. You added where you should multiply.")
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✓ Right. So it is.",
		"✗ Not quite. You added where you should multiply.")
	saved(t, homes, "cyd/notebooks/03_model.ipynb", "✗ Not quite. One too many.", "○ Not done yet. Multiply.")
	saved(t, homes, "cyd/notebooks/04_training.ipynb", "✓ Right.", "")
	saved(t, homes, "cyd/notebooks/solutions/03_model.ipynb", "✓ Right.", "✓ Right.") // not the page that cyd works in
	var out, notes bytes.Buffer
	if status := run([]string{"class", homes}, &out, &notes); status != 0 {
		t.Fatal(notes.String())
	}
	want := []string{
		"3 students, by their best saved answers",
		"",
		"exercise     right  not quite  not done  not quite, and why",
		"03.1 Task A  2      1          0         cyd: One too many.",
		"03.2 Task B  0      2          1         ada, bob: You added where you should multiply.",
		"04.1 Task A  1      0          2",
		"04.2 Task B  0      0          3",
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("it printed\n%s", out.String())
	}
}

// A copy counts for its page: of each student's answers right before wrong before not done, and of two wrong ones the
// one saved last.
func TestClassCountsCopiesForTheirPage(t *testing.T) {
	homes := t.TempDir()
	const right, one, two, notDone, notRun = "✓ Right.", "✗ Not quite. One too many.", "✗ Not quite. Two too many.",
		"○ Not done yet.", ""
	for path, outputs := range map[string][]string{
		"ada/notebooks/03_model.ipynb":               {right, notDone}, // duplicated, then continued in the copy
		"ada/notebooks/03_model-Copy1.ipynb":         {one, right},
		"bob/notebooks/03_model.ipynb":               {one, two}, // with two fresh copies; the second was never run
		"bob/notebooks/03_model.fresh.ipynb":         {right, notDone},
		"bob/notebooks/03_model.fresh-2.ipynb":       {notRun, notRun},
		"cyd/notebooks/03_model.fresh-2-Copy1.ipynb": {right, notRun}, // who has no other
		"dan/notebooks/03_model-Copy2.ipynb":         {one, one},      // saved before the page
		"dan/notebooks/03_model.ipynb":               {two, one},
		"dan/notebooks/03_model.fresh.ipynb":         {one, two}, // and after it
		"eve/_data/notebooks/03_model (1).ipynb":     {notDone, right},
	} {
		saved(t, homes, path, outputs...)
		when := time.Now().Add(-time.Hour)
		switch {
		case strings.HasPrefix(path, "dan/notebooks/03_model-Copy2"):
			when = when.Add(-time.Hour)
		case strings.Contains(path, ".fresh"):
			when = time.Now()
		}
		if err := os.Chtimes(filepath.Join(homes, path), when, when); err != nil {
			t.Fatal(err)
		}
	}
	want := "5 students, by their best saved answers\n\n" +
		"exercise     right  not quite  not done  not quite, and why\n" +
		"03.1 Task A  3      1          1         dan: One too many.\n" +
		"03.2 Task B  2      2          1         bob, dan: Two too many.\n"
	if got := must(t, "class", homes, "03"); got != want {
		t.Errorf("it printed\n%s", got)
	}
}

func TestClassOfOnePage(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right.")
	saved(t, homes, "ada/notebooks/04_training.ipynb", "✓ Right.")
	var out, notes bytes.Buffer
	if status := run([]string{"class", homes, "04"}, &out, &notes); status != 0 ||
		strings.Contains(out.String(), "03.1") || !strings.Contains(out.String(), "04.1") {
		t.Errorf("%s%s", out.String(), notes.String())
	}
}

// Exercises move to pages with other numbers. What a student has on the page with the old one counts where the
// lecture has the exercise today, together with what stands there.
func TestClassCountsAnExerciseWhereItIsToday(t *testing.T) {
	lecture, homes := t.TempDir(), t.TempDir()
	saved(t, lecture, "notebooks/05_training.ipynb", "○ Not done yet.", "○ Not done yet.")
	saved(t, homes, "ada/notebooks/04_training.ipynb", "✓ Right.", "✗ Not quite. One too many.", "✓ Right.")
	saved(t, homes, "ada/notebooks/05_training.ipynb", "○ Not done yet.", "✓ Right.")
	saved(t, homes, "bob/notebooks/04_training.ipynb", "✗ Not quite. One too many.")
	for page, want := range map[string]string{
		"": "2: 04.3 Task C [ada ✓ Right.] 05.1 Task A [ada ✓ Right. bob ✗ Not quite. One too many.] " +
			"05.2 Task B [ada ✓ Right.] ",
		"04": "1: 04.3 Task C [ada ✓ Right.] ",
		"05": "2: 05.1 Task A [ada ✓ Right. bob ✗ Not quite. One too many.] 05.2 Task B [ada ✓ Right.] ",
	} {
		read, unread := readClass(t, homes, page, syllabusOf(lecture))
		answers, got := read.answers, fmt.Sprintf("%d: ", len(read.students))
		for _, key := range slices.SortedFunc(maps.Keys(answers), func(a, b exerciseKey) int {
			return cmp.Or(cmp.Compare(a.page, b.page), a.number-b.number)
		}) {
			var of []string
			for _, student := range slices.Sorted(maps.Keys(answers[key])) {
				of = append(of, student+" "+answers[key][student].output)
			}
			got += fmt.Sprintf("%s.%d %s %v ", key.page, key.number, key.title, of)
		}
		if got != want || len(unread) > 0 {
			t.Errorf("page %q: %s, %v\nwant %s", page, got, unread, want)
		}
	}
}

func TestEachExerciseHasAFunctionOfItsOwn(t *testing.T) {
	folder := filepath.Join("..", "..", "notebooks")
	names, err := notebooksIn(folder)
	if err != nil {
		t.Fatal(err)
	}
	on := map[string]string{}
	for _, name := range names {
		file, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		page, err := savedchecks.NewReader().Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, check := range page.Checks {
			if check.Function == "" || on[check.Function] != "" {
				t.Errorf("%s, %q: the function %q, also on %q", name, check.Title, check.Function, on[check.Function])
			}
			on[check.Function] = name
		}
	}
}

func TestClassSaysWhatIsWrong(t *testing.T) {
	homes := t.TempDir()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"class"}, "FOLDER"},
		{[]string{"class", homes}, "no folder in "},
		{[]string{"class", homes + "/none"}, "no folder in "},
	} {
		var out, notes bytes.Buffer
		if status := run(test.args, &out, &notes); status != misused || !strings.Contains(notes.String(), test.want) {
			t.Errorf("%v: %q with status %d", test.args, notes.String(), status)
		}
	}
}

func TestClassLeavesOutWhatCantBeRead(t *testing.T) {
	homes := t.TempDir()
	put(t, homes, "ada/notebooks/03_model.ipynb", "not JSON")
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✓ Right.")
	var out, notes bytes.Buffer
	if status := run([]string{"class", homes}, &out, &notes); status != 0 ||
		!strings.HasPrefix(out.String(), "1 students") ||
		!strings.Contains(notes.String(), "ada/notebooks/03_model.ipynb: it is not a notebook") {
		t.Errorf("%s%s", out.String(), notes.String())
	}
}

// A student can put anything into a home, and root reads it.
func TestClassDoesNotWaitForWhatAStudentMade(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✗ Not quite. \x1b[2J\n03.9 Forged\t9")
	saved(t, homes, "bob/backup/notebooks/03_model.ipynb", "✓ Right.")
	notebooks := filepath.Join(homes, "bob", "notebooks")
	for _, err := range []error{
		syscall.Mkfifo(filepath.Join(notebooks, "04_pipe.ipynb"), 0o600),
		os.Symlink("/dev/zero", filepath.Join(notebooks, "05_link.ipynb")),
		os.WriteFile(filepath.Join(notebooks, "06_large.ipynb"), nil, 0o600),
		os.Truncate(filepath.Join(notebooks, "06_large.ipynb"), 1<<40),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out, notes bytes.Buffer
	if status := run([]string{"class", homes}, &out, &notes); status != 0 || strings.Count(out.String(), "\n") != 4 ||
		strings.Contains(out.String(), "\x1b") {
		t.Errorf("it printed %q", out.String())
	}
	for _, name := range []string{"04_pipe", "05_link", "06_large"} {
		if !strings.Contains(notes.String(), name) {
			t.Errorf("%s is not among what was left out: %s", name, notes.String())
		}
	}
}

// A link is followed inside of the student's own folder, and nowhere else.
func TestClassLeavesNoStudentsFolder(t *testing.T) {
	homes, outside := t.TempDir(), t.TempDir()
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✓ Right.")
	saved(t, homes, "cyd/work/03_model.ipynb", "✓ Right.")
	saved(t, homes, "cyd/work/mine.ipynb", "✓ Right.")
	saved(t, homes, "vic/_data/notebooks/03_model.ipynb", "✓ Right.")
	saved(t, outside, "notebooks/03_model.ipynb", "✓ Right.")
	for _, student := range []string{"ada", "dan", "fay"} {
		put(t, homes, student+"/notes.txt", "")
	}
	for link, target := range map[string]string{
		"ada/notebooks":                 "../bob/notebooks",
		"dan/_data":                     outside,
		"eve":                           "bob",
		"bob/notebooks/04_theirs.ipynb": "../../cyd/work/03_model.ipynb",
		"cyd/notebooks":                 "work",
		"cyd/work/04_mine.ipynb":        "mine.ipynb",
	} {
		if err := os.Symlink(target, filepath.Join(homes, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(homes, "fay", "notebooks"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, notes := call("class", homes)
	if status != 0 || !strings.HasPrefix(out, "3 students") || !strings.Contains(out, "03.1 Task A  3 ") ||
		!strings.Contains(out, "04.1 Task A  1 ") {
		t.Errorf("status %d: %s%s", status, out, notes)
	}
	for _, name := range []string{
		"ada/notebooks", "bob/notebooks/04_theirs.ipynb", "dan/_data/notebooks", "eve", "fay/notebooks",
	} {
		path := filepath.Join(homes, name)
		if !strings.Contains(notes, path+" ") && !strings.Contains(notes, path+":") {
			t.Errorf("%s is not among what was left out: %s", path, notes)
		}
	}
	if strings.Count(notes, "\n") != 5 {
		t.Errorf("left out is\n%s", notes)
	}
}

// A student replaces a page by a pipe and back while root reads it.
func TestClassDoesNotWaitForAPageThatBecomesAPipe(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right.")
	page, elsewhere := filepath.Join(homes, "ada/notebooks/03_model.ipynb"), filepath.Join(homes, "ada/page")
	read := make(chan bool)
	go func() {
		for range 1000 {
			readClass(t, homes, "", syllabus{})
		}
		close(read)
	}()
	for late := time.After(20 * time.Second); ; {
		for _, err := range []error{
			os.Rename(page, elsewhere), syscall.Mkfifo(page, 0o600), os.Rename(elsewhere, page),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		select {
		case <-read:
			return
		case <-late:
			t.Fatal("it waits for the pipe")
		default:
		}
	}
}

// Every exercise of the lecture is found, with a title.
func TestClassKnowsTheLecture(t *testing.T) {
	homes := t.TempDir()
	if err := handOut("../..", filepath.Join(homes, "ada"), true); err != nil {
		t.Fatal(err)
	}
	read, unread := readClass(t, homes, "", syllabus{})
	if len(unread) > 0 {
		t.Fatal(unread)
	}
	if len(read.answers) < 30 {
		t.Errorf("only %d exercises were found", len(read.answers))
	}
	for key := range read.answers {
		if key.title == "" || key.title == "Exercises" {
			t.Errorf("check %d of %s has no title", key.number, key.page)
		}
	}
}

func TestAPageIsKnownByItsPath(t *testing.T) {
	for meant, want := range map[string]string{
		"": "", "04": "04", "04_training.ipynb": "04", "notebooks/04_training-Copy1.ipynb": "04", "0": "0",
	} {
		if got := pageOf(meant); got != want {
			t.Errorf("%q: %q, want %q", meant, got, want)
		}
	}
}

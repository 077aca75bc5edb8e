package main

// Homes that are as bad as a student can make them: `nexttoken class` reads them as root.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
)

// attack is a notebook: a beginning, a part that is repeated until the file is so large, and an end.
type attack struct {
	name, begins, repeats, ends string
	size                        int
}

const (
	markdown = `{"cell_type":"markdown","source":"`
	aPage    = 8<<20 - 100 // bytes: just below the limit
	aFew     = 1 << 20
	checking = `{"cells":[{"cell_type":"code","metadata":{"tags":["check"]},"outputs":[`
)

// attacks cost time and memory. Each is tried in a home of its own, with what does not take up their limits.
var attacks = []attack{
	{"cells", `{"cells":[`, `{},`, `{}]}`, aPage},
	{"maps", checking, `{"data":{"":0}},`, `{}]}]}`, aPage},
	{"said", checking, `{"data":{"text/plain":"` + strings.Repeat("x", 1000) + `"}},`, `{}]}]}`, aPage},
	{"words", checking, `{"data":{"text/plain":"x"}},`, `{}]}]}`, aPage},
	{"numbers", `{"cells":[],"metadata":[`, `0,`, `0]}`, 990_000},
	{"names", `{"cells":[],"metadata":{"":0`, `,"":0`, `}}`, 1_200_000},
	{"one text", checking + `{"data":{"text/plain":"`, `x`, `"}}]}]}`, aPage},
	{"one skipped text", `{"cells":[],"metadata":"`, `\n`, `"}`, aPage},
	{"one name", `{"cells":[],"`, `é`, `":0}`, aPage},
	{"bold", `{"cells":[`, markdown + strings.Repeat(`**1.**\n`, 1900) + `"},`, `{}]}`, aPage},
	{"short names", `{"cells":[]`, `,"` + strings.Repeat("é", 50_000) + `":0`, `}`, aPage},
	{"calls", `{"cells":[`, `{"metadata":{"tags":["check","predict"]},"source":"` +
		strings.Repeat(`predict.Commit(\"exercise.a `, 600) + `"},`, `{}]}`, aPage},
	{"spaces", `{"cells":[]`, ` `, `}`, aPage},
	{"titles", `{"cells":[`, markdown + strings.Repeat(`**1. a\n`, 1900) + `"},`, `{}]}`, aPage},
	{"exercises", `{"cells":[`, markdown + `**1. ` + strings.Repeat("é", 300) + `.**"},` +
		`{"metadata":{"tags":["check"]},"source":"exercise.A()",` +
		`"outputs":[{"data":{"text/plain":"✗ ` + strings.Repeat("é", 300) + `"}}]},`, `{}]}`, 500_000},
}

func (a attack) write(path string) error {
	count := (a.size - len(a.begins) - len(a.ends)) / len(a.repeats)
	return os.WriteFile(path, []byte(a.begins+strings.Repeat(a.repeats, count)+a.ends), 0o600)
}

// odd are files that are in every home: the name, and how it is made.
var odd = map[string]func(path string) error{
	"20_pipe.ipynb":      func(path string) error { return syscall.Mkfifo(path, 0o600) },
	"21_device.ipynb":    func(path string) error { return os.Symlink("/dev/zero", path) },
	"22_outside.ipynb":   func(path string) error { return os.Symlink("/etc/passwd", path) },
	"23_loop.ipynb":      func(path string) error { return os.Symlink("23_loop.ipynb", path) },
	"24_folder.ipynb":    func(path string) error { return os.Mkdir(path, 0o700) },
	"25_large.ipynb":     func(path string) error { return sparse(path, 100<<20) },
	"26_holes.ipynb":     func(path string) error { return sparse(path, aPage) },
	"27_deep.ipynb":      attack{"", `{"metadata":`, `[`, ``, aFew}.write,
	"28_latin1.ipynb":    attack{"", `{"cells":[{"source":"`, "\xfc", `"}]}`, aFew}.write,
	"29_\x1b[2J\n.ipynb": attack{"", `{`, " ", ``, 10}.write,
	"29_\xff\xfe.ipynb":  attack{"", `{`, " ", ``, 10}.write,
	"29_" + strings.Repeat("x", 240) + ".ipynb": attack{"", `{`, " ", ``, 10}.write,
}

func sparse(path string, size int64) error {
	return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, size))
}

// hostileHomes makes a class: for each student an attack that is repeated in as many files as the limits of a home
// allow and one more, and all that is odd. The files of equal attacks are links of one file.
func hostileHomes(tb testing.TB, students int) (homes string) {
	tb.Helper()
	homes, shared := tb.TempDir(), tb.TempDir()
	for i, each := range attacks {
		if err := each.write(filepath.Join(shared, fmt.Sprint(i))); err != nil {
			tb.Fatal(err)
		}
	}
	for student := range students {
		folder := filepath.Join(homes, fmt.Sprintf("student%02d", student), "notebooks")
		err := os.MkdirAll(folder, 0o700)
		for copy := range 4 {
			err = errors.Join(err, os.Link(filepath.Join(shared, fmt.Sprint(student%len(attacks))),
				filepath.Join(folder, fmt.Sprintf("1%d_attack.ipynb", copy))))
		}
		for name, make := range odd {
			err = errors.Join(err, make(filepath.Join(folder, name)))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	saved(tb, homes, "zoe/notebooks/03_model.ipynb", "✓ Right.")
	return homes
}

// runClass runs `nexttoken class --json` in a process of its own. It returns what it printed, how long it took, and
// the most memory that it had, in bytes.
func runClass(tb testing.TB, homes string) (counted classCount, took time.Duration, memory int64) {
	tb.Helper()
	command := exec.Command(os.Args[0], "class", "--json", homes)
	peak := filepath.Join(tb.TempDir(), "status")
	command.Env = append(os.Environ(), asCommand+"=1", statusFile+"="+peak)
	var notes bytes.Buffer
	command.Stderr = &notes
	start := time.Now()
	out, err := command.Output()
	took = time.Since(start)
	if err == nil {
		err = json.Unmarshal(out, &counted)
	}
	if err != nil {
		tb.Fatalf("%v: %s", err, notes.String())
	}
	return counted, took, peakMemory(tb, peak)
}

// peakMemory returns the most memory that a process had, in bytes, from what it wrote about itself. What the system
// keeps of it when it has ended counts this process, too, from which it was made.
func peakMemory(tb testing.TB, status string) (bytes int64) {
	tb.Helper()
	text, err := os.ReadFile(status)
	if err != nil {
		tb.Fatal(err)
	}
	_, peak, _ := strings.Cut(string(text), "VmHWM:")
	if _, err := fmt.Sscanf(peak, "%d kB", &bytes); err != nil {
		tb.Fatalf("no VmHWM in %s", text)
	}
	return bytes << 10
}

const mostMemory = 300 << 20 // bytes

func TestHostileHomesTakeLittleMemoryAndAreNamed(t *testing.T) {
	students := len(attacks)
	counted, took, memory := runClass(t, hostileHomes(t, students))
	fmt.Printf("reliability: class = %d MB, %.1f s for %d homes\n", memory>>20, took.Seconds(), students)
	if memory > mostMemory {
		t.Errorf("it took %d MB", memory>>20)
	}
	for _, each := range counted.LeftOut {
		if strings.ContainsFunc(each.Path+each.Why, unicode.IsControl) || each.Why == "" {
			t.Errorf("left out is %q", each)
		}
	}
	for student := range students { // four attacks of which one is read at most, or two and a count
		path := fmt.Sprintf("/student%02d/notebooks/", student)
		if len(pathsWith(counted.LeftOut, path)) != mostLeftOut {
			t.Errorf("of %s, %q are named", path, pathsWith(counted.LeftOut, path))
		}
	}
	if !slices.ContainsFunc(counted.Exercises, func(each exerciseCount) bool {
		return each.Title == "Task A" && each.Right == 1
	}) {
		t.Error("Zoe's exercise is not counted")
	}
}

// pathsWith returns the ends of the paths that hold a text.
func pathsWith(all []leftOut, text string) (ends []string) {
	for _, each := range all {
		if _, end, found := strings.Cut(each.Path, text); found {
			ends = append(ends, end)
		}
	}
	return ends
}

// Each odd file is named with its reason, and a page that is none of them counts.
func TestOddFilesAreNamed(t *testing.T) {
	homes := t.TempDir()
	for name, make := range odd { // a home for each: of one home not all would be named
		folder := filepath.Join(homes, "of "+name[:3]+fmt.Sprint(len(name)), "notebooks")
		if err := errors.Join(os.MkdirAll(folder, 0o700), make(filepath.Join(folder, name))); err != nil {
			t.Fatal(err)
		}
	}
	saved(t, homes, "zoe/notebooks/03_model.ipynb", "✓ Right.")
	if err := os.Chmod(filepath.Join(homes, "zoe/notebooks/03_model.ipynb"), 0); err != nil {
		t.Fatal(err)
	}
	read, missing := readClass(t, homes, "", syllabus{})
	if unread := len(missing) - len(odd); len(read.students)+unread != 1 { // without root, also zoe's
		t.Errorf("%d students, %q", len(read.students), missing)
	}
	for name, why := range map[string]string{
		"20_pipe.ipynb": "it is not a regular file", "21_device.ipynb": "path escapes from parent",
		"22_outside.ipynb": "path escapes from parent", "23_loop.ipynb": "too many levels of symbolic links",
		"24_folder.ipynb": "it is not a regular file", "25_large.ipynb": "it has 104857600 bytes",
		"26_holes.ipynb": "invalid character", "27_deep.ipynb": "more than 100 levels deep",
		"28_latin1.ipynb": "invalid UTF-8",
		"29_ [2J .ipynb":  "unexpected EOF", "29_\ufffd\ufffd.ipynb": "unexpected EOF",
		"29_xxxxxx": "unexpected EOF",
	} {
		if !slices.ContainsFunc(missing, func(each leftOut) bool {
			return strings.Contains(each.Path, name) && strings.Contains(each.Why, why)
		}) {
			t.Errorf("%s: %q is not among %q", name, why, missing)
		}
	}
}

// A home has many files, and a folder has many names.
func TestManyFilesAreNotAllRead(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right.")
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✓ Right.")
	link := func(student, name string) {
		folder := filepath.Join(homes, student, "notebooks")
		if err := os.Link(filepath.Join(folder, "03_model.ipynb"), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range mostPages {
		link("ada", fmt.Sprintf("04_%03d.ipynb", i))
	}
	for i := range mostNames {
		link("bob", fmt.Sprintf("%d.txt", i))
	}
	read, missing := readClass(t, homes, "04", syllabus{})
	if len(read.answers) != 1 || len(missing) != 2 || len(read.students) != 1 ||
		!strings.HasSuffix(missing[0].Path, "ada/notebooks/04_099.ipynb") ||
		!strings.Contains(missing[0].Why, "more than 100 notebooks") ||
		!strings.HasSuffix(missing[1].Path, "bob/notebooks") || !strings.Contains(missing[1].Why, "10000 names") {
		t.Errorf("%d answers, %q", len(read.answers), missing)
	}
}

// What the lecture does not have fills no table.
func TestExercisesThatTheLectureDoesNotHaveAreFew(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right.")
	for page := range 30 {
		saved(t, homes, fmt.Sprintf("eve/notebooks/%02d_mine.ipynb", page),
			"✓ A.", "✗ B.", "C", "D", "E", "F", "G", "H")
	}
	read, missing := readClass(t, homes, "", syllabus{})
	if len(read.answers) != mostUnlisted || len(missing) != mostLeftOut+1 || missing[mostLeftOut].Why != "8 more" {
		t.Errorf("%d exercises, %q", len(read.answers), missing)
	}
}

// The benchmark has 60 homes.
func BenchmarkHostileHomes(b *testing.B) {
	homes := hostileHomes(b, 60)
	for b.Loop() {
		_, took, memory := runClass(b, homes)
		b.ReportMetric(took.Seconds(), "s")
		b.ReportMetric(float64(memory)/(1<<20), "MB")
	}
}

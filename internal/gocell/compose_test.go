package gocell

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shipped are the packages of these tests.
var shipped = []Package{
	{"fmt", "fmt", []string{"Println", "Print", "Printf"}}, {"strings", "strings", []string{"Repeat"}},
	{"math", "math", []string{"Pi", "Sqrt"}}, {"math/rand", "rand", []string{"Intn"}},
	{"math/rand/v2", "rand", []string{"IntN"}}, {"os", "os", []string{"Exit"}},
}

// composedOutput runs cells, and returns what the last one prints, as its program does with the go command.
func composedOutput(t *testing.T, cells ...string) string {
	t.Helper()
	h := &History{}
	for i, source := range cells {
		c, problem := Read(source)
		if problem != nil {
			t.Fatal(problem)
		}
		program, _, problem := h.Program(c, i+1, shipped)
		if problem != nil {
			return problem.Message
		}
		if i == len(cells)-1 {
			return goRun(t, program, cells)
		}
		h.Compiled(c, i+1)
	}
	return ""
}

// goRun returns what a program prints; if it does not compile or panics, the place and the message.
func goRun(t *testing.T, program string, cells []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(path, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", path)
	command.Dir = filepath.Dir(path)
	output, err := command.CombinedOutput()
	if err == nil {
		return strings.TrimSpace(string(output))
	}
	source := func(cell int) string { return cells[cell-1] }
	if problems := ParseGo(string(output), source); !strings.Contains(string(output), "goroutine") {
		p := firstCause(problems)
		return place(p.Cell, p.Line) + ": " + p.Message + " in " + p.Source
	}
	e := ExplainRun(Marked(string(output)), 2)
	return place(e.Cell, e.Line) + ": " + e.Message
}

func TestACellBecomesAProgram(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		want  string
	}{
		"statements":            {[]string{"%%\nfmt.Println(6 * 7)"}, "42"},
		"no statements":         {[]string{"var x = 3"}, ""},
		"a function from above": {[]string{"func six() int { return 6 }", "%%\nfmt.Println(six())"}, "6"},
		"the later of two": {[]string{"func f() int { return 1 }", "func f() int { return 2 }", "%%\nfmt.Println(f())"},
			"2"},
		"methods and types": {[]string{"type p struct{ x int }", "func (q *p) up() { q.x++ }",
			"%%\nq := p{1}\nq.up()\nfmt.Println(q)"},
			"{2}"},
		"a type with parameters": {[]string{"type l[T any] []T\nfunc (a l[T]) n() int { return len(a) }",
			"%%\nfmt.Println(l[int]{4}.n())"},
			"1"},
		"constants with iota": {[]string{"const (\n\ta = iota\n\tb\n)", "%%\nfmt.Println(a, b)"}, "0 1"},
		"variables in brackets": {[]string{"var (\n\ta = 3\n\tb string\n)", "%%\nfmt.Println(a, b == \"\")"},
			"3 true"},
		"variables of one call": {[]string{"func two() (int, int) { return 1, 2 }\nvar a, b = two()",
			"%%\nfmt.Println(a, b)"},
			"1 2"},
		"one of two replaced":      {[]string{"var a, b = 1, 2", "var a = 5", "%%\nfmt.Println(a, b)"}, "5 2"},
		"two of one type":          {[]string{"var a, b int", "var a = 5", "%%\nfmt.Println(a, b)"}, "5 0"},
		"an import from above":     {[]string{"import \"math/rand\"", "%%\nfmt.Println(rand.Intn(1))"}, "0"},
		"an import by its use":     {[]string{"%%\nfmt.Println(rand.IntN(1))"}, "0"},
		"an import that is unused": {[]string{"import \"strings\"\n%%\nfmt.Println(1)"}, "1"},
		"an import with a name":    {[]string{"import m \"math\"\n%%\nfmt.Println(m.Sqrt(4))"}, "2"},
		"an import with a point":   {[]string{"import . \"math\"", "%%\nfmt.Println(Sqrt(4))"}, "2"},
		"a point that is unused":   {[]string{"import . \"math\"", "%%\nfmt.Println(4)"}, "4"},
		"a name like a package's":  {[]string{"%%\nstrings := []int{1}\nfmt.Println(len(strings))"}, "1"},
		"main as a function":       {[]string{"func main() { fmt.Println(1) }"}, "1"},
		"exec":                     {[]string{"func f() { fmt.Println(7) }\n%exec f"}, "7"},
		"a removed name": {[]string{"var x = 3", "%rm x\n%%\nfmt.Println(x)"},
			"Cell [2], line 3: undefined: x in fmt.Println(x)"},
		"a mistake": {[]string{"%%\n\nx := 3 + \"a\"\nfmt.Println(x)"}, "Cell [1], line 3: "},
		"a mistake of above": {[]string{"var a = 1\nfunc f() int {\n\treturn b\n}", "%%\nfmt.Println(f())"},
			"Cell [1], line 3: undefined: b"},
		"a panic": {[]string{"func f(x []int) int {\n\treturn x[3]\n}", "%%\nfmt.Println(f(nil))"},
			"Cell [1], line 2: panic: runtime error: index out"},
		"a small letter of a package": {[]string{"%%\nfmt.println(1)"},
			"Cell [1], line 2: undefined: fmt in fmt.println(1)"},
		"a small letter beside a capital": {[]string{"%%\nfmt.Println(1)\nfmt.println(1)"},
			"Cell [1], line 3: undefined: fmt.println (but have Println)"},
		"a name that a package does not have": {[]string{"%%\nfmt.Println(strings.Reverse(\"abi\"))"},
			"Cell [1], line 2: undefined: strings"},
		"a package not there": {[]string{"import \"numpy\"\n%%\nfmt.Println(1)"}, "package numpy is not in std"},
		"a module not there": {[]string{"import \"example.com/x\"\n%%\n"},
			"no required module provides package example.com/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := composedOutput(t, c.cells...)
			if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAProgramRunsOnlyIfItDoesAnything(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"%%\nf()"}, true},
		{[]string{"func f() {}"}, false},
		{[]string{"func f() {}\n%exec f"}, true},
		{[]string{"var x = load()", "var y = 3"}, true},
		{[]string{"func init() {}", "var y = 3"}, true},
	} {
		h, last := ran(t, c.cells...)
		if got := h.Runs(last); got != c.want {
			t.Errorf("%q runs: %v, want %v", c.cells, got, c.want)
		}
	}
}

func TestProgramReturnsThePathsItImports(t *testing.T) {
	h, c := ran(t, "%%\nfmt.Println(math.Pi)")
	_, paths, _ := h.Program(c, 1, shipped)
	if want := []string{"fmt", "math"}; !slices.Equal(paths, want) {
		t.Errorf("%q, want %q", paths, want)
	}
}

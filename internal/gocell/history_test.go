package gocell

import (
	"slices"
	"strings"
	"testing"
)

// run passes cells through a history, as cells [1], [2], …, and returns the notes of each. A source that begins with
// "✗ " does not compile; one that Read refuses does not, either.
func run(h *History, sources ...string) [][]string {
	var notes [][]string
	for i, source := range sources {
		text, fails := strings.CutPrefix(source, "✗ ")
		c, problem := Read(text)
		if problem != nil {
			h.Failed(c, i+1)
			notes = append(notes, nil)
			continue
		}
		notes = append(notes, h.Notes(c))
		if fails {
			h.Failed(c, i+1)
		} else {
			h.Compiled(c, i+1)
		}
	}
	return notes
}

const (
	softmax  = "func softmax(x float64) float64 { return x }"
	generate = "func generate() float64 { return softmax(1) }"
	changed  = "✗ func softmax(x float64) float64 { return y }"
	stale    = "⚠ `softmax` is still the version before cell [2], which had a mistake."
	through  = "⚠ `generate` uses `softmax`, which is still the version before cell [2], which had a mistake."
	missing  = "⚠ `softmax` does not exist yet: cell [1] declares it, and had a mistake."
)

// stories are cells, and the notes of the last one.
var stories = []struct {
	name  string
	cells []string
	notes []string
}{
	{"nothing is stale", []string{softmax, "%%\nsoftmax(1)"}, nil},
	{"a stale function", []string{softmax, changed, "%%\nsoftmax(1)"}, []string{stale}},
	{"a stale function, in a declaration", []string{softmax, changed, generate}, []string{stale}},
	{"a function that is not used", []string{softmax, changed, "%%\nf(1)"}, nil},
	{"a local name", []string{softmax, changed, "%%\nsoftmax := 3\nf(softmax)"}, nil},
	{"a parameter's name", []string{softmax, changed, "func f(softmax int) int { return softmax }"}, nil},
	{"a field's name", []string{softmax, changed, "%%\nf(x.softmax, T{softmax: 1})"}, nil},
	{"it is used twice", []string{softmax, changed, "%%\nsoftmax(softmax(1))\nsoftmax(2)"}, []string{stale}},
	{"it compiles again", []string{softmax, changed, softmax, "%%\nsoftmax(1)"}, nil},
	{"it fails again", []string{softmax, "✗ func softmax() {}", changed, "%%\nsoftmax(1)"},
		[]string{strings.Replace(stale, "[2]", "[3]", 1)}},
	{"the cell itself declares it", []string{softmax, changed, softmax + "\n%%\nsoftmax(1)"}, nil},
	{"only the statements were wrong", []string{softmax, "✗ " + softmax + "\n%%\nx := 3", "%%\nsoftmax(1)"}, nil},
	{"the same but for comments and spaces",
		[]string{softmax, "✗ // better\nfunc softmax(x float64) float64 {\n\treturn x\n}", "%%\nsoftmax(1)"},
		nil},
	{"it is as before again", []string{softmax, changed, "✗ " + softmax + "\n%%\nx := 3", "%%\nsoftmax(1)"}, nil},
	{"a cell that Read refuses",
		[]string{softmax, "func softmax() int {\n\treturn 1", "%%\nsoftmax(1)"}, []string{stale}},
	{"a cell that Read refuses for another reason", []string{softmax, "func softmax() {}\n%%\n%%", "%%\nsoftmax(1)"},
		[]string{stale}},

	{"through another function", []string{softmax, changed, generate, "%%\ngenerate()"},
		[]string{through}},
	{"through two functions", []string{softmax + "\n" + generate + "\nfunc f() { generate() }", changed, "%%\nf()"},
		[]string{strings.Replace(through, "`generate`", "`f`", 1)}},
	{"directly and through another",
		[]string{softmax + "\n" + generate, changed, "%%\nsoftmax(generate())"}, []string{stale}},
	{"functions that call each other", []string{"func f() { g() }\nfunc g() { f() }", "✗ func g() { x }", "%%\nf()"},
		[]string{strings.NewReplacer("generate", "f", "softmax", "g").Replace(through)}},
	{"%exec", []string{softmax + "\n" + generate, changed, "%exec generate\n//"}, []string{through}},
	{"main of its own", []string{softmax, changed, "func main() { softmax(1) }"}, []string{stale}},
	{"init", []string{softmax, "func init() { softmax(1) }", "✗ func softmax() { y }", "%%\nf()"},
		[]string{"⚠ `init` uses `softmax`, which is still the version before cell [3], which had a mistake."}},

	{"init, in a cell that runs nothing",
		[]string{softmax, "func init() { softmax(1) }", "✗ func softmax() { y }", "%ls"},
		nil},
	{"init, in a cell that is no Go", []string{softmax, "func init() { softmax(1) }", changed, "%%bash\nls"}, nil},
	{"a stale variable", []string{"var softmax = 3", "✗ var softmax = y", "%%\nf(softmax)"}, []string{stale}},
	{"a stale constant", []string{"const softmax = 3", "✗ const softmax = y", "%%\nf(softmax)"}, []string{stale}},
	{"a stale constant as an index", []string{"const softmax = 3", "✗ const softmax = y", "%%\nf([]int{softmax: 1})"},
		[]string{stale}},
	{"a stale type", []string{"type softmax int", "✗ type softmax y", "%%\nvar x softmax"}, []string{stale}},
	{"a stale method", []string{"type Point int\nfunc (p Point) Sum() int { return 1 }",
		"✗ func (p Point) Sum() int { return y }", "%%\nf(Point(3).Sum())"},
		[]string{"⚠ `Point.Sum` is still the version before cell [2], which had a mistake."}},
	{"a stale method through a function",
		[]string{"type Point int\nfunc (p *Point) Sum() int { return 1 }\nfunc p() Point { return 3 }",
			"✗ func (p *Point) Sum() int { return y }", "%%\nf(p().Sum())"},
		[]string{"⚠ `p` uses `Point.Sum`, which is still the version before cell [2], which had a mistake."}},
	{"methods stay when the type is declared again",
		[]string{"type Point int\nfunc (p Point) Sum() int { return 1 }", "✗ func (p Point) Sum() int { return y }",
			"type Point float64", "%%\nf(Point(3))"},
		[]string{"⚠ `Point.Sum` is still the version before cell [2], which had a mistake."}},

	{"a function that never compiled", []string{changed, "%%\nsoftmax(1)"}, []string{missing}},
	{"it failed twice",
		[]string{changed, changed, "%%\nsoftmax(1)"}, []string{strings.Replace(missing, "[1]", "[2]", 1)}},
	{"it compiled at last", []string{changed, softmax, "%%\nsoftmax(1)"}, nil},
	{"a name of Go", []string{"✗ func max() { y }", "%%\nmax(1, 2)"}, nil},
	{"a package", []string{"✗ var sample = y", "import \"a/sample\"", "%%\nsample.F()"}, nil},
	{"the cell's own package",
		[]string{"✗ var sample = y", "import s \"a/sample\"\nimport sample \"b\"\n%%\nsample.F()"}, nil},

	{"%rm", []string{softmax, changed, "%rm softmax", "%%\nsoftmax(1)"}, nil},
	{"%rm in the cell itself", []string{softmax, changed, "%remove a softmax\n%%\nsoftmax(1)"}, nil},
	{"%rm of a type leaves its methods", []string{"type Point int\nfunc (p Point) Sum() {}", "%rm Point"},
		[]string{"`Point` is gone, but its method `Sum` is not: no later cell will compile. " +
			"Run `%rm Point~Sum`, too."}},
	{"%rm of a type and its methods", []string{"type Point int\nfunc (p Point) Sum() {}", "%rm Point Point~Sum"}, nil},
	{"%rm of a method", []string{"type Point int\nfunc (p Point) Sum() {}", "✗ func (p Point) Sum() { y }",
		"%rm Point~Sum", "%%\nf(Point(3))"}, nil},
	{"%reset", []string{softmax, changed, "%reset", "%%\nsoftmax(1)"}, nil},
	{"%reset of something else", []string{softmax, changed, "%reset go.mod", "%%\nsoftmax(1)"}, []string{stale}},
	{"%reset in a cell that fails", []string{softmax, changed, "✗ %reset\n%%\ny", "%%\nsoftmax(1)"}, nil},
	{"%reset in a cell that Read refuses", []string{softmax, changed, "%reset\n%%\n%%", "%%\nsoftmax(1)"},
		[]string{stale}},

	{"another kind", []string{"const n = 3", "var n = 4"},
		[]string{"`n` was declared with const before, and now with var. " +
			"Add the line `%rm n` at the top of this cell."}},
	{"another kind, with %rm", []string{"const n = 3", "%rm n\nvar n = 4"}, nil},
	{"one constant of a block", []string{"const (\n\ta = iota\n\tb\n\tc\n)", "const b = 3"},
		[]string{"`b` was declared together with `a`, `c`. Declare all of them again."}},
	{"the first constant of a block", []string{"const (\n\ta = iota\n\tb\n)", "const a = 3"},
		[]string{"`a` was declared together with `b`. Declare all of them again."}},
	{"a smaller block", []string{"const (\n\ta = iota\n\tb\n\tc\n)", "const (\n\ta = iota\n\tb\n)"}, nil},
	{"one of two variables with one value", []string{"var a, b = 1", "var b = 3"},
		[]string{"`b` was declared together with `a`. Declare all of them again."}},
	{"one of two variables with two values", []string{"var a, b = 1, 2", "var b = 3"}, nil},
	{"the lost variable is stale no more", []string{"var a, b = 1", "✗ var a = y", "var b = 3", "%%\nf(a)"}, nil},
	{"the lost constant is stale no more",
		[]string{"const (\n\ta = 1\n\tb = 2\n)", "✗ const b = y", "const a = 3", "%%\nf(b)"},
		nil},

	{"init runs again", []string{"func init() { f() }"},
		[]string{"`func init` runs again in every later cell. If it should run once, put its statements below `%%`. " +
			"To end it, run a cell with `%rm init`."}},
	{"one note for init", []string{"func init() { f() }", "func init() { g() }"}, nil},
	{"a note for init after %reset", []string{"func init() { f() }", "%reset", "func init() { g() }"},
		[]string{"`func init` runs again in every later cell. If it should run once, put its statements below `%%`. " +
			"To end it, run a cell with `%rm init`."}},
	{"a cell that failed had the note", []string{"✗ func init() { f() }", "func init() { g() }"}, nil},
	{"a cell that Read refused had none", []string{"func init() { f() }\n%%\n%%", "func init() { g() }"},
		[]string{"`func init` runs again in every later cell. If it should run once, put its statements below `%%`. " +
			"To end it, run a cell with `%rm init`."}},
	{"a method init", []string{"func (p Point) init() {}"}, nil},
	{"init_weights", []string{"func init_weights() {}"},
		[]string{"The notebook renames `init_weights` to init, because it begins with init_: no cell can call it, " +
			"and it runs in every later cell. Choose another name, and run `%rm init_weights`."}},
	{"a value that is computed", []string{"var x = load()"},
		[]string{"`x` is computed again in every later cell, because each cell is a program of its own: " +
			"it calls `load`. If that takes long, make it a local variable below `%%`."}},
	{"one note for a variable", []string{"var x = load()", "var x = load()"}, nil},
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		var h History
		notes := run(&h, s.cells...)
		if last := notes[len(notes)-1]; !slices.Equal(last, s.notes) {
			t.Errorf("%s: %q", s.name, last)
		}
	}
}

func TestWhichValuesAreComputedAgain(t *testing.T) {
	for source, calls := range map[string]string{
		"var x = 3": "", "var x int": "", "var x = []int{1}": "", "var x = make([]int, len(y))": "",
		"var x = new(int)":               "",
		"var x = float64(3) + min(1, 2)": "", "var x = []byte(\"a\")": "", "var x = map[string]int(nil)": "",
		"var x = (*Point)(nil)": "", "var x = (func())(nil)": "", "var x = chan int(nil)": "",
		"var x = interface{}(3)":    "",
		"var x = errors.New(\"a\")": "", "var x = regexp.MustCompile(`a`)": "", "var x = strings.Repeat(\"a\", 3)": "",
		"var x = math.Log(27)": "", "var x = fmt.Sprintf(\"%d\", 3)": "", "var x = 3 * time.Duration(4)": "",
		"var x = func() int { return load() }": "", "type T int\nvar x = T(3)": "", "var x, y = 1, 2": "",
		"var x = load()": "load", "var x, err = load()": "load", "var x = f(load())": "f load",
		"var x = fmt.Scanln()": "fmt.Scanln",
		"var x = os.Args":      "", "var x = time.Now()": "time.Now", "var x = []int{f()}": "f",
		"var x = func() int { return 1 }()": "func",
		"var x = f[int]()":                  "f", "var x = f[int, string]()": "f", "var x = f()()": "func f",
		"var x = y.z.f()": "f",
		"import str \"strings\"\nvar x = str.ToUpper(\"a\")": "", "var x = cell.Must(f())": "cell.Must f",
		"var (\n\ta = 3\n\tb = f()\n)": "f", "var x = rand.Int()": "rand.Int",
	} {
		c, _ := Read(source)
		var h History
		var got []string
		for _, d := range c.declarations {
			got = append(got, h.slow(d, c)...)
		}
		if slices.Contains(c.Declares, "err") {
			got = got[:len(got)/2] // both variables have the one call
		}
		if strings.Join(got, " ") != calls {
			t.Errorf("%q calls %q", source, got)
		}
	}
}

func TestATypeOfAnEarlierCellIsNoCall(t *testing.T) {
	var h History
	if notes := run(&h, "type Point int", "var p = Point(3)"); len(notes[1]) > 0 {
		t.Errorf("the notes are %q", notes[1])
	}
}

func TestAProgramThatReadsTheKeyboard(t *testing.T) {
	ask := "func ask() string { var s string; fmt.Scanln(&s); return s }"
	for _, test := range []struct {
		cells []string
		reads string
	}{
		{[]string{"%%\nvar s string\nfmt.Scanln(&s)"}, "fmt.Scanln"},
		{[]string{"%%\nr := bufio.NewReader(os.Stdin)\nr.ReadString('\\n')"}, "os.Stdin"},
		{[]string{ask, "%%\nf(ask())"}, "fmt.Scanln"},
		{[]string{ask, "func f() { ask() }", "%exec f\n//"}, "fmt.Scanln"},
		{[]string{"import p \"fmt\"\n%%\np.Scan(&s)"}, "fmt.Scan"},
		{[]string{"func main() { fmt.Scanf(\"%d\", &x) }"}, "fmt.Scanf"},
		{[]string{"func init() { fmt.Scan(&x) }", "%%\nf()"}, "fmt.Scan"},
		{[]string{ask, "var name = ask()", "%%\nf()"}, "fmt.Scanln"},
		{[]string{"var in = bufio.NewReader(os.Stdin)", "%%\nf(in)"}, "os.Stdin"},
		{[]string{"var in = bufio.NewReader(os.Stdin)", "%%\nf()"}, ""},
		{[]string{ask}, ""},
		{[]string{ask, "%%\nf()"}, ""},
		{[]string{"✗ " + ask, "%%\nf()"}, ""},
		{[]string{"%%\nfmt.Sscan(a, &b)\nfmt.Println(os.Args)"}, ""},
		{[]string{"%%\nfmt := x\nfmt.Scan()"}, ""},
	} {
		var h History
		notes := run(&h, test.cells...)
		joined := strings.Join(notes[len(notes)-1], "\n")
		want := "no keyboard: for `" + test.reads + "`, the input ends at once"
		if test.reads == "" {
			want = ""
		}
		if !strings.Contains(joined, want) || strings.Contains(joined, "keyboard") != (want != "") {
			t.Errorf("%q: %q", test.cells, joined)
		}
	}
}

func TestAProgramThatExits(t *testing.T) {
	for _, test := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"%%\nos.Exit(0)"}, true},
		{[]string{"func stop() { os.Exit(3) }", "%%\nf(stop)"}, true},
		{[]string{"func stop() { os.Exit(3) }", "%%\nf()"}, false},
		{[]string{"func stop() { os.Exit(3) }\n%%\nf(stop)"}, true},
		{[]string{"%%\nos.Getenv(\"X\")"}, false},
	} {
		var h History
		run(&h, test.cells[:len(test.cells)-1]...)
		last, _ := Read(test.cells[len(test.cells)-1])
		if got := h.Exits(last); got != test.want {
			t.Errorf("%q exits: %v, want %v", test.cells, got, test.want)
		}
	}
}

func TestNotesChangeNothing(t *testing.T) {
	var h History
	run(&h, softmax, changed)
	c, _ := Read("%reset\n" + generate + "\nfunc init() {}\n%%\nsoftmax(1)")
	first := h.Notes(c)
	if second := h.Notes(c); !slices.Equal(first, second) || len(first) != 1 {
		t.Errorf("the notes are %q, and then %q", first, second)
	}
	user, _ := Read("%%\nsoftmax(1)")
	if notes := h.Notes(user); !slices.Equal(notes, []string{stale}) {
		t.Errorf("the notes are %q", notes)
	}
}

func TestAnEmptyHistory(t *testing.T) {
	var h History
	h.Remove("f")
	h.Reset()
	c, _ := Read("")
	if notes := h.Notes(c); len(notes) > 0 {
		t.Errorf("the notes are %q", notes)
	}
	h.Failed(c, 1)
	h.Compiled(c, 2)
}

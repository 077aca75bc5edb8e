package gocell

import (
	"slices"
	"strings"
	"testing"
)

// refused are cells that must not go to GoNB: the line of the problem, and words of its sentence or of Go's message.
var refused = []struct {
	name, source string
	line         int
	words        string
}{
	{"a second %%", "%%\nfmt.Println(1)\n%%\nfmt.Println(2)", 3, "`%%` in line 1 begins it"},
	{"a second %main", "%main\nf()\n%main\ng()", 3, "`%main` in line 1 begins it"},
	{"%exec and %%", "%exec f\n%%\ng()", 2, "`%exec` in line 1 begins it"},
	{"a main of its own and %%", "func main() {}\n%%\ng()", 2, "two bodies of main: here and in line 1"},
	{"a func below %%", "%%\nx := 3\nfunc f() {}", 3, "`func` with a name must stand above `%%`"},
	{"only a func, below %%", "%%\nfunc f() {}", 2, "delete the line `%%`"},
	{"a func below %%, and a call of it", "%%\nfunc f() {}\nf()", 2, "Move the `func` up."},
	{"a method below %%", "%%\nfunc (p Point) F() int { return 1 }", 2, "must stand above `%%`"},
	{"main below %%", "%%\nfunc main() {\n\tf()\n}", 2, "`%%` begins main already"},
	{"a func in a func", "func f() {\n\tfunc g() {}\n}", 2, "cannot stand inside another one"},
	{"a func in a loop below %%", "%%\nfor {\nfunc g() {}\n}", 3, "cannot stand inside another one"},
	{"import below %%", "%%\nimport \"fmt\"", 2, "`import` must stand at the top"},
	{"import in a func", "func f() {\nimport \"fmt\"\n}", 2, "`import` must stand at the top"},
	{"import below a func", "func f() {}\nimport \"fmt\"", 2, "above every other declaration"},
	{"package at the top", "package main\n\nfunc f() {}", 1, "no `package` line"},
	{"package below %%", "%%\npackage main", 2, "no `package` line"},

	{"no } at the end", "%%\nfor i := range 3 {\n\tfmt.Println(i)", 2, "This `{` has no `}`"},
	{"no } above %%", "func f() int {\n\treturn 1\n\n%%\nf()", 1, "This `{` has no `}`"},
	{"no } of the inner block", "func f() {\n\tif x {\n\t\ty()\n\tz()\n}\n\nfunc g() {\n}", 2, "This `{` has no `}`"},
	{"no }, and no indentation", "func f() {\nx()\n\nfunc g() {\ny()\n}", 1, "This `{` has no `}`"},
	{"no } of a list", "%%\nx := []int{1, 2\nf(x)", 2, "This `{` has no `}`"},
	{"no } inside a call", "%%\nf(func() {\n\tif x {\n\t\ty()\n})", 3, "This `{` has no `}`"},
	{"no )", "func f() {\n\tfmt.Println(g(1)\n}", 2, "This `(` has no `)`"},
	{"no ) at the end", "%%\nfmt.Println(\"a\"", 2, "This `(` has no `)`"},
	{"no ]", "%%\nx := a[3", 2, "This `[` has no `]`"},
	{"a } too many", "%%\nf()\n}", 3, "This `}` closes nothing"},
	{"a ) too many", "%%\nx := 3)\n", 2, "This `)` closes nothing"},
	{"a ) too many in a func", "func f() {\n\tx := 3)\n}", 2, "This `)` closes nothing"},
	{"a } too many above the end",
		"func f() {\n\tif x {\n\t\ty()\n\t}}\n\treturn\n}", 4, "already closes the `{` in line 1"},
	{"a } too many, and no indentation", "func f() {\nif x {\ny()\n}}\nreturn\n}", 6, "This `}` closes nothing"},
	{"a func without {", "func f(x int) int\n\n\tif x > 0 {\n\t}\n}", 1, "no `{` at the end of its line"},
	{"a func with a result and without {",
		"func f() (int, error)\n\treturn 1, nil\n}", 1, "no `{` at the end of its line"},
	{"a } too many below %%", "%%\nif x {\n}\n}\n", 4, "This `}` closes nothing"},
	{"a ) for a }", "%%\nx := []int{1, 2)", 2, "Write `}` here, not `)`"},
	{"no \" at the end", "%%\nx := \"abi\n", 2, "string literal not terminated"},
	{"no ' at the end", "%%\nx := 'a\n", 2, "rune literal not terminated"},
	{"no backquote at the end", "func f() {}\n\n%%\nx := `abi\n%%\n", 4, "raw string literal not terminated"},
	{"no */ at the end", "/* a\n%%\nf()", 1, "comment not terminated"},

	{"a func of nothing", "%%\nfunc", 2, "expected '('"},
	{"Python's comment with an apostrophe", "%%\nx := 3 # it's three", 2, "illegal character U+0023 '#'"},
	{"an error above a bracket", "%%\nwhile True:\n\tfmt.Println(1", 2, "expected ';', found True"},
	{"an error above a func", "%%\nwhile True:\n\nfunc f() {}", 2, "expected ';', found True"},
	{"a text that hides a bracket", "%%\nfmt.Println(\"abi)\nf(\n", 2, "string literal not terminated"},
	{"a statement without %%", "x := 3", 1, "expected declaration, found x"},
	{"a bracket without %%", "(*p).f()", 1, "Statements need a line with `%%` above them"},
	{"a statement above %%", "\nx := 3\n\n%%\nf(x)", 2, "Move it below line 4"},
	{"spaces before %%", "  %%\nf()", 1, "`%%` must stand at the beginning"},
	{"a syntax error", "%%\nx := 3\nif x = 3 {\n}", 3, "expected boolean expression, found assignment"},
	{"Python", "%%\nx = 3 if y else 4", 2, "expected"},
	{"a sign that Go does not know", "%%\nx := 3 # three", 2, "illegal character U+0023 '#'"},

	{"declared twice", "func f() {}\n\nfunc f() {}", 3, "declares `f` twice: here and in line 1"},
	{"two init", "func init() {}\nfunc init() {}", 2, "declares `init` twice"},
	{"several constants a line", "const (\n\ta, b = iota, iota * 10\n\tc, d\n)", 1, "one constant a line"},
	{"GoNB's own name", "var flag = 3", 1, "the name `flag`"},
	{"a tag that cannot be a sum", "type T struct {\n\tx int `a\n!b`\n}", 3, "must not begin with `!`"},

	{"%wasm", "%wasm\n%%\nf()", 1, "Write `%%` instead"},
	{"%wasm for other editors", "//gonb:%wasm\n", 1, "Write `%%` instead"},
	{"a % alone", "%%\nf()\n%", 3, "A `%` alone"},
	{"a % and a space: GoNB panics", "% ", 1, "A `%` alone"},
	{"a ! and a \\: GoNB panics", "!\\", 1, "A `!` alone"},
	{"%exec alone: GoNB does nothing", "%exec run 3\n", 1, "Write `%%`, and `run()` below it"},
	{"%exec of nothing", "%exec", 1, "`%exec` needs the name"},
	{"%%script of nothing: GoNB panics", "%%script", 1, "`%%script` needs the name"},
	{"a command in a block", "%%\nfor {\n\tf()\n!ls\n}", 4, "A command cannot stand inside brackets"},
	{"a magic below the first line", "\n%%bash\nls", 2, "`%%bash` must be the first line"},
	{"statements in the line of %%", "%% fmt.Println(1)", 1, "must stand alone in its line"},
	{"statements behind %%", "%%fmt.Println(1)", 1, "must stand alone in its line"},
	{"a statement in the line of %main", "%main x := 3", 1, "must stand alone in its line"},
	{"%main()", "%main()\nf()", 1, "Do you mean `%main`?"},
	{"capitals", "%RESET", 1, "Do you mean `%reset`?"},
	{"a command of the shell", "%cat x", 1, "write `!` in place of `%`"},
	{"%%python", "%%python\nprint(1)", 1, "A cell holds Go here"},
	{"?", "?f", 1, "press Shift and Tab"},
	{"a letter too many", "%resett", 1, "Do you mean `%reset`?"},
	{"letters swapped", "%hepl", 1, "Do you mean `%help`?"},
	{"no command like it", "%frobnicate", 1, "`%help` shows all commands"},
	{"a short one", "%x", 1, "`%help` shows all commands"},
	{"%main with a letter too many", "%mainly\nf()", 1, "Do you mean `%main`?"},
	{"%lsmagic", "%lsmagic", 1, "`%help`"},
	{"%matplotlib", "%matplotlib inline", 1, "Remove the line"},
	{"%%time", "%%time\nf()", 1, "time.Since"},
	{"%timeit", "%%\nf()\n%timeit f()", 3, "time.Since"},
}

func TestACellThatIsRefused(t *testing.T) {
	for _, r := range refused {
		c, p := Read(r.source)
		switch {
		case p == nil:
			t.Errorf("%s: no problem", r.name)
		case p.Line != r.line || !strings.Contains(p.Sentence+p.Message, r.words):
			t.Errorf("%s: line %d: %q %q", r.name, p.Line, p.Sentence, p.Message)
		case c.Code != r.source:
			t.Errorf("%s: the code is %q", r.name, c.Code)
		}
		if wrong := check(r.source); wrong != "" {
			t.Errorf("%s: %s", r.name, wrong)
		}
	}
}

func TestAProblemHasTheColumn(t *testing.T) {
	for source, column := range map[string]int{
		"%%\n\tf(1": 3, "%%\nx := \"a": 6, "%%\nx := 3 # three": 8,
		"%%\n\tfunc f() {}": 2, "x := 3": 1, "%%\nf()\n%%": 1,
	} {
		if _, p := Read(source); p == nil || p.Column != column {
			t.Errorf("%q: %+v", source, p)
		}
	}
}

// passed are cells that go to GoNB, with the code that it gets; "" if the code is the source.
var passed = []struct{ name, source, code string }{
	{"a declaration", "func f() {}", ""},
	{"an empty cell", "", ""},
	{"main of its own", "import \"fmt\"\n\nfunc main() { fmt.Println(1) }", ""},
	{"literals of functions below %%",
		"%%\nf := func(x int) int { return x }\nfunc() {}()\nfunc(x int) float64 { return 1 }(3)", ""},
	{"generic", "func f[T any](x T) T { return x }\n\ntype S[T any] struct{}\n\nfunc (s *S[T]) F() {}", ""},
	{"arguments", "%% -n 3 \"a b\"\nf()", ""},
	{"a local type below %%", "%%\ntype p struct{ x int }\nconst a, b = 1, 2\nvar c = p{}", ""},
	{"GoNB's commands", "%cd data\n%env A=b\n%rm f\n%ls\n!ls -l\n%noautoget\n%%\nf()", ""},
	{"a command of two lines", "!echo a \\\n  b\n%%\nf()", ""},
	{"a command with a backquote", "!echo `date`\n!echo it's\n%%\nf()", ""},
	{"a command below the statements", "%%\nf()\n!ls\ng()", ""},
	{"for other editors", "//gonb:%%\nf()\n//gonb:!ls", ""},
	{"pip shows", "!pip list\n!apt search x\n!go version\n!ls install\n!go run x.go add\n!echo pip install x", ""},
	{"a page of bash", "%%bash\necho it's\nif true; then ls; fi", ""},
	{"a file", "%%writefile notes.md\n# pip install\n%%\n!x", ""},
	{"a script", "%%script python3\nprint('!')", ""},
	{"the blank name", "var _ = 3\nvar _ = 4\n\nfunc _() {}\nfunc _() {}", ""},
	{"iota, one a line", "const (\n\ta = iota\n\tb\n)", ""},
	{"two constants with their values", "const a, b = 1, 2", ""},
	{"a remainder", "%%\nx := 5 %\n3", ""},

	{"a name that begins with package", "%%\npackages := 3\nf(packages)", "%%\n packages := 3\nf(packages)"},
	{"a comment", "/*\n!rm -r x\n%%\npackage\n*/\nfunc f() {}", "/*\n !rm -r x\n %%\n package\n*/\nfunc f() {}"},
	{"the end of a comment", "/* a\n!b */ func f() {}", "/* a\n !b */ func f() {}"},
	{"a comment for other editors",
		"func f() {\n//gonb:x\n}\nvar x = f(a,\n//gonb:!b\nc)",
		"func f() {\n//gonb:x\n}\nvar x = f(a,\n //gonb:!b\nc)"},
	{"a broken expression", "%%\nif a &&\n!ok {\n}", "%%\nif a &&\n !ok {\n}"},
	{"a list", "var x = []bool{\n!a,\n!b,\n}", "var x = []bool{\n !a,\n !b,\n}"},
	{"the parts of a for", "%%\nfor i := 0;\n!done(i); i++ {\n}", "%%\nfor i := 0;\n !done(i); i++ {\n}"},
	{"a text", "var x = `a\n!b\n%%\nd`", "var x = (\"a\\n\" +\n\"!b\\n\" +\n\"%%\\n\" +\n\"d\")"},
	{"a text that GoNB reads right", "var x = `a\n b`", ""},
	{"the last line of a text", "%%\nf(`a\n!`)", "%%\nf((\"a\\n\" +\n\"!\"))"},
	{"signs in a text", "var x = `\"é\\n\x01\n!`[0]", "var x = (\"\\\"é\\\\n\\x01\\n\" +\n\"!\")[0]"},
	{"carriage returns in a text", "var x = `a\rb\n!c`", "var x = (\"ab\\n\" +\n\"!c\")"},
	{"lines of Windows", "%%\r\nf()\r\n", "%%\nf()\n"},
	{"a byte order mark", "\ufefffunc f() {}", "func f() {}"},
	{"a space after the %", "% main -n 3\nf()", "%main -n 3\nf()"},
	{"two spaces after %exec", "%exec   f x  y\n//", "%exec f x  y\n//"},
	{"%% in the next line of a command", "!echo a \\\n%% b", "!echo a \\\n %% b"},
	{"a comment that moves lines",
		"//line 900:1\nfunc f() { /*line 9:9*/ }", "//     900:1\nfunc f() { /*     9:9*/ }"},
}

func TestACellThatGoesToGoNB(t *testing.T) {
	for _, p := range passed {
		c, problem := Read(p.source)
		if problem != nil {
			t.Errorf("%s: %+v", p.name, *problem)
		}
		if want := p.code; c.Code != want && (want != "" || c.Code != p.source) {
			t.Errorf("%s: the code is %q", p.name, c.Code)
		}
		if wrong := check(p.source); wrong != "" {
			t.Errorf("%s: %s", p.name, wrong)
		}
	}
}

func TestCommandsThatInstallAreRefused(t *testing.T) {
	for command, what := range map[string]string{
		"!pip install numpy": "pip install", "!pip3.11 install -U x": "pip3.11 install",
		"%pip install numpy":        "pip install",
		"!python3 -m pip install x": "pip install", "!sudo apt-get -y install x": "apt-get install",
		"!cd /tmp && pip uninstall x": "pip uninstall", "!.venv/bin/pip install x": "pip install",
		"!*go get example.org/x": "go get", "!conda create -n x": "conda create", "%conda install x": "conda install",
		"!A=b pip install x": "pip install", "!go install \\\nexample.org/x": "go install",
		"!python -m ensurepip":  "ensurepip",
		"!ls|xargs pip install": "pip install", "!uv pip install x": "uv install",
		"%%bash\nls\npip install x":   "pip install",
		"%%script sh\nbrew install x": "brew install", "!npm i": "npm i",
		"!dpkg -i x.deb": "dpkg -i", "!sudo pacman -Syu": "pacman -Syu", "!go mod tidy": "go mod tidy",
		"!go env -w A=b": "go env -w", "!uv -q sync": "uv sync", "!/usr/bin/python3.11 -m pip install x": "pip install",
	} {
		_, p := Read(command)
		if p == nil || !strings.HasPrefix(p.Sentence, "`"+what+"` does not run here") {
			t.Errorf("%q: %+v", command, p)
		}
	}
}

func TestWhatACellDeclares(t *testing.T) {
	for _, test := range []struct{ source, declares string }{
		{"func softmax() {}\ntype Point struct{}\nfunc (p Point) Sum() int { return 0 }", "softmax Point Point.Sum"},
		{"func (p *Point) Sum() {}\nfunc (s *Stack[T]) Push(x T) {}\nfunc (m Map[K, V]) Len() {}\nfunc ((q)) F() {}",
			"Point.Sum Stack.Push Map.Len q.F"},
		{"const (\n\ta = iota\n\tb\n)\nvar c, d = f()\nvar _ = 3\ntype (\n\te int\n\tg = e\n)", "a b c d e g"},
		{"import \"fmt\"\nfunc main() {}\nfunc _() {}", ""},
		{"func f() {}\n\n%%\ng := 3\nvar h int\ntype i int", "f"},
		{"%%\nfunc(x int) float64 { return 1 }(3)", ""},
		{"func (Point) Sum() {}", "Point.Sum"}, {"func (p []int) Sum() {}", "?.Sum"},
		{"!pip install x\nfunc f() {}", "f"},
		{"%%\na()\n%%\nb()\n", ""},
		// the parser gives up before the end
		{"func f() {\n\tif x {\n}\n\nfunc g() {}\n\nfunc (p *Point) Sum() {}\n\nvar x = 3\n", "f g Point.Sum x"},
		{"def f(x):\n  return x\n\nconst a = 3\nfunc (", "a"},
		{"func f() { x := 'a }\n\ntype T int", "f T"},
		{"func (", ""}, {"func (p", ""}, {"func (p Point", ""}, {"func (p Point)", ""}, {"func", ""},
		{"%%writefile x\nfunc f() {}", ""},
	} {
		if c, _ := Read(test.source); strings.Join(c.Declares, " ") != test.declares {
			t.Errorf("%q declares %q", test.source, c.Declares)
		}
	}
}

func TestTheNamesThatACellUses(t *testing.T) {
	for source, uses := range map[string]string{
		"%%\nfmt.Println(softmax(x))":                     "fmt softmax x",
		"%%\nsoftmax := 3\nf(softmax)":                    "f",
		"%%\nfor softmax := range y {\n\t_ = softmax\n}":  "y",
		"%%\nf := func(softmax int) { g(softmax) }\nf(1)": "int g",
		"%%\nx.softmax(Point{softmax: 3})":                "x Point",
		"%%\nx := map[int]int{a: b}\nf(x)":                "int a b f",
		"%%\nx := [...]string{a: \"b\"}\nf(x)":            "string a f",
		"%%\na := 3\nx := map[int]int{a: b}\nf(x)":        "int b f",
		"%%\nsoftmax:\n\tfor {\n\t\tbreak softmax\n\t}":   "",
		"%%\nvar p Point\np.Sum()":                        "Point",
		"%exec run\n//":                                   "run",
		"func main() { f() }":                             "f",
	} {
		c, problem := Read(source)
		uses := strings.Fields(uses)
		if problem != nil || !slices.Equal(c.body.uses, uses) {
			t.Errorf("%q uses %q (%v)", source, c.body.uses, problem)
		}
	}
}

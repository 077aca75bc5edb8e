package gocell

import (
	"strings"
	"testing"
)

// ran runs cells; one that begins with ✗ does not compile. It returns the history and the last cell, which did not
// run.
func ran(t *testing.T, cells ...string) (*History, *Cell) {
	t.Helper()
	h := &History{}
	for i, source := range cells {
		source, fails := strings.CutPrefix(source, "✗ ")
		c, problem := Read(source)
		switch {
		case problem != nil:
			t.Fatal(problem)
		case i == len(cells)-1:
			return h, c
		case fails:
			h.Failed(c, i+1)
		default:
			h.Compiled(c, i+1)
		}
	}
	return h, nil
}

func TestNotesAboutPrinting(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		want  string
	}{
		"print":                     {[]string{"%%\nprint(3)"}, "`print` is not Python's print"},
		"println in a function":     {[]string{"func f() { println(3) }", "%%\nf()"}, "`println` is not Python's"},
		"a function that isn't run": {[]string{"func f() { println(3) }", "%%\ng()"}, ""},
		"a print of the student":    {[]string{"func print(x int) {}", "%%\nprint(3)"}, ""},
		"a local print":             {[]string{"%%\nprint := fmt.Println\nprint(3)"}, ""},
		"a function's name":         {[]string{"func six() int { return 6 }", "%%\nfmt.Println(6, six)"}, "`six(…)`"},
		"in a function":             {[]string{"func six() int { return 6 }\nfunc f() { fmt.Print(six) }"}, "`six(…)`"},
		"it is called":              {[]string{"func six() int { return 6 }", "%%\nfmt.Println(six())"}, ""},
		"a local name":              {[]string{"func six() int { return 6 }", "%%\nsix := 6\nfmt.Println(six)"}, ""},
		"a variable":                {[]string{"var six = 6", "%%\nfmt.Println(six)"}, ""},
	} {
		h, cell := ran(t, c.cells...)
		notes := strings.Join(h.Notes(cell), "\n")
		if !strings.Contains(notes, c.want) || c.want == "" && notes != "" {
			t.Errorf("%s: %q, want %q", name, notes, c.want)
		}
	}
}

func TestTheCellsAboveShowWhyANameDoesNotExist(t *testing.T) {
	h, _ := ran(t, "%%\nletters, n := 3, 4\nvar x int\nif true {\n\ty := 3\n\tf(y)\n}",
		"✗ func triple() int { return z }",
		"func twice() int { return 2 }", "%%\nletters := 3\nf(letters)", "%%")
	for message, want := range map[string]string{
		"undefined: letters":       "`letters` was made below `%%` in cell [4], and ended with it.",
		"undefined: n":             "in cell [1]",
		"undefined: x":             "in cell [1]",
		"undefined: y":             "",
		"undefined: triple":        "`triple` does not exist yet: cell [2] declares it, and had a mistake.",
		"undefined: twice":         "",
		"undefined: letters.Count": "",
		"n":                        "",
	} {
		got := h.Sentence(message)
		if !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", message, got, want)
		}
	}
	if h.Reset(); h.Sentence("undefined: letters") != "" {
		t.Error("after a reset the name is known")
	}
}

func TestTheOneLineThatChecksAnError(t *testing.T) {
	const must = "func load() int {\n\treturn cell.Must(f())\n}"
	for name, c := range map[string]struct {
		cells      []string
		cell, line int
	}{
		"in the cell":             {[]string{"%%\nx := 3\ncell.Check(f(x))"}, 0, 3},
		"over several lines":      {[]string{"%%\nx := cell.\n\tMust(\n\t\tf())"}, 0, 3},
		"with its import":         {[]string{"import \"nexttoken/pkg/cell\"\n%%\ncell.Check(f(x))"}, 0, 3},
		"under another name":      {[]string{"import c \"nexttoken/pkg/cell\"\n%%\nc.Check(f(x))"}, 0, 3},
		"in a function above":     {[]string{must, "%%\nload()"}, 1, 2},
		"in the cell's function":  {[]string{"%ls", must + "\n%%\nload()"}, 0, 2},
		"two lines":               {[]string{"%%\ncell.Check(f())\ncell.Check(g())"}, 0, 0},
		"here and in a function":  {[]string{must, "%%\ncell.Check(load())"}, 0, 0},
		"none":                    {[]string{must, "%%\nf()"}, 0, 0},
		"a value with the name":   {[]string{"%%\ncell := g()\ncell.Check(3)"}, 0, 0},
		"a function not compiled": {[]string{"✗ " + must, "%%\nload()"}, 0, 0},
	} {
		h, cell := ran(t, c.cells...)
		if number, line := h.Check(cell); number != c.cell || line != c.line {
			t.Errorf("%s: cell %d, line %d, want %d, %d", name, number, line, c.cell, c.line)
		}
	}
}

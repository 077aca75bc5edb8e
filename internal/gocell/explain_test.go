package gocell

import (
	"math/rand"
	"strings"
	"testing"
)

func TestTheFirstCauseIsExplained(t *testing.T) {
	unused := Problem{Cell: 2, Line: 2, Column: 1, Message: "declared and not used: x"}
	undefined := Problem{Cell: 2, Line: 2, Column: 6, Message: "undefined: softmx"}
	older := Problem{Cell: 1, Line: 1, Message: "cannot use a (variable of type float64) as int value in argument"}
	now := Problem{Line: 3, Message: "undefined: y"}
	for name, c := range map[string]struct {
		problems []Problem
		want     Problem
	}{
		"what is undefined makes others unused": {[]Problem{unused, undefined}, undefined},
		"also the other way round":              {[]Problem{undefined, unused}, undefined},
		"only unused":                           {[]Problem{unused}, unused},
		"an older cell compiled before":         {[]Problem{older, undefined}, undefined},
		"even if the newer one only has unused": {[]Problem{older, unused}, unused},
		"the cell that runs now is the newest":  {[]Problem{undefined, now, older}, now},
		"only the older cell":                   {[]Problem{older}, older},
		"the first of two":                      {[]Problem{undefined, {Cell: 2, Message: "other"}}, undefined},
	} {
		e := Explain(c.problems, "")
		if e.Message != c.want.Message || e.Cell != c.want.Cell || e.Line != c.want.Line {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestKnownNamesAreProposed(t *testing.T) {
	known := []string{"softmax", "generate", "Logits", "letters", "letter", "x"}
	for name, want := range map[string]string{
		"softmx":    "Did you mean `softmax`?",
		"sofmtax":   "Did you mean `softmax`?", // two letters swapped
		"softmaxx":  "Did you mean `softmax`?",
		"logits":    "Did you mean `Logits`?",
		"generated": "Did you mean `generate`?",
		"lettes":    "There is no `lettes` here. Check the spelling;", // letters or letter
		"soft":      "There is no `soft` here. Check the spelling;",
		"y":         "There is no `y` here. Check the spelling;", // x is not alike
	} {
		e := Explain([]Problem{{Line: 1, Message: "undefined: " + name}}, "", known...)
		if !strings.Contains(e.Sentence, want) {
			t.Errorf("%s: %q, want %q", name, e.Sentence, want)
		}
	}
}

func TestASentenceOfTheReaderIsKept(t *testing.T) {
	p := Problem{Line: 4, Message: "a second %%", Sentence: "A cell has one `%%`."}
	if e := Explain([]Problem{p}, ""); e.Sentence != p.Sentence || e.Message != p.Message || e.Line != 4 {
		t.Errorf("%+v", e)
	}
}

// What the table does not know is shown as it is: never a guess.
func TestAnUnknownErrorIsNotExplained(t *testing.T) {
	words := strings.Fields("the compiler found a %s in method call with type : ; , value x 3 {} not as func")
	random := rand.New(rand.NewSource(1))
	for range 2000 {
		var said []string
		for range 1 + random.Intn(8) {
			said = append(said, words[random.Intn(len(words))])
		}
		p := Problem{Line: 2, Column: 1 + random.Intn(9), Source: "x := f(3)", Message: strings.Join(said, " ")}
		if e := Explain([]Problem{p}, "", "x"); e.Sentence != "" || e.Message != p.Message || e.Source != p.Source {
			t.Fatalf("%q: %+v", p.Message, e)
		}
		if e := ExplainRun("panic: runtime error: "+p.Message+"\n\ngoroutine 1 [running]:\n", 2); e.Sentence != "" {
			t.Fatalf("%q: %+v", p.Message, e)
		}
	}
}

// Words of Python inside a text, or with another meaning, are not explained as Python.
func TestWhatOnlyLooksLikePython(t *testing.T) {
	for name, p := range map[string]Problem{
		"not in a text": {Column: 24, Message: "missing ',' in argument list", Source: `fmt.Println("not here" x)`},
		"a comma in a text": {
			Column: 9, Message: "assignment mismatch: 1 variable but 2 values", Source: `text := "10,000", 2`,
		},
		"++ in a text":      {Column: 19, Message: "missing ',' in argument list", Source: `fmt.Println("x++" 3)`},
		"a function's name": {Column: 12, Message: "missing ',' in argument list", Source: `defend(f(1 2), "f")`},
		"a package that is right": {
			Column: 13, Message: "undefined: strings",
			Source: `fmt.Println(strings.ToUpper("a"), strings.reverse("b"))`,
		},
	} {
		p.Line = 1
		e := Explain([]Problem{p}, "")
		for _, wrong := range []string{"Go has no", "10_000", "is a statement", "f-string", "ToUpper", "reverse"} {
			if strings.Contains(e.Sentence, wrong) {
				t.Errorf("%s: %s", name, e.Sentence)
			}
		}
	}
}

func TestDetailsNameCellsAndNoFolders(t *testing.T) {
	all := recordings(t)
	r := all["chg2"]
	got := Explain(ParseGoNB(r.Evalue, r.Traceback), r.Evalue).Details
	want := "Cell [10], line 1: cannot use add(a, a) (value of type int) as float64 value in return statement\n" +
		"Cell [10], line 1: cannot use a (variable of type float64) as int value in argument to add"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for name, r := range all {
		e := ExplainRun(r.Stderr, 2)
		if r.Stderr == "" {
			e = Explain(ParseGoNB(r.Evalue, r.Traceback), r.Evalue)
		}
		for _, leak := range []string{"gonb", "/tmp", "/usr", "/home", "exit status 2", "0x1", "\x1b", "[["} {
			if shown := e.Text() + e.Details + e.HTML(); strings.Contains(shown, leak) {
				t.Errorf("%s shows %q: %s", name, leak, shown)
			}
		}
	}
}

func TestOneErrorHasNothingToFold(t *testing.T) {
	r := recordings(t)["fmt"]
	e := Explain(ParseGoNB(r.Evalue, r.Traceback), r.Evalue)
	if strings.Contains(e.HTML(), "<details") {
		t.Error(e.HTML())
	}
}

func TestNoProblemsAtAll(t *testing.T) {
	e := Explain(nil, "# gonb_1a2b3c4d\nno space left on device\nmore\n")
	if e.Message != "no space left on device" || e.Sentence != "" || !strings.Contains(e.Details, "more") {
		t.Errorf("%+v", e)
	}
	if e := Explain(nil, ""); e.Message != "" || e.HTML() == "" {
		t.Errorf("%+v", e)
	}
}

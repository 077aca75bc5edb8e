package gocell

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// recorded is what GoNB 0.11.5 with -raw_error answered to a cell.
type recorded struct {
	Name, Cell, Evalue, Stderr string
	Traceback                  []string
}

func recordings(t *testing.T) map[string]recorded {
	t.Helper()
	text, err := os.ReadFile("testdata/gonb.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []recorded
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]recorded{}
	for _, r := range list {
		all[r.Name] = r
	}
	return all
}

func TestParseGoNB(t *testing.T) {
	all := recordings(t)
	for name, want := range map[string][]Problem{
		"undef": {
			{Cell: 2, Line: 2, Column: 1, Message: "declared and not used: x", Source: "x := softmx(3)"},
			{Cell: 2, Line: 2, Column: 6, Message: "undefined: softmx", Source: "x := softmx(3)"},
		},
		"args": {{
			Cell: 3, Line: 3, Column: 17, Source: "fmt.Println(add(1))",
			Message: "not enough arguments in call to add\n\thave (number)\n\twant (float64, float64)",
		}},
		"syntax": {{
			Cell: 4, Line: 2, Column: 4, Source: `if x = "-" {`,
			Message: "expected boolean expression, found assignment (missing parentheses around composite literal?)",
		}},
		"pkg": {{Cell: 6, Line: 1, Column: 2, Message: "package foo/bar is not in std", Source: "\t\"foo/bar\""}},
		"pkg2": {{
			Cell: 7, Line: 1, Column: 2, Source: "\t\"github.com/a/b\"",
			Message: "no required module provides package github.com/a/b; to add it:\n\tgo get github.com/a/b",
		}},
		"exit": nil, // the program ran
	} {
		if got := ParseGoNB(all[name].Evalue, all[name].Traceback); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}

func TestParseGoNBReadsTheCellThatRunsAndColours(t *testing.T) {
	entry := "Cell Line 3\nfunc main() {\n  f(1\n     ^\n}\n\n\x1b[31mmissing ',' before newline\x1b[0m"
	got := ParseGoNB("/tmp/gonb_1234abcd/main.go:5:6: missing ',' before newline (and 2 more errors)", []string{entry})
	want := []Problem{{Line: 3, Column: 6, Message: "missing ',' before newline", Source: "  f(1"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestParseGoNBWithoutATraceback(t *testing.T) {
	for evalue, want := range map[string][]Problem{
		"":                                   nil,
		"# gonb_1234abcd\n\nexit status 1\n": nil,
		"no space left on device":            {{Message: "no space left on device"}},
		"./main.go:3:1: undefined: x":        {{Message: "undefined: x"}},
		"\tat the beginning":                 {{Message: "\tat the beginning"}},
	} {
		if got := ParseGoNB(evalue, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v", evalue, got, want)
		}
	}
}

// FuzzParseGoNB: whatever GoNB sends, reading and showing it does not panic, and no folder of it is shown.
func FuzzParseGoNB(f *testing.F) {
	f.Add("./main.go:3:1: undefined: x\n", "Cell[2]: Line 2\nx\n^\n\nundefined: x", "")
	f.Add("/tmp/gonb_1a/main.go:5:4: expected ';', found x", "Cell Line 1\n", "a\x1b[31m\n  ^")
	f.Add("panic: x\n\tb\n\ngoroutine 1 [running]:\n\t [[ Cell [2] Line 3 ]] /tmp/gonb_1a/main.go:3", "", "")
	f.Fuzz(func(t *testing.T, evalue, first, second string) {
		built := Explain(ParseGoNB(evalue, []string{first, second}), evalue, "x", "y")
		run := ExplainRun(evalue, len(first))
		for _, e := range []Explanation{built, run} {
			if strings.Contains(e.HTML()+e.Text(), "<script") {
				t.Errorf("%q: %s", evalue, e.HTML())
			}
		}
	})
}

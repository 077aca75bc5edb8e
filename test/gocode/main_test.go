package main

import (
	"strings"
	"testing"
)

const program = "//go:build linux\n\npackage p\n\n//go:embed names.txt\nvar names string\n\n" +
	"// Two returns 2.\nfunc Two() int { return 1 + 1 }\n"

// changed returns the program with one text replaced.
func changed(t *testing.T, before, after string) string {
	t.Helper()
	if strings.Count(program, before) != 1 {
		t.Fatalf("%q is not once in the program", before)
	}
	return strings.Replace(program, before, after, 1)
}

func TestCommentsAndLayoutAreRemoved(t *testing.T) {
	for before, after := range map[string]string{
		"// Two returns 2.\n":    "/* The sum of 1 and 1. */\n",
		"{ return 1 + 1 }":       "{\n\n\treturn 1+1 // two\n}",
		"Two()":                  "Two(\n)",
		"// Two returns 2.\nfun": "fun",
	} {
		if bare(changed(t, before, after)) != bare(program) {
			t.Errorf("%q in place of %q: other tokens %q", after, before, bare(changed(t, before, after)))
		}
	}
}

func TestCodeAndDirectivesStay(t *testing.T) {
	for before, after := range map[string]string{
		"1 + 1":                   "1 - 1",
		"1 + 1 }":                 "1 + 11 }",
		"//go:build linux":        "//go:build darwin",
		"//go:embed names.txt":    "//go:embed other.txt",
		"//go:embed names.txt\n":  "",
		"names string":            "names []byte",
		"func Two() int { return": "func Two() int { ; return",
	} {
		if bare(changed(t, before, after)) == bare(program) {
			t.Errorf("%q in place of %q: the same tokens", after, before)
		}
	}
}

func TestACellOfANotebook(t *testing.T) {
	const cell = "x := 1 // one\n%%\nfmt.Println(`a // b`, x)\n!echo a  // b\n"
	const want = "x\n:=\n1\n;\n%%\nfmt\n.\nPrintln\n(\n`a // b`\n,\nx\n)\n;\n!echo a  // b\n"
	if got := bare(cell); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAListGoesInAndAListComesOut(t *testing.T) {
	var out strings.Builder
	if err := run(strings.NewReader(`["a // b", ""]`), &out); err != nil || out.String() != `["a\n;\n",""]`+"\n" {
		t.Errorf("got %s, %v", out.String(), err)
	}
	if err := run(strings.NewReader("a"), &out); err == nil || !strings.Contains(err.Error(), "JSON list") {
		t.Errorf("the error is %v", err)
	}
}

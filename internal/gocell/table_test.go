package gocell

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what Go says now, and the tables of the documentation")

// answers returns what Go says about the table's cells, by their mistakes' names.
func answers(t *testing.T) map[string]answer {
	t.Helper()
	text, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]answer
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func everyMistake() []mistake {
	var all []mistake
	for _, chapter := range table {
		all = append(all, chapter.mistakes...)
	}
	return all
}

// explanation is what a student sees for a mistake's cell.
func explanation(m mistake, a answer) Explanation {
	line := ""
	if lines := strings.Split(m.cell, "\n"); 0 < a.Line && a.Line <= len(lines) {
		line = lines[a.Line-1]
	}
	return Explain([]Problem{{Line: a.Line, Column: a.Column, Message: a.Message, Source: line, Code: m.cell}}, "")
}

func TestEachCellIsExplainedByItsOwnMistake(t *testing.T) {
	all := answers(t)
	for _, m := range everyMistake() {
		a, found := all[m.name]
		if !found {
			t.Errorf("%s: testdata/answers.json does not have it", m.name)
			continue
		}
		e := explanation(m, a)
		got, sentence, _ := matching(e.lines())
		if got.name != m.name {
			t.Errorf("%s: %q is explained by %q", m.name, a.Message, got.name)
		}
		broken := strings.ContainsAny(sentence, "$\n") || strings.Contains(sentence, "``") // an empty or unknown group
		if sentence == "" || sentence != e.Sentence || broken {
			t.Errorf("%s: the sentence is %q", m.name, sentence)
		}
	}
}

func TestGoStillSaysWhatTheTableExpects(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the Go toolchain")
	}
	var asked []mistake
	var cells []string
	for _, m := range everyMistake() {
		if !ownModule.MatchString(m.cell) {
			asked, cells = append(asked, m), append(cells, m.cell)
		}
	}
	want := map[string]answer{}
	if !*update || fileExists("testdata/answers.json") {
		want = answers(t)
	}
	for i, got := range ask(t, cells) {
		if name := asked[i].name; *update {
			want[name] = got
		} else if settled(want[name]) != settled(got) {
			t.Errorf("%s: Go says %+v, and said %+v: see whether the pattern still fits, then run go test -update",
				name, got, want[name])
		}
	}
	if *update {
		writeAnswers(t, want)
	}
}

// settled returns an answer with one wording where Go has two: which part of it runs out of memory first is chance.
func settled(a answer) answer {
	a.Message = strings.Replace(a.Message, "fatal error: runtime: out of memory", "fatal error: out of memory", 1)
	return a
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func writeAnswers(t *testing.T, all map[string]answer) {
	t.Helper()
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/answers.json", append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// What go/parser finds, Read finds first: its problem must be the one that the table knows.
func TestReadFindsWhatTheTableExplains(t *testing.T) {
	all := answers(t)
	for _, m := range everyMistake() {
		_, p := Read(m.cell)
		if a := all[m.name]; p != nil && (p.Message != a.Message || p.Line != a.Line || p.Sentence != "") {
			t.Errorf("%s: Read finds %+v, Go says %+v", m.name, *p, a)
		}
	}
}

func TestEveryAnswerBelongsToAMistake(t *testing.T) {
	all, names := answers(t), map[string]bool{}
	for _, m := range everyMistake() {
		if names[m.name] {
			t.Errorf("%s stands twice in the table", m.name)
		}
		names[m.name] = true
	}
	for name := range all {
		if !names[name] {
			t.Errorf("testdata/answers.json has %q, and the table has not", name)
		}
	}
}

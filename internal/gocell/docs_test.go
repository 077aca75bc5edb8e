package gocell

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// The tables of page 00 and of docs/teaching.md are made from the table: go test ./internal/gocell -run Shows -update

const (
	firstPage = "../../notebooks/00_start_here.ipynb"
	teaching  = "../../docs/teaching.md"
)

// commonest are the rows of page 00.
func commonest(t *testing.T) []string {
	rows := []string{"| Go says | what is wrong, and what to do |", "|---|---|"}
	all := answers(t)
	for _, m := range everyMistake() {
		if m.first {
			e := explanation(m, all[m.name])
			rows = append(rows, fmt.Sprintf("| %s | %s |", asCode(says(e)), escaped(e.Sentence)))
		}
	}
	return rows
}

// everything are the lines of docs/teaching.md: a table for each chapter.
func everything(t *testing.T) []string {
	var lines []string
	all := answers(t)
	for _, chapter := range table {
		lines = append(lines, "### "+chapter.title, "",
			"| the line | Go says | what is wrong, and what to do |", "|---|---|---|")
		for _, m := range chapter.mistakes {
			e := explanation(m, all[m.name])
			cells := []string{asCode(line(m, e)), asCode(says(e)), escaped(e.Sentence)}
			lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		}
		lines = append(lines, "")
	}
	return lines[:len(lines)-1]
}

// says is the part of Go's message that a reader needs: without types of arguments, and of GoMLX the end.
func says(e Explanation) string {
	first, _, _ := strings.Cut(e.Message, "\n")
	if _, end, found := strings.Cut(first, "panicked: "); found {
		return "panic: … " + end
	}
	return first
}

// line is the cell's line where the error is; of a graph, the line of its function.
func line(m mistake, e Explanation) string {
	if source, _ := e.line(); source != "" && !strings.Contains(m.cell, "func build(") {
		return source
	}
	lines := strings.Split(strings.TrimSuffix(m.cell, "\nselect {}"), "\n")
	for _, l := range lines {
		if strings.HasPrefix(l, "func build(") {
			return l
		}
	}
	return lines[len(lines)-1]
}

// asCode is a text as code in a table of Markdown.
func asCode(text string) string {
	if strings.Contains(text, "`") {
		return "`` " + escaped(text) + " ``"
	}
	return "`" + escaped(text) + "`"
}

func escaped(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func TestPage00ShowsTheEightCommonest(t *testing.T) {
	rows := commonest(t)
	if len(rows) != 2+8 {
		t.Errorf("%d mistakes are marked as first: page 00 shows 8", len(rows)-2)
	}
	quoted := []string{`    "\n",`}
	for _, row := range rows {
		text, err := json.Marshal(row + "\n")
		if err != nil {
			t.Fatal(err)
		}
		for escape, sign := range map[string]string{`\u003c`: "<", `\u003e`: ">", `\u0026`: "&"} {
			text = []byte(strings.ReplaceAll(string(text), escape, sign))
		}
		quoted = append(quoted, "    "+string(text)+",")
	}
	quoted = append(quoted, `    "\n",`)
	compare(t, firstPage, `    "<!-- the commonest errors -->\n",`, `    "<!-- end of the commonest errors -->`, quoted)
}

func TestTheTeachersDocumentShowsEverySentence(t *testing.T) {
	lines := append([]string{""}, everything(t)...)
	compare(t, teaching, "<!-- every error -->", "<!-- end of every error -->", append(lines, ""))
}

// compare finds the lines of a file between one that begins with from and one that begins with to.
func compare(t *testing.T, path, from, to string, want []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(text), "\n"+from)
	between, tail, ended := strings.Cut(rest, "\n"+to)
	if !found || !ended {
		t.Fatalf("%s has no lines %q and %q", path, from, to)
	}
	now := "\n" + strings.Join(want, "\n")
	if between == now {
		return
	}
	if !*update {
		t.Fatalf("%s differs from the table of errors: go test ./internal/gocell -run Shows -update\n%s", path, now)
	}
	changed := head + "\n" + from + now + "\n" + to + tail
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

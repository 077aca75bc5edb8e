package gocell

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// report is a section of docs/gonb.md: the cells of a fault, and what it says about the guard.
type report struct {
	title, guard string
	cells        []string
}

// reports reads docs/gonb.md.
func reports(t *testing.T) []report {
	t.Helper()
	text, err := os.ReadFile("../../docs/gonb.md")
	if err != nil {
		t.Fatal(err)
	}
	var list []report
	for _, section := range strings.Split(string(text), "\n### ")[1:] {
		title, rest, _ := strings.Cut(section, "\n")
		_, guard, _ := strings.Cut(rest, "\n- The guard")
		var cell strings.Builder
		for line := range strings.Lines(rest) {
			if strings.HasPrefix(line, "- Happens") {
				break
			}
			if code, ok := strings.CutPrefix(line, "    "); ok || line == "\n" || line == "---\n" {
				cell.WriteString(strings.ReplaceAll(code, "␣", " "))
			}
		}
		cells := strings.Split(strings.TrimPrefix(cell.String(), "\n"), "\n---\n")
		list = append(list, report{title, guard, cells})
	}
	return list
}

var inThisPackage = regexp.MustCompile("`(\\w+)`[^`]*?\\((?:internal/gocell/)?(\\w+\\.go)\\)")

func TestTheReportsNameTheGuardsFunctions(t *testing.T) {
	found := 0
	for _, r := range reports(t) {
		for _, match := range inThisPackage.FindAllStringSubmatch(r.guard, -1) {
			source, err := os.ReadFile(match[2])
			if err != nil {
				t.Error(r.title, err)
			}
			if !regexp.MustCompile(`(?m)^(?:func (?:\(.*?\) )?|const )` + match[1] + `\b`).Match(source) {
				t.Errorf("%s: %s has no %s", r.title, match[2], match[1])
			}
			found++
		}
	}
	if found < 15 {
		t.Errorf("only %d functions were found", found)
	}
}

// Each fault that the reports give to this package is seen by it: the cell is refused or changed, or it has a note.
func TestTheGuardMendsWhatTheReportsSay(t *testing.T) {
	found := 0
	for _, r := range reports(t) {
		if !inThisPackage.MatchString(r.guard) {
			continue
		}
		found++
		var h History
		seen := false
		for i, source := range r.cells {
			c, problem := Read(source)
			seen = seen || problem != nil || c.Code != source || len(h.Notes(c)) > 0
			if strings.Contains(source, "return x") { // it does not compile
				h.Failed(c, i)
			} else {
				h.Compiled(c, i)
			}
		}
		if !seen {
			t.Errorf("%s: nothing was done about %q", r.title, r.cells)
		}
	}
	if found < 15 {
		t.Errorf("only %d reports were found", found)
	}
}

package lm_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// deps returns what packages import, directly or not, on a platform.
func deps(t *testing.T, platform []string, packages ...string) []string {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-deps"}, packages...)...)
	command.Env = append(os.Environ(), platform...)
	listed, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, listed)
	}
	return strings.Fields(string(listed))
}

var browser = []string{"GOOS=js", "GOARCH=wasm"}

// The interface, and what is done with models, needs neither a graph nor a notebook; in a browser, charts need neither gob nor
// templates, whose code is large.
func TestWhatIsNotImported(t *testing.T) {
	for _, c := range []struct {
		packages, platform []string
		forbidden          string
	}{
		{[]string{"nexttoken/pkg/lm", "nexttoken/pkg/vocab"}, nil, `gomlx|gonb|^nexttoken/pkg/(training|chart)`},
		{[]string{"nexttoken/pkg/sample", "nexttoken/pkg/ngram", "nexttoken/pkg/scoreboard", "nexttoken/pkg/contest", "nexttoken/pkg/corpus"}, nil, `gomlx|gonb`},
		{[]string{"nexttoken/pkg/chart", "nexttoken/pkg/exercise"}, browser, `gomlx|gonb|^encoding/gob$|^html/template$|^net$`},
	} {
		for _, imported := range deps(t, c.platform, c.packages...) {
			if regexp.MustCompile(c.forbidden).MatchString(imported) {
				t.Errorf("%v import %s", c.packages, imported)
			}
		}
	}
}

func TestItCompilesForABrowser(t *testing.T) {
	command := exec.Command("go", "build", "nexttoken/pkg/lm", "nexttoken/pkg/chart", "nexttoken/pkg/scoreboard", "nexttoken/pkg/contest", "nexttoken/pkg/ngram")
	command.Env = append(os.Environ(), browser...)
	if printed, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
}

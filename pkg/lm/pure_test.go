package lm_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// deps returns the paths of all packages that the given ones import, directly or indirectly, on a platform.
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

// paths returns the import paths of packages under pkg.
func paths(names ...string) []string {
	for i, name := range names {
		names[i] = "nexttoken/pkg/" + name
	}
	return names
}

// The interface Model and the packages that use models import neither GoMLX nor GoNB. In a browser, charts import
// neither gob nor templates, because their code is large.
func TestWhatIsNotImported(t *testing.T) {
	for _, c := range []struct {
		packages, platform []string
		forbidden          string
	}{
		{
			packages:  paths("lm", "vocab"),
			forbidden: `gomlx|gonb|^nexttoken/pkg/(training|chart)`,
		},
		{
			packages:  paths("sample", "edits", "ngram", "scoreboard", "contest", "corpus"),
			forbidden: `gomlx|gonb`,
		},
		{
			packages:  paths("chart", "exercise"),
			platform:  browser,
			forbidden: `gomlx|gonb|^encoding/gob$|^html/template$|^net$`,
		},
	} {
		for _, imported := range deps(t, c.platform, c.packages...) {
			if regexp.MustCompile(c.forbidden).MatchString(imported) {
				t.Errorf("%v import %s", c.packages, imported)
			}
		}
	}
}

func TestItCompilesForABrowser(t *testing.T) {
	packages := paths("lm", "chart", "scoreboard", "contest", "ngram")
	command := exec.Command("go", append([]string{"build"}, packages...)...)
	command.Env = append(os.Environ(), browser...)
	if printed, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
}

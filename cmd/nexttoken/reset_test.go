package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// handedOut makes a lecture with two notebooks, and a student's home with an edited copy of one.
func handedOut(t *testing.T) (lecture, home string) {
	t.Helper()
	lecture, home = t.TempDir(), t.TempDir()
	put(t, lecture, "notebooks/03_model.ipynb", "as handed out")
	put(t, lecture, "notebooks/04_training.ipynb", "another")
	put(t, home, "notebooks/03_model.ipynb", "edited")
	return lecture, home
}

func put(t *testing.T, directory, path, content string) {
	t.Helper()
	path = filepath.Join(directory, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, directory, path, content string) {
	t.Helper()
	if got, err := os.ReadFile(filepath.Join(directory, path)); err != nil || string(got) != content {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, content)
	}
}

func TestResetNeverWritesOverAFile(t *testing.T) {
	lecture, home := handedOut(t)
	for _, want := range []string{"03_model.fresh.ipynb", "03_model.fresh-2.ipynb", "03_model.fresh-3.ipynb"} {
		path, err := freshCopy(lecture, home, "03")
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("the copy is %s (%v), want %s", path, err, want)
		}
		expect(t, home, "notebooks/"+want, "as handed out")
		put(t, home, "notebooks/"+want, "edited too")
	}
	expect(t, home, "notebooks/03_model.ipynb", "edited")
	expect(t, home, "notebooks/03_model.fresh.ipynb", "edited too")
}

func TestResetInACheckoutTakesWhatGitHas(t *testing.T) {
	lecture, _ := handedOut(t)
	for _, arguments := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"}} {
		if said, err := exec.Command("git", append([]string{"-C", lecture}, arguments...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %s", arguments, said)
		}
	}
	put(t, lecture, "notebooks/03_model.ipynb", "edited")
	if _, err := freshCopy(lecture, lecture, "03"); err != nil {
		t.Fatal(err)
	}
	expect(t, lecture, "notebooks/03_model.ipynb", "edited")
	expect(t, lecture, "notebooks/03_model.fresh.ipynb", "as handed out")
}

func TestResetSaysThatACheckoutHasNoGit(t *testing.T) {
	lecture, _ := handedOut(t)
	_, err := freshCopy(lecture, lecture, "03")
	if err == nil || !strings.Contains(err.Error(), "has no .git") || !strings.Contains(err.Error(), "notebooks/03_model.ipynb") {
		t.Errorf("without git, reset says %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(lecture, "notebooks", "*.fresh*")); len(found) > 0 {
		t.Errorf("left %v behind", found)
	}
}

func TestResetSaysWhichNotebooksThereAre(t *testing.T) {
	lecture, home := handedOut(t)
	for _, name := range []string{"0", "17", "3"} {
		_, err := freshCopy(lecture, home, name)
		if err == nil || !strings.Contains(err.Error(), "03_model.ipynb, 04_training.ipynb") {
			t.Errorf("reset %s says %v, want the names of both notebooks", name, err)
		}
	}
}

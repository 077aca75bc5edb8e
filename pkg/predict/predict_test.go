package predict

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func ExampleCommit() {
	models, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(models)
	os.Setenv("NEXTTOKEN_MODELS", models)
	defer os.Unsetenv("NEXTTOKEN_MODELS")

	Commit("01 the likeliest letter after abi", nil)
	Commit("01 the likeliest letter after abi", "d")
	Commit("03 how many numbers the model has", 2000)
	Commit("03 how many numbers the model has", 2257)
	Commit("05 the loss at the end", math.Log(0))
	// Output:
	// ○ No prediction yet: write your answer in place of nil, then run this cell.
	// ● Your prediction: d. Now go on.
	// ● Your prediction: 2000. Now go on.
	// ● Your prediction: 2257. First you said 2000. Now go on.
	// ✗ This is not a prediction. A prediction is a finite number: -Inf is none.
}

type letter string

func TestHowAnAnswerIsWritten(t *testing.T) {
	for _, test := range []struct {
		answer any
		want   string
	}{
		{3, "3"}, {-3, "-3"}, {12.5, "12.5"}, {int8(-7), "-7"}, {uint64(math.MaxUint64), "18446744073709551615"},
		{0.0, "0"}, {1e6, "1000000"}, {0.25, "0.25"}, {1e-9, "1e-09"}, {1e20, "1e+20"}, {1e-4, "0.0001"},
		{1e15, "1e+15"}, {float32(0.1), "0.1"},
		{2 * time.Second, "2000000000"}, {'d', "d"}, {int32(7), "7"},
		{" d ", "d"}, {letter("a or i"), "a or i"}, {strings.Repeat("é", 80), strings.Repeat("é", 80)},
	} {
		if got, refusal := written(test.answer); got != test.want || refusal != "" {
			t.Errorf("%v: %q, %q, want %q", test.answer, got, refusal, test.want)
		}
	}
}

func TestWhatIsNoAnswerGetsASentence(t *testing.T) {
	var none *int
	for _, test := range []struct {
		answer any
		want   string
	}{
		{math.NaN(), "NaN is none"}, {math.Inf(1), "+Inf is none"}, {"", "The text is empty"}, {" \n", "is empty"},
		{strings.Repeat("é", 81), "has 81 characters: it may have at most 80"},
		{"a\nb", `"a\nb" is more than one line`},
		{"\x1b[2J", "more than one line of plain"}, {true, "the type bool"}, {[]int{1}, "the type []int"},
		{none, "the type *int"}, {func() {}, "the type func()"}, {1i, "the type complex128"},
	} {
		got, refusal := written(test.answer)
		if got != "" || !strings.Contains(refusal, test.want) || strings.Contains(refusal, "\n") {
			t.Errorf("%v: %q, %q, want %q", test.answer, got, refusal, test.want)
		}
	}
}

// keep keeps an answer, and returns the first one.
func keep(t *testing.T, file, question, answer string) string {
	t.Helper()
	first, err := keepFirst(file, question, answer)
	if err != nil {
		t.Error(err)
	}
	return first
}

func TestTheFirstAnswerStays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "models", "predictions.json")
	for _, step := range [][3]string{
		{"01 a", "3", "3"}, {"01 a", "4", "3"}, {"02 b", "d", "d"}, {"01 a", "3", "3"}, {"02 b", "e", "d"},
	} {
		if got := keep(t, file, step[0], step[1]); got != step[2] {
			t.Errorf("%s: %s, then the first is %s, want %s", step[0], step[1], got, step[2])
		}
	}
}

// Four notebooks add answers at the same time: the file keeps all of them.
func TestAnswersOfTwoTabsAreAllKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "predictions.json")
	var tabs sync.WaitGroup
	for tab := range 4 {
		tabs.Go(func() {
			for i := range 10 {
				keep(t, file, fmt.Sprint(tab, i), "first")
			}
		})
	}
	tabs.Wait()
	if kept, err := read(file); len(kept) != 40 || err != nil {
		t.Errorf("%d of 40 answers are kept, %v", len(kept), err)
	}
}

func TestABrokenFileIsMovedAside(t *testing.T) {
	for content, aside := range map[string]int{
		"{mine": 1, `{"01 a": 3}`: 1, "[]": 1, "": 1, "null": 0, "{}": 0,
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, "predictions.json")
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if first := keep(t, file, "01 a", "3"); first != "3" || keep(t, file, "01 a", "4") != "3" {
			t.Errorf("%s: the first answer is %s, and does not stay", content, first)
		}
		moved, _ := filepath.Glob(file + ".unreadable-*")
		if len(moved) != aside {
			t.Errorf("%s: %v is aside", content, moved)
		}
		for _, path := range moved {
			if old, err := os.ReadFile(path); string(old) != content || err != nil {
				t.Errorf("%q is aside, %v, want %q", old, err, content)
			}
		}
	}
}

// An answer that is kept is found without the lock, which a folder that cannot be written does not have.
func TestAnAnswerThatIsKeptIsFoundWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "predictions.json")
	if err := os.WriteFile(file, []byte(`{"01 a": "3"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(file+".lock", 0o755); err != nil {
		t.Fatal(err)
	}
	if first := keep(t, file, "01 a", "4"); first != "3" {
		t.Errorf("the first answer is %s, want 3", first)
	}
	if _, err := keepFirst(file, "02 b", "5"); err == nil {
		t.Error("another answer is kept without the lock")
	}
}

// Where nothing can be written, the student goes on all the same.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "models")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	first, err := keepFirst(filepath.Join(blocked, "predictions.json"), "01 a", "3")
	const want = "Now go on. (It is only on this page: it could not be kept in a file, because not a directory.)"
	if got := message("3", first, err); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

package corpus_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
)

func TestZipped(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 10_000)
	for i := range noise {
		noise[i] = byte(source.IntN(256))
	}
	if got := corpus.Zipped(string(noise)); math.Abs(got-8) > 0.05 {
		t.Errorf("noise: %v bits per byte, want 8", got)
	}
	if got := corpus.Zipped(strings.Repeat("a truth universally acknowledged ", 1000)); !(got < 0.1) {
		t.Errorf("one sentence, repeated: %v bits per byte, want below 0.1", got)
	}
	if got := corpus.Zipped(""); !math.IsNaN(got) {
		t.Errorf("the empty text: %v bits per byte, want NaN", got)
	}
}

// Python's zlib needs 2.907 bits for a byte of the novel at its level 9, and 3.538 at its level 1.
func TestZippedCompressesAsWellAsItCan(t *testing.T) {
	if got := corpus.Zipped(data.PrideAndPrejudice()); math.Abs(got-2.907) > 0.01 {
		t.Errorf("the novel: %v bits per byte, want 2.907", got)
	}
}

func TestUnwrap(t *testing.T) {
	text := "Chapter 1\r\n\r\n\r\nIt is a truth\nuniversally acknowledged.\n\n\n  \n\nNext.\n"
	if got, want := corpus.Unwrap(text), "Chapter 1\nIt is a truth universally acknowledged.\nNext.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplit(t *testing.T) {
	text := "one\ntwo\nthree\nfour\n"
	train, dev := []string{"one\ntwo\nthree\n"}, []string{"four\n"}
	split, err := corpus.SplitText(text, 0.5)
	if err != nil || !slices.Equal(split.Train, train) || !slices.Equal(split.Dev, dev) {
		t.Errorf("got %q, %v, want %q and %q", split, err, train, dev)
	}
	for _, share := range []float64{0, 1, -1, math.NaN(), 0.95} {
		if _, err := corpus.SplitText(text, share); err == nil {
			t.Errorf("a share of %v was accepted", share)
		}
	}
	if _, err := corpus.SplitText("", 0.5); err == nil {
		t.Error("an empty text was split")
	}
}

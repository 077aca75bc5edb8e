package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
)

func TestWrongArgumentsAndRequestsGetOneSentence(t *testing.T) {
	for _, name := range []string{"", "numpy"} {
		if err := work(name); err == nil || !strings.Contains(err.Error(), "is not a peer: give ours, ") {
			t.Errorf("peer %q: %v", name, err)
		}
	}
	if _, err := answerTo(&ours{}, request{Do: "fly"}); err == nil ||
		!strings.Contains(err.Error(), `"fly" is not a request: ask for prepare, `) {
		t.Errorf("got %v", err)
	}
}

func TestMemoryIsMeasured(t *testing.T) {
	if found, err := answerTo(&ours{}, request{Do: "memory"}); err != nil || found.Megabytes < 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestAnAnswerAfterTheFirstTokenAndOneAfterTheLast(t *testing.T) {
	var printed bytes.Buffer
	texts := iter.Seq2[string, error](func(yield func(string, error) bool) {
		_ = yield("a", nil) && yield("b", nil)
	})
	if err := report(texts, 3, json.NewEncoder(&printed)); err != nil { // one token was only a part of a character
		t.Fatal(err)
	}
	var first, last answer
	answers := json.NewDecoder(&printed)
	if err := errors.Join(answers.Decode(&first), answers.Decode(&last)); err != nil {
		t.Fatal(err)
	}
	if first.Steps != 1 || last.Steps != 2 || !(last.Seconds > 0) || last.Megabytes < 1 || answers.More() {
		t.Errorf("%+v, %+v", first, last)
	}
}

func TestAChatThatFails(t *testing.T) {
	if err := chat(strings.NewReader("no JSON"), io.Discard); err == nil {
		t.Error("a request that is no JSON was answered")
	}
	broken := errors.New("broken")
	texts := iter.Seq2[string, error](func(yield func(string, error) bool) { yield("", broken) })
	if err := report(texts, 3, json.NewEncoder(io.Discard)); !errors.Is(err, broken) {
		t.Error(err)
	}
}

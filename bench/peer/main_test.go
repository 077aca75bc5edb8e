package main

import (
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

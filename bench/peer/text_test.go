package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestAGPTReadsTheNovelForItsSeconds(t *testing.T) {
	var printed bytes.Buffer
	asked := `{"width": 8, "heads": 2, "blocks": 1, "context": 4, "batch": 2, "rate": 0.01, "seconds": 0.01}`
	if err := text(strings.NewReader(asked), &printed); err != nil {
		t.Fatal(err)
	}
	var got answer
	if err := json.Unmarshal(printed.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	_, tokenizer, err := novel()
	if err != nil {
		t.Fatal(err)
	}
	tables := 8 * (2*tokenizer.Size() + 4) // of the tokens, of the places, and the head
	if want := tables + 12*8*8; got.Parameters != want || got.Steps < probeSteps || got.Seconds <= 0 {
		t.Errorf("%+v, want %d parameters", got, want)
	}
	if uniform := math.Log(float64(tokenizer.Size())); !(got.Loss > 0 && got.Loss < uniform+0.1) {
		t.Errorf("a loss of %g; it began near %g", got.Loss, uniform)
	}
}

func TestARequestForAGPTThatCanNotBe(t *testing.T) {
	for asked, want := range map[string]string{
		"no JSON": "invalid character",
		`{"width": 8, "heads": 3, "blocks": 1, "context": 4, "batch": 2, "seconds": 1}`: "must be a multiple of 3",
	} {
		if err := text(strings.NewReader(asked), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", asked, err)
		}
	}
}

package sample_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

// At T = 0.5 the probabilities of the small model after a are proportional to .01, .49 and .04, and after the beginning
// to .25, .16 and .01. So the loss of the name a is −(ln (25/42) + ln (4/54)) / 2.
func TestTheLossAtATemperature(t *testing.T) {
	cold, err := sample.AtTemperature(small(t), .5)
	if err != nil {
		t.Fatal(err)
	}
	want := -(math.Log(25./42) + math.Log(4./54)) / 2
	if got, err := lm.Loss(cold, []string{"a"}); err != nil || math.Abs(got-want) > 1e-9 {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	for _, model := range []lm.Model{small(t), stateful{small(t)}} {
		same, err := sample.AtTemperature(model, 1)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := lm.Loss(model, []string{"ab", "b"})
		if got, err := lm.Loss(same, []string{"ab", "b"}); err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("at T = 1: %v, %v, want %v", got, err, want)
		}
	}
}

func TestTemperaturesOfAModelThatAreRefused(t *testing.T) {
	for temperature, want := range map[float64]string{0: "temperature 0", -1: "temperature -1", math.Inf(1): "+Inf"} {
		m, err := sample.AtTemperature(random, temperature)
		if m != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%g: %v, %v", temperature, m, err)
		}
	}
	if _, err := sample.AtTemperature(nil, 1); err == nil {
		t.Error("no model is not refused")
	}
}

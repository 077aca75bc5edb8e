package sample_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// untilEnd is a right loop.
func untilEnd(next func(string) map[string]float64, draw func(map[string]float64) string, prompt string) string {
	for {
		token := draw(next(prompt))
		if token == "-" {
			return prompt
		}
		prompt += token
	}
}

func ExampleLoop() {
	model := after(vocab.Letters(), map[int]int{26: 0, 0: 1, 1: 8, 8: 26}) // - a b i -
	loop := sample.Loop{Model: model, OnToken: func(token string) { fmt.Print(token, " ") }}
	fmt.Println(loop.Run(untilEnd, "a"))
	// Output: b i abi <nil>
}

// counting is a model whose sessions count how many of them there are.
type counting struct {
	lm.Model
	started *int
}

func (s counting) Start(prompt []int) (lm.Session, error) {
	*s.started++
	return lm.Start(s.Model, prompt)
}

// With the same random numbers, a right loop writes what Generate writes, with one session or without any.
func TestALoopIsGenerate(t *testing.T) {
	uniform := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	for seed := range int64(20) {
		o := sample.Options{Temperature: 1, Seed: seed, MaxTokens: 9, TopK: 20}
		want, err := sample.Generate(uniform, "ab", 1, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, noCache := range []bool{false, true} {
			started, shown := 0, "ab"
			loop := sample.Loop{Model: counting{uniform, &started}, Options: o, NoCache: noCache,
				OnToken: func(token string) { shown += token }}
			got, err := loop.Run(untilEnd, "ab")
			if err != nil || got != want[0] || shown != got || (started == 0) != noCache || started > 1 {
				t.Errorf("seed %d: %q, %v, shown %q, %d sessions; want %q", seed, got, err, shown, started, want[0])
			}
		}
	}
}

func TestLoopsThatDoNotWork(t *testing.T) {
	uniform := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	type next = func(string) map[string]float64
	type draw = func(map[string]float64) string
	for want, mine := range map[string]sample.Sampler{
		"the loop is nil": nil,
		`the loop drew on after the end token: it must stop at "-"`: func(n next, d draw, prompt string) string {
			for {
				prompt = "a" + d(n(prompt[:1]))
			}
		},
		"'A'": func(n next, d draw, prompt string) string { return d(n("A")) },
		"nothing to draw": func(n next, d draw, prompt string) string {
			return d(map[string]float64{"anna": 1})
		},
	} {
		loop := sample.Loop{Model: uniform, Options: sample.Options{Temperature: 1, MaxTokens: 3}}
		if got, err := loop.Run(mine, "a"); err == nil || got != "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%q, %v, want %s", got, err, want)
		}
	}
	loop := sample.Loop{Model: uniform, Options: sample.Options{Temperature: -1}}
	if _, err := loop.Run(untilEnd, "a"); err == nil || !strings.Contains(err.Error(), "temperature -1") {
		t.Errorf("temperature -1: %v", err)
	}
}

// A panic of the student's own goes on: it is not the loop's.
func TestAPanicInALoopIsNotHidden(t *testing.T) {
	uniform := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	defer func() {
		if got := recover(); got != "mine" {
			t.Errorf("recovered %v", got)
		}
	}()
	_, _ = sample.Loop{Model: uniform}.Run(func(func(string) map[string]float64, func(map[string]float64) string,
		string) string {
		panic("mine")
	}, "a")
}

func TestALoopThatDrawsNothingIsReplacedByOurs(t *testing.T) {
	model := after(vocab.Letters(), map[int]int{26: 0, 0: 1, 1: 8, 8: 26})
	for name, mine := range map[string]sample.Sampler{
		"your loop": untilEnd,
		"our loop": func(_ func(string) map[string]float64, _ func(map[string]float64) string, prompt string) string {
			return prompt
		},
	} {
		var written strings.Builder
		if err := (sample.Loop{Model: model}).Write(&written, mine, "a"); err != nil {
			t.Fatal(err)
		}
		got := written.String()
		if !strings.HasPrefix(got, "bi\n2 tokens, ") || !strings.HasSuffix(got, " tokens/s ("+name+")\n") {
			t.Errorf("%s: %q", name, got)
		}
	}
	var written strings.Builder
	if err := (sample.Loop{Model: model}).Write(&written, nil, "a"); err == nil {
		t.Errorf("no loop: %q", written.String())
	}
}

// A loop whose first token is the end token has drawn, so it is the student's.
func TestALoopThatEndsAtOnceIsTheStudents(t *testing.T) {
	model := after(vocab.Letters(), map[int]int{0: 26})
	var written strings.Builder
	if err := (sample.Loop{Model: model}).Write(&written, untilEnd, "a"); err != nil {
		t.Fatal(err)
	}
	if got := written.String(); !strings.HasSuffix(got, "(your loop)\n") {
		t.Error(got)
	}
}

// A token that is drawn before the loop never becomes the end token. The model's own time does not count.
func TestALoopThatDrawsNothingMoreGetsAHint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := lm.Func(vocab.Letters(), 1, func([]int) []float64 {
			time.Sleep(time.Hour)
			return make([]float64, 27)
		})
		for pause, hints := range map[time.Duration]int{time.Second: 0, time.Minute: 1} {
			var written strings.Builder
			err := sample.Loop{Model: slow, Options: sample.Options{MaxTokens: 3}}.Write(&written, func(
				next func(string) map[string]float64, draw func(map[string]float64) string, prompt string) string {
				token := draw(next(prompt))
				time.Sleep(pause)
				return prompt + token
			}, "a")
			if got := strings.Count(written.String(), "Your loop goes on without drawing"); err != nil || got != hints {
				t.Errorf("%v after a draw: %v, %q", pause, err, written.String())
			}
		}
	})
}

package training

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/ml/train/optimizer"
)

// plainRule is gradient descent.
func plainRule(rate float64) Update {
	return func(parameters, slopes, _ []float64) {
		for i := range parameters {
			parameters[i] -= rate * slopes[i]
		}
	}
}

// GoMLX's own gradient descent is another implementation of the same rule.
func TestAPlainRuleTrainsAsGoMLXsOptimizer(t *testing.T) {
	config := pureConfig(t)
	config.Optimizer = optimizer.StochasticGradientDescent().WithDecay(false).WithLearningRate(0.5)
	want, err := Train(config)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Descend(config, plainRule(0.5))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.History) != len(want.History) || got.Best.DevLoss > got.History[0].DevLoss-0.01 {
		t.Fatalf("it went through %v, want %v", got.History, want.History)
	}
	for i, point := range got.History {
		if math.Abs(point.DevLoss-want.History[i].DevLoss) > 1e-4 {
			t.Errorf("at step %d dev is %v, want %v", point.Step, point.DevLoss, want.History[i].DevLoss)
		}
	}
	if got.Key != "" || got.Path != "" {
		t.Errorf("it has the key %q and the file %q", got.Key, got.Path)
	}
}

func TestARuleGetsAllParametersAndKeepsItsMemory(t *testing.T) {
	config := pureConfig(t)
	config.Steps, config.EvaluateEvery = 5, 5
	var last float64
	trained, err := Descend(config, func(parameters, slopes, memory []float64) {
		if n := 7*4 + 12*16 + 16 + 16*5 + 5; len(parameters) != n || len(slopes) != n || len(memory) != n {
			t.Errorf("%d parameters, %d slopes and %d of memory, want %d", len(parameters), len(slopes), len(memory), n)
		}
		memory[0]++
		last = memory[0]
		for i := range parameters {
			parameters[i] = 0.25
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != 5 {
		t.Errorf("after 5 steps the memory counts %v", last)
	}
	table, err := trained.Table("/embedding/embeddings")
	if err != nil || table[6][3] != 0.25 {
		t.Errorf("the table is %v, %v, want 0.25 everywhere", table, err)
	}
}

func TestRulesThatCannotTrain(t *testing.T) {
	config := pureConfig(t)
	infinite := func(parameters, _, _ []float64) { parameters[0] = math.Inf(1) }
	for want, rule := range map[string]Update{"give a function": nil, "the loss is NaN at step 2": infinite} {
		if _, err := Descend(config, rule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	config.Steps = 0
	if _, err := Descend(config, plainRule(1)); err == nil || !strings.Contains(err.Error(), "0 steps") {
		t.Errorf("0 steps: %v", err)
	}
}

package training

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

func TestBadConfigs(t *testing.T) {
	cases := []struct {
		change func(*Config)
		says   string
	}{
		{func(c *Config) { c.Model = nil }, "model function is missing"},
		{func(c *Config) { c.Steps = 0 }, "0 steps"},
		{func(c *Config) { c.Batch = -1 }, "batch of -1"},
		{func(c *Config) { c.EvaluateEvery = -5 }, "every -5 steps"},
		{func(c *Config) { c.Patience = -1 }, "patience of -1"},
		{func(c *Config) { c.ClipNorm = math.NaN() }, "norm of at most NaN"},
		{func(c *Config) { c.Train = Examples{} }, "no training examples"},
		{func(c *Config) { c.Train.Labels = toyExamples(0, 7).Labels }, "each input needs its label"},
		{func(c *Config) { c.Train.Labels = nil }, "both inputs and labels"},
		{func(c *Config) { c.Dev, c.KeepBest = Examples{}, true }, "need dev examples"},
		{func(c *Config) { c.Snapshots = []int{100} }, "step 100 lies outside the 60"},
		{func(c *Config) { c.Directory = "/dev/null/models" }, "cannot be kept in /dev/null/models"},
	}
	for _, c := range cases {
		config := pureConfig(t)
		c.change(&config)
		if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want a sentence with %q", err, c.says)
		}
	}
}

func TestShapeErrorsAreOneSentence(t *testing.T) {
	cases := map[string]struct {
		model Model
		says  []string
	}{
		"reshape": {func(scope *model.Scope, x *Node) *Node { return Reshape(toyModel(Tanh)(scope, x), -1, 7) },
			[]string{"[16 5]", "[-1 7]"}},
		"matrix product": {func(scope *model.Scope, x *Node) *Node {
			logits := toyModel(Tanh)(scope, x)
			return MatMul(logits, Ones(x.Graph(), logits.Shape()))
		}, []string{"=5", "=16"}},
		"not flattened": {func(scope *model.Scope, x *Node) *Node {
			return ExpandAxes(toyModel(Tanh)(scope, x), 1)
		}, []string{"[16, 1, 5]", "[16, 1]"}},
	}
	for name, c := range cases {
		config := pureConfig(t)
		config.Model = c.model
		_, err := TrainOrOpen(config)
		if err == nil {
			t.Fatalf("%s: no error", name)
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "\n") ||
				strings.Contains(err.Error(), ".go:") {
				t.Errorf("%s: the message should be one sentence with %s: %v", name, part, err)
			}
		}
	}
}

func TestAnEvaluationComesBeforeTheSumOfLossesLosesDigits(t *testing.T) {
	for steps, want := range map[int]int{10: 1, 60: 3, 2_000_000: 100_000, 1_000_000_000: 100_000} {
		config := pureConfig(t)
		config.Steps, config.EvaluateEvery = steps, 0
		if config, err := config.complete(); err != nil || config.EvaluateEvery != want {
			t.Errorf("%d steps are evaluated every %d, %v, want %d", steps, config.EvaluateEvery, err, want)
		}
	}
}

package sample_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

var inf, nan = math.Inf(1), math.NaN()

// near reports whether no two numbers of the vectors differ by more than the tolerance.
func near(a, b []float64, tolerance float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= tolerance })
}

func TestSoftmaxByHand(t *testing.T) {
	third := 1. / 3
	for _, test := range []struct{ logits, want []float64 }{
		{[]float64{0, 0, 0}, []float64{third, third, third}},
		{[]float64{math.Log(1), math.Log(2), math.Log(5)}, []float64{.125, .25, .625}},
		{[]float64{1000, 1000 + math.Log(3)}, []float64{.25, .75}},
		{[]float64{-1000, -1000 + math.Log(3)}, []float64{.25, .75}},
		{[]float64{1e308, -1e308}, []float64{1, 0}},
		{[]float64{-inf, 7, -inf}, []float64{0, 1, 0}},
		{[]float64{5}, []float64{1}},
	} {
		if got, err := sample.Softmax(test.logits, 1); err != nil || !near(got, test.want, 1e-12) {
			t.Errorf("softmax of %v is %v, %v, want %v", test.logits, got, err, test.want)
		}
	}
}

func TestTemperaturesLimits(t *testing.T) {
	logits := []float64{1, 3, 2, 3}
	for temperature, want := range map[float64][]float64{
		0: {0, 1, 0, 0}, 5e-324: {0, .5, 0, .5}, 1e-3: {0, .5, 0, .5}, 1e300: {.25, .25, .25, .25},
	} {
		if got, err := sample.Softmax(logits, temperature); err != nil || !near(got, want, 1e-12) {
			t.Errorf("at temperature %g: %v, %v, want %v", temperature, got, err, want)
		}
	}
}

// For all logits: the probabilities sum to 1; the largest logit has the largest probability; a constant added to all
// logits changes no probability; and a higher temperature gives a higher entropy.
func TestSoftmaxProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		logits, shifted := make([]float64, 27), make([]float64, 27)
		for i := range logits {
			logits[i] = 20 * random.NormFloat64()
			shifted[i] = logits[i] + 300
		}
		last := -1.0
		for _, temperature := range []float64{.1, .5, 1, 2, 10} {
			p, err := sample.Softmax(logits, temperature)
			moved, _ := sample.Softmax(shifted, temperature)
			if err != nil || !near([]float64{sum(p)}, []float64{1}, 1e-12) || !near(p, moved, 1e-9) {
				t.Fatalf("softmax of %v at %g is %v, %v", logits, temperature, p, err)
			}
			if slices.Index(p, slices.Max(p)) != slices.Index(logits, slices.Max(logits)) {
				t.Errorf("the largest probability is not the largest logit's: %v, %v", p, logits)
			}
			if entropy := sample.Entropy(p); entropy < last {
				t.Errorf("entropy fell from %v to %v at temperature %g", last, entropy, temperature)
			} else {
				last = entropy
			}
		}
	}
}

func sum(values []float64) float64 {
	total := 0.0
	for _, value := range values {
		total += value
	}
	return total
}

func TestCrossEntropyAndEntropyByHand(t *testing.T) {
	p := []float64{.125, .25, .625, 0}
	for target, want := range []float64{math.Log(8), math.Log(4), math.Log(1.6), inf} {
		got, err := sample.CrossEntropy(p, target)
		if err != nil || got != want && math.Abs(got-want) > 1e-12 {
			t.Errorf("cross-entropy of %d is %v, %v, want %v", target, got, err, want)
		}
	}
	if got, _ := sample.CrossEntropy([]float64{1}, 0); got != 0 || math.Signbit(got) {
		t.Errorf("cross-entropy of the certain is %v, want 0", got)
	}
	uniform, _ := sample.Softmax(make([]float64, 27), 1)
	for want, p := range map[float64][]float64{0: {0, 1, 0}, math.Log(27): uniform, 1.5 * math.Ln2: {.5, .25, .25}} {
		if got := sample.Entropy(p); math.Abs(got-want) > 1e-12 {
			t.Errorf("entropy of %v is %v, want %v", p, got, want)
		}
	}
}

func TestTheDecksWorkedExample(t *testing.T) {
	symbols, p := sample.DeckAbi()
	d, other := slices.Index(symbols, "d"), slices.Index(symbols, "g")
	if len(symbols) != 27 || len(p) != 27 || math.Abs(sum(p)-1) > 1e-12 {
		t.Errorf("%d symbols, probabilities %v", len(symbols), p)
	}
	if p[d] != .6 || math.Abs(p[other]-.04/12) > 1e-12 {
		t.Errorf("d has %v, want 0.6; g has %v, want a twelfth of 0.04", p[d], p[other])
	}
	for temperature, want := range map[float64]float64{.5: .959, 1: .600, 2: .221, 0: 1} {
		if got, err := sample.ApplyTemperature(p, temperature); err != nil || math.Abs(got[d]-want) > .0005 {
			t.Errorf("at temperature %g d has %.4f, %v, want %.3f", temperature, got[d], err, want)
		}
	}
}

func TestTemperatureIsAPower(t *testing.T) {
	p := []float64{.1, .2, .7, 0}
	got, err := sample.ApplyTemperature(p, .5)
	if want := []float64{.01 / .54, .04 / .54, .49 / .54, 0}; err != nil || !near(got, want, 1e-12) {
		t.Errorf("got %v, %v, want the squares over their sum, %v", got, err, want)
	}
}

func TestBadDistributions(t *testing.T) {
	softmax := func(temperature float64, logits ...float64) error {
		_, err := sample.Softmax(logits, temperature)
		return err
	}
	apply := func(p ...float64) error { _, err := sample.ApplyTemperature(p, 1); return err }
	loss := func(target int, p ...float64) error { _, err := sample.CrossEntropy(p, target); return err }
	for want, err := range map[string]error{
		"temperature -1: it must be 0 or more":              softmax(-1, 1, 2),
		"temperature NaN: it must be 0 or more":             softmax(nan, 1, 2),
		"temperature +Inf: take a large number: at 100":     softmax(inf, 1, 2),
		"temperature -Inf: it must be 0 or more":            softmax(-inf, 1, 2),
		"no logits":                                         softmax(1),
		"logit 1 is NaN":                                    softmax(1, 0, nan),
		"logit 0 is NaN":                                    softmax(0, nan, 0),
		"logit 1 is +Inf":                                   softmax(1, 0, inf),
		"all logits are -Inf":                               softmax(1, -inf, -inf),
		"no probabilities":                                  apply(),
		"probability 1 is -0.5: it must be between 0 and 1": apply(1, -.5, .5),
		"probability 0 is NaN":                              apply(nan, 1),
		"the probabilities sum to 0.5: they must sum to 1":  apply(.25, .25),
		"target 2: it must be an id between 0 and 1":        loss(2, .5, .5),
		"target -1: it must be an id between 0 and 1":       loss(-1, .5, .5),
		"probability 0 is 2.5":                              loss(0, 2.5, 1),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}

package neural

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// deck is the lecture's model: a context of three characters, two numbers for each, 64 hidden values.
var deck = mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}

func names(t testing.TB) corpus.Split {
	t.Helper()
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		t.Fatal(err)
	}
	return split
}

func lecture(config mlp.Config) training.Config {
	return training.Config{
		Model:    config.Logits,
		Steps:    10_000,
		Batch:    128,
		Seed:     1,
		Schedule: training.Cosine(3e-3, 10_000),
	}
}

var trainedDeck = sync.OnceValues(func() (*Model, error) {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		return nil, err
	}
	return Train(vocab.Letters(), split, deck.Context, lecture(deck))
})

func trained(t testing.TB) *Model {
	t.Helper()
	model, err := trainedDeck()
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func TestParametersByFormulaAndByCounting(t *testing.T) {
	for _, config := range []mlp.Config{
		deck,
		{Vocabulary: 27, Context: 3, Embedding: 10, Hidden: []int{200}},
		{Vocabulary: 27, Context: 5, Embedding: 16, Hidden: []int{64, 32, 16}, Activation: "relu", Dropout: 0.3},
		{Vocabulary: 27, Context: 1, Embedding: 1},
	} {
		numbers := training.Config{Model: config.Logits, Seed: 1}
		model, err := Untrained(vocab.Letters(), names(t), config.Context, numbers)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := model.ParameterCount(), config.Parameters(); got != want {
			t.Errorf("%+v: counted %d, by formula %d", config, got, want)
		}
	}
}

func TestAnUntrainedModelIsUndecided(t *testing.T) {
	split := names(t)
	model, err := Untrained(vocab.Letters(), split, deck.Context, training.Config{Model: deck.Logits, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	loss, err := lm.Loss(model, split.Dev)
	if err != nil || math.Abs(loss-math.Log(27)) > 0.01 {
		t.Errorf("untrained: %.4f nats, %v; ln 27 is %.4f", loss, err, math.Log(27))
	}
}

// The limits are those of the lecture; data/NOTICE.md has the losses of the same models in another implementation.
func TestLossesOfTheLecturesModels(t *testing.T) {
	if loss := trained(t).Best.DevLoss; loss > 2.20 {
		t.Errorf("the deck's model reaches %.3f nats on dev, should reach 2.20", loss)
	}
	larger := mlp.Config{Vocabulary: 27, Context: 3, Embedding: 10, Hidden: []int{200}}
	model, err := Train(vocab.Letters(), names(t), larger.Context, lecture(larger))
	if err != nil || model.Best.DevLoss > 2.03 {
		t.Errorf("the larger model reaches %.3f nats on dev (%v), should reach 2.03", model.Best.DevLoss, err)
	}
}

func TestTheLossIsTheMeanOfMinusLogProbabilities(t *testing.T) {
	model, some := trained(t), names(t).Dev[:20]
	loss, err := lm.Loss(model, some)
	if err != nil {
		t.Fatal(err)
	}
	windows, err := corpus.Windows(model.Tokenizer(), some, model.Context())
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, window := range windows {
		logits, err := model.Logits([][]int{window.Context})
		if err != nil {
			t.Fatal(err)
		}
		probabilities, err := sample.Softmax(logits[0], 1)
		if err != nil {
			t.Fatal(err)
		}
		sum -= math.Log(probabilities[window.Next])
	}
	if byHand := sum / float64(len(windows)); math.Abs(byHand-loss) > 1e-5 {
		t.Errorf("loss %v, by hand %v", loss, byHand)
	}
}

// oneByOne is a model with sessions, so that the sampler generates one token of one name at a time.
type oneByOne struct{ *Model }

func (m oneByOne) Start(prompt []int) (lm.Session, error) { return lm.Start(m.Model, prompt) }

func TestBatchesWriteTheSameNamesAsOneAtATime(t *testing.T) {
	model := trained(t)
	for _, prompt := range []string{"", "abi", "alexandr"} {
		for _, temperature := range []float64{0, 0.5, 1, 2} {
			options := sample.Options{Temperature: temperature, Seed: 7}
			one, err := sample.Generate(oneByOne{model}, prompt, 50, options)
			if err != nil {
				t.Fatal(err)
			}
			many, err := sample.Generate(model, prompt, 50, options)
			if err != nil || !slices.Equal(one, many) {
				t.Errorf("prompt %q, T = %v, %v:\none at a time %v\nin a batch    %v",
					prompt, temperature, err, one, many)
			}
		}
	}
}

// Pearson's chi-square of 100,000 first characters against the softmax. With 26 degrees of freedom, it is above 54
// for one seed in 1,000. The seed is fixed.
func TestDrawsFollowTheSoftmax(t *testing.T) {
	const draws = 100_000
	model := trained(t)
	want, err := sample.Next(model, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	names, err := sample.Generate(model, "", draws, sample.Options{Temperature: 1, Seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]float64, 27)
	for _, name := range names {
		id, err := vocab.Letters().ID((name + "-")[:1])
		if err != nil {
			t.Fatal(err)
		}
		counts[id]++
	}
	square := 0.0
	for id, count := range counts {
		expected := want[id] * draws
		square += (count - expected) * (count - expected) / expected
	}
	if square > 54 {
		t.Errorf("chi-square %.1f over 26 degrees of freedom", square)
	}
}

// Notebooks train with Config.Logits, and do not call Config.Check.
func TestBadSizesAreRefusedByTheTraining(t *testing.T) {
	for _, c := range []struct {
		change func(*mlp.Config)
		want   string
	}{
		{
			func(c *mlp.Config) { c.Activation = "ReLU" },
			`activation "ReLU": choose one of gelu, relu, sigmoid, tanh`,
		},
		{
			func(c *mlp.Config) { c.Dropout = 1 },
			"dropout 1: it must be a share from 0 to below 1",
		},
		{
			func(c *mlp.Config) { c.Dropout = -0.4 },
			"dropout -0.4: it must be a share from 0 to below 1",
		},
		{
			func(c *mlp.Config) { c.Hidden = []int{0} },
			"hidden layer 1 has width 0: it must be at least 1",
		},
		{
			func(c *mlp.Config) { c.Vocabulary = 26 },
			"the model gives 26 logits, and the vocabulary has 27 symbols: each needs one",
		},
	} {
		config := deck
		c.change(&config)
		_, err := Train(vocab.Letters(), names(t), config.Context, lecture(config))
		if err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("error %v\n want %s", err, c.want)
		}
	}
	missing := lecture(deck)
	missing.Model = nil
	_, err := Train(vocab.Letters(), names(t), deck.Context, missing)
	if err == nil || !strings.Contains(err.Error(), "model function is missing") {
		t.Errorf("without a model: %v", err)
	}
}

func TestIDsOutsideTheVocabularyAreRefused(t *testing.T) {
	model := trained(t)
	for _, id := range []int{27, -1} {
		want := fmt.Sprintf("id %d is not in the vocabulary (0 to 26)", id)
		if _, err := model.Logits([][]int{{0, 1, 2}, {0, id, 1}}); err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
	if _, err := model.Logits(nil); err == nil || !strings.Contains(err.Error(), "no contexts") {
		t.Errorf("no contexts: %v", err)
	}
}

// Of a long context the model sees the end; end tokens fill the left of a short one.
func TestContextsOfAnyLength(t *testing.T) {
	got, err := trained(t).Logits([][]int{{4, 4, 0, 1, 8}, {0, 1, 8}, {}, {26, 26, 26}})
	if err != nil || !near(got[0], got[1]) || !near(got[2], got[3]) || near(got[0], got[2]) {
		t.Errorf("%v, %v", got, err)
	}
}

// near reports whether two rows of logits differ by rounding only: XLA may round the same sum in two ways, in different
// rows of a batch.
func near(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 1e-4 })
}

func TestSGDTrainsToo(t *testing.T) {
	config := lecture(deck)
	config.Steps, config.Schedule = 2000, training.Constant(0.5)
	config.Optimizer = optimizer.StochasticGradientDescent().WithDecay(false).Done()
	model, err := Train(vocab.Letters(), names(t), deck.Context, config)
	if err != nil || model.Best.DevLoss > 2.5 {
		t.Errorf("SGD reaches %.3f, %v", model.Best.DevLoss, err)
	}
}

func BenchmarkGenerate(b *testing.B) {
	model, options := trained(b), sample.Options{Temperature: 1, Seed: 1}
	if _, err := sample.Generate(model, "", 1024, options); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	if _, err := sample.Generate(model, "", b.N, options); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "names/s")
}

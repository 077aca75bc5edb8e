package neural

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/training"
	"nexttoken/pkg/transformer"
	"nexttoken/pkg/vocab"
)

func TestDocumentsByHand(t *testing.T) {
	got := documentExamples([][]int{{0, 1, 9}, {2, 3, 4, 5, 9}}, 4, 9)
	inputs := fmt.Sprint(got.Inputs.Value())
	if want := "[[9 0 1 0] [9 2 3 4] [5 0 0 0]]"; inputs != want {
		t.Errorf("inputs %s, want %s", inputs, want)
	}
	flat, err := tensors.CopyFlatData[int32](got.Labels)
	if want := "[0 1 9 -1 2 3 4 5 9 -1 -1 -1]"; err != nil || fmt.Sprint(flat) != want {
		t.Errorf("labels %v, %v, want %s", flat, err, want)
	}
	if none := documentExamples(nil, 4, 9); none.Inputs != nil || none.Labels != nil {
		t.Errorf("no documents give %v", none)
	}
}

// tiny is a GPT that learns three names in a second.
var tiny = transformer.Config{Vocabulary: 27, Context: 8, Width: 8, Heads: 2, Blocks: 1, NoBias: true, NoGain: true,
	OwnHead: true}

// trainDocuments trains from the beginning.
func trainDocuments(t *testing.T, split corpus.Split, config training.Config) *Model {
	t.Helper()
	config.Model, config.Batch, config.Seed, config.Directory = tiny.Logits, 16, 1, t.TempDir()
	m, err := TrainOrOpenDocuments(vocab.Letters(), split, tiny.Context, config)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func trainTiny(t *testing.T) (*Model, corpus.Split) {
	t.Helper()
	split := corpus.Split{Train: []string{"abi", "nipun", "a"}, Dev: []string{"abi", "nipun"}}
	return trainDocuments(t, split, training.Config{Steps: 150, Schedule: training.Constant(0.03)}), split
}

// The loss while training counts the tokens of the names only, as lm.Loss does: all dev names are in one batch.
func TestOnlyTheTokensOfDocumentsCount(t *testing.T) {
	m, split := trainTiny(t)
	loss, err := lm.Loss(m, split.Dev)
	if got := m.History[len(m.History)-1].DevLoss; err != nil || math.Abs(got-loss) > 1e-4 {
		t.Errorf("the dev loss is %v while training, and %v, %v after it", got, loss, err)
	}
	if loss > 0.7 { // after the beginning of a document, three letters are possible: ln 3 nats a name at best
		t.Errorf("dev loss %v", loss)
	}
}

// The first dev names of a data set can be longer than the last: their tokens count, however many names one call gets.
func TestTheLossOfManyDocumentsCountsTokens(t *testing.T) {
	dev := append(slices.Repeat([]string{"nipun"}, 256), slices.Repeat([]string{"a"}, 100)...) // two calls of 256
	split := corpus.Split{Train: []string{"abi", "nipun", "a"}, Dev: dev}
	m := trainDocuments(t, split, training.Config{Steps: 20})
	loss, err := lm.Loss(m, dev)
	if got := m.History[len(m.History)-1].DevLoss; err != nil || math.Abs(got-loss) > 1e-4 {
		t.Errorf("the dev loss is %v while training, and %v, %v after it", got, loss, err)
	}
}

// attendByHand is a head of causal attention.
func attendByHand(scores, values [][]float64) [][]float64 {
	mixture := make([][]float64, len(values))
	for i := range values {
		sum := 0.0
		mixture[i] = make([]float64, len(values[i]))
		for j := range i + 1 {
			weight := math.Exp(scores[i][j])
			sum += weight
			for k, x := range values[j] {
				mixture[i][k] += weight * x
			}
		}
		for k := range mixture[i] {
			mixture[i][k] /= sum
		}
	}
	return mixture
}

// A head in plain Go gives the logits of the model, for contexts of every length.
func TestAHeadInGoIsTheModelsHead(t *testing.T) {
	m, split := trainTiny(t)
	mine := m.WithHeads(tiny, attendByHand)
	contexts := [][]int{nil, {0}, {0, 1, 8}, {13, 8, 15, 20, 13, 0, 0, 0, 0, 0}}
	want, err1 := m.Logits(contexts)
	got, err2 := mine.Logits(contexts)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for i := range want {
		for j := range want[i] {
			if math.Abs(got[i][j]-want[i][j]) > 1e-4 {
				t.Fatalf("context %v, logit %d: %v, want %v", contexts[i], j, got[i][j], want[i][j])
			}
		}
	}
	ours, _ := lm.Loss(m, split.Dev)
	if loss, err := lm.Loss(mine, split.Dev); err != nil || math.Abs(loss-ours) > 1e-4 {
		t.Errorf("loss %v, %v, want %v", loss, err, ours)
	}
}

func TestAWrongHeadIsNamed(t *testing.T) {
	m, _ := trainTiny(t)
	for want, attend := range map[string]func(scores, values [][]float64) [][]float64{
		"no function for the heads": nil,
		"returns 0 rows for 2 tok":  func(scores, values [][]float64) [][]float64 { return nil },
		"row 0 of your function's result has 2 numbers: a mixture of these values has 4": func(scores,
			values [][]float64) [][]float64 {
			return scores
		},
	} {
		_, err := m.WithHeads(tiny, attend).Logits([][]int{{0}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
	if _, err := m.WithHeads(tiny, attendByHand).Logits([][]int{{27}}); err == nil {
		t.Error("id 27 is accepted")
	}
}

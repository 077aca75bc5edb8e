package neural

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

const context = 4

func pets(t *testing.T) (corpus.Split, *vocab.Vocabulary) {
	t.Helper()
	split := corpus.Split{
		Train: []string{strings.Repeat("a man and a dog\n", 40)},
		Dev:   []string{strings.Repeat("a dog and a cat\n", 7)},
	}
	vocabulary, err := vocab.FromText(vocab.Words, split.Train[0], 2)
	if err != nil {
		t.Fatal(err)
	}
	return split, vocabulary
}

// bigram is a model that sees one token only: its parameters are a table with a row of logits for each token.
func bigram(vocabulary int) training.Model {
	return func(scope *model.Scope, ids *Node) *Node {
		return layers.Embedding(scope.In("table"), ids, dtypes.Float32, vocabulary, vocabulary)
	}
}

// counting is a model that learns nothing: after each id, id + 1 is e times as likely as any other.
func counting(vocabulary int) training.Model {
	return func(scope *model.Scope, ids *Node) *Node {
		floats := ConvertDType(ExpandAxes(ids, -1), dtypes.Float32)
		layers.DenseWithBias(scope.In("unused"), floats, 1) // an optimizer needs a parameter
		return OneHot(AddScalar(ids, 1), vocabulary, dtypes.Float32)
	}
}

func trainPets(t *testing.T, build func(vocabulary int) training.Model, steps int) *Model {
	t.Helper()
	split, vocabulary := pets(t)
	m, err := TrainOrOpenSequences(vocabulary, split, context, training.Config{
		Model:     build(vocabulary.Size()),
		Steps:     steps,
		Batch:     8,
		Seed:      1,
		Directory: t.TempDir(),
		Backend:   pureGo(t),
		Optimizer: optimizer.Adam().LearningRate(0.1).Done(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func flat(t *testing.T, tensor *tensors.Tensor) []int32 {
	t.Helper()
	data, err := tensors.CopyFlatData[int32](tensor)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSequencesAndTheirLabels(t *testing.T) {
	examples, err := sequenceExamples([][]int{{1, 2}, {3, 4, 5, 6, 7}}, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := flat(t, examples.Inputs), []int32{1, 2, 3, 3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("inputs %v, want %v", got, want)
	}
	if got, want := flat(t, examples.Labels), []int32{2, 3, 4, 4, 5, 6}; !slices.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	if got, want := examples.Labels.Shape().Dimensions, []int{2, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}

func TestTooFewTokensForASequence(t *testing.T) {
	_, err := sequenceExamples([][]int{{1, 2, 3}}, 3, 1)
	if err == nil || !strings.Contains(err.Error(), "at least 4") {
		t.Errorf("3 tokens: %v", err)
	}
}

// The probabilities of this model are known, so the loss of a text of any length can be computed by hand.
func TestBitsPerByteCountsEveryToken(t *testing.T) {
	m := trainPets(t, counting, 1)
	others := float64(m.Tokenizer().Size() - 1)
	hit, miss := math.Log(math.E+others)-1, math.Log(math.E+others)
	for _, length := range []int{1, 2, 5, 300} {
		written := strings.Repeat("bcz", length) // no token of the text, so three bytes; only c is the id before it + 1
		nats := float64(length) * (miss + hit + miss)
		got, err := lm.BitsPerByte(m, written)
		if want := nats / math.Ln2 / float64(len(written)); err != nil || math.Abs(got-want) > 1e-4 {
			t.Errorf("%d bytes cost %v bits each (%v), want %v", len(written), got, err, want)
		}
	}
}

// Each document is predicted from its own beginning: the loss of two documents is the sum of their losses.
func TestDocumentsAreMeasuredAlone(t *testing.T) {
	m := trainPets(t, bigram, 20)
	one, err1 := m.NLL([][]int{{'a', 'b', 'c', 'd', 'e', 'f'}})
	other, err2 := m.NLL([][]int{{'x'}})
	both, err3 := m.NLL([][]int{{'a', 'b', 'c', 'd', 'e', 'f'}, {'x'}})
	if err := errors.Join(err1, err2, err3); err != nil || math.Abs(one+other-both) > 1e-4 {
		t.Errorf("%v and %v alone, %v together (%v)", one, other, both, err)
	}
}

// The NLL that the backend computes is the one that package lm computes from the logits.
func TestNLLIsTheOneOfTheLogits(t *testing.T) {
	m := trainPets(t, bigram, 20)
	document := []int{'a', ' ', 'd', 'o'} // as long as the context, so that both see the same
	fast, err1 := m.NLL([][]int{document})
	slow, err2 := lm.NLL(struct{ lm.Model }{m}, [][]int{document})
	if err := errors.Join(err1, err2); err != nil || math.Abs(fast-slow) > 1e-4 {
		t.Errorf("%v from the backend, %v from the logits (%v)", fast, slow, err)
	}
}

func TestItLearnsAndWritesWhatItRead(t *testing.T) {
	m := trainPets(t, bigram, 300)
	before, err := lm.BitsPerByte(trainPets(t, bigram, 1), "a man and a dog\n")
	after, err2 := lm.BitsPerByte(m, "a man and a dog\n")
	if err != nil || err2 != nil || !(after < before/3) {
		t.Errorf("%v bits per byte after 1 step and %v after 300, %v %v", before, after, err, err2)
	}
	// After " a" comes " dog". At the beginning of a line, "a" comes first, and then " man".
	written, err := sample.Generate(m, "a", 1, sample.Options{MaxTokens: 9, IgnoreEnd: true})
	if want := "a man and a dog\na man and a"; err != nil || written[0] != want {
		t.Errorf("it wrote %q, %v, want %q", written, err, want)
	}
	written, err = sample.Generate(m, "a", 1, sample.Options{MaxTokens: 9})
	if want := "a man and a dog"; err != nil || written[0] != want {
		t.Errorf("to the end of the paragraph it wrote %q, %v, want %q", written, err, want)
	}
}

func TestOnlyWhatStandsBeforeAPlaceIsSeen(t *testing.T) {
	m := trainPets(t, bigram, 5)
	long := []int{'x', 'y', 'z', 'w', 'v', 'u', 'a'} // longer than the context
	got, err := m.Logits([][]int{{'a'}, long, {}, {'\n'}})
	if err != nil || !slices.Equal(got[0], got[1]) {
		t.Errorf("the same last token, but different logits: %v", err)
	}
	if err != nil || !slices.Equal(got[2], got[3]) {
		t.Errorf("no token and the end token, but different logits: %v", err)
	}
}

func TestAModelNeedsALogitForEachToken(t *testing.T) {
	split, vocabulary := pets(t)
	config := training.Config{Model: bigram(vocabulary.Size() - 1), Steps: 1, Batch: 8, Directory: t.TempDir()}
	_, err := TrainOrOpenSequences(vocabulary, split, context, config)
	if err == nil || !strings.HasSuffix(err.Error(), "each needs one") {
		t.Errorf("a token without a logit: %v", err)
	}
}

// evenly has two attention heads. In the first, a token gives the same weight to all tokens up to itself; in the
// second, all weight to the beginning.
func evenly(scope *model.Scope, ids *Node) *Node {
	g := ids.Graph()
	even := ConvertDType(LowerTriangular(g, context), dtypes.Float32)
	even = Div(even, ReduceAndKeep(even, ReduceSum, -1))
	first := OneHot(ZerosLike(Iota(g, shapes.Make(dtypes.Int32, context), 0)), context, dtypes.Float32)
	return Reshape(Stack([]*Node{even, first}, 1), 1, context, 2, context)
}

func TestAttentionIsReadByHead(t *testing.T) {
	m := trainPets(t, bigram, 1)
	look := m.Attention(evenly)
	tokens, shares, err := look("a man")
	if err != nil || !slices.Equal(tokens, []string{"¶", "a", " man"}) || len(shares) != 2 {
		t.Fatalf("%q, %v, %v", tokens, shares, err)
	}
	for i, want := range []float64{1. / 3, 1. / 3, 1. / 3} {
		if got := shares[0][2][i]; math.Abs(got-want) > 1e-6 {
			t.Errorf("share %d of the last token is %v, want %v", i, got, want)
		}
	}
	if !slices.Equal(shares[1][2], []float64{1, 0, 0}) {
		t.Errorf("the second head looks at %v", shares[1][2])
	}
	if _, _, err := look("a man and a dog"); err == nil || !strings.Contains(err.Error(), "sees only 4") {
		t.Errorf("a text that is too long: %v", err)
	}
	logits := m.Attention(bigram(m.Tokenizer().Size()))
	if _, _, err := logits("a"); err == nil || !strings.Contains(err.Error(), "[1 4 heads 4]") {
		t.Errorf("logits in place of attention: %v", err)
	}
	double := m.Attention(func(scope *model.Scope, ids *Node) *Node {
		return ConvertDType(evenly(scope, ids), dtypes.Float64)
	})
	if _, _, err := double("a"); err == nil || !strings.Contains(err.Error(), "of Float64: it should be Float32") {
		t.Errorf("attention in float64: %v", err)
	}
	early := m.Attention(func(scope *model.Scope, ids *Node) *Node {
		weights := evenly(scope, ids)
		bigram(m.Tokenizer().Size())(scope, ids) // variables that stand behind the result in the graph
		return weights
	})
	if _, again, err := early("a man"); err != nil || !slices.EqualFunc(again[0], shares[0], slices.Equal) {
		t.Errorf("attention before the model's other variables: %v, %v", again, err)
	}
}

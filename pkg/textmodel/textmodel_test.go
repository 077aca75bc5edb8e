package textmodel

import (
	"fmt"
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

	"nexttoken/pkg/tokens"
	"nexttoken/pkg/training"
)

const context = 4

func words(text string) ([]string, error) { return tokens.Words(text), nil }

func pets(t *testing.T) Text {
	t.Helper()
	text, err := NewText(strings.Repeat("a man and a dog\n", 40), strings.Repeat("a dog and a cat\n", 7), words, 2)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// bigram is a model that looks at one token only: a table of logits for each.
func bigram(vocabulary int) training.Model {
	return func(scope *model.Scope, ids *Node) *Node {
		return layers.Embedding(scope.In("table"), ids, dtypes.Float32, vocabulary, vocabulary)
	}
}

// counting is the model that says after each id that id + 1 follows, e times as likely as any other: it learns nothing.
func counting(vocabulary int) training.Model {
	return func(scope *model.Scope, ids *Node) *Node {
		layers.DenseWithBias(scope.In("unused"), ConvertDType(ExpandAxes(ids, -1), dtypes.Float32), 1) // an optimizer needs a parameter
		return OneHot(AddScalar(ids, 1), vocabulary, dtypes.Float32)
	}
}

func train(t *testing.T, text Text, build training.Model, steps int) *Model {
	t.Helper()
	m, err := TrainOrOpen(text, context, training.Config{Model: build, Steps: steps, Batch: 8, Seed: 1, Directory: t.TempDir(),
		Optimizer: optimizer.Adam().LearningRate(0.1).Done()})
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

func TestExamplesAreSequencesAndWhatFollows(t *testing.T) {
	examples, err := Examples([]int{1, 2, 3, 4, 5, 6, 7}, 3, 2)
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

func TestExamplesRefuse(t *testing.T) {
	for _, bad := range []struct {
		ids             []int
		context, stride int
		want            string
	}{{[]int{1, 2, 3}, 3, 1, "at least 4"}, {nil, 3, 1, "at least 4"}, {[]int{1, 2, 3}, 0, 1, "at least 1"}, {[]int{1, 2, 3}, 1, 0, "at least 1"}} {
		if _, err := Examples(bad.ids, bad.context, bad.stride); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%v: %v, want %q in it", bad, err, bad.want)
		}
	}
}

func TestUnknownWordsAreSpelt(t *testing.T) {
	text := pets(t)
	cat := text.Vocabulary.Encode([]string{" cat"})
	if want := []int{' ', 'c', 'a', 't'}; !slices.Equal(cat, want) {
		t.Errorf(" cat is %v, want %v", cat, want)
	}
	if got, err := text.Vocabulary.Decode(text.Dev); err != nil || len(got) != text.DevBytes || !strings.HasPrefix(got, "a dog and a cat\n") {
		t.Errorf("what was held out is %.30q of %d bytes, %v", got, text.DevBytes, err)
	}
}

// A model whose answers are known has a loss that can be computed by hand, over every token of a text, however long it is.
func TestBitsPerByteCountsEveryToken(t *testing.T) {
	text := pets(t)
	m := train(t, text, counting(text.Vocabulary.Size()), 1)
	others := float64(text.Vocabulary.Size() - 1)
	hit, miss := math.Log(math.E+others)-1, math.Log(math.E+others)
	for _, length := range []int{1, 2, 5, 300} {
		written := strings.Repeat("bcz", length) // unknown, so spelt: b after b is wrong, c after b is right
		nats := float64(length) * (miss + hit + miss)
		got, err := m.BitsPerByte(written)
		if want := nats / math.Ln2 / float64(len(written)); err != nil || math.Abs(got-want) > 1e-4 {
			t.Errorf("%d bytes cost %v bits each (%v), want %v", len(written), got, err, want)
		}
	}
	if _, err := m.BitsPerByte(""); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty text: %v", err)
	}
}

func TestItLearnsAndWritesWhatItRead(t *testing.T) {
	text := pets(t)
	m := train(t, text, bigram(text.Vocabulary.Size()), 300)
	before, err := train(t, text, bigram(text.Vocabulary.Size()), 1).BitsPerByte("a man and a dog\n")
	after, err2 := m.BitsPerByte("a man and a dog\n")
	if err != nil || err2 != nil || !(after < before/3) {
		t.Errorf("it costs %v bits a byte before and %v after, %v %v", before, after, err, err2)
	}
	// After " a" comes " dog", or it is the start of a line, which is "a" and then " man".
	written, err := m.Write("a", 9, 0, 1)
	if want := "a man and a dog\na man and a"; err != nil || written != want {
		t.Errorf("it wrote %q, %v, want %q", written, err, want)
	}
}

func TestOnlyWhatStandsBeforeAPlaceIsSeen(t *testing.T) {
	text := pets(t)
	m := train(t, text, bigram(text.Vocabulary.Size()), 5)
	short, err := m.Logits([]int{'a'})
	long, err2 := m.Logits([]int{'x', 'y', 'z', 'w', 'v', 'u', 'a'}) // longer than the context: its end is seen
	if err != nil || err2 != nil || !slices.Equal(short, long) {
		t.Errorf("the same last token gave different logits: %v %v", err, err2)
	}
	start, err := m.Logits(nil)
	newline, err2 := m.Logits([]int{'\n'})
	if err != nil || err2 != nil || !slices.Equal(start, newline) {
		t.Errorf("the beginning is not the end of a paragraph: %v %v", err, err2)
	}
}

func TestIdsOutsideTheVocabularyAreRefused(t *testing.T) {
	text := pets(t)
	size := text.Vocabulary.Size()
	m := train(t, text, bigram(size), 1)
	for _, id := range []int{size, -1} {
		want := fmt.Sprintf("id %d is not in the vocabulary (0 to %d)", id, size-1)
		if _, err := m.Logits([]int{'a', id}); err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
}

func TestAModelNeedsALogitForEachToken(t *testing.T) {
	text := pets(t)
	config := training.Config{Model: bigram(text.Vocabulary.Size() - 1), Steps: 1, Batch: 8, Directory: t.TempDir()}
	if _, err := TrainOrOpen(text, context, config); err == nil || !strings.HasSuffix(err.Error(), "each needs one") {
		t.Errorf("a token without a logit: %v", err)
	}
	config.Model = nil
	if _, err := TrainOrOpen(text, context, config); err == nil || !strings.Contains(err.Error(), "model function is missing") {
		t.Errorf("without a model: %v", err)
	}
}

func TestTheSameSeedWritesTheSame(t *testing.T) {
	text := pets(t)
	m := train(t, text, bigram(text.Vocabulary.Size()), 1)
	var written []string
	for _, seed := range []int64{1, 1, 2} {
		one, err := m.Write("a man", 20, 1, seed)
		if err != nil || !strings.HasPrefix(one, "a man") {
			t.Fatalf("%q, %v", one, err)
		}
		written = append(written, one)
	}
	if written[0] != written[1] || written[0] == written[2] {
		t.Errorf("seeds 1, 1 and 2 wrote %q", written)
	}
}

func TestWriteRefuses(t *testing.T) {
	text := pets(t)
	m := train(t, text, bigram(text.Vocabulary.Size()), 1)
	if _, err := m.Write("a", -1, 1, 1); err == nil || !strings.Contains(err.Error(), "0 or more") {
		t.Errorf("−1 tokens: %v", err)
	}
	if _, err := m.Write("a", 1, -1, 1); err == nil || !strings.Contains(err.Error(), "temperature -1") {
		t.Errorf("a temperature of −1: %v", err)
	}
}

// evenly is an attention that looks at everything up to a token alike, in one head, and at the beginning only in another.
func evenly(scope *model.Scope, ids *Node) *Node {
	g := ids.Graph()
	even := ConvertDType(LowerTriangular(g, context), dtypes.Float32)
	even = Div(even, ReduceAndKeep(even, ReduceSum, -1))
	first := OneHot(ZerosLike(Iota(g, shapes.Make(dtypes.Int32, context), 0)), context, dtypes.Float32)
	return Reshape(Stack([]*Node{even, first}, 1), 1, context, 2, context)
}

func TestAttentionIsReadByHead(t *testing.T) {
	text := pets(t)
	m := train(t, text, bigram(text.Vocabulary.Size()), 1)
	pieces, shares, err := m.Attention("a man", evenly)
	if err != nil || !slices.Equal(pieces, []string{"¶", "a", " man"}) || len(shares) != 2 {
		t.Fatalf("%q, %v, %v", pieces, shares, err)
	}
	for i, want := range []float64{1. / 3, 1. / 3, 1. / 3} {
		if got := shares[0][2][i]; math.Abs(got-want) > 1e-6 {
			t.Errorf("share %d of the last token is %v, want %v", i, got, want)
		}
	}
	if !slices.Equal(shares[1][2], []float64{1, 0, 0}) {
		t.Errorf("the second head looks at %v", shares[1][2])
	}
	if _, _, err := m.Attention("a man and a dog", evenly); err == nil || !strings.Contains(err.Error(), "sees only 4") {
		t.Errorf("a text that is too long: %v", err)
	}
	if _, _, err := m.Attention("a", bigram(text.Vocabulary.Size())); err == nil || !strings.Contains(err.Error(), "[1 4 heads 4]") {
		t.Errorf("logits in place of attention: %v", err)
	}
	double := func(scope *model.Scope, ids *Node) *Node { return ConvertDType(evenly(scope, ids), dtypes.Float64) }
	if _, _, err := m.Attention("a", double); err == nil || !strings.Contains(err.Error(), "of Float64: it should be Float32") {
		t.Errorf("attention in float64: %v", err)
	}
}

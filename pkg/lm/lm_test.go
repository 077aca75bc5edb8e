package lm_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/vocab"
)

func ExampleFunc() {
	v, _ := vocab.New("ab")
	alternate := lm.Func(v, 1, func(context []int) []float64 { // after a comes b, after all else a: each with 3/5
		logits := make([]float64, 3)
		next := 0
		if context[0] == 0 {
			next = 1
		}
		logits[next] = math.Log(3)
		return logits
	})
	loss, _ := lm.Loss(alternate, []string{"ab"}) // a: 3/5, b: 3/5, the end: 1/5
	fmt.Printf("%.4f nats per token\n", loss)
	fmt.Printf("%.4f by hand\n", -(math.Log(.6)+math.Log(.6)+math.Log(.2))/3)
	// Output:
	// 0.8770 nats per token
	// 0.8770 by hand
}

// last is a model over a, b and the end token. The logit of the last id is 1 + the id before it; all others are 0.
func last(t *testing.T) lm.Model {
	t.Helper()
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	return lm.Func(v, 2, func(context []int) []float64 {
		logits := make([]float64, 3)
		logits[context[1]] = float64(1 + context[0])
		return logits
	})
}

func TestLossesByHand(t *testing.T) {
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	quarter := lm.Func(v, 1, func([]int) []float64 { return []float64{math.Log(2), 0, 0} }) // 1/2, 1/4, 1/4
	loss, err := lm.Loss(quarter, []string{"ab", "a"})
	want := (math.Log(2) + math.Log(4) + math.Log(4) + math.Log(2) + math.Log(4)) / 5 // a b end a end
	if err != nil || math.Abs(loss-want) > 1e-12 {
		t.Errorf("loss %v, %v, want %v", loss, err, want)
	}
	nats, err := lm.NLL(quarter, [][]int{{0, 2}, {1}})
	if want := math.Log(2) + 2*math.Log(4); err != nil || math.Abs(nats-want) > 1e-12 {
		t.Errorf("NLL %v, %v, want %v", nats, err, want)
	}
	bits, err := lm.BitsPerByte(quarter, "ab") // the text alone, without an end token: 1 + 2 bits for 2 bytes
	if err != nil || math.Abs(bits-1.5) > 1e-12 {
		t.Errorf("%v bits per byte, %v, want 1.5", bits, err)
	}
	if nats, err := lm.NLL(quarter, nil); nats != 0 || err != nil {
		t.Errorf("no documents cost %v, %v", nats, err)
	}
}

// The number of bytes is what counts, not the number of tokens: models with different tokens can be compared.
func TestBitsPerByteComparesTokenizers(t *testing.T) {
	v, err := vocab.FromText(vocab.Words, "abab abab", 1)
	if err != nil {
		t.Fatal(err)
	}
	uniform := lm.Func(v, 1, func([]int) []float64 { return make([]float64, v.Size()) })
	want := 2 * math.Log2(float64(v.Size())) / 9 // two tokens, nine bytes
	if got, err := lm.BitsPerByte(uniform, "abab abab"); err != nil || math.Abs(got-want) > 1e-12 {
		t.Errorf("%v bits per byte, %v, want %v", got, err, want)
	}
}

// Large logits do not overflow, and the loss of a token with the probability 0 is +Inf.
func TestLossesOfExtremeLogits(t *testing.T) {
	v, _ := vocab.New("a")
	model := lm.Func(v, 1, func([]int) []float64 { return []float64{1000, math.Inf(-1)} })
	if nats, err := lm.NLL(model, [][]int{{0}}); nats != 0 || err != nil {
		t.Errorf("the loss of a certain token is %v, %v, want 0", nats, err)
	}
	if nats, err := lm.NLL(model, [][]int{{1}}); !math.IsInf(nats, 1) || err != nil {
		t.Errorf("the loss of an impossible token is %v, %v, want +Inf", nats, err)
	}
}

// More contexts than fit into one call of the model: none is lost.
func TestNLLOfManyContexts(t *testing.T) {
	model := last(t)
	document := make([]int, 2500)
	whole, err := lm.NLL(model, [][]int{document})
	if err != nil {
		t.Fatal(err)
	}
	// The context of the first two tokens has end tokens in it. All later contexts, and the tokens after them, are
	// equal.
	first, _ := lm.NLL(model, [][]int{document[:3]})
	two, _ := lm.NLL(model, [][]int{document[:2]})
	if want := two + 2498*(first-two); math.Abs(whole-want) > 1e-6 {
		t.Errorf("2,500 tokens cost %v, want %v", whole, want)
	}
}

// counting is a model that records how many contexts each call has.
type counting struct {
	lm.Model
	calls []int
}

func (c *counting) Logits(contexts [][]int) ([][]float64, error) {
	c.calls = append(c.calls, len(contexts))
	return slices.Repeat([][]float64{make([]float64, c.Tokenizer().Size())}, len(contexts)), nil
}

// One call of the model has at most 1,024 contexts, and at most 4 Mi logits: 512 contexts where the vocabulary has
// 8,192 tokens.
func TestTheNumberOfContextsInACall(t *testing.T) {
	characters := make([]rune, 8191)
	for i := range characters {
		characters[i] = '一' + rune(i)
	}
	many, err := vocab.New(string(characters))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		tokenizer vocab.Tokenizer
		tokens    int
		want      []int
	}{
		{vocab.Letters(), 0, nil},
		{vocab.Letters(), 1, []int{1}},
		{vocab.Letters(), 1023, []int{1023}},
		{vocab.Letters(), 1024, []int{1024}},
		{vocab.Letters(), 1025, []int{1024, 1}},
		{many, 1000, []int{512, 488}},
	} {
		model := &counting{Model: lm.Func(test.tokenizer, 1, nil)}
		nats, err := lm.NLL(model, [][]int{make([]int, test.tokens)})
		want := float64(test.tokens) * math.Log(float64(test.tokenizer.Size()))
		if err != nil || !slices.Equal(model.calls, test.want) || math.Abs(nats-want) > 1e-6 {
			t.Errorf("%d tokens of %d: calls of %v, want %v; %v nats, %v, want %v", test.tokens, test.tokenizer.Size(),
				model.calls, test.want, nats, err, want)
		}
	}
}

func TestASessionIsTheModelStepByStep(t *testing.T) {
	model := last(t)
	session, err := lm.Start(model, []int{0})
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Append(1); err != nil {
		t.Fatal(err)
	}
	copied := session.Copy()
	if err := copied.Append(0); err != nil {
		t.Fatal(err)
	}
	for ids, s := range map[string]lm.Session{"[0 1]": session, "[0 1 0]": copied} {
		if fmt.Sprint(s.IDs()) != ids {
			t.Errorf("the session holds %v, want %s", s.IDs(), ids)
		}
		got, err1 := s.Logits()
		want, err2 := lm.Logits(model, [][]int{s.IDs()})
		if err := errors.Join(err1, err2); err != nil || !slices.Equal(got, want[0]) {
			t.Errorf("after %s: %v, want %v (%v)", ids, got, want, err)
		}
	}
	prompt := []int{0, 0, 0}
	shared, _ := lm.Start(model, prompt[:1])
	shared.Append(1)
	if prompt[1] != 0 {
		t.Error("a session wrote into the prompt")
	}
}

func TestParametersOfAFunctionAreNone(t *testing.T) {
	for _, model := range []lm.Model{last(t), nil, (*ngram.Model)(nil)} {
		if got := lm.Parameters(model); got != 0 {
			t.Errorf("%d parameters, want 0", got)
		}
	}
	if got := lm.Total([]lm.Layer{{Count: 54}, {Count: 448}}); got != 502 {
		t.Errorf("total %d, want 502", got)
	}
}

// wrongRows is a model that returns one row of scores, for any number of contexts.
type wrongRows struct{ lm.Model }

func (wrongRows) Logits([][]int) ([][]float64, error) { return [][]float64{{0, 0, 0}}, nil }

func TestWhatIsRefused(t *testing.T) {
	model := last(t)
	logits := func(m lm.Model, contexts ...[]int) error { _, err := lm.Logits(m, contexts); return err }
	nll := func(documents ...[]int) error { _, err := lm.NLL(model, documents); return err }
	loss := func(m lm.Model, documents ...string) error { _, err := lm.Loss(m, documents); return err }
	bits := func(m lm.Model, text string) error { _, err := lm.BitsPerByte(m, text); return err }
	start := func(m lm.Model, ids ...int) error { _, err := lm.Start(m, ids); return err }
	scores := func(v *vocab.Vocabulary, length int) lm.Model {
		return lm.Func(v, length, func([]int) []float64 { return nil })
	}
	session, _ := lm.Start(model, nil)
	for i, test := range []struct {
		err  error
		want string
	}{
		{logits(nil), "the model is nil: train one, or open one"},
		{logits(model, []int{0}, []int{3}), "id 3 is not in the vocabulary (0 to 2)"},
		{logits(wrongRows{model}, nil, nil), "the model gave scores for 1 contexts, but there are 2"},
		{
			logits(scores(vocab.Letters(), 1), nil),
			"the model gave 0 logits, but the vocabulary has 27 symbols",
		},
		{logits(scores(vocab.Letters(), 0), nil), "a context of 0 tokens"},
		{nll([]int{-1}), "id -1"},
		{loss(model), "no names or texts to measure the loss on"},
		{loss(model, "abc"), "'c' is not in the vocabulary (a b)"},
		{loss(nil, "a"), "the model is nil"},
		{bits(model, ""), "an empty text"},
		{bits(model, "c"), "'c' is not"},
		{bits(nil, "a"), "the model is nil"},
		{start(nil), "the model is nil"},
		{start(model, 3), "id 3"},
		{session.Append(-1), "id -1"},
		{loss((*ngram.Model)(nil), "a"), "the model is nil"},
		{start((*ngram.Model)(nil)), "the model is nil"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%d: error %v, want one with %s", i, test.err, test.want)
		}
	}
}

// A function may fill one slice each time.
func TestAFunctionThatReusesItsSlice(t *testing.T) {
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	buffer := make([]float64, 3)
	model := lm.Func(v, 1, func(context []int) []float64 {
		for i := range buffer {
			buffer[i] = 0
		}
		buffer[context[0]] = 5
		return buffer
	})
	got, err := lm.Logits(model, [][]int{{0}, {1}})
	if err != nil || got[0][0] != 5 || got[0][1] != 0 || got[1][1] != 5 {
		t.Errorf("%v, %v", got, err)
	}
}

// wrongSession is a session with too few logits, of a model with sessions of its own.
type wrongSession struct{ lm.Session }

func (w wrongSession) Logits() ([]float64, error) { return []float64{0, 0}, nil }
func (w wrongSession) Copy() lm.Session           { return wrongSession{w.Session.Copy()} }

type wrongStarter struct{ lm.Model }

func (w wrongStarter) Start(prompt []int) (lm.Session, error) {
	session, err := lm.Start(w.Model, prompt)
	return wrongSession{session}, err
}

func TestAModelsOwnSessionsAreChecked(t *testing.T) {
	session, err := lm.Start(wrongStarter{last(t)}, []int{0})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]lm.Session{"the session": session, "its copy": session.Copy()} {
		if _, err := s.Logits(); err == nil || !strings.Contains(err.Error(), "the model gave 2 logits") {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Append(3); err == nil {
			t.Errorf("%s took an id outside the vocabulary", name)
		}
		if err := s.Append(2); err != nil || fmt.Sprint(s.IDs()) != "[0 2]" {
			t.Errorf("%s holds %v, %v, want [0 2]", name, s.IDs(), err)
		}
	}
}

package main

// The chat without XLA: a model whose answers are known.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// scripted is a model of single bytes, with its own sessions. It answers "answer 1" to the first line of a chat,
// "answer 2" to the second, and so on. The line break is its end token.
type scripted struct {
	tokenizer vocab.Tokenizer
	context   int
	endless   bool   // the first answer does not end
	onLogits  func() // is called before each token of an answer
	broken    error  // of Logits
	texts     []*scriptedSession
}

func (s *scripted) Tokenizer() vocab.Tokenizer          { return s.tokenizer }
func (s *scripted) Context() int                        { return s.context }
func (s *scripted) Logits([][]int) ([][]float64, error) { return nil, errors.New("want a session") }

func (s *scripted) Start(prompt []int) (lm.Session, error) {
	session := &scriptedSession{model: s, ids: slices.Clone(prompt)}
	s.texts = append(s.texts, session)
	return session, nil
}

type scriptedSession struct {
	model *scripted
	ids   []int
}

func (s *scriptedSession) IDs() []int          { return s.ids }
func (s *scriptedSession) Append(id int) error { s.ids = append(s.ids, id); return nil }
func (s *scriptedSession) Copy() lm.Session    { return &scriptedSession{s.model, slices.Clone(s.ids)} }

func (s *scriptedSession) Logits() ([]float64, error) {
	logits := make([]float64, s.model.tokenizer.Size())
	logits[s.next()] = 1
	return logits, s.model.broken
}

// next returns the next byte of the answer, or 0 while a line is read.
func (s *scriptedSession) next() int {
	const before = "<|im_start|>assistant\n"
	text := s.String()
	turn, written := strings.Count(text, before), len(text)-strings.LastIndex(text, before)-len(before)
	answer := fmt.Sprintf("answer %d\n", turn)
	if turn == 0 || strings.Count(text, "<|im_start|>user\n") > turn || written >= len(answer) && !s.model.endless {
		return 0
	}
	if s.model.onLogits != nil {
		s.model.onLogits()
	}
	if s.model.endless && turn == 1 {
		return 'a'
	}
	return int(answer[written])
}

func (s *scriptedSession) String() string {
	text, _ := s.model.tokenizer.Decode(s.ids)
	return text
}

// talk gives a chat its lines, and returns what it printed.
func talk(t *testing.T, model *scripted, c conversation, lines string) (out, notes string, err error) {
	t.Helper()
	if model.tokenizer, err = vocab.FromText(vocab.Characters, "a", 1); err != nil {
		t.Fatal(err)
	}
	var o, n bytes.Buffer
	c.model, c.out, c.notes = model, &o, &n
	if c.options.MaxTokens == 0 {
		c.options.MaxTokens = 20
	}
	err = c.run(strings.NewReader(lines), "")
	return o.String(), n.String(), err
}

// The turns follow each other as in the template, in one session.
func TestAChatIsOneSession(t *testing.T) {
	model := &scripted{context: 1000}
	out, notes, err := talk(t, model, conversation{system: "Be short."}, "Hello\n  Again \n")
	if out != "answer 1\nanswer 2\n" || notes != "" || err != nil || len(model.texts) != 1 {
		t.Fatalf("%q, %q, %v, %d sessions", out, notes, err, len(model.texts))
	}
	const want = "<|im_start|>system\nBe short.<|im_end|>\n" +
		"<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nanswer 1<|im_end|>\n" +
		"<|im_start|>user\nAgain<|im_end|>\n<|im_start|>assistant\nanswer 2"
	if got := model.texts[0].String(); got != want {
		t.Errorf("the session holds %q", got)
	}
}

func TestHowAChatEnds(t *testing.T) {
	for lines, want := range map[string]string{
		"":                 "",
		"a":                "answer 1\n", // without a line break
		"a\n\nb\n":         "answer 1\n",
		"a\r\n/bye\r\nb\n": "answer 1\n",
		"a\n/bye or not\n": "answer 1\nanswer 2\n",
	} {
		out, notes, err := talk(t, &scripted{context: 1000}, conversation{}, lines)
		if out != want || notes != "" || err != nil {
			t.Errorf("%q: %q, %q, %v, want %q", lines, out, notes, err, want)
		}
	}
}

// On a terminal, a prompt stands before each line.
func TestThePromptOfAChat(t *testing.T) {
	var notes bytes.Buffer
	c := conversation{notes: &notes}
	if err := c.run(strings.NewReader("/bye\n"), "> "); err != nil || notes.String() != "> " {
		t.Errorf("%q, %v", notes.String(), err)
	}
	notes.Reset()
	if err := c.run(strings.NewReader(""), "> "); err != nil || notes.String() != "> \n" {
		t.Errorf("after Ctrl+D: %q, %v", notes.String(), err)
	}
}

// Two turns and an answer of 20 tokens fit into a context of 200 tokens, three do not.
func TestAFullContextBeginsANewChat(t *testing.T) {
	model := &scripted{context: 200}
	out, notes, err := talk(t, model, conversation{system: "S"}, "a\nb\nc\n")
	if out != "answer 1\nanswer 2\nanswer 1\n" || err != nil || len(model.texts) != 2 {
		t.Fatalf("%q, %v, %d sessions", out, err, len(model.texts))
	}
	if !strings.Contains(notes, "context of 200 tokens is full") || strings.Count(notes, "\n") != 1 {
		t.Errorf("%q", notes)
	}
	if got := model.texts[1].String(); !strings.HasPrefix(got, "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nc") {
		t.Errorf("the new chat begins with %q", got)
	}
}

// No session grows beyond the context, however long the lines and the answers are.
func TestNoChatIsLongerThanTheContext(t *testing.T) {
	model := &scripted{context: 150, endless: true}
	lines := ""
	for length := 1; length < 150; length += 7 {
		lines += strings.Repeat("a", length) + "\n"
	}
	if _, _, err := talk(t, model, conversation{}, lines); err != nil || len(model.texts) < 2 {
		t.Fatal(err, len(model.texts))
	}
	for _, text := range model.texts {
		if len(text.ids) > 150 {
			t.Errorf("%d tokens in a context of 150", len(text.ids))
		}
	}
}

// A line that is too long, or that cannot be encoded, costs a sentence; the chat goes on.
func TestALineThatIsTooLong(t *testing.T) {
	model := &scripted{context: 200}
	out, notes, err := talk(t, model, conversation{}, "a\n"+strings.Repeat("b", 200)+"\nc\n")
	if out != "answer 1\nanswer 2\n" || err != nil || len(model.texts) != 1 {
		t.Errorf("%q, %v, %d sessions", out, err, len(model.texts))
	}
	if want := "an answer of 20 are too many for the context of 200: write less"; !strings.Contains(notes, want) {
		t.Errorf("%q, want %q", notes, want)
	}
}

func TestAnAnswerIsNotLongerThanMaxTokens(t *testing.T) {
	c := conversation{options: sample.Options{MaxTokens: 3}}
	if out, _, err := talk(t, &scripted{context: 1000}, c, "a\nb\n"); out != "ans\nans\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

// Ctrl+C in an answer that would not end: the next line gets an answer in the same chat.
func TestAnInterruptStopsTheAnswer(t *testing.T) {
	model, calls := &scripted{context: 1 << 40, endless: true}, 0
	model.onLogits = func() {
		if calls++; calls == 5 {
			if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
				t.Error(err)
			}
		}
	}
	out, notes, err := talk(t, model, conversation{options: sample.Options{MaxTokens: 1 << 30}}, "a\nb\n")
	if !strings.HasPrefix(out, "aaa") || !strings.HasSuffix(out, "a\nanswer 2\n") || notes != "" || err != nil {
		t.Errorf("%.40q, %q, %v", out, notes, err)
	}
	if text := model.texts[0].String(); !strings.Contains(text, "a<|im_end|>\n<|im_start|>user\nb<|im_end|>") {
		t.Errorf("%.40q", text)
	}
}

// Ctrl+C while a long line is read: there is no answer to it.
func TestAnInterruptStopsTheReading(t *testing.T) {
	tokenizer, _ := vocab.FromText(vocab.Characters, "a", 1)
	model, out := &scripted{tokenizer: tokenizer, context: 1000}, &bytes.Buffer{}
	c, asked := conversation{model: model, options: sample.Options{MaxTokens: 20}, out: out}, 0
	stopped := func() bool { asked++; return asked > 3 }
	err := c.answer([]int{1, 2, 3, 4, 5, 6, 7, 8}, stopped)
	if got := model.texts[0].ids; err != nil || out.Len() > 0 || len(got) > 5 {
		t.Errorf("%v, %q, %v", err, out, got)
	}
}

func TestAChatEndsWhenTheModelOrTheOutputFails(t *testing.T) {
	broken := errors.New("out of memory")
	model := &scripted{context: 1000, broken: broken}
	if _, _, err := talk(t, model, conversation{}, "a\nb\n"); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	_, closed := io.Pipe()
	closed.Close()
	model.broken = nil
	c := conversation{model: model, options: sample.Options{MaxTokens: 20}, out: closed, notes: io.Discard}
	if err := c.run(strings.NewReader("a\nb\n"), ""); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
}

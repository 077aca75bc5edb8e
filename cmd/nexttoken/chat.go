package main

// A chat with SmolLM2.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"nexttoken/pkg/llama"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

const greeting = `This is SmolLM2-135M-Instruct (Hugging Face, Apache licence 2.0). It is small, and often wrong.
Write a line, and it answers. Ctrl+C stops an answer; an empty line or /bye ends the chat.
`

// chat answers each line of standard input.
func chat(args []string, out, notes io.Writer) error {
	f := newFlags("chat", "[FLAGS]", notes)
	drawn := f.sampling(0.2, 0.9, 300)
	system := f.String("system", "", "an instruction before the first line, such as \"Answer in one sentence.\"")
	tokens := f.whole("context", 2048, 64, longestContext, "tokens after which a new chat begins")
	if err := f.parse(args); err != nil {
		return err
	}
	model, err := openPretrained(*tokens)
	if err != nil {
		return err
	}
	fmt.Fprint(notes, greeting)
	prompt := ""
	if isTerminal(os.Stdin) {
		prompt = "> "
	}
	c := conversation{model: model, system: *system, options: drawn.options(), out: out, notes: notes}
	return c.run(os.Stdin, prompt)
}

// conversation is a chat with a model. One session goes on over the turns, so that no token goes through the model
// twice.
type conversation struct {
	model      lm.Model
	system     string // may be empty
	options    sample.Options
	out, notes io.Writer

	session lm.Session // all turns; nil at the beginning
}

// run answers each line, until one is empty or "/bye", or in ends. It writes the prompt before it reads a line.
func (c *conversation) run(in io.Reader, prompt string) error {
	lines := bufio.NewReader(in)
	for {
		fmt.Fprint(c.notes, prompt)
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if line == "" && prompt != "" {
			fmt.Fprintln(c.notes) // after Ctrl+D
		}
		line = strings.TrimSpace(line)
		if line == "" || line == "/bye" {
			return nil
		}
		if err := c.turn(line); err != nil {
			return err
		}
	}
}

// turn writes the answer to a line. A line that the model cannot read costs a sentence, and not the chat. Ctrl+C ends
// the answer only.
func (c *conversation) turn(line string) error {
	ids, err := c.read(line)
	if err != nil {
		fmt.Fprintln(c.notes, err)
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := c.answer(ids, func() bool { return ctx.Err() != nil }); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out)
	return err
}

// read returns the ids that come before the answer to a line, after those of the session. If there is no place for them
// and an answer, it begins a new chat.
func (c *conversation) read(line string) ([]int, error) {
	turn := llama.Turn{Role: "user", Text: line}
	first, err := c.encode(llama.Chat(append(c.before(), turn)...), 0)
	if err != nil || c.session == nil {
		return first, err
	}
	if ids, err := c.encode(llama.EndOfTurn+"\n"+llama.Chat(turn), len(c.session.IDs())); err == nil {
		return ids, nil
	}
	c.session = nil
	fmt.Fprintf(c.notes, "(The context of %d tokens is full: a new chat begins, and the model sees nothing from "+
		"above.)\n", c.model.Context())
	return first, nil
}

// before returns the turns before the first line.
func (c *conversation) before() []llama.Turn {
	if c.system == "" {
		return nil
	}
	return []llama.Turn{{Role: "system", Text: c.system}}
}

// encode returns the ids of a text. It returns an error if there is no place for them and an answer after seen tokens.
func (c *conversation) encode(text string, seen int) ([]int, error) {
	ids, err := c.model.Tokenizer().Encode(text)
	if err == nil && seen+len(ids)+c.options.MaxTokens > c.model.Context() {
		err = fmt.Errorf("%d tokens and an answer of %d are too many for the context of %d: write less, or give a "+
			"larger --context", len(ids), c.options.MaxTokens, c.model.Context())
	}
	return ids, err
}

// answer sends ids through the model, and writes what it draws after them, until stopped returns true.
func (c *conversation) answer(ids []int, stopped func() bool) (err error) {
	if c.session == nil {
		if c.session, err = lm.Start(c.model, ids[:1]); err != nil {
			return err
		}
		ids = ids[1:]
	}
	for _, id := range ids {
		if err := c.session.Append(id); err != nil || stopped() {
			return err
		}
		if _, err := c.session.Logits(); err != nil {
			return err
		}
	}
	o := c.options
	c.options.Seed++ // each answer has its own
	return stream(c.session, c.model.Tokenizer(), o, c.out, stopped)
}

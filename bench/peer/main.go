// Command peer does the benchmark's work in Go. It reads requests of bench/run.py, a line of JSON each, and prints a
// line of JSON for each.
//
//	peer ours         with this project's training loop, as a notebook calls it
//	peer gomlx_loop   with GoMLX's own train.Loop
//	peer data         prints the examples, so that all peers train on the same ones
//	peer counts       prints the losses of the best counting model
//	peer chat         continues the prompt of one request with the chat model
//	peer text         trains a GPT of the sizes of one request on the novel of page 10
//	peer novel        prints that novel as ids
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/scoreboard"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// The work: the larger model of the lecture, at Adam's usual learning rate.
var sizes = mlp.Config{Vocabulary: 27, Context: 3, Embedding: 10, Hidden: []int{200}}

const (
	rate          = 0.001
	evaluateEvery = 500 // steps, on the way to a dev loss
	longest       = 100_000
)

// request is a request of bench/run.py.
type request struct {
	Do    string  `json:"do"`
	Batch int     `json:"batch"`
	Steps int     `json:"steps"`
	Loss  float64 `json:"loss"`
	Names int     `json:"names"`

	Prompt string `json:"prompt"` // for the chat model
	Tokens int    `json:"tokens"`

	Width   int     `json:"width"` // for a GPT that reads the novel
	Heads   int     `json:"heads"`
	Blocks  int     `json:"blocks"`
	Context int     `json:"context"`
	Rate    float64 `json:"rate"`
	Seconds float64 `json:"seconds"`
}

// answer is the answer to a request: the time, and what was reached in it.
type answer struct {
	Seconds    float64 `json:"seconds"`
	Steps      int     `json:"steps,omitempty"`
	Loss       float64 `json:"loss,omitempty"`
	Megabytes  float64 `json:"megabytes,omitempty"`
	Parameters int     `json:"parameters,omitempty"`
}

// peer is one way to do the work.
type peer interface {
	prepare(batch int) (answer, error)             // everything before the first step
	train(batch, steps int) (answer, error)        // steps of training
	reach(batch int, loss float64) (answer, error) // from the first parameters to a dev loss
	generate(names int) (answer, error)            // names, drawn at temperature 1
}

func main() {
	if err := work(strings.Join(os.Args[1:], " ")); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func work(name string) error {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		return err
	}
	switch name {
	case "data":
		return printExamples(split)
	case "counts":
		return printCounts(split)
	case "chat":
		return chat(os.Stdin, os.Stdout)
	case "text":
		return text(os.Stdin, os.Stdout)
	case "novel":
		return printNovel(os.Stdout)
	case "gomlx_loop":
		return serve(&loopPeer{split: split})
	case "ours":
		return serve(&ours{split: split})
	}
	return fmt.Errorf("%q is not a peer: give ours, gomlx_loop, data, counts, chat, text or novel", name)
}

// serve answers until there are no more requests.
func serve(p peer) error {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		answered, err := answerTo(p, asked)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(answered); err != nil {
			return err
		}
	}
	return lines.Err()
}

// answerTo does the work of a request.
func answerTo(p peer, asked request) (answer, error) {
	switch asked.Do {
	case "prepare":
		return p.prepare(asked.Batch)
	case "train":
		return p.train(asked.Batch, asked.Steps)
	case "reach":
		return p.reach(asked.Batch, asked.Loss)
	case "generate":
		return p.generate(asked.Names)
	case "memory":
		return memory()
	}
	return answer{}, fmt.Errorf("%q is not a request: ask for prepare, train, reach, generate or memory", asked.Do)
}

// memory returns the largest memory of this process.
func memory() (answer, error) {
	var usage syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return answer{Megabytes: float64(usage.Maxrss) / 1024}, err
}

// printExamples prints the inputs and labels of train and dev as lists of ids.
func printExamples(split corpus.Split) error {
	parts := map[string][]int32{}
	for name, names := range map[string][]string{"train": split.Train, "dev": split.Dev} {
		examples, err := examplesOf(names)
		if err != nil {
			return err
		}
		parts[name+"_inputs"] = tensors.MustCopyFlatData[int32](examples.Inputs)
		parts[name+"_labels"] = tensors.MustCopyFlatData[int32](examples.Labels)
	}
	return json.NewEncoder(os.Stdout).Encode(parts)
}

// examplesOf returns the examples of names: each context and the next character.
func examplesOf(names []string) (training.Examples, error) {
	documents, err := vocab.EncodeDocuments(vocab.Letters(), names)
	return neural.Examples(documents, sizes.Context, vocab.Letters().End()), err
}

// printCounts prints the losses of the counting model with the lowest dev loss.
func printCounts(split corpus.Split) error {
	board := scoreboard.Board{Split: split}
	if err := board.AddCounting(vocab.Letters(), 6); err != nil {
		return err
	}
	best, _ := board.Best(func(scoreboard.Row) bool { return true })
	test, err := lm.Loss(best.Model, split.Test)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{"counts_dev": best.Dev, "counts_test": test})
}

// since returns an answer with the time since start.
func since(start time.Time) answer { return answer{Seconds: time.Since(start).Seconds()} }

// config returns the settings of our training.
func config(batch, steps int) training.Config {
	return training.Config{
		Model: sizes.Logits, Steps: steps, Batch: batch, Seed: 1, Schedule: training.Constant(rate),
		EvaluateEvery: steps,
	}
}

package main

// Wrong flags, files that are no names or no models, a disk without room, Ctrl-C: one clear sentence each.

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestWrongFlags(t *testing.T) {
	cases := []struct{ arguments, wanted string }{
		{"", "usage: nexttoken COMMAND"},
		{"fly", "there is no such command"},
		{"tarin", "there is no such command: did you mean train?"},
		{"train --names=", "--names: it is empty"},
		{"train --names x --context 0", "--context: it must be a whole number from 1 to 64"},
		{"train --names x --context 1000", "from 1 to 64"},
		{"train --names x --embedding -1", "--embedding: it must be a whole number from 1"},
		{"train --names x --hidden 20,x", "whole numbers from 1 to 16384, with commas"},
		{"train --names x --hidden 0", "it must be none, or at most 16 whole numbers"},
		{"train --names x --activation softmax", "choose one of tanh, relu, sigmoid, gelu"},
		{"train --names x --dropout 1", "--dropout: it must be a number from 0 to below 1"},
		{"train --names x --dropout NaN", "from 0 to below 1"},
		{"train --names x --steps 0", "--steps: it must be a whole number from 1"},
		{"train --names x --steps 1e4", "--steps: it must be a whole number from 1"},
		{"train --names x --batch 0", "--batch: it must be a whole number from 1"},
		{"train --names x --learning-rate 0", "a learning rate of 0 learns nothing"},
		{"train --names x --learning-rate -1", "of at least 0, and finite"},
		{"train --names x --learning-rate Inf", "of at least 0, and finite"},
		{"train --names x --schedule linear", "choose one of cosine, constant"},
		{"train --names x --warm-up -1", "--warm-up: it must be a whole number from 0"},
		{"train --names x --weight-decay NaN", "--weight-decay: it must be a number"},
		{"train --names x --clip -1", "--clip: it must be a number"},
		{"train --names x --patience x", "--patience: it must be a whole number"},
		{"train --names x --seed 1.5", "--seed: it must be a whole number"},
		{"train --names x --vocabulary greek", "choose one of letters, auto"},
		{"train --names x --out=", "--out is empty: give the directory"},
		{"train --names x --out smollm2", "give ./smollm2, or another name"},
		{"train --names x --epochs 3", "there is no flag --epochs: see nexttoken train --help"},
		{"train --names x --step 10", "there is no flag --step: did you mean --steps?"},
		{"train --names x -rate 10", "there is no flag --rate: did you mean --learning-rate?"},
		{"generate --modle x", "there is no flag --modle: did you mean --model?"},
		{"train --names", "flag needs an argument: --names"},
		{"train names.txt", `"names.txt" is not a flag`},
		{"generate", "--model is missing"},
		{"generate --model x --temperature -1", "--temperature: it must be a number of at least 0"},
		{"generate --model x --temperature NaN", "--temperature: it must be a number of at least 0"},
		{"generate --model x --n 0", "--n: it must be a whole number from 1"},
		{"generate --model x --seed x", "--seed: it must be a whole number"},
		{"generate --model x --top-k -1", "--top-k: it must be a whole number from 0"},
		{"generate --model x --top-p 0", "--top-p: it must be a number above 0 and at most 1"},
		{"generate --model x --top-p 1.1", "--top-p: it must be a number above 0 and at most 1"},
		{"generate --model x --top-p NaN", "--top-p: it must be a number above 0 and at most 1"},
		{"generate --model x --max-tokens 0", "--max-tokens: it must be a whole number from 1"},
		{"score --names x", "--model is missing"},
		{"score --model x --names y --text z", "--names and --text are two measures: give one of them"},
		{"score --model smollm2", "give --text FILE, or --text - for standard input"},
		{"score --model smollm2 --names x", "smollm2 is measured on a text"},
		{"score --model x --context 8", "--context is for smollm2"},
		{"score --model smollm2 --text x --context 0", "--context: it must be a whole number from 1 to 2048"},
		{"chat --context 10000", "--context: it must be a whole number from 64 to 8192"},
		{"chat --temperature -1", "--temperature: it must be a number of at least 0"},
		{"chat --model x", "there is no flag --model"},
		{"chat hello", `"hello" is not a flag`},
		{"doctor --now", "there is no flag --now"},
	}
	for _, c := range cases {
		status, out, notes := call(strings.Fields(c.arguments)...)
		if status != misused || out != "" || !strings.Contains(notes, c.wanted) {
			t.Errorf("nexttoken %s: status %d, %q, want %q", c.arguments, status, notes, c.wanted)
		}
		if isCommand := strings.Contains(notes, "usage:"); !isCommand && strings.Count(notes, "\n") != 1 {
			t.Errorf("nexttoken %s should print one sentence, not %q", c.arguments, notes)
		}
	}
}

func TestHelp(t *testing.T) {
	if status, out, _ := call("--help"); status != 0 || !strings.Contains(out, "generate") {
		t.Errorf("status %d: %s", status, out)
	}
	for _, command := range commands() {
		if status, _, notes := call(command.name, "--help"); status != 0 ||
			!strings.Contains(notes, "usage: nexttoken "+command.name) {
			t.Errorf("%s --help: status %d: %s", command.name, status, notes)
		}
	}
}

func TestWordsThatAreTooFewOrTooMany(t *testing.T) {
	for _, c := range []struct{ arguments, wanted string }{
		{"reset", "it takes 1, and there is none"},
		{"reset 03 04", `it takes 1, and there are 2: "03 04"`},
		{"handout", "it takes 1, and there is none"},
		{"handout --", "it takes 1, and there is none"},
		{"handout ada bob cyd", `it takes 1, and there are 3: "ada bob cyd"`},
		{"class", "it takes 1 to 2, and there is none"},
		{"class homes 03 04", `it takes 1 to 2, and there are 3: "homes 03 04"`},
	} {
		status, out, notes := call(strings.Fields(c.arguments)...)
		command, _, _ := strings.Cut(c.arguments, " ")
		if status != misused || out != "" || !strings.HasPrefix(notes, "usage: nexttoken "+command) ||
			lastLine(notes) != "nexttoken "+command+": "+c.wanted {
			t.Errorf("nexttoken %s: status %d, %q, want the usage and %q", c.arguments, status, notes, c.wanted)
		}
	}
}

// A flag may also come after the words.
func TestFlagsAfterWords(t *testing.T) {
	if status, _, notes := call("class", "homes", "--help"); status != 0 ||
		!strings.HasPrefix(notes, "usage: nexttoken class FOLDER") {
		t.Errorf("status %d: %s", status, notes)
	}
	if status, _, notes := call("reset", "03", "--hard"); status != misused ||
		!strings.Contains(notes, "there is no flag --hard") {
		t.Errorf("status %d: %s", status, notes)
	}
}

func TestFilesThatHoldNoNames(t *testing.T) {
	cases := map[string]struct{ path, wanted string }{
		"missing":     {filepath.Join(t.TempDir(), "nothing.txt"), "no such file"},
		"a directory": {t.TempDir(), "is a directory"},
		"empty":       {write(t), "is empty: give one name a line"},
		"one name":    {write(t, "anna"), "too few"},
		"gzip":        {write(t, "\x1f\x8b\x08"), "names.txt: this file is compressed with gzip: unpack it first"},
		"300 emmas": {write(t, slices.Repeat([]string{"emma"}, 300)...),
			"too few: the split left dev empty; give at least 50 names; of 300 lines, 299 were dropped, all for this " +
				"reason: already in the list"},
		"a long line":  {write(t, strings.Repeat("a", 1<<20)), "none of the 1 lines holds a name"},
		"other script": {write(t, "Άννα", "Ελένη"), "--vocabulary auto"},
	}
	for name, c := range cases {
		out := filepath.Join(t.TempDir(), "model")
		status, printed, notes := call("train", "--names", c.path, "--out", out)
		if status != failed || printed != "" || !strings.Contains(notes, c.wanted) {
			t.Errorf("%s: status %d, %q, want %q", name, status, notes, c.wanted)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: left %s", name, out)
		}
	}
}

func TestDirectoriesThatHoldNoModel(t *testing.T) {
	directory, _ := sharedModel(t)
	description, err := os.ReadFile(filepath.Join(directory, "model.json"))
	if err != nil {
		t.Fatal(err)
	}
	other := func(change func(map[string]any)) string {
		fields := decode[map[string]any](t, strings.ReplaceAll(string(description), "\n", ""))
		change(fields)
		text, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	file := other(func(map[string]any) {})
	cases := map[string]struct{ description, parameters, wanted string }{
		"nothing":   {"", "", "there is no model at"},
		"cut short": {file[:40], "", "describes no model"},
		"another alphabet": {other(func(f map[string]any) { f["alphabet"] = "abc" }), "",
			"the alphabet and the end token are 4 symbols"},
		"no parameters":      {file, "", "the parameters of the model are missing"},
		"foreign parameters": {file, "PK\x03\x04 a zip, perhaps", "cannot be used"},
		"another size": {other(func(f map[string]any) { f["sizes"].(map[string]any)["embedding"] = 5 }),
			"same", "does not fit its description"},
	}
	for name, c := range cases {
		where := t.TempDir()
		fill(t, where, directory, c.description, c.parameters)
		status, out, notes := call("generate", "--model", where)
		if status != failed || out != "" || !strings.Contains(notes, c.wanted) || strings.Count(notes, "\n") != 1 {
			t.Errorf("%s: status %d, %q, want %q", name, status, notes, c.wanted)
		}
	}
}

// A message about "." names the directory.
func TestTheCurrentDirectoryHoldsNoModel(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, notes := call("generate", "--model", "."); !strings.Contains(notes, "there is no model at "+here) {
		t.Errorf("printed %q", notes)
	}
}

// fill puts a description and a file of parameters where a model should be.
func fill(t *testing.T, where, from, description, parameters string) {
	t.Helper()
	put := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(where, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if description != "" {
		put("model.json", []byte(description))
	}
	found, _ := filepath.Glob(filepath.Join(from, "*.safetensors"))
	if len(found) != 1 {
		t.Fatalf("%s holds %v", from, found)
	}
	if good, err := os.ReadFile(found[0]); err == nil && parameters == "same" {
		parameters = string(good)
	}
	if parameters != "" {
		put(filepath.Base(found[0]), []byte(parameters))
	}
}

func TestBadPrompts(t *testing.T) {
	directory, _ := sharedModel(t)
	for prompt, wanted := range map[string]string{
		"łu": `'ł' is not in the vocabulary (a–z)`, "abi-": "the end token", "a b": "' ' is not",
	} {
		if status, _, notes := call("generate", "--model", directory, "--prompt", prompt); status != failed ||
			!strings.Contains(notes, wanted) {
			t.Errorf("%q: status %d: %s", prompt, status, notes)
		}
	}
}

// start starts nexttoken as a process of its own.
func start(t *testing.T, environment string, arguments ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	output := &bytes.Buffer{}
	command := exec.Command(os.Args[0], arguments...)
	command.Env = append(os.Environ(), asCommand+"=1", environment)
	command.Stdout, command.Stderr = output, output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, output
}

const roomVariable = "NEXTTOKEN_TEST_ROOM"

// limitFiles lets this process write no file beyond a size, which is how a full disk looks to it.
func limitFiles() {
	if room, err := strconv.ParseUint(os.Getenv(roomVariable), 10, 64); err == nil {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
			panic(err)
		}
	}
}

func TestAFullDisk(t *testing.T) {
	out := t.TempDir()
	command, output := start(t, roomVariable+"=1000",
		slices.Concat([]string{"train", "--names", write(t, some()...), "--out", out}, small)...)
	if err := command.Wait(); err == nil || !strings.Contains(output.String(), "is not saved (file too large)") {
		t.Errorf("%v: %s", err, output)
	}
	if found, _ := filepath.Glob(filepath.Join(out, "*.safetensors")); len(found) > 0 {
		t.Errorf("left %v", found)
	}
	arguments := []string{"train", "--names", write(t, some()...), "--out", "/dev/null/models"}
	status, _, notes := call(slices.Concat(arguments, small)...)
	if status != failed || !strings.Contains(notes, "cannot be kept in /dev/null/models") {
		t.Errorf("status %d: %s", status, notes)
	}
}

// Ctrl-C in a training that would take hours: what was done is saved, and writes names.
func TestInterrupted(t *testing.T) {
	out := t.TempDir()
	arguments := []string{
		"train", "--names", write(t, some()...), "--out", out, "--json", "--steps", "2000000000", "--hidden", "16",
	}
	command, output := start(t, "", arguments...)
	waitFor(t, filepath.Join(out, "*.safetensors"))
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	command.Wait()
	if got := command.ProcessState.ExitCode(); got != interrupted ||
		!strings.Contains(output.String(), "saved, and the same call goes on from here") {
		t.Fatalf("status %d: %s", got, output)
	}
	if printed := decode[results](t, output.String()); !printed.Interrupted || printed.Steps == 0 {
		t.Errorf("printed %+v", printed)
	}
	if names := must(t, "generate", "--model", out, "--n", "3"); strings.Count(names, "\n") != 3 {
		t.Errorf("wrote %q", names)
	}
}

func waitFor(t *testing.T, pattern string) {
	t.Helper()
	for range 1200 {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no %s in a minute", pattern)
}

package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

// asCommand is the variable that makes the binary of this test run nexttoken instead of the tests.
const asCommand = "NEXTTOKEN_TEST_COMMAND"

// statusFile is the variable with the file to which such a command copies what the system says about it when it ends.
const statusFile = "NEXTTOKEN_TEST_STATUS"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		limitFiles()
		status := run(os.Args[1:], os.Stdout, os.Stderr)
		if file := os.Getenv(statusFile); file != "" {
			about, _ := os.ReadFile("/proc/self/status")
			os.WriteFile(file, about, 0o600)
		}
		os.Exit(status)
	}
	status := m.Run()
	os.RemoveAll(shared.directory)
	os.Exit(status)
}

// call runs nexttoken in this process.
func call(args ...string) (status int, out, notes string) {
	var o, n bytes.Buffer
	status = run(args, &o, &n)
	return status, o.String(), n.String()
}

// must runs nexttoken, which must succeed, and returns what it printed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	status, out, notes := call(args...)
	if status != 0 {
		t.Fatalf("nexttoken %s: status %d: %s", strings.Join(args, " "), status, notes)
	}
	return out
}

// write makes a file of lines.
func write(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "names.txt")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// some returns every twentieth of the English names.
func some() (names []string) {
	for i, name := range strings.Fields(data.EnglishNames()) {
		if i%20 == 0 {
			names = append(names, name)
		}
	}
	return names
}

// small are the flags of a model that trains in a moment.
var small = []string{"--steps", "300", "--hidden", "16", "--embedding", "4"}

// shared is a model that several tests use.
var shared struct {
	sync.Once
	directory, names string
	trained          results
}

func sharedModel(t *testing.T) (directory string, trained results) {
	t.Helper()
	shared.Do(func() {
		var err error
		if shared.directory, err = os.MkdirTemp("", "nexttoken"); err != nil {
			t.Fatal(err)
		}
		shared.names = filepath.Join(shared.directory, "names.txt")
		if err := os.WriteFile(shared.names, []byte(strings.Join(some(), "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		shared.trained = decode[results](t, must(t, trainArguments()...))
	})
	if shared.trained.Steps == 0 {
		t.Fatal("the shared model was not trained")
	}
	return shared.directory, shared.trained
}

func trainArguments(more ...string) []string {
	return slices.Concat([]string{"train", "--names", shared.names, "--out", shared.directory, "--json"}, small, more)
}

// decode reads the last line of what was printed.
func decode[T any](t *testing.T, printed string) (value T) {
	t.Helper()
	if err := json.Unmarshal([]byte(lastLine(printed)), &value); err != nil {
		t.Fatalf("%v: %q", err, printed)
	}
	return value
}

func TestTrainPrintsItsResults(t *testing.T) {
	_, trained := sharedModel(t)
	parameters := 27*4 + (12*16 + 16) + (16*27 + 27)
	if trained.Backend != "xla" || trained.Parameters != parameters || trained.Names != len(some()) ||
		trained.Steps != 300 {
		t.Errorf("trained %+v, want %d parameters and %d names", trained, parameters, len(some()))
	}
	for name, loss := range map[string]number{
		"train": trained.TrainLoss, "dev": trained.DevLoss, "test": trained.TestLoss,
	} {
		if !(loss > 1.5 && float64(loss) < math.Log(27)) {
			t.Errorf("%s loss %v", name, loss)
		}
	}
	if !(trained.Seconds > 0 && trained.CompileSeconds > 0 && trained.StepsPerSecond > 0) {
		t.Errorf("times %+v", trained)
	}
}

func TestTheLineOfJSONHasTheseFields(t *testing.T) {
	_, trained := sharedModel(t)
	text, err := json.Marshal(trained)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{
		"backend", "device", "parameters", "names", "train_loss", "dev_loss", "test_loss",
		"steps", "seconds", "compile_seconds", "steps_per_second",
	} {
		if _, found := decode[map[string]any](t, string(text))[field]; !found {
			t.Errorf("%s lacks %s", text, field)
		}
	}
}

func TestTheSameFlagsOpenTheSameModel(t *testing.T) {
	_, trained := sharedModel(t)
	again := decode[results](t, must(t, trainArguments()...))
	if again.DevLoss != trained.DevLoss || again.Seconds != trained.Seconds ||
		again.StepsPerSecond != trained.StepsPerSecond {
		t.Errorf("trained %+v, then opened %+v", trained, again)
	}
}

func TestGenerate(t *testing.T) {
	directory, _ := sharedModel(t)
	written := decode[generated](t, must(t, "generate", "--model", directory,
		"--prompt", "Abi", "--temperature", "0.8", "--n", "7", "--seed", "3", "--json"))
	if len(written.Names) != 7 || written.Prompt != "abi" || written.Temperature != 0.8 || written.Seed != 3 {
		t.Errorf("generated %+v", written)
	}
	for _, name := range written.Names {
		if !strings.HasPrefix(name, "abi") {
			t.Errorf("%q does not continue abi", name)
		}
	}
	lines := must(t, "generate", "--model", directory,
		"--prompt", "abi", "--temperature", "0.8", "--n", "7", "--seed", "3")
	if lines != strings.Join(written.Names, "\n")+"\n" {
		t.Errorf("the same seed wrote %q and %q", written.Names, lines)
	}
	_, _, notes := call("generate", "--model", directory, "--prompt", "abigail", "--n", "1")
	if !strings.Contains(notes, `sees only its end, "ail"`) {
		t.Errorf("a prompt longer than the context: %q", notes)
	}
}

// A prompt is normalised as the names are that the model learned from.
func TestGenerateTakesAccentsOffThePrompt(t *testing.T) {
	directory, _ := sharedModel(t)
	plain := must(t, "generate", "--model", directory, "--prompt", "zoe", "--json")
	for _, prompt := range []string{"Zoë", "Zoe\u0308", "ZOÉ"} {
		if status, out, notes := call("generate", "--model", directory, "--prompt", prompt, "--json"); status != 0 ||
			out != plain {
			t.Errorf("%q: status %d, %s%s, want %s", prompt, status, out, notes, plain)
		}
	}
}

// The score of the dev names is the dev loss that train printed.
func TestScoreAgreesWithTrain(t *testing.T) {
	directory, trained := sharedModel(t)
	dev := corpus.SplitNames(some()).Dev
	found := decode[measured](t, must(t, "score", "--model", directory, "--names", write(t, dev...), "--json"))
	if found.Names != len(dev) || math.Abs(float64(found.Loss-trained.DevLoss)) > 1e-6 {
		t.Errorf("score %+v of %d names, train printed %v", found, len(dev), trained.DevLoss)
	}
	loss, bits, perplexity := float64(found.Loss), float64(found.Bits), float64(found.Perplexity)
	if math.Abs(bits-loss*math.Log2E) > 1e-9 || math.Abs(math.Log(perplexity)-loss) > 1e-9 {
		t.Errorf("bits and perplexity of %+v", found)
	}
	printed := must(t, "score", "--model", directory, "--names", write(t, "anna", "abi"))
	if !strings.Contains(printed, "2 names, 9 characters") {
		t.Errorf("printed %q", printed)
	}
}

// A model with an absurd loss: its perplexity, the exponential of the loss, is more than a float64 can hold.
func TestScoreOfAnAbsurdModel(t *testing.T) {
	names, directory := write(t, some()...), t.TempDir()
	must(t, "train", "--names", names, "--out", directory,
		"--hidden", "none", "--steps", "50", "--learning-rate", "1000", "--schedule", "constant")
	printed := must(t, "score", "--model", directory, "--names", names, "--json")
	found := decode[map[string]any](t, printed)
	if loss, _ := found["loss"].(float64); loss < 710 {
		t.Fatalf("the loss is only %v", found["loss"])
	}
	if perplexity, there := found["perplexity"]; perplexity != nil || !there {
		t.Errorf("%s has no perplexity of null", printed)
	}
	if text := must(t, "score", "--model", directory, "--names", names); !strings.Contains(text, "perplexity +Inf") {
		t.Errorf("printed %q", printed)
	}
}

// A list in another script, with a vocabulary made of it: the English names in Greek letters, some with an accent.
func TestAnotherScript(t *testing.T) {
	greek := strings.NewReplacer(
		"a", "α", "b", "β", "c", "ξ", "d", "δ", "e", "ε", "f", "φ", "g", "γ", "h", "η", "i", "ί",
		"j", "ζ", "k", "κ", "l", "λ", "m", "μ", "n", "ν", "o", "ό", "p", "π", "q", "ϟ", "r", "ρ",
		"s", "σ", "t", "τ", "u", "υ", "v", "ϝ", "w", "ω", "x", "χ", "y", "ύ", "z", "ϛ")
	var names []string
	for _, name := range some() {
		letters, isSigma := strings.CutSuffix(greek.Replace(name), "σ")
		if isSigma {
			letters += "ς" // σ at the end of a word
		}
		names = append(names, letters)
	}
	directory := t.TempDir()
	arguments := []string{"train", "--vocabulary", "auto", "--names", write(t, names...), "--out", directory}
	if printed := must(t, slices.Concat(arguments, small)...); !strings.Contains(printed, "300 steps") {
		t.Errorf("printed %q", printed)
	}
	v, err := vocab.FromNames(names)
	if err != nil {
		t.Fatal(err)
	}
	for _, prompt := range []string{"αβί", "ΑΒΊ"} {
		for _, name := range strings.Fields(must(t, "generate", "--model", directory, "--prompt", prompt, "--n", "5")) {
			if _, err := vocab.EncodeDocument(v, name); err != nil || !strings.HasPrefix(name, "αβί") {
				t.Errorf("%q continues %s: %v", name, prompt, err)
			}
		}
	}
	must(t, "score", "--model", directory, "--names", write(t, names[:9]...))
}

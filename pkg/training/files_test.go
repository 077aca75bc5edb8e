package training

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/internal/safetensors"
	"nexttoken/internal/trainloop"
)

func TestFilesThatAreNoModel(t *testing.T) {
	config := pureConfig(t)
	trained := mustTrain(t, config)
	good, err := os.ReadFile(trained.Path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty": {}, "cut short": good[:len(good)/2], "foreign": []byte("PK\x03\x04 a zip, perhaps"),
		"damaged": append(append([]byte{}, good[:len(good)-1]...), good[len(good)-1]^1),
	} {
		if err := os.WriteFile(trained.Path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), "move it away to train again") {
			t.Errorf("%s: %v", name, err)
		}
		if kept, _ := os.ReadFile(trained.Path); string(kept) != string(data) {
			t.Errorf("%s: the file was overwritten", name)
		}
	}
}

// A file that lies where another model's should be is refused with a sentence that names what differs.
func TestAnotherModelsFile(t *testing.T) {
	config := pureConfig(t)
	trained := mustTrain(t, config)
	for says, change := range map[string]func(*Config){
		"it differs in the model function":    func(c *Config) { c.Model = toyModel(Sigmoid) },
		"it differs in the examples":          func(c *Config) { c.Dev = toyExamples(250, 342) },
		"it differs in a number (":            func(c *Config) { c.EvaluateEvery = 30 },
		"it differs in the update (":          func(c *Config) { c.Schedule = Constant(0.1) },
		"trained for another number of steps": func(c *Config) { c.Steps = 80 },
	} {
		other := config
		change(&other)
		run, err := newRun(other)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(config.Directory, run.origin.key+".safetensors")
		if err := os.Link(trained.Path, path); err != nil {
			t.Fatal(err)
		}
		if _, err := TrainOrOpen(other); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want a sentence with %q", err, says)
		}
		file := checkpoint{path, run.origin}
		if err := file.Save(trainloop.State{Step: 60, History: []Point{{}}}, nil); err == nil ||
			!strings.Contains(err.Error(), says) {
			t.Errorf("another model's file was overwritten, or %v", err)
		}
	}
}

// A process that trains the same model never replaces a file with one that is behind it.
func TestAFileIsNeverReplacedByAnEarlierOne(t *testing.T) {
	one := []Point{{}}
	for _, test := range []struct {
		name           string
		there, written trainloop.State
		replaced       bool
	}{
		{"further", trainloop.State{Step: 10}, trainloop.State{Step: 20}, true},
		{"as far", trainloop.State{Step: 10}, trainloop.State{Step: 10}, true},
		{"behind", trainloop.State{Step: 20}, trainloop.State{Step: 10}, false},
		{"not finished", trainloop.State{Step: 20, Finished: true}, trainloop.State{Step: 30}, false},
		{"finished early", trainloop.State{Step: 20}, trainloop.State{Step: 20, Finished: true}, true},
		{"finished again", trainloop.State{Step: 20, Finished: true}, trainloop.State{Step: 20, Finished: true}, true},
	} {
		file := checkpoint{filepath.Join(t.TempDir(), "model.safetensors"), origin{format: format, key: "k"}}
		for name, state := range map[string]*trainloop.State{"there": &test.there, "written": &test.written} {
			state.History = append(one, Point{DevLoss: float64(len(name))})
		}
		for _, state := range []trainloop.State{test.there, test.written} {
			if err := file.Save(state, values{}); err != nil {
				t.Fatal(err)
			}
		}
		_, _, after, err := readFile(file.path)
		if replaced := after.History[1].DevLoss == float64(len("written")); err != nil || replaced != test.replaced {
			t.Errorf("a state that is %s: replaced %v, %v", test.name, replaced, err)
		}
	}
}

// A file whose state contradicts itself is refused by what is wrong in it.
func TestFilesWithAStateThatCannotBe(t *testing.T) {
	config := pureConfig(t)
	path := mustTrain(t, config).Path
	for says, change := range map[string]func(*trainloop.State){
		"says step 61 of 60":                       func(s *trainloop.State) { s.Step = 61 },
		"says that evaluation 9 of 4 was the best": func(s *trainloop.State) { s.Best = 8 },
	} {
		rewrite(t, path, func(file *safetensors.File) {
			saved, err := readState(*file)
			if err != nil {
				t.Fatal(err)
			}
			change(&saved)
			text, err := json.Marshal(saved)
			if err != nil {
				t.Fatal(err)
			}
			file.Metadata[stateKey] = string(text)
		}, func() {
			if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), says) ||
				!strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want a sentence with %q", err, says)
			}
		})
	}
}

// rewrite changes a model file, calls a function, and puts the file back.
func rewrite(t *testing.T, path string, change func(*safetensors.File), then func()) {
	t.Helper()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := safetensors.Decode(good)
	if err != nil {
		t.Fatal(err)
	}
	change(&file)
	data, err := safetensors.Encode(file)
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	then()
	if err := os.WriteFile(path, good, 0o644); err != nil {
		t.Fatal(err)
	}
}

// setMaker makes a file say that something else trained it.
func setMaker(backend, platform, version string) func(*safetensors.File) {
	return func(file *safetensors.File) {
		file.Metadata[makerKey] = fmt.Sprintf(`{"backend":%q,"platform":%q,"gomlx":%q}`, backend, platform, version)
	}
}

// An opened file knows what the training that wrote it knew, and opens for no other model.
func TestOpen(t *testing.T) {
	config := pureConfig(t)
	trained := mustTrain(t, config)
	inputs := shapes.Make(dtypes.Int32, 4, 3)
	opened, err := Open(trained.Path, config.Model, inputs, config.Backend)
	if err != nil {
		t.Fatal(err)
	}
	if opened.Speed != trained.Speed || opened.Speed == 0 || opened.Best != trained.Best ||
		opened.Training != trained.Training || opened.Note != "" {
		t.Errorf("opened with %v steps/s, best %v, after %v (%s); it was trained with %v, %v, %v",
			opened.Speed, opened.Best, opened.Training, opened.Note, trained.Speed, trained.Best, trained.Training)
	}
	if loss, err := opened.Loss(config.Dev); err != nil || loss != trained.History[3].DevLoss {
		t.Errorf("its dev loss is %v, %v, and was %v", loss, err, trained.History[3].DevLoss)
	}
	relu := toyModel(func(x *Node) *Node { return MaxScalar(x, 0) })
	if _, err := Open(trained.Path, relu, inputs, config.Backend); err == nil ||
		!strings.Contains(err.Error(), "it differs in the model function (how it predicts)") {
		t.Errorf("a tanh model opened as a relu model, or %v", err)
	}
	if _, err := Open(trained.Path, config.Model, shapes.Make(dtypes.Int32, 1, 4), config.Backend); err == nil {
		t.Error("a model of 3 ids opened for 4")
	}
}

func TestOpenSaysWhereAModelComesFrom(t *testing.T) {
	config := pureConfig(t)
	trained := mustTrain(t, config)
	relu := toyModel(func(x *Node) *Node { return MaxScalar(x, 0) })
	wide := toyModel(func(x *Node) *Node { return Concatenate([]*Node{x, x}, -1) })
	inputs := shapes.Make(dtypes.Int32, 1, 3)
	here := makerWith(config.Backend)
	old := func(file *safetensors.File) {
		file.Metadata = map[string]string{"format": "nexttoken 1", "key": "0123456789abcdef",
			"state": file.Metadata[stateKey]}
	}
	for _, test := range []struct {
		name   string
		model  Model
		change func(*safetensors.File)
		note   string
		err    string
	}{
		{"another backend", config.Model, setMaker("xla", here.Platform, here.GoMLX),
			"trained by the backend xla on " + here.Platform, ""},
		{"another platform", config.Model, setMaker("go", "js/wasm", here.GoMLX),
			"trained by the backend go on js/wasm", ""},
		{"another version", config.Model, setMaker("go", here.Platform, "v0.1.0"), "trained with GoMLX v0.1.0", ""},
		{"another version and graph", relu, setMaker("go", here.Platform, "v0.1.0"),
			"trained with GoMLX v0.1.0 on go, where this is", ""},
		{"another version and shape", wide, setMaker("go", here.Platform, "v0.1.0"), "", "/logits/dense/weights"},
		{"another backend and graph", relu, setMaker("xla", here.Platform, here.GoMLX), "",
			"it differs in the model function"},
		{"the format before", relu, old, "a file of an older format", ""},
		{"the format before, another shape", wide, old, "", "/logits/dense/weights"},
		{"a format to come", config.Model, func(file *safetensors.File) { file.Metadata["format"] = "nexttoken 9" },
			"", `its format is "nexttoken 9"`},
	} {
		rewrite(t, trained.Path, test.change, func() {
			opened, err := Open(trained.Path, test.model, inputs, config.Backend)
			switch {
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("%s: error %v, want one with %q", test.name, err, test.err)
			case test.err == "" && (err != nil || !strings.HasPrefix(opened.Note, test.note)):
				t.Errorf("%s: %v, %v, want the note %q", test.name, opened, err, test.note)
			}
		})
	}
}

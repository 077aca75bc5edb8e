package neural

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"nexttoken/internal/notebook"
)

// A page writes the graph of a model in its cell. It must be the same graph as the package's: both have the same key.
func TestThePagesWriteThePackagesGraphs(t *testing.T) {
	for page, c := range map[string]struct {
		code    string
		imports []string
	}{
		"03_model.ipynb": {`
			one := vocab.Letters()
			split := corpus.Split{Train: []string{"abi", "nipun"}}
			key := func(model training.Model) string {
				return cell.Must(neural.Untrained(one, split, 3, training.Config{Model: model, Seed: 1})).Key
			}
			sizes := mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}
			fmt.Print(key(Logits) == key(sizes.Logits))`, nil},
		"10_from_characters_to_chatgpt.ipynb": {`
			key := func(model training.Model) string {
				ids := tensors.FromFlatDataAndDimensions(make([]int32, 2*8), 2, 8)
				labels := tensors.FromFlatDataAndDimensions(make([]int32, 2*8), 2, 8, 1)
				return cell.Must(training.Untrained(training.Config{Model: model, Steps: 1, Batch: 2, Seed: 1,
					Train: training.Examples{Inputs: ids, Labels: labels}})).Key
			}
			s := transformer.Config{Vocabulary: 300, Context: 8, Width: 8, Heads: 2, Blocks: 2,
				NoBias: true, NoGain: true, OwnHead: true}
			fmt.Print(key(gpt(s)) == key(s.Logits))`,
			[]string{"github.com/gomlx/gomlx/core/tensors", "nexttoken/pkg/transformer"}},
	} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			if printed := runOn(t, page, c.code, c.imports...); printed != "true" {
				t.Errorf("the page and the package build different graphs: %s", printed)
			}
		})
	}
}

// runOn runs code together with the declarations of a page, and returns its output.
func runOn(t *testing.T, page, code string, imports ...string) string {
	t.Helper()
	cells, err := notebook.Read(filepath.Join("..", "..", "notebooks", page))
	if err != nil {
		t.Fatal(err)
	}
	declared, err := notebook.NewPage(cells)
	if err != nil {
		t.Fatal(err)
	}
	source, err := declared.Program(code, imports...)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	printed, err := exec.Command("go", "run", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, printed, source)
	}
	return string(printed)
}

package main

import (
	"fmt"
	"time"
)

// kinds are cells of three kinds: each is changed and run again in a page that has run it before.
var kinds = []struct{ name, imports, code string }{
	{"a changed cell: standard library", "", `fmt.Println(%d)`},
	{"a changed cell: the lecture's packages", lecture, `fmt.Println(%d, len(data.Names()), vocab.Letters())
chart.Table("one number", []string{"number"}, [][]string{{"1"}})`},
	{"a changed cell: GoMLX", lecture + gomlx, `chart.Table("one number", []string{"number"}, [][]string{{"1"}})
g := NewGraph(cell.Must(backend.Open()), "g")
g.Compile(Add(Const(g, 1.0), Const(g, 2.0)))
fmt.Println(%d, vocab.Letters().Size(), len(data.Names()))`},
}

const (
	lecture = `import (
	"nexttoken/data"
	"nexttoken/pkg/chart"
	"nexttoken/pkg/vocab"
)
`
	gomlx = `import (
	. "github.com/gomlx/gomlx/core/graph"
	"nexttoken/pkg/backend"
	"nexttoken/pkg/cell"
)
`
)

// visits measures first visits to 00, up to the result of the first cell.
func visits(rounds int) error {
	var opened, first []float64
	var seen []memory
	for range rounds {
		begun := time.Now()
		v, err := begin("00_start_here.ipynb")
		if err != nil {
			return err
		}
		open := time.Since(begun).Seconds()
		_, err = v.run("%%\nfmt.Println(1)", "1\n")
		took := time.Since(begun).Seconds()
		opened, first = append(opened, open), append(first, took)
		if err == nil {
			watched := watch(v.Process()) // it takes time from what it watches
			_, err = v.run("%%\nfmt.Println(2)", "2\n")
			seen = append(seen, watched())
		}
		v.end()
		if err != nil {
			return err
		}
	}
	row("a first visit: the page is there, its kernel is ready", opened, "s")
	row("a first visit: the result of its first cell", first, "s")
	rows("a tab's memory at a cell of the standard library", seen...)
	return nil
}

// cells measures changed cells.
func cells(rounds int) error {
	v, err := begin("00_start_here.ipynb")
	if err != nil {
		return err
	}
	defer v.end()
	for _, kind := range kinds {
		var took []float64
		for i := range rounds + 1 {
			one, err := v.run(fmt.Sprintf(kind.imports+"%%%%\n"+kind.code, i), "")
			if err != nil {
				return err
			}
			if i > 0 {
				took = append(took, one.Seconds())
			}
		}
		row(kind.name, took, "s")
	}
	watched := watch(v.Process()) // it takes time from what it watches
	for i := range kinds {
		last := kinds[len(kinds)-1]
		if _, err := v.run(fmt.Sprintf(last.imports+"%%%%\n"+last.code, rounds+1+i), ""); err != nil {
			return err
		}
	}
	rows("a tab's memory at cells with GoMLX", watched())
	return nil
}

// deck is the training of the deck's model, with another seed each time: no model comes with the site.
const deck = `import (
	"nexttoken/data"
	"nexttoken/pkg/cell"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)
%%%%
split, _, err := corpus.Load(data.Names(), vocab.Letters())
cell.Check(err)
sizes := mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}
cell.Must(neural.Train(vocab.Letters(), split, 3,
	training.Config{Model: sizes.Logits, Steps: 10_000, Batch: 128, Seed: %d}))`

// training measures 10,000 steps.
func training(rounds int) error {
	v, err := begin("05_training.ipynb")
	if err != nil {
		return err
	}
	defer v.end()
	var took []float64
	for i := range rounds {
		one, err := v.run(fmt.Sprintf(deck, i), "")
		if err != nil {
			return err
		}
		took = append(took, one.Seconds())
	}
	row("10,000 steps of the deck's model, with the cell", took, "s")
	return nil
}

package corpus_test

import (
	"fmt"
	"strings"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

func ExampleClean() {
	names, report, err := corpus.Clean("Anna\nzoë\njean-luc\nanna\n", vocab.Letters())
	fmt.Println(names, err)
	fmt.Println(report)
	// Output:
	// [anna zoe] <nil>
	// kept 2 of 4 lines
	// changed 1: upper case, as in "Anna"
	// changed 1: accents or other forms of letters, as in "zoë"
	// dropped 1: a hyphen (the end token), as in "jean-luc"
	// dropped 1: already in the list, as in "anna"
}

func ExampleLoad() {
	split, report, err := corpus.Load(data.Names(), vocab.Letters())
	fmt.Println(report, err)
	fmt.Println(len(split.Train), "train,", len(split.Dev), "dev,", len(split.Test), "test")
	// Output:
	// kept 7929 of 7929 lines <nil>
	// 6308 train, 849 dev, 772 test
}

func ExampleWindows() {
	letters := vocab.Letters()
	examples, _ := corpus.Windows(letters, []string{"abi"}, 3)
	for _, example := range examples {
		context, _ := letters.Decode(example.Context)
		next, _ := letters.Token(example.Next)
		fmt.Println(context, "→", next)
	}
	// Output:
	// --- → a
	// --a → b
	// -ab → i
	// abi → -
}

func ExampleNextCounts() {
	continuations, total := corpus.NextCounts(strings.Fields(data.Names()), "abi")
	fmt.Println(continuations[:5], "of", total)
	// Output: [{- 6} {l 6} {n 6} {r 6} {t 5}] of 39
}

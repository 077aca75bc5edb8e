package wordvec_test

import (
	"fmt"

	"nexttoken/pkg/wordvec"
)

func ExampleTable_Analogy() {
	table, err := wordvec.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	matches, err := table.Analogy("king", "man", "woman", 3)
	for _, match := range matches {
		fmt.Printf("%s %.2f\n", match.Word, match.Similarity)
	}
	fmt.Println(err)
	_, err = table.Analogy("kingg", "man", "woman", 3)
	fmt.Println(err)
	// Output:
	// queen 0.78
	// monarch 0.69
	// throne 0.68
	// <nil>
	// "kingg" is not among the 10000 words: did you mean king, kings, kong?
}

func ExampleTable_Neighbours() {
	table, err := wordvec.New([]string{"north", "east", "northeast", "south"},
		[][]float64{{0, 1}, {1, 0}, {3, 4}, {0, -2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Neighbours("north", 2))
	fmt.Println(table.Neighbours("nort", 2))
	// Output:
	// [{northeast 0.8} {east 0}] <nil>
	// [] "nort" is not among the 4 words: did you mean north, east, south?
}

func ExampleTable_Similarity() {
	table, err := wordvec.New([]string{"north", "northeast", "south"}, [][]float64{{0, 1}, {3, 4}, {0, -2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Similarity("north", "northeast"))
	fmt.Println(table.Similarity("north", "south"))
	// Output:
	// 0.8 <nil>
	// -1 <nil>
}

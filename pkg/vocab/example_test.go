package vocab_test

import (
	"fmt"

	"nexttoken/pkg/vocab"
)

func Example() {
	letters := vocab.Letters()
	fmt.Println(letters.Size(), "symbols:", letters)

	ids, _ := letters.Encode("abi")
	fmt.Println("abi →", ids)

	text, _ := letters.Decode([]int{0, 1, 8, 3, letters.End()})
	fmt.Println("→", text)
	// Output:
	// 27 symbols: a–z and -
	// abi → [0 1 8]
	// → abid-
}

func ExampleVocabulary_Context() {
	letters := vocab.Letters()
	for _, prompt := range []string{"", "a", "abi", "abhi"} {
		context, _ := letters.Context(prompt, 3)
		text, _ := letters.Decode(context)
		fmt.Printf("%-4s → %s %v\n", prompt, text, context)
	}
	_, err := letters.Context("zoë", 3)
	fmt.Println(err)
	// Output:
	//      → --- [26 26 26]
	// a    → --a [26 26 0]
	// abi  → abi [0 1 8]
	// abhi → bhi [1 7 8]
	// prompt "zoë": 'ë' is not in the vocabulary (a–z)
}

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

func ExampleEncodePrompt() {
	letters := vocab.Letters()
	for _, prompt := range []string{"", "a", "abi", "abhi"} {
		ids, _ := vocab.EncodePrompt(letters, prompt)
		context := vocab.Window(ids, 3, letters.End())
		text, _ := letters.Decode(context)
		fmt.Printf("%-4s → %s %v\n", prompt, text, context)
	}
	_, err := vocab.EncodePrompt(letters, "zoë")
	fmt.Println(err)
	// Output:
	//      → --- [26 26 26]
	// a    → --a [26 26 0]
	// abi  → abi [0 1 8]
	// abhi → bhi [1 7 8]
	// prompt "zoë": 'ë' is not in the vocabulary (a–z)
}

func ExampleFromText() {
	v, _ := vocab.FromText(vocab.Words, "a good man, a good wife, a man", 2)
	fmt.Println(v)
	for _, text := range []string{"a good man", "a cat"} {
		ids, _ := v.Encode(text)
		fmt.Println(text, "→", ids)
	}
	// Output:
	// 256 bytes and 3 pieces of text
	// a good man → [97 257 258]
	// a cat → [97 32 99 97 116]
}

package llama_test

import (
	"fmt"

	"nexttoken/pkg/llama"
	"nexttoken/pkg/sample"
)

func Example() {
	model, err := llama.SmolLM2()
	if err != nil {
		fmt.Println(err)
		return
	}
	texts, err := sample.Generate(model, "The capital of France is", 1, sample.Options{MaxTokens: 2})
	fmt.Println(texts[0], err)
	// Output: The capital of France is Paris. <nil>
}

func ExampleChat() {
	fmt.Print(llama.Chat(llama.Turn{Role: "system", Text: "Be short."}, llama.Turn{Role: "user", Text: "Hi"}))
	// Output:
	// <|im_start|>system
	// Be short.<|im_end|>
	// <|im_start|>user
	// Hi<|im_end|>
	// <|im_start|>assistant
}

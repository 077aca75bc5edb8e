package tokens_test

import (
	"fmt"

	"nexttoken/pkg/tokens"
)

func Example() {
	vocabulary, _ := tokens.Build(tokens.Words("a good wife, a good fortune, a good man"), 2)
	fmt.Println(vocabulary.Size()-tokens.Bytes, "words were seen twice")

	ids := vocabulary.Encode(tokens.Words(" a good zoo"))
	for _, id := range ids {
		token, _ := vocabulary.Token(id)
		fmt.Printf("%q ", token)
	}
	text, _ := vocabulary.Decode(ids)
	fmt.Printf("→ %q\n", text)

	// Ten bytes in six tokens; each cost 2 nats.
	fmt.Printf("%.2f bits a byte\n", tokens.BitsPerByte(2, len(ids), len(text)))
	// Output:
	// 2 words were seen twice
	// " a" " good" " " "z" "o" "o" → " a good zoo"
	// 1.57 bits a byte
}

func ExampleWords() {
	fmt.Printf("%q\n", tokens.Words("It is a truth, \"universally\" acknowledged."))
	// Output: ["It" " is" " a" " truth" "," " \"" "universally" "\"" " acknowledged" "."]
}

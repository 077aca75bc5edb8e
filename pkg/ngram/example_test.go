package ngram_test

import (
	"fmt"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/vocab"
)

func Example() {
	letters := vocab.Letters()
	names, _, err := corpus.Load(data.Names(), letters)
	if err != nil {
		fmt.Println(err)
		return
	}
	for context := range 5 {
		model, _ := ngram.Fit(letters, names.Train, context)
		loss, _ := lm.Loss(model, names.Dev)
		counts := lm.Parameters(model)
		fmt.Printf("%d characters of context, %5d counts: %.3f nats per character\n", context, counts, loss)
	}
	// Output:
	// 0 characters of context,    27 counts: 2.813 nats per character
	// 1 characters of context,   567 counts: 2.331 nats per character
	// 2 characters of context,  4250 counts: 2.141 nats per character
	// 3 characters of context, 14992 counts: 2.011 nats per character
	// 4 characters of context, 32652 counts: 1.993 nats per character
}

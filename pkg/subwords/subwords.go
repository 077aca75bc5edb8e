// Package subwords cuts text as GPT-2 and GPT-3 do: into pieces of words, 50,257 of them, which were found once by joining the pairs
// that are most frequent in a large part of the web (byte-pair encoding).
//
// The table is r50k_base, compiled into the program: no internet is needed. Source: Sennrich, Haddow and Birch, Neural Machine Translation of Rare
// Words with Subword Units, ACL 2016; Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section 2.2.
package subwords

import (
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/tiktoken-go/tokenizer/codec"

	"nexttoken/pkg/vocab"
)

// Vocabulary is how many tokens GPT-2 and GPT-3 have, the end of a text among them.
const Vocabulary = 50257

var encoding = sync.OnceValue(codec.NewR50kBase)

// Cut returns the pieces of a text, which one after the other are the text. It returns an error if the text is not UTF-8.
func Cut(text string) ([]string, error) {
	_, pieces, err := encode(text)
	return pieces, err
}

// IDs returns the numbers that the pieces have in GPT-2, from 0 to 50,255. It returns an error if the text is not UTF-8.
func IDs(text string) ([]int, error) {
	found, _, err := encode(text)
	ids := make([]int, len(found))
	for i, id := range found {
		ids[i] = int(id)
	}
	return ids, err
}

func encode(text string) ([]uint, []string, error) {
	if !utf8.ValidString(text) {
		return nil, nil, fmt.Errorf("%s is not valid UTF-8: GPT's subwords are made for text", vocab.Quote(text))
	}
	ids, pieces, err := encoding().Encode(text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be cut: %w", vocab.Quote(text), err)
	}
	return ids, pieces, nil
}

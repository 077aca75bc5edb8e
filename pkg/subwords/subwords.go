// Package subwords cuts text into the tokens of GPT-2 and GPT-3: words and pieces of words, 50,257 of them. OpenAI
// found them with byte-pair encoding: it joined, again and again, the pair of tokens that was the most frequent in a
// large collection of web pages.
//
// The table is r50k_base. It is compiled into the program, so no internet is needed.
//
// Source: Sennrich, Haddow and Birch, Neural Machine Translation of Rare Words with Subword Units, ACL 2016; Radford et
// al., Language Models are Unsupervised Multitask Learners, 2019, section 2.2.
package subwords

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tiktoken-go/tokenizer/codec"

	"nexttoken/internal/quote"
	"nexttoken/pkg/vocab"
)

// Size is the number of tokens of GPT-2 and GPT-3, with the end token.
const Size = 50257

var encoding = sync.OnceValue(codec.NewR50kBase)

// Split cuts a text into GPT-2's tokens. It is a vocab.Splitter: joined in their order, the pieces are the text
// again. A byte that is not UTF-8 is a piece of its own.
func Split(text string) []string {
	var pieces []string
	for len(text) > 0 {
		length := valid(text)
		if length == 0 {
			pieces, text = append(pieces, text[:1]), text[1:]
			continue
		}
		if _, cut, err := encoding().Encode(text[:length]); err == nil { // r50k_base encodes all valid text
			pieces = append(pieces, cut...)
		} else {
			pieces = append(pieces, text[:length])
		}
		text = text[length:]
	}
	return pieces
}

// valid returns the length of the valid UTF-8 that a text begins with.
func valid(text string) int {
	if utf8.ValidString(text) {
		return len(text)
	}
	length := 0
	for {
		r, size := utf8.DecodeRuneInString(text[length:])
		if r == utf8.RuneError && size <= 1 {
			return length
		}
		length += size
	}
}

// GPT2 returns GPT-2's own tokenizer: 50,257 tokens with GPT-2's ids. The end token, <|endoftext|>, has the last id.
func GPT2() vocab.Tokenizer { return gpt2{} }

type gpt2 struct{}

func (gpt2) Size() int { return Size }
func (gpt2) End() int  { return Size - 1 }

// Encode returns the ids that GPT-2 gives a text, in [0, Size). It returns an error if the text is not UTF-8.
func (gpt2) Encode(text string) ([]int, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%s is not valid UTF-8: GPT's subwords are made for text", quote.Text(text))
	}
	found, _, err := encoding().Encode(text)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be cut: %w", quote.Text(text), err)
	}
	ids := make([]int, len(found))
	for i, id := range found {
		ids[i] = int(id)
	}
	return ids, nil
}

// Token returns the text of an id; for some ids it is only a part of a character. It returns an error if the id is not
// in [0, Size).
func (g gpt2) Token(id int) (string, error) {
	if err := vocab.CheckIDs([]int{id}, Size); err != nil {
		return "", err
	}
	if id == g.End() {
		return "<|endoftext|>", nil
	}
	return encoding().Decode([]uint{uint(id)})
}

// Decode returns the text of the ids. It returns an error that names the first id outside [0, Size).
func (g gpt2) Decode(ids []int) (string, error) {
	var text strings.Builder
	for _, id := range ids {
		token, err := g.Token(id)
		if err != nil {
			return "", err
		}
		text.WriteString(token)
	}
	return text.String(), nil
}

package vocab

// Encoding: texts to ids, and ids to texts.

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"nexttoken/internal/quote"
)

var errEmpty = errors.New("this vocabulary has no tokens: make one with Letters, New, FromNames or FromText")

// Encode returns the ids of a text, each in [0, Size). If the end token is in the text, its id is among them.
//
// A vocabulary of a text (FromText) encodes every text: a piece that is not a token becomes the ids of its bytes. A
// vocabulary of characters returns an error if the text is not UTF-8, or if a character is not in the vocabulary; the
// error names the first such character.
func (v *Vocabulary) Encode(text string) ([]int, error) {
	if v.Size() == 0 {
		return nil, errEmpty
	}
	if !v.byteFallback && !utf8.ValidString(text) {
		return nil, fmt.Errorf("%s is not valid UTF-8", quote.Text(text))
	}
	var ids []int
	for _, piece := range v.split(text) {
		if id, found := v.ids[piece]; found {
			ids = append(ids, id)
			continue
		}
		if !v.byteFallback {
			_, err := v.ID(piece)
			return nil, fmt.Errorf("%s: %w", quote.Text(text), err)
		}
		ids = appendBytes(ids, piece)
	}
	return ids, nil
}

// appendBytes appends the ids of the bytes of a piece.
func appendBytes(ids []int, piece string) []int {
	for _, b := range []byte(piece) {
		ids = append(ids, int(b))
	}
	return ids
}

// Decode returns the text of the ids. It returns an error that names the first id outside [0, Size).
func (v *Vocabulary) Decode(ids []int) (string, error) {
	var text strings.Builder
	for _, id := range ids {
		token, err := v.Token(id)
		if err != nil {
			return "", err
		}
		text.WriteString(token)
	}
	return text.String(), nil
}

// TokensOf returns the texts of all tokens, in the order of their ids: [Size]. It returns the first error of Token.
func TokensOf(t Tokenizer) (tokens []string, err error) {
	tokens = make([]string, t.Size())
	for id := range tokens {
		if tokens[id], err = t.Token(id); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// EncodeDocument returns the ids of a whole document, for instance a name, and after them the id of the end token. A
// text that ends with the end token already gets no second one.
//
// It returns an error if the tokenizer cannot encode the text, or if the text holds the end token of a vocabulary of
// characters.
func EncodeDocument(t Tokenizer, text string) ([]int, error) {
	ids, err := encodeInside(t, "name", text)
	if err != nil {
		return nil, err
	}
	if n := len(ids); n > 0 && ids[n-1] == t.End() {
		return ids, nil
	}
	return append(ids, t.End()), nil
}

// EncodeDocuments encodes each document with EncodeDocument, and returns the first error.
//
//	returns: [documents][tokens], ids in [0, Size)
func EncodeDocuments(t Tokenizer, texts []string) ([][]int, error) {
	documents := make([][]int, len(texts))
	for i, text := range texts {
		var err error
		if documents[i], err = EncodeDocument(t, text); err != nil {
			return nil, err
		}
	}
	return documents, nil
}

// EncodePrompt returns the ids of the beginning of a document. The empty prompt has no ids.
//
// It returns an error if the tokenizer cannot encode the text, or if the text holds the end token of a vocabulary of
// characters.
func EncodePrompt(t Tokenizer, prompt string) ([]int, error) {
	return encodeInside(t, "prompt", prompt)
}

// encodeInside encodes a text that may not hold the end token of a vocabulary of characters. Error messages begin with
// what the text is: "name" or "prompt".
func encodeInside(t Tokenizer, what, text string) ([]int, error) {
	if t == nil || t.Size() == 0 {
		return nil, errEmpty
	}
	if v, ok := t.(*Vocabulary); ok && !v.byteFallback && strings.ContainsRune(text, End) {
		return nil, fmt.Errorf("%s %s holds %q, the end token, which only comes after a name",
			what, quote.Text(text), End)
	}
	ids, err := t.Encode(text)
	if err != nil {
		return nil, fmt.Errorf("%s %w", what, err)
	}
	return ids, nil
}

package vocab

// Encoding: texts to ids, with and without the padding of a context, and ids to texts.

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxContext is the longest context that Context accepts: a longer one is taken for a mistake.
const MaxContext = 1024

// Encode returns the ids of the text's characters, the end token among them if the text has it.
// It returns an error that names the first character outside the vocabulary.
func (v *Vocabulary) Encode(text string) ([]int, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%s is not valid UTF-8", Quote(text))
	}
	ids := make([]int, 0, len(text)+1)
	for _, symbol := range text {
		id, err := v.ID(symbol)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", Quote(text), err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// EncodeName returns the ids of a whole name: its characters, and the end token after them.
// It returns an error if a character is outside the vocabulary, or is the end token.
func (v *Vocabulary) EncodeName(name string) ([]int, error) {
	ids, err := v.encodeInside("name", name)
	if err != nil {
		return nil, err
	}
	return append(ids, v.End()), nil
}

// Decode returns the text of the ids, or an error if there is one outside the vocabulary.
func (v *Vocabulary) Decode(ids []int) (string, error) {
	var text strings.Builder
	for _, id := range ids {
		symbol, err := v.Symbol(id)
		if err != nil {
			return "", err
		}
		text.WriteString(symbol)
	}
	return text.String(), nil
}

// Context returns what a model sees after the prompt: the ids of its last length characters, padded at the left with the
// end token. A prompt is the beginning of a name: the empty one stands for the start.
//
//	returns: [length], ids in [0, Size)
//
// It returns an error if the prompt has a character outside the vocabulary or the end token inside, or if length is not
// between 1 and MaxContext.
func (v *Vocabulary) Context(prompt string, length int) ([]int, error) {
	if err := CheckContext(length); err != nil {
		return nil, err
	}
	ids, err := v.encodeInside("prompt", prompt)
	if err != nil {
		return nil, err
	}
	ids = append(v.Padding(length), ids...)
	return ids[len(ids)-length:], nil
}

// Padding returns the context before the first character of a name: the id of the end token, length times.
// A length below 0 counts as 0.
func (v *Vocabulary) Padding(length int) []int {
	ids := make([]int, max(length, 0))
	for i := range ids {
		ids[i] = v.End()
	}
	return ids
}

// CheckContext returns an error if the length of a context is not between 1 and MaxContext.
func CheckContext(length int) error {
	if length < 1 || length > MaxContext {
		return fmt.Errorf("a context of %d characters: it must be between 1 and %d", length, MaxContext)
	}
	return nil
}

// encodeInside encodes a text in which the end token may not be; what says in errors what the text is.
func (v *Vocabulary) encodeInside(what, text string) ([]int, error) {
	if strings.ContainsRune(text, End) {
		return nil, fmt.Errorf("%s %s holds %q, the end token, which only comes after a name", what, Quote(text), End)
	}
	ids, err := v.Encode(text)
	if err != nil {
		return nil, fmt.Errorf("%s %w", what, err)
	}
	return ids, nil
}

// Package bpe is byte-level byte-pair encoding, the tokenizer of GPT-2, Llama 3 and SmolLM2 (Sennrich, Haddow and
// Birch, Neural Machine Translation of Rare Words with Subword Units, 2016; Radford et al., Language Models are
// Unsupervised Multitask Learners, 2019). Page 10 merges by hand; here the merges come from a file.
//
// A text is cut into words, and a word into its bytes. Then the pair of neighbours with the best rank becomes one
// token, again and again, until no pair has a rank.
package bpe

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/pkg/vocab"
)

// Tokenizer encodes texts as ids and decodes ids. It is a vocab.Tokenizer, and never changes. Make one with New.
type Tokenizer struct {
	tokens  []string       // [vocabulary]: the bytes of each token
	ids     map[string]int // of the tokens that are not special
	ranks   map[pair]int   // 0 is merged first
	special map[string]int // ids of the special tokens
	pattern *regexp.Regexp // finds special tokens in a text
	end     int
}

// pair is two neighbours in a word, in bytes.
type pair struct{ left, right string }

// New returns the tokenizer of a file's lists.
//
//	tokens:  [vocabulary], as GPT-2's files write them: "Ġthe" is " the"
//	special: ids of the tokens that are written as they are, such as "<|im_end|>"
//	merges:  "left right", the one that is merged first at the beginning
//	end:     the special token that ends a text
//
// A special token in a text becomes its id. New returns an error if an id is not in the list, if a special token is
// empty or not UTF-8, if a merge is not two tokens that make a third one, or if end is not a special token.
func New(tokens []string, special []int, merges []string, end string) (*Tokenizer, error) {
	t := &Tokenizer{tokens: make([]string, len(tokens)), ids: make(map[string]int, len(tokens)),
		special: make(map[string]int, len(special))}
	if err := vocab.CheckIDs(special, len(tokens)); err != nil {
		return nil, fmt.Errorf("a special token: %w", err)
	}
	for _, id := range special {
		if tokens[id] == "" || !utf8.ValidString(tokens[id]) {
			return nil, fmt.Errorf("the special token %d is %q: it must be a text", id, tokens[id])
		}
		t.special[tokens[id]] = id
	}
	for id, written := range tokens {
		if _, special := t.special[written]; special {
			t.tokens[id] = written
			continue
		}
		t.tokens[id] = unwritten(written)
		t.ids[t.tokens[id]] = id
	}
	if err := errors.Join(t.setEnd(end), t.setRanks(merges)); err != nil {
		return nil, err
	}
	return t, nil
}

// setEnd sets the end token, and the pattern that finds special tokens, longer ones first.
func (t *Tokenizer) setEnd(end string) error {
	id, known := t.special[end]
	if !known {
		return fmt.Errorf("%q is no special token, and cannot end a text", end)
	}
	t.end = id
	longest := slices.SortedFunc(maps.Keys(t.special), func(a, b string) int { return len(b) - len(a) })
	for i, token := range longest {
		longest[i] = regexp.QuoteMeta(token)
	}
	t.pattern = regexp.MustCompile(strings.Join(longest, "|"))
	return nil
}

func (t *Tokenizer) setRanks(merges []string) error {
	t.ranks = make(map[pair]int, len(merges))
	for rank, merge := range merges {
		left, right, found := strings.Cut(merge, " ")
		p := pair{unwritten(left), unwritten(right)}
		if _, known := t.ids[p.left+p.right]; !found || !known {
			return fmt.Errorf("merge %d is %q: it must be two tokens that make a third one", rank, merge)
		}
		t.ranks[p] = rank
	}
	return nil
}

// Size returns the number of tokens.
func (t *Tokenizer) Size() int { return len(t.tokens) }

// End returns the id of the token that ends a text.
func (t *Tokenizer) End() int { return t.end }

// Token returns the bytes of a token: perhaps only a part of a character. It returns an error for an id outside
// [0, Size).
func (t *Tokenizer) Token(id int) (string, error) { return t.Decode([]int{id}) }

// Decode returns the text of ids, special tokens too. It returns an error for an id outside [0, Size).
func (t *Tokenizer) Decode(ids []int) (string, error) {
	if err := vocab.CheckIDs(ids, t.Size()); err != nil {
		return "", err
	}
	var text strings.Builder
	for _, id := range ids {
		text.WriteString(t.tokens[id])
	}
	return text.String(), nil
}

// Encode returns the ids of a text. A special token in the text becomes its id.
//
// Some files have no token for some single bytes, which occur in no text that is UTF-8 or are very rare. Encode returns
// an error that names the first such byte.
func (t *Tokenizer) Encode(text string) (ids []int, err error) {
	for text != "" {
		at := t.pattern.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		for _, word := range Words(text[:at[0]]) {
			if ids, err = t.appendWord(ids, word); err != nil {
				return nil, err
			}
		}
		if found := text[at[0]:at[1]]; found != "" {
			ids = append(ids, t.special[found])
		}
		text = text[at[1]:]
	}
	return ids, nil
}

// appendWord appends the ids of a word.
func (t *Tokenizer) appendWord(ids []int, word string) ([]int, error) {
	for _, part := range t.merge(word) {
		id, known := t.ids[part]
		if !known {
			return nil, fmt.Errorf("the byte %#x in %q has no token: leave it out", part[0], word)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// merge cuts a word into bytes, and joins the neighbours with the best rank, from left to right, until none have one.
func (t *Tokenizer) merge(word string) (parts []string) {
	for i := range len(word) {
		parts = append(parts, word[i:i+1])
	}
	for {
		best, found := t.best(parts)
		if !found {
			return parts
		}
		parts = joined(parts, best)
	}
}

// best returns the neighbours with the best rank.
func (t *Tokenizer) best(parts []string) (best pair, found bool) {
	lowest := len(t.ranks)
	for i := 1; i < len(parts); i++ {
		p := pair{parts[i-1], parts[i]}
		if rank, ranked := t.ranks[p]; ranked && rank < lowest {
			best, lowest, found = p, rank, true
		}
	}
	return best, found
}

// joined joins a pair wherever it is in parts. The result takes the memory of parts.
func joined(parts []string, p pair) []string {
	result := parts[:0]
	for i := 0; i < len(parts); i++ {
		if i+1 < len(parts) && (pair{parts[i], parts[i+1]}) == p {
			result = append(result, p.left+p.right)
			i++
			continue
		}
		result = append(result, parts[i])
	}
	return result
}

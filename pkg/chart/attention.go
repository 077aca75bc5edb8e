package chart

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"nexttoken/pkg/sample"
)

// attentionSide is the width and the height of a token, in pixels.
const attentionSide = 24

// Attention draws the attention weights of each token, a row, to itself and the tokens before it, as colours, with a
// slider over the heads (Vaswani et al., Attention Is All You Need, 2017). It opens on the head that informative
// returns.
//
//	tokens: [tokens]
//	shares: [heads][tokens][tokens], weights from 0 to 1; the weights of later tokens are not drawn and may be missing
func Attention(title string, tokens []string, shares [][][]float64) {
	show(attention(title, tokens, shares))
}

func attention(title string, tokens []string, shares [][][]float64) (picture, error) {
	if len(shares) == 0 {
		return picture{}, errors.New("there are no heads: give the weights of at least one")
	}
	var rows []row
	for head, table := range shares {
		if err := sameLength("tokens", len(tokens), fmt.Sprintf("rows of head %d", head+1), len(table)); err != nil {
			return picture{}, err
		}
		for i, numbers := range table {
			if len(numbers) <= i {
				return picture{}, fmt.Errorf("head %d: row %d has %d shares: it must have at least %d",
					head+1, i+1, len(numbers), i+1)
			}
			if err := probable(numbers); err != nil {
				return picture{}, fmt.Errorf("head %d, row %d: %w", head+1, i+1, err)
			}
			for j, share := range numbers[:i+1] {
				rows = append(rows, row{"head": head + 1, "from": i, "to": j, "share": rounded(share)})
			}
		}
	}
	p, err := load("attention", title, attentionText(tokens, shares), rows)
	if err == nil {
		lastStep(p.spec, len(shares))
		set(p.spec, informative(shares)+1, "params", 0, "value")
		frameAttention(p.spec, tokens)
		set(p.spec, spec{"expr": fmt.Sprintf("'head ' + head + ' of %d'", len(shares))}, "title", "subtitle")
	}
	return p, err
}

// informative returns the index of the head that says most about where a token looks: the one with the largest
// H(mean row) − mean H(row), where H is the entropy. It is 0 for a head whose rows are all the same, for instance one
// that looks at the first token only, or at all tokens equally. It is large if each token looks at one place, and
// different tokens at different places. (It is the mutual information of the token that looks and the one it looks at.)
//
//	shares: [heads][tokens][tokens]; weights of later tokens may be missing
func informative(shares [][][]float64) int {
	best, most := 0, math.Inf(-1)
	for head, table := range shares {
		mean, entropy := make([]float64, len(table)), 0.0
		for i, row := range table {
			for j, share := range row[:i+1] {
				mean[j] += share / float64(len(table))
			}
			entropy += sample.Entropy(row[:i+1]) / float64(len(table))
		}
		if information := sample.Entropy(mean) - entropy; information > most {
			best, most = head, information
		}
	}
	return best
}

// frameAttention sets the size and the names of rows and columns. The data have the places of the tokens, because a
// token may occur twice.
func frameAttention(filled spec, tokens []string) {
	filled["width"], filled["height"] = attentionSide*len(tokens), attentionSide*len(tokens)
	filled["params"] = append(filled["params"].([]any), spec{"name": "tokens", "value": tokens})
}

// attentionText returns the text alternative: for each head, the token with the largest weight for the last token.
func attentionText(tokens []string, shares [][][]float64) string {
	last := len(tokens) - 1
	text := fmt.Sprintf("A table of %d tokens as colours, with a slider over %d heads. Where %q looks most:",
		len(tokens), len(shares), tokens[last])
	for head, table := range shares {
		most := slices.Max(table[last][:last+1])
		text += fmt.Sprintf(" head %d: %q, %.0f %%;", head+1, tokens[slices.Index(table[last], most)], 100*most)
	}
	return text[:len(text)-1] + "."
}

package chart

import (
	"fmt"
	"slices"
)

// attentionSide is how many pixels a token is wide and high.
const attentionSide = 24

// Attention draws how each token, a row, shares its attention among those up to it, with a slider over the heads.
//
//	shares: [heads][tokens][tokens]; those after a token itself are not drawn
func Attention(title string, tokens []string, shares [][][]float64) {
	show(attention(title, tokens, shares))
}

func attention(title string, tokens []string, shares [][][]float64) (picture, error) {
	if len(shares) == 0 {
		return picture{}, fmt.Errorf("there are no heads")
	}
	var rows []row
	for head, table := range shares {
		if err := sameLength("tokens", len(tokens), fmt.Sprintf("rows of head %d", head+1), len(table)); err != nil {
			return picture{}, err
		}
		for i, numbers := range table {
			if len(numbers) <= i {
				return picture{}, fmt.Errorf("head %d: row %d has %d shares, and needs %d", head+1, i+1, len(numbers), i+1)
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
		slider(p.spec, len(shares))
		frameAttention(p.spec, tokens)
	}
	return p, err
}

// frameAttention names the rows and columns by their tokens: one may stand there twice, so the data hold places.
func frameAttention(filled spec, tokens []string) {
	filled["width"], filled["height"] = attentionSide*len(tokens), attentionSide*len(tokens)
	filled["params"] = append(filled["params"].([]any), spec{"name": "tokens", "value": tokens})
}

// attentionText says for each head where the last token looks most.
func attentionText(tokens []string, shares [][][]float64) string {
	last := len(tokens) - 1
	text := fmt.Sprintf("A table of %d tokens as colours, with a slider over %d heads. Where %q looks most:", len(tokens), len(shares), tokens[last])
	for head, table := range shares {
		most := slices.Max(table[last][:last+1])
		text += fmt.Sprintf(" head %d: %q, %.0f %%;", head+1, tokens[slices.Index(table[last], most)], 100*most)
	}
	return text[:len(text)-1] + "."
}

package transformer

// How many parameters a transformer has, by formula.

import (
	"fmt"

	"nexttoken/pkg/lm"
)

// Layers returns the number of parameters of each part, by formula. With V for the vocabulary, n for the context and d
// for the width, these are V·d for the tokens and n·d for the positions; in each block 4d² + 4d for attention (query,
// key, value, output), 8d² + 5d for the perceptron (d → 4d → d) and 4d for two normalisations; and 2d for the last
// normalisation.
//
// NoBias leaves out the 4d and the 5d. NoGain leaves out the normalisations. OwnHead adds d·V for the head.
func (c Config) Layers() []lm.Layer {
	v, n, d := c.Vocabulary, c.Context, c.Width
	parts := append([]lm.Layer{layer("tokens", v*d, "%d × %d", v, d), layer("positions", n*d, "%d × %d", n, d)},
		c.blockLayers()...)
	if !c.NoGain {
		parts = append(parts, layer("normalisations", (c.Blocks*4+2)*d, "(%d × 4 + 2) × %d", c.Blocks, d))
	}
	if c.OwnHead {
		parts = append(parts, layer("head", d*v, "%d × %d", d, v))
	}
	return parts
}

// blockLayers returns the parts of all blocks.
func (c Config) blockLayers() []lm.Layer {
	d, blocks := c.Width, c.Blocks
	if c.NoBias {
		return []lm.Layer{
			layer("attention", blocks*4*d*d, "%d × 4 × %d²", blocks, d),
			layer("MLP", blocks*8*d*d, "%d × 8 × %d²", blocks, d),
		}
	}
	return []lm.Layer{
		layer("attention", blocks*(4*d*d+4*d), "%d × (4 × %d² + 4 × %d)", blocks, d, d),
		layer("MLP", blocks*(8*d*d+5*d), "%d × (8 × %d² + 5 × %d)", blocks, d, d),
	}
}

func layer(name string, count int, formula string, sizes ...any) lm.Layer {
	return lm.Layer{Name: name, Formula: fmt.Sprintf(formula, sizes...), Count: count}
}

// Parameters returns the number of parameters by formula, the sum over Layers. For a GPT-2 it is
// V·d + n·d + blocks·(12d² + 13d) + 2d; for microgpt, V·d + n·d + blocks·12d² + d·V.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }

package transformer

// The same GPT with one number at a time, without GoMLX: slow, and every step is visible. Karpathy's microgpt works
// like this.

import (
	"errors"
	"fmt"
	"math"

	"nexttoken/pkg/autograd"
)

// ByNumbers is a GPT that computes with single numbers, which know their gradients.
type ByNumbers struct {
	config Config
	tables map[string][]vector
}

// vector is the numbers at one position.
type vector []*autograd.Value

// ByNumbers returns the GPT with the parameters of a trained one. table returns the parameters of a layer, [rows]
// [columns], from its name, as the method Table of a trained model does.
//
// It returns an error for what Check or table returns one for, and if the GPT has biases, gains, or no head of its own.
func (c Config) ByNumbers(table func(name string) ([][]float64, error)) (*ByNumbers, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if !c.NoBias || !c.NoGain || !c.OwnHead {
		return nil, errors.New("a GPT by numbers needs NoBias, NoGain and OwnHead, as microgpt has")
	}
	tables := map[string][]vector{}
	for _, name := range c.tableNames() {
		rows, err := table(name)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			tables[name] = append(tables[name], numbers(row))
		}
	}
	return &ByNumbers{c, tables}, nil
}

// tableNames returns the names of the layers' parameters in GoMLX.
func (c Config) tableNames() []string {
	names := []string{"/tokens/embeddings", "/places/embeddings", "/head/dense/weights"}
	for block := range c.Blocks {
		for _, layer := range []string{"query", "key", "value", "output", "hidden", "back"} {
			names = append(names, inBlock(block, layer))
		}
	}
	return names
}

func inBlock(block int, layer string) string {
	return fmt.Sprintf("/block%d/%s/dense/weights", block+1, layer)
}

// Loss returns the mean of −ln of the probability of each token after the first, in nats. Its Backward finds the
// gradient of each parameter.
//
//	ids: a document with the end token before and after it, at most Context + 1 tokens
//
// It returns an error if there are fewer than two ids or more than Context + 1, or if one is not in the vocabulary.
func (b *ByNumbers) Loss(ids []int) (*autograd.Value, error) {
	if len(ids) < 2 || len(ids) > b.config.Context+1 {
		return nil, fmt.Errorf("%d ids: give at least 2, and at most %d", len(ids), b.config.Context+1)
	}
	for _, id := range ids {
		if id < 0 || id >= b.config.Vocabulary {
			return nil, fmt.Errorf("id %d is not in the vocabulary (0 to %d)", id, b.config.Vocabulary-1)
		}
	}
	past, sum := make([]past, b.config.Blocks), autograd.New(0)
	for place, id := range ids[:len(ids)-1] {
		probabilities := softmax(b.logits(past, place, id))
		sum = sum.Add(probabilities[ids[place+1]].Log())
	}
	return times(sum, -1/float64(len(ids)-1)), nil
}

// past holds the keys and the values of a block, at all places so far.
type past struct{ keys, values []vector }

// logits returns the logits after the token at a place, and adds its keys and values to the past of each block.
func (b *ByNumbers) logits(past []past, place, id int) vector {
	x := plus(b.tables["/tokens/embeddings"][id], b.tables["/places/embeddings"][place])
	for block := range past {
		x = plus(x, b.apply(b.attend(&past[block], block, normalised(x)), inBlock(block, "output")))
		hidden := b.apply(normalised(x), inBlock(block, "hidden"))
		for i := range hidden {
			hidden[i] = gelu(hidden[i])
		}
		x = plus(x, b.apply(hidden, inBlock(block, "back")))
	}
	return b.apply(normalised(x), "/head/dense/weights")
}

// attend returns the mixtures of all heads, side by side.
func (b *ByNumbers) attend(past *past, block int, x vector) (mixed vector) {
	query := b.apply(x, inBlock(block, "query"))
	past.keys = append(past.keys, b.apply(x, inBlock(block, "key")))
	past.values = append(past.values, b.apply(x, inBlock(block, "value")))
	size := b.config.Width / b.config.Heads
	for from := 0; from < b.config.Width; from += size {
		var scores vector
		for _, key := range past.keys {
			scores = append(scores, times(dot(query[from:from+size], key[from:from+size]), 1/math.Sqrt(float64(size))))
		}
		weights := softmax(scores)
		for i := from; i < from+size; i++ {
			sum := autograd.New(0)
			for place, weight := range weights {
				sum = sum.Add(weight.Mul(past.values[place][i]))
			}
			mixed = append(mixed, sum)
		}
	}
	return mixed
}

// apply returns x times a matrix, [rows][columns] with as many rows as x has numbers.
func (b *ByNumbers) apply(x vector, layer string) vector {
	var result vector
	for i, row := range b.tables[layer] {
		for j, weight := range row {
			if product := x[i].Mul(weight); i == 0 {
				result = append(result, product)
			} else {
				result[j] = result[j].Add(product)
			}
		}
	}
	return result
}

func numbers(xs []float64) vector {
	v := make(vector, len(xs))
	for i, x := range xs {
		v[i] = autograd.New(x)
	}
	return v
}

func times(x *autograd.Value, factor float64) *autograd.Value { return x.Mul(autograd.New(factor)) }

func plus(a, b vector) vector {
	sum := make(vector, len(a))
	for i := range a {
		sum[i] = a[i].Add(b[i])
	}
	return sum
}

func dot(a, b vector) *autograd.Value {
	sum := a[0].Mul(b[0])
	for i := 1; i < len(a); i++ {
		sum = sum.Add(a[i].Mul(b[i]))
	}
	return sum
}

// normalised divides a vector by its root mean square; 1e-6 keeps it from dividing by 0.
func normalised(x vector) vector {
	square := times(dot(x, x), 1/float64(len(x))).Add(autograd.New(1e-6))
	factor, scaled := times(square.Log(), -0.5).Exp(), make(vector, len(x))
	for i := range x {
		scaled[i] = x[i].Mul(factor)
	}
	return scaled
}

func softmax(scores vector) vector {
	largest := math.Inf(-1)
	for _, score := range scores {
		largest = max(largest, score.Data)
	}
	powers, sum := make(vector, len(scores)), autograd.New(0)
	for i, score := range scores {
		powers[i] = score.Add(autograd.New(-largest)).Exp() // so that Exp does not overflow
		sum = sum.Add(powers[i])
	}
	divisor := times(sum.Log(), -1).Exp()
	for i := range powers {
		powers[i] = powers[i].Mul(divisor)
	}
	return powers
}

// gelu is x·Φ(x), approximated with tanh as in GPT-2 (Hendrycks and Gimpel, Gaussian Error Linear Units, 2016).
func gelu(x *autograd.Value) *autograd.Value {
	cube := times(x.Mul(x).Mul(x), 0.044715)
	half := times(times(x.Add(cube), math.Sqrt(2/math.Pi)).Tanh().Add(autograd.New(1)), 0.5)
	return x.Mul(half)
}

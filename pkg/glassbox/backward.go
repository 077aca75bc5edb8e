package glassbox

import "slices"

// Gradients are the slopes of the loss: by how much it grows for each unit that a number grows. The chain rule gives
// them one after the other, from the logits back to the table.
type Gradients struct {
	Logits []float64   // [symbols]: p − y, where y is 1 for the letter that came next, else 0
	W2     [][]float64 // [symbols][hidden]: the slope of the logit · the hidden number
	B2     []float64   // [symbols]: the slope of the logit
	Hidden []float64   // [hidden]: over all logits, the sum of slope · weight
	Sums   []float64   // [hidden]: the slope of the hidden number · (1 − hidden²), which is the slope of tanh
	W1     [][]float64 // [hidden][inputs]
	B1     []float64   // [hidden]
	Inputs []float64   // [inputs]
	Table  [][]float64 // [symbols][embedding]: a letter that stands twice in the context gets both parts, added
}

// Backward computes the gradients of the loss for a context of three letters and the letter that came next. Its errors
// are those of Loss.
func (n Network) Backward(context, next string) (Gradients, error) {
	target, err := rowOf(next)
	if err != nil {
		return Gradients{}, err
	}
	v, err := n.Forward(context)
	if err != nil {
		return Gradients{}, err
	}
	g := Gradients{Logits: slices.Clone(v.Probabilities)}
	g.Logits[target]--
	g.W2, g.B2, g.Hidden = layerBackward(n.W2, v.Hidden, g.Logits)
	for i, slope := range g.Hidden {
		g.Sums = append(g.Sums, slope*(1-v.Hidden[i]*v.Hidden[i]))
	}
	g.W1, g.B1, g.Inputs = layerBackward(n.W1, v.Inputs, g.Sums)
	g.Table = tableBackward(v.Rows, g.Inputs)
	return g, nil
}

// layerBackward returns the slopes of a layer's weights, biases and inputs, from those of its results.
func layerBackward(
	weights [][]float64, inputs, results []float64,
) (ofWeights [][]float64, ofBiases, ofInputs []float64) {
	ofInputs = make([]float64, len(inputs))
	for i, slope := range results {
		row := make([]float64, len(inputs))
		for j, input := range inputs {
			row[j] = slope * input
			ofInputs[j] += slope * weights[i][j]
		}
		ofWeights = append(ofWeights, row)
	}
	return ofWeights, slices.Clone(results), ofInputs
}

// tableBackward adds the slopes of the inputs to the rows that they were looked up from.
func tableBackward(rows []int, inputs []float64) [][]float64 {
	table := make([][]float64, Symbols)
	for i := range table {
		table[i] = make([]float64, Embedding)
	}
	for i, slope := range inputs {
		table[rows[i/Embedding]][i%Embedding] += slope
	}
	return table
}

// Update returns the network after one step of gradient descent: each parameter minus rate · its gradient.
func (n Network) Update(g Gradients, rate float64) Network {
	return Network{
		Table: stepRows(n.Table, g.Table, rate),
		W1:    stepRows(n.W1, g.W1, rate), B1: step(n.B1, g.B1, rate),
		W2: stepRows(n.W2, g.W2, rate), B2: step(n.B2, g.B2, rate),
	}
}

func stepRows(rows, slopes [][]float64, rate float64) [][]float64 {
	moved := make([][]float64, len(rows))
	for i := range rows {
		moved[i] = step(rows[i], slopes[i], rate)
	}
	return moved
}

func step(numbers, slopes []float64, rate float64) []float64 {
	moved := slices.Clone(numbers)
	for i := range moved {
		moved[i] -= rate * slopes[i]
	}
	return moved
}

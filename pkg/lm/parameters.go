package lm

// Layer is one line of the table of a model's parameters: mlp.Config and transformer.Config compute it from their
// sizes.
type Layer struct {
	Name    string // name of the part: "embedding", "hidden1", "attention"
	Formula string // the computation of Count, with numbers: "27 × 2"
	Count   int    // how many parameters the part has: numbers that training changes
}

// Total returns the sum of the layers' counts.
func Total(layers []Layer) int {
	sum := 0
	for _, layer := range layers {
		sum += layer.Count
	}
	return sum
}

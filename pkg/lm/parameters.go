package lm

// Layer is a line of a model's table of parameters, which an architecture gives by formula.
type Layer struct {
	Name    string // of the part: "embedding", "hidden1", "attention"
	Formula string // how Count comes about, in numbers: "27 × 2"
	Count   int    // numbers that training adjusts
}

// Total returns the sum of the layers' counts.
func Total(layers []Layer) int {
	sum := 0
	for _, layer := range layers {
		sum += layer.Count
	}
	return sum
}

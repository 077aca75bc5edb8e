package transformer

// Gradient returns the slope that Backward found for a number of a layer.
func (b *ByNumbers) Gradient(layer string, row, column int) float64 {
	return b.tables[layer][row][column].Grad
}

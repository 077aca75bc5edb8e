package chart

// Baseline is a loss that needs no training, such as that of a model which counts: a thin line in a loss curve.
type Baseline struct {
	Name string
	Loss float64 // in the unit of the curve
}

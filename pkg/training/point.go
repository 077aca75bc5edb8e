package training

import (
	"encoding/json"
	"math"
)

// Point is one evaluation.
type Point struct {
	Step      int     // steps done before it
	TrainLoss float64 // mean loss of the batches since the evaluation before; NaN at step 0
	DevLoss   float64 // mean loss of all dev examples; NaN where there are none
}

// pointJSON is a Point as it is saved: JSON has no NaN.
type pointJSON struct {
	Step      int      `json:"step"`
	TrainLoss *float64 `json:"train"`
	DevLoss   *float64 `json:"dev"`
}

// MarshalJSON writes NaN as null.
func (p Point) MarshalJSON() ([]byte, error) {
	return json.Marshal(pointJSON{p.Step, orNil(p.TrainLoss), orNil(p.DevLoss)})
}

// UnmarshalJSON reads null as NaN.
func (p *Point) UnmarshalJSON(data []byte) error {
	var saved pointJSON
	if err := json.Unmarshal(data, &saved); err != nil {
		return err
	}
	*p = Point{saved.Step, orNaN(saved.TrainLoss), orNaN(saved.DevLoss)}
	return nil
}

func orNil(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

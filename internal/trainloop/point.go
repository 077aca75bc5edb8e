package trainloop

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Point is one evaluation. Losses are means in nats, where the loss is cross-entropy.
type Point struct {
	Step      int     // steps done before it
	TrainLoss float64 // mean loss of the batches since the evaluation before; NaN at step 0
	DevLoss   float64 // mean loss of all dev examples; NaN where there are none
}

// pointJSON is a Point as it is saved.
type pointJSON struct {
	Step      int    `json:"step"`
	TrainLoss number `json:"train"`
	DevLoss   number `json:"dev"`
}

// number is a float64 as it is saved: JSON has neither NaN, which is saved as null, nor infinity, which is saved as
// "+Inf" or "-Inf".
type number float64

// MarshalJSON writes every number so that UnmarshalJSON reads the same one.
func (p Point) MarshalJSON() ([]byte, error) {
	return json.Marshal(pointJSON{p.Step, number(p.TrainLoss), number(p.DevLoss)})
}

// UnmarshalJSON reads what MarshalJSON writes. A loss that is missing is NaN.
func (p *Point) UnmarshalJSON(data []byte) error {
	saved := pointJSON{TrainLoss: number(math.NaN()), DevLoss: number(math.NaN())}
	if err := json.Unmarshal(data, &saved); err != nil {
		return err
	}
	*p = Point{saved.Step, float64(saved.TrainLoss), float64(saved.DevLoss)}
	return nil
}

func (n number) MarshalJSON() ([]byte, error) {
	x := float64(n)
	switch {
	case math.IsNaN(x):
		return []byte("null"), nil
	case math.IsInf(x, 0):
		return fmt.Appendf(nil, "%q", strconv.FormatFloat(x, 'g', -1, 64)), nil
	}
	return json.Marshal(x)
}

func (n *number) UnmarshalJSON(data []byte) error {
	switch text := string(data); text {
	case "null":
		*n = number(math.NaN())
	case `"+Inf"`:
		*n = number(math.Inf(1))
	case `"-Inf"`:
		*n = number(math.Inf(-1))
	default:
		return json.Unmarshal(data, (*float64)(n))
	}
	return nil
}

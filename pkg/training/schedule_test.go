package training

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

func rateAt(t *testing.T, schedule Schedule, step float32) float64 {
	t.Helper()
	rate := MustExecOnce(xla(t), func(step *Node) *Node { return schedule(step) }, step)
	return float64(tensors.ToScalar[float32](rate))
}

func TestSchedulesByHand(t *testing.T) {
	cases := []struct {
		name     string
		schedule Schedule
		step     float32
		want     float64
	}{
		{"constant", Constant(0.01), 70, 0.01},
		{"cosine starts at the rate", Cosine(0.01, 100), 0, 0.01},
		{"a quarter of the way: (1 + cos 45°)/2", Cosine(0.01, 100), 25, 0.00853553},
		{"half of the way", Cosine(0.01, 100), 50, 0.005},
		{"cosine ends at zero", Cosine(0.01, 100), 100, 0},
		{"and stays there", Cosine(0.01, 100), 130, 0},
		{"warm-up starts with a step's share", WarmUp(10, Constant(0.01)), 0, 0.001},
		{"warm-up, half of the way", WarmUp(10, Constant(0.01)), 4, 0.005},
		{"after the warm-up", WarmUp(10, Constant(0.01)), 30, 0.01},
	}
	for _, c := range cases {
		if got := rateAt(t, c.schedule, c.step); math.Abs(got-c.want) > 1e-8 {
			t.Errorf("%s: %v at step %v, want %v", c.name, got, c.step, c.want)
		}
	}
}

func TestClippingByHand(t *testing.T) {
	// The norm of (3, 4, 12) is 13.
	results := MustExecOnceN(xla(t), func(x, y *Node) []*Node { return clip([]*Node{x, y}, 1.3) }, []float32{3, 4},
		float32(12))
	got := append(tensors.MustCopyFlatData[float32](results[0]), tensors.ToScalar[float32](results[1]))
	for i, want := range []float32{0.3, 0.4, 1.2} {
		if math.Abs(float64(got[i]-want)) > 1e-6 {
			t.Errorf("clipped to %v, want 0.3, 0.4, 1.2", got)
			break
		}
	}
	results = MustExecOnceN(xla(t), func(x *Node) []*Node { return clip([]*Node{x}, 100) }, []float32{3, 4})
	if got := tensors.MustCopyFlatData[float32](results[0]); got[0] != 3 || got[1] != 4 {
		t.Errorf("short gradients became %v", got)
	}
}

package pca

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func ExampleProject() {
	// Three points on the line y = x: one direction tells everything.
	points, explained, err := Project([][]float64{{0, 0}, {1, 1}, {2, 2}}, 1)
	fmt.Printf("%.3f %.3f %v\n", points, explained, err)
	// Output: [[-1.414] [0.000] [1.414]] [1.000] <nil>
}

func TestByHand(t *testing.T) {
	// A cross: spread 4 along y, 1 along x. Variances 32/4·… are in the proportion 16 : 1.
	points, explained, err := Project([][]float64{{1, 0}, {-1, 0}, {0, 4}, {0, -4}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float64{{0, 1}, {0, -1}, {4, 0}, {-4, 0}}
	for i := range want {
		for k := range want[i] {
			if math.Abs(points[i][k]-want[i][k]) > 1e-12 {
				t.Fatalf("projected to %v, want %v", points, want)
			}
		}
	}
	if math.Abs(explained[0]-16.0/17) > 1e-12 || math.Abs(explained[0]+explained[1]-1) > 1e-12 {
		t.Errorf("explained %v, want 16/17 and 1/17", explained)
	}
}

// With all dimensions kept, a projection is a rotation: no distance changes.
func TestDistancesStay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, 20)
	for i := range rows {
		for range 5 {
			rows[i] = append(rows[i], random.NormFloat64())
		}
	}
	points, explained, err := Project(rows, 5)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for j := range rows {
			if math.Abs(distance(rows[i], rows[j])-distance(points[i], points[j])) > 1e-9 {
				t.Fatalf("the distance of %d and %d changed", i, j)
			}
		}
	}
	for k := 1; k < 5; k++ {
		if explained[k] > explained[k-1] {
			t.Errorf("explained %v does not fall", explained)
		}
	}
}

func distance(a, b []float64) (sum float64) {
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

func TestBadInput(t *testing.T) {
	cases := []struct {
		rows       [][]float64
		dimensions int
		says       string
	}{
		{nil, 1, "0 points"},
		{[][]float64{{1, 2}}, 1, "1 points"},
		{[][]float64{{1, 2}, {3}}, 1, "point 1 has 1 numbers"},
		{[][]float64{{1, 2}, {3, math.NaN()}}, 1, "holds NaN"},
		{[][]float64{{1, 2}, {3, 4}}, 3, "take 1 to 2"},
		{[][]float64{{1, 2}, {3, 4}}, 0, "0 dimensions"},
	}
	for _, c := range cases {
		if _, _, err := Project(c.rows, c.dimensions); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want a sentence with %q", c.rows, err, c.says)
		}
	}
	if points, explained, err := Project([][]float64{{1, 1}, {1, 1}, {1, 1}}, 2); err != nil || points[0][0] != 0 || explained[0] != 0 {
		t.Errorf("three equal points: %v, %v, %v", points, explained, err)
	}
}

package pca

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func ExampleProject() {
	// Three points on the line y = x: one direction explains all that varies.
	points, explained, err := Project([][]float64{{0, 0}, {1, 1}, {2, 2}}, 1)
	fmt.Printf("%.3f %.3f %v\n", points, explained, err)
	// Output: [[-1.414] [0.000] [1.414]] [1.000] <nil>
}

func TestByHand(t *testing.T) {
	// A cross: ±4 along y, ±1 along x. The variances are 2·16/3 and 2·1/3.
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

// Six points on three axes, at ±3, ±2 and ±1: the variances are 2·9/5, 2·4/5 and 2·1/5, so of all variance the first
// direction explains 9/14 and the second 4/14. The third is dropped, and still counts: the shares add up to 13/14.
func TestSharesAreOfAllVariance(t *testing.T) {
	rows := [][]float64{{0, 0, 3}, {0, 0, -3}, {2, 0, 0}, {-2, 0, 0}, {0, 1, 0}, {0, -1, 0}}
	points, explained, err := Project(rows, 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(explained) != 2 || math.Abs(explained[0]-9.0/14) > 1e-12 || math.Abs(explained[1]-4.0/14) > 1e-12 {
		t.Errorf("explained %v, want 9/14 and 4/14", explained)
	}
	want := [][]float64{{3, 0}, {-3, 0}, {0, 2}, {0, -2}, {0, 0}, {0, 0}}
	for i := range want {
		if distance(points[i], want[i]) > 1e-12 {
			t.Errorf("point %d is projected to %v, want %v", i, points[i], want[i])
		}
	}
}

// Moving all points changes nothing, and turning all of them over changes the signs.
func TestTheMeanIsTakenAwayAndTheSignIsFixed(t *testing.T) {
	rows := [][]float64{{7, 10}, {5, 10}, {6, 14}, {6, 6}} // the cross of TestByHand, moved by 6 and 10
	points, _, err := Project(rows, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]float64{{0, 1}, {0, -1}, {4, 0}, {-4, 0}} {
		if distance(points[i], want) > 1e-12 {
			t.Errorf("point %d is projected to %v, want %v", i, points[i], want)
		}
	}
	falling, _, err := Project([][]float64{{2, -4}, {-2, 4}}, 1) // along (−1, 2), whose largest number is positive
	if err != nil || math.Abs(falling[0][0]+math.Sqrt(20)) > 1e-12 {
		t.Errorf("projected to %v, %v, want −√20", falling, err)
	}
	for _, x := range []float64{1, -1} { // along (1, −1): of two numbers of one size, the first is positive
		equal, _, err := Project([][]float64{{x, -x}, {-x, x}}, 1)
		if err != nil || math.Abs(equal[0][0]-x*math.Sqrt2) > 1e-12 {
			t.Errorf("%v, %v is projected to %v, %v, want %v·√2", x, -x, equal, err, x)
		}
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

// distance is the Euclidean distance.
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
		wanted     string
	}{
		{nil, 1, "0 points"},
		{[][]float64{{1, 2}}, 1, "1 points"},
		{[][]float64{{1, 2}, {3}}, 1, "point 1 has 1 numbers"},
		{[][]float64{{1, 2}, {3, math.NaN()}}, 1, "holds NaN"},
		{[][]float64{{1, 2}, {3, math.Inf(-1)}}, 1, "holds -Inf"},
		{[][]float64{{1, 2}, {3, 1e101}}, 1, "at most 1e+100"},
		{[][]float64{{1, 2}, {3, 4}}, 3, "ask for 1 to 2"},
		{[][]float64{{1, 2, 3}, {3, 4, 5}}, 3, "2 points with 3 numbers each: ask for 1 to 2"},
		{[][]float64{{}, {}}, 1, "ask for 1 to 0"},
		{[][]float64{{1, 2}, {3, 4}}, -1, "-1 dimensions"},
		{[][]float64{{1, 2}, {3, 4}}, 0, "0 dimensions"},
	}
	for _, c := range cases {
		if _, _, err := Project(c.rows, c.dimensions); err == nil || !strings.Contains(err.Error(), c.wanted) {
			t.Errorf("%v: %v, want a sentence with %q", c.rows, err, c.wanted)
		}
	}
	if points, _, err := Project([][]float64{{1e100, 0}, {-1e100, 1}}, 2); err != nil || points[0][0] != 1e100 {
		t.Errorf("the largest numbers: %v, %v", points, err)
	}
	points, explained, err := Project([][]float64{{1, 1}, {1, 1}, {1, 1}}, 2)
	if err != nil || points[0][0] != 0 || explained[0] != 0 {
		t.Errorf("three equal points: %v, %v, %v", points, explained, err)
	}
}

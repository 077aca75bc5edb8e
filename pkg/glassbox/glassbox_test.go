package glassbox_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/glassbox"
)

func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance) {
			t.Errorf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// On paper: the inputs of abi are the deck's, and the first sum is 0.2·0.5 + 0.1·0.8 + 0.3·1.2 + 0.5·0.9 + 0.1·0.4 +
// 0.3·1.1 + 0.1 = 0.10 + 0.08 + 0.36 + 0.45 + 0.04 + 0.33 + 0.10 = 1.46.
func TestForwardByHand(t *testing.T) {
	v, err := glassbox.Small().Forward("abi")
	if err != nil {
		t.Fatal(err)
	}
	near(t, "inputs", v.Inputs, []float64{0.2, -0.1, -0.3, 0.5, 0.1, 0.3}, 0)
	near(t, "sums", v.Sums, []float64{1.46, -1.13, 0.18, 0.67}, 1e-12)
	// (e^2.92 − 1) / (e^2.92 + 1) with e^2.92 = 18.5413, and so on.
	near(t, "hidden", v.Hidden, []float64{0.897652, -0.811029, 0.178081, 0.584980}, 1e-5)
	// 0.9·0.897652 + 0.4·0.811029 + 0.6·0.178081 − 0.3·0.584980 + 0.2
	near(t, "logit of a", v.Logits[:1], []float64{1.263653}, 1e-5)
	sum := 0.0
	for i, p := range v.Probabilities {
		sum += p
		near(t, "ratio to a", []float64{p / v.Probabilities[0]}, []float64{math.Exp(v.Logits[i] - v.Logits[0])}, 1e-12)
	}
	near(t, "sum of the probabilities", []float64{sum}, []float64{1}, 1e-12)
	loss, err := glassbox.Small().Loss("abi", "-")
	if err != nil || math.Abs(math.Exp(-loss)-v.Probabilities[4]) > 1e-12 {
		t.Errorf("loss %v, %v, want −ln %v", loss, err, v.Probabilities[4])
	}
}

// A network of zeros gives each symbol 1/5, so p − y is 0.2 and −0.8, and nothing else has a slope but the biases of
// the logits. One step with the rate 1 makes them −0.2 and 0.8.
func TestANetworkOfZerosByHand(t *testing.T) {
	zeros := func(rows, columns int) [][]float64 {
		table := make([][]float64, rows)
		for i := range table {
			table[i] = make([]float64, columns)
		}
		return table
	}
	n := glassbox.Network{Table: zeros(5, 2), W1: zeros(4, 6), B1: make([]float64, 4), W2: zeros(5, 4),
		B2: make([]float64, 5)}
	g, err := n.Backward("abi", "i")
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p − y", g.Logits, []float64{0.2, 0.2, -0.8, 0.2, 0.2}, 1e-15)
	near(t, "all others", slices.Concat(slices.Concat(g.W2...), g.Hidden, g.Sums, slices.Concat(g.W1...), g.B1,
		g.Inputs, slices.Concat(g.Table...)), make([]float64, 20+4+4+24+4+6+10), 0)
	near(t, "biases", n.Update(g, 1).B2, []float64{-0.2, -0.2, 0.8, -0.2, -0.2}, 1e-15)
	if n.B2[0] != 0 {
		t.Error("the update has changed the network that it was made from")
	}
	loss, _ := n.Loss("abi", "i")
	near(t, "loss", []float64{loss}, []float64{math.Log(5)}, 1e-15)
}

// numbers returns pointers to the parameters of a network, and their gradients in the same order.
func numbers(n glassbox.Network, g glassbox.Gradients) (parameters []*float64, slopes []float64) {
	for _, rows := range [][][]float64{n.Table, n.W1, {n.B1}, n.W2, {n.B2}} {
		for _, row := range rows {
			for i := range row {
				parameters = append(parameters, &row[i])
			}
		}
	}
	return parameters, slices.Concat(slices.Concat(g.Table...), slices.Concat(g.W1...), g.B1, slices.Concat(g.W2...),
		g.B2)
}

// A gradient is the slope of the loss: (loss(w + ε) − loss(w − ε)) / 2ε is another way to it. In "aba", "zzz" and "-a-"
// letters stand more than once, so their rows get several parts.
func TestGradientsAreSlopes(t *testing.T) {
	for _, example := range [][2]string{{"abi", "-"}, {"aba", "b"}, {"zzz", "z"}, {"-a-", "i"}, {"---", "a"}} {
		n := glassbox.Small()
		g, err := n.Backward(example[0], example[1])
		if err != nil {
			t.Fatal(err)
		}
		parameters, slopes := numbers(n, g)
		if len(parameters) != 63 || len(slopes) != 63 {
			t.Fatalf("%d parameters and %d slopes, want 63", len(parameters), len(slopes))
		}
		const epsilon = 1e-5
		for i, parameter := range parameters {
			was := *parameter
			*parameter = was + epsilon
			above, _ := n.Loss(example[0], example[1])
			*parameter = was - epsilon
			below, _ := n.Loss(example[0], example[1])
			*parameter = was
			near(t, fmt.Sprintf("%s, parameter %d", example, i), []float64{slopes[i]},
				[]float64{(above - below) / (2 * epsilon)}, 1e-8)
		}
		before, _ := n.Loss(example[0], example[1])
		if after, _ := n.Update(g, 0.01).Loss(example[0], example[1]); after >= before {
			t.Errorf("%s: a small step changes the loss from %v to %v", example, before, after)
		}
	}
}

func TestOnlyTheRowsOfTheContextMove(t *testing.T) {
	g, err := glassbox.Small().Backward("aza", "-")
	if err != nil {
		t.Fatal(err)
	}
	for row, moves := range []bool{true, false, false, true, false} {
		if slopes := g.Table[row]; (slopes[0] != 0 && slopes[1] != 0) != moves {
			t.Errorf("row %d has the gradient %v", row, slopes)
		}
	}
	near(t, "row a", g.Table[0], []float64{g.Inputs[0] + g.Inputs[4], g.Inputs[1] + g.Inputs[5]}, 1e-15)
	near(t, "row z", g.Table[3], g.Inputs[2:4], 1e-15)
}

func TestMistakesGetAnError(t *testing.T) {
	narrow, empty := glassbox.Small(), glassbox.Network{}
	narrow.W1[2] = narrow.W1[2][:5]
	for i, test := range []struct {
		network       glassbox.Network
		context, next string
		want          string
	}{
		{glassbox.Small(), "ab", "-", `"ab" has 2 letters: this network reads 3`},
		{glassbox.Small(), "nip", "-", `"n" is none of this network's five symbols, a, b, i, z, -`},
		{glassbox.Small(), "abi", "--", `"--" is none of`},
		{glassbox.Small(), "abi", "", `"" is none of`},
		{narrow, "abi", "-", "row 2 of W1 has 5 numbers: it must have 6"},
		{empty, "abi", "-", "Table has 0 rows: it must have 5"},
	} {
		_, err := test.network.Loss(test.context, test.next)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%d: Loss says %v, want %q", i, err, test.want)
		}
		if _, err = test.network.Backward(test.context, test.next); err == nil ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%d: Backward says %v, want %q", i, err, test.want)
		}
	}
}

func TestTheFullTableHasTheRowsAtTheirIDs(t *testing.T) {
	table := glassbox.Small().FullTable()
	if len(table) != 27 {
		t.Fatalf("%d rows, want 27", len(table))
	}
	want := map[int][]float64{0: {0.2, -0.1}, 1: {-0.3, 0.5}, 8: {0.1, 0.3}, 25: {0.7, -0.4}, 26: {0, 0.9}}
	for id, row := range table {
		if !slices.Equal(row, append(want[id], 0, 0)[:2]) {
			t.Errorf("row %d is %v, want %v", id, row, want[id])
		}
	}
}

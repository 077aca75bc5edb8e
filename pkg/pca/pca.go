// Package pca looks at points of many dimensions from their widest side: principal component analysis.
//
// Pearson, On lines and planes of closest fit to systems of points in space, Philosophical Magazine 2, 1901.
package pca

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Project returns the points as seen along the directions in which they differ most, and the share of the variance that
// each of these directions explains.
//
//	rows:      [points][columns]
//	projected: [points][dimensions], centred on 0
//	explained: [dimensions], falling, at most 1 together
//
// The sign of a direction is free; here the number of largest size in it is positive, so that the picture is always the
// same. It returns an error if there are fewer than two points, if rows differ in length or hold something that is not
// finite, or if they have fewer columns than the dimensions that are wanted.
func Project(rows [][]float64, dimensions int) (projected [][]float64, explained []float64, err error) {
	if err := check(rows, dimensions); err != nil {
		return nil, nil, err
	}
	points := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		points.SetRow(i, row)
	}
	var components stat.PC
	if !components.PrincipalComponents(points, nil) {
		return nil, nil, errors.New("the principal components of these points were not found: the decomposition failed")
	}
	var directions mat.Dense
	components.VectorsTo(&directions)
	if _, found := directions.Dims(); found < dimensions {
		return nil, nil, fmt.Errorf("%d points span %d directions at most: ask for no more than that", len(rows), found)
	}
	return along(points, &directions, dimensions), shares(components.VarsTo(nil), dimensions), nil
}

func check(rows [][]float64, dimensions int) error {
	if len(rows) < 2 {
		return fmt.Errorf("%d points: principal components need at least 2", len(rows))
	}
	if dimensions < 1 || dimensions > len(rows[0]) {
		return fmt.Errorf("%d dimensions of points that have %d: take 1 to %d", dimensions, len(rows[0]), len(rows[0]))
	}
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return fmt.Errorf("point %d has %d numbers, the first one %d: give all the same", i, len(row), len(rows[0]))
		}
		for _, x := range row {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("point %d holds %v: all numbers must be finite", i, x)
			}
		}
	}
	return nil
}

// along projects centred points on the first directions.
func along(points, directions *mat.Dense, dimensions int) [][]float64 {
	rows, columns := points.Dims()
	projected := make([][]float64, rows)
	for i := range projected {
		projected[i] = make([]float64, dimensions)
	}
	for k := range dimensions {
		direction := mat.Col(nil, k, directions)
		sign := signOf(direction)
		for j := range columns {
			column := mat.Col(nil, j, points)
			mean := stat.Mean(column, nil)
			for i := range rows {
				projected[i][k] += sign * direction[j] * (column[i] - mean)
			}
		}
	}
	return projected
}

// signOf returns the sign of the number of largest size.
func signOf(direction []float64) float64 {
	largest := 0.0
	for _, x := range direction {
		if math.Abs(x) > math.Abs(largest)+1e-12 {
			largest = x
		}
	}
	return math.Copysign(1, largest)
}

// shares turns variances into shares of their sum; all are 0 where all points are the same.
func shares(variances []float64, dimensions int) []float64 {
	sum := 0.0
	for _, variance := range variances {
		sum += variance
	}
	explained := make([]float64, dimensions)
	for k := range min(dimensions, len(variances)) {
		if sum > 0 {
			explained[k] = variances[k] / sum
		}
	}
	return explained
}

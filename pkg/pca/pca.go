// Package pca flattens points of many dimensions to a few, those in which they differ most: principal component
// analysis.
//
// Pearson, On lines and planes of closest fit to systems of points in space, Philosophical Magazine 2, 1901. The
// decomposition is gonum's (stat.PC).
package pca

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// limit is the size beyond which the squares of numbers could overflow.
const limit = 1e100

// Project projects the points onto their first principal components: the directions in which they differ most.
//
//	rows:      [points][columns]
//	projected: [points][dimensions], with mean 0 in each dimension, in the units of rows
//	explained: [dimensions], the share of each direction in the variance of all columns, 0 to 1, falling
//
// The shares add up to 1 only if dimensions holds all that varies; they are 0 if all points are the same. The sign of a
// direction is free: here its number of largest size is positive, so that the result is always the same.
//
// It returns an error if there are fewer than two points, if rows differ in length or hold a number that is not finite
// or larger than 1e100, or if dimensions is below 1 or above the number of columns or of points.
func Project(rows [][]float64, dimensions int) (projected [][]float64, explained []float64, err error) {
	if err := check(rows, dimensions); err != nil {
		return nil, nil, err
	}
	points := centred(rows)
	var components stat.PC
	if !components.PrincipalComponents(points, nil) {
		return nil, nil, errors.New("the principal components of these points were not found: the decomposition failed")
	}
	var vectors, product mat.Dense
	components.VectorsTo(&vectors) // [columns, min(points, columns)]
	directions := vectors.Slice(0, len(rows[0]), 0, dimensions).(*mat.Dense)
	fixSigns(directions)
	product.Mul(points, directions)
	for i := range rows {
		projected = append(projected, product.RawRowView(i))
	}
	return projected, shares(components.VarsTo(nil))[:dimensions], nil
}

func check(rows [][]float64, dimensions int) error {
	if len(rows) < 2 {
		return fmt.Errorf("%d points: principal components need at least 2", len(rows))
	}
	if most := min(len(rows), len(rows[0])); dimensions < 1 || dimensions > most {
		return fmt.Errorf("%d dimensions, of %d points with %d numbers each: ask for 1 to %d",
			dimensions, len(rows), len(rows[0]), most)
	}
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return fmt.Errorf("point %d has %d numbers, the first one %d: give all the same", i, len(row), len(rows[0]))
		}
		for _, x := range row {
			if !(math.Abs(x) <= limit) {
				return fmt.Errorf("point %d holds %v: all numbers must be finite and at most %g", i, x, limit)
			}
		}
	}
	return nil
}

// centred returns the points less their mean: [points, columns].
func centred(rows [][]float64) *mat.Dense {
	points := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		points.SetRow(i, row)
	}
	column := make([]float64, len(rows))
	for j := range rows[0] {
		mat.Col(column, j, points)
		floats.AddConst(-stat.Mean(column, nil), column)
		points.SetCol(j, column)
	}
	return points
}

// fixSigns turns each direction, a column, so that its number of largest size is positive.
func fixSigns(directions *mat.Dense) {
	rows, columns := directions.Dims()
	for k := range columns {
		largest := 0.0
		for j := range rows {
			if x := directions.At(j, k); math.Abs(x) > math.Abs(largest)+1e-12 { // the first, among equals
				largest = x
			}
		}
		column := mat.Col(nil, k, directions)
		floats.Scale(math.Copysign(1, largest), column)
		directions.SetCol(k, column)
	}
}

// shares returns each variance as a share of their sum, or zeros if the sum is 0.
func shares(variances []float64) []float64 {
	if sum := floats.Sum(variances); sum > 0 {
		floats.Scale(1/sum, variances)
	}
	return variances
}

// Package faces draws cartoon faces from an age and an emotion, each with its own hair, skin, size and place: small
// pictures whose meaning is known exactly, to show what a learned space does with meaning.
package faces

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// Size is the width and height of a face, in pixels.
const Size = 48

var bounds = image.Rect(0, 0, Size, Size)

// Nuisance is everything about a face that is neither age nor emotion. The zero value is the average face.
type Nuisance struct {
	Hair  float64 // −1 fair … 1 dark
	Skin  float64 // −1 light … 1 dark
	Scale float64 // −1 small … 1 large
	X, Y  float64 // place, −1 … 1: left to right, up to down
}

// RandomNuisance draws each part from −1 to 1, most often near the average: a triangular distribution.
func RandomNuisance(random *rand.Rand) Nuisance {
	draw := func() float64 { return random.Float64() + random.Float64() - 1 }
	return Nuisance{draw(), draw(), draw(), draw(), draw()}
}

// Face is what a picture shows. The zero value is a child with no emotion.
type Face struct {
	Age      float64 // 0 a child … 1 an adult
	Emotion  float64 // −1 crying … 1 smiling
	Nuisance Nuisance
}

// check returns an error if a part of the face lies outside its range.
func (f Face) check() error {
	n := f.Nuisance
	for _, part := range []struct {
		name             string
		value, low, high float64
	}{
		{"age", f.Age, 0, 1}, {"emotion", f.Emotion, -1, 1}, {"hair", n.Hair, -1, 1},
		{"skin", n.Skin, -1, 1}, {"scale", n.Scale, -1, 1}, {"x", n.X, -1, 1}, {"y", n.Y, -1, 1},
	} {
		if !(part.value >= part.low && part.value <= part.high) {
			return fmt.Errorf("%s %v: it must lie between %g and %g", part.name, part.value, part.low, part.high)
		}
	}
	return nil
}

// Draw draws a face in grey, Size × Size pixels. It returns an error if a part of the face lies outside its range.
func Draw(face Face) (*image.Gray, error) {
	if err := face.check(); err != nil {
		return nil, err
	}
	return Picture(newSketch(face).pixels())
}

// Pixels returns the grey values of a picture row by row, [Size·Size], from 0 for black to 1 for white. It returns an
// error if the picture is nil or not Size × Size.
func Pixels(picture *image.Gray) ([]float32, error) {
	if picture == nil {
		return nil, fmt.Errorf("the picture is nil: give one of %d × %d pixels", Size, Size)
	}
	if picture.Bounds() != bounds {
		return nil, fmt.Errorf("a picture of %v: it must be %v", picture.Bounds(), bounds)
	}
	values := make([]float32, 0, Size*Size)
	for y := range Size {
		for x := range Size {
			values = append(values, float32(picture.GrayAt(x, y).Y)/255)
		}
	}
	return values, nil
}

// Picture is the inverse of Pixels: it makes a picture of grey values, [Size·Size]. Values below 0 become black and
// values above 1 white. It returns an error if there are more or fewer values, or if one is NaN.
func Picture(values []float32) (*image.Gray, error) {
	if len(values) != Size*Size {
		return nil, fmt.Errorf("%d grey values: a picture has %d × %d = %d", len(values), Size, Size, Size*Size)
	}
	picture := image.NewGray(bounds)
	for i, value := range values {
		if math.IsNaN(float64(value)) {
			return nil, fmt.Errorf("grey value %d is NaN: it must be a number, 0 for black to 1 for white", i)
		}
		grey := math.Round(255 * max(0, min(1, float64(value))))
		picture.SetGray(i%Size, i/Size, color.Gray{Y: uint8(grey)})
	}
	return picture, nil
}

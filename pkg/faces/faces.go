// Package faces draws cartoon faces from an age and an emotion, each with a hair, a skin, a size and a place of its own:
// small pictures whose meaning is known exactly, for showing what a learned space does with meaning.
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

// Nuisance is everything about a face that is neither age nor emotion. The zero value is the average face.
type Nuisance struct {
	Hair  float64 // −1 fair … 1 dark
	Skin  float64 // −1 light … 1 dark
	Scale float64 // −1 small … 1 large
	X, Y  float64 // place, −1 … 1: left to right, up to down
}

// RandomNuisance draws each part from −1 to 1, most often near the average: the sum of two dice with many sides.
func RandomNuisance(random *rand.Rand) Nuisance {
	draw := func() float64 { return random.Float64() + random.Float64() - 1 }
	return Nuisance{draw(), draw(), draw(), draw(), draw()}
}

// Face is what a picture shows.
type Face struct {
	Age      float64 // 0 a child … 1 an adult
	Emotion  float64 // −1 crying … 1 smiling
	Nuisance Nuisance
}

// Check says what is wrong with a face, if anything is.
func (f Face) Check() error {
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
	if err := face.Check(); err != nil {
		return nil, err
	}
	return Picture(newSketch(face).pixels()), nil
}

// Pixels returns the grey values of a picture, row by row, 0 black to 1 white: [Size·Size].
func Pixels(picture *image.Gray) []float32 {
	values := make([]float32, 0, Size*Size)
	for y := range Size {
		for x := range Size {
			values = append(values, float32(picture.GrayAt(x, y).Y)/255)
		}
	}
	return values
}

// Picture is the inverse of Pixels. Values below 0 and above 1 become black and white.
func Picture(values []float32) *image.Gray {
	picture := image.NewGray(image.Rect(0, 0, Size, Size))
	for i, value := range values {
		grey := math.Round(255 * math.Max(0, math.Min(1, float64(value))))
		picture.SetGray(i%Size, i/Size, color.Gray{Y: uint8(grey)})
	}
	return picture
}

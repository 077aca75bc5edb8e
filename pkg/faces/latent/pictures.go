package latent

import (
	"errors"
	"fmt"
	"image"
	"math/rand/v2"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/faces"
)

// randomFace returns a face of any age and emotion.
func randomFace(random *rand.Rand) faces.Face {
	return faces.Face{Age: random.Float64(), Emotion: 2*random.Float64() - 1, Nuisance: faces.RandomNuisance(random)}
}

// draw draws faces as the inputs of a network, [faces, pixels].
func draw(all []faces.Face) (*tensors.Tensor, error) {
	var pictures []*image.Gray
	for _, face := range all {
		picture, err := faces.Draw(face)
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, picture)
	}
	return tensorOf(pictures)
}

// tensorOf returns the grey values of pictures, [pictures, pixels].
func tensorOf(pictures []*image.Gray) (*tensors.Tensor, error) {
	if len(pictures) == 0 {
		return nil, errors.New("no pictures: give at least one")
	}
	flat := make([]float32, 0, len(pictures)*pixels)
	for i, picture := range pictures {
		values, err := faces.Pixels(picture)
		if err != nil {
			return nil, fmt.Errorf("picture %d: %w", i, err)
		}
		flat = append(flat, values...)
	}
	return tensors.FromFlatDataAndDimensions(flat, len(pictures), pixels), nil
}

// pixelArithmetic returns a + b − c, calculated with the grey values.
func pixelArithmetic(a, b, c *image.Gray) (*image.Gray, error) {
	sum := make([]float32, pixels)
	for i, picture := range []*image.Gray{a, b, c} {
		values, err := faces.Pixels(picture)
		if err != nil {
			return nil, err
		}
		for j, x := range values {
			sum[j] += []float32{1, 1, -1}[i] * x
		}
	}
	return faces.Picture(sum)
}

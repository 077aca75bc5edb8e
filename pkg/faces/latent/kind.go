package latent

import (
	"fmt"
	"image"
	"math/rand/v2"

	"nexttoken/pkg/faces"
)

// Kind is what a judge says of a face.
type Kind int

// The four kinds of face.
const (
	ChildCrying Kind = iota
	ChildSmiling
	AdultCrying
	AdultSmiling
	kinds = 4
)

// String returns the kind as one says it.
func (k Kind) String() string {
	if k < 0 || k >= kinds {
		return fmt.Sprintf("no kind of face: %d", int(k))
	}
	return [kinds]string{"crying child", "smiling child", "crying adult", "smiling adult"}[k]
}

// RandomFace draws a face of a kind, that is clearly of that kind, with a nuisance of its own.
func RandomFace(kind Kind, random *rand.Rand) faces.Face {
	face := faces.Face{Age: 0.2 * random.Float64(), Emotion: -1 + 0.4*random.Float64(), Nuisance: faces.RandomNuisance(random)}
	if kind == AdultCrying || kind == AdultSmiling {
		face.Age = 1 - face.Age
	}
	if kind == ChildSmiling || kind == AdultSmiling {
		face.Emotion = -face.Emotion
	}
	return face
}

// Quadruple holds the three faces that a crying child, the fourth, is calculated from.
type Quadruple struct{ ChildSmiling, AdultCrying, AdultSmiling *image.Gray }

// RandomQuadruple draws the three faces, each with a nuisance of its own.
func RandomQuadruple(random *rand.Rand) (q Quadruple, err error) {
	for _, part := range []struct {
		kind    Kind
		picture **image.Gray
	}{{ChildSmiling, &q.ChildSmiling}, {AdultCrying, &q.AdultCrying}, {AdultSmiling, &q.AdultSmiling}} {
		if *part.picture, err = faces.Draw(RandomFace(part.kind, random)); err != nil {
			return Quadruple{}, err
		}
	}
	return q, nil
}

package latent

import (
	"fmt"
	"image"
	"math/rand/v2"

	"nexttoken/pkg/faces"
)

// Kind is one of four kinds of face.
type Kind int

// The four kinds of face.
const (
	ChildCrying Kind = iota
	ChildSmiling
	AdultCrying
	AdultSmiling
	kinds = 4
)

// String returns the kind in words, such as "crying child".
func (k Kind) String() string {
	if k < 0 || k >= kinds {
		return fmt.Sprintf("no kind of face: %d", int(k))
	}
	return [kinds]string{"crying child", "smiling child", "crying adult", "smiling adult"}[k]
}

// faceOf returns a random face that is clearly of a kind: its age and its emotion are within 0.2 and 0.4 of the limit.
func faceOf(kind Kind, random *rand.Rand) faces.Face {
	face := faces.Face{
		Age: 0.2 * random.Float64(), Emotion: -1 + 0.4*random.Float64(), Nuisance: faces.RandomNuisance(random),
	}
	if kind == AdultCrying || kind == AdultSmiling {
		face.Age = 1 - face.Age
	}
	if kind == ChildSmiling || kind == AdultSmiling {
		face.Emotion = -face.Emotion
	}
	return face
}

// Quadruple holds three faces. The fourth is calculated from them: a crying child.
type Quadruple struct{ ChildSmiling, AdultCrying, AdultSmiling *image.Gray }

// RandomQuadruple draws the three faces, each with a random nuisance. It returns the errors of faces.Draw.
func RandomQuadruple(random *rand.Rand) (q Quadruple, err error) {
	for _, part := range []struct {
		kind    Kind
		picture **image.Gray
	}{{ChildSmiling, &q.ChildSmiling}, {AdultCrying, &q.AdultCrying}, {AdultSmiling, &q.AdultSmiling}} {
		if *part.picture, err = faces.Draw(faceOf(part.kind, random)); err != nil {
			return Quadruple{}, err
		}
	}
	return q, nil
}

package latent

import (
	"errors"
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"nexttoken/pkg/faces"
)

// Result measures one way of calculating, over many quadruples.
type Result struct {
	Right    float64 // share that is classified as a crying child, 0 to 1
	Distance float64 // mean distance to the nearest real face: root mean square of the grey values, 0 to 1
}

// Report compares calculating in the latent space with calculating with grey values.
type Report struct {
	Quadruples    int
	Latent, Pixel Result
	Real          Result // of real crying children: no way of calculating can do better
}

// Gallery holds real faces, among which the one most like a picture can be found. NewGallery makes one.
type Gallery struct {
	pictures []*image.Gray
	pixels   [][]float32
}

// Match is a real face and its distance to a picture: the root mean square of the differences of grey values, 0 to 1.
type Match struct {
	Picture  *image.Gray
	Distance float64
}

// NewGallery draws n random faces, of each kind in turn. It returns an error if n is below 1.
func NewGallery(n int, random *rand.Rand) (*Gallery, error) {
	if n < 1 {
		return nil, fmt.Errorf("%d faces: a gallery needs at least 1", n)
	}
	gallery := &Gallery{}
	for i := range n {
		picture, err := faces.Draw(faceOf(Kind(i%kinds), random))
		if err != nil {
			return nil, err
		}
		values, err := faces.Pixels(picture)
		if err != nil {
			return nil, err
		}
		gallery.pictures, gallery.pixels = append(gallery.pictures, picture), append(gallery.pixels, values)
	}
	return gallery, nil
}

// Nearest returns the real face that is most like a picture; of several, the one that was drawn first. It returns an
// error if the picture is nil or not of faces.Size × faces.Size pixels.
func (g *Gallery) Nearest(picture *image.Gray) (Match, error) {
	if len(g.pictures) == 0 {
		return Match{}, errors.New("the gallery is empty: make one with latent.NewGallery")
	}
	values, err := faces.Pixels(picture)
	if err != nil {
		return Match{}, err
	}
	nearest, least := 0, math.Inf(1)
	for i, candidate := range g.pixels {
		if sum := squares(values, candidate, least); sum < least {
			nearest, least = i, sum
		}
	}
	return Match{g.pictures[nearest], math.Sqrt(least / pixels)}, nil
}

// squares returns the sum of the squared differences. It stops early, once the sum has reached the limit.
func squares(a, b []float32, limit float64) (sum float64) {
	for i := 0; i < len(a) && sum < limit; i++ {
		difference := float64(a[i] - b[i])
		sum += difference * difference
	}
	return sum
}

// Measure calculates child smiling + adult crying − adult smiling for n random quadruples, in the space and with grey
// values. The classifier then counts the results that are crying children. It returns an error if n is below 1, or if
// the space or the classifier was not trained.
func Measure(space *Space, classifier *Classifier, n int, seed int64) (Report, error) {
	if n < 1 {
		return Report{}, fmt.Errorf("%d quadruples: give at least 1", n)
	}
	if space == nil {
		return Report{}, errors.New("the space is nil: make one with latent.TrainOrOpen")
	}
	random := rand.New(rand.NewPCG(uint64(seed), 2))
	gallery, err := NewGallery(1000, random)
	if err != nil {
		return Report{}, err
	}
	results, err := calculate(space, n, random)
	if err != nil {
		return Report{}, err
	}
	report := Report{Quadruples: n}
	for i, result := range []*Result{&report.Latent, &report.Pixel, &report.Real} {
		if *result, err = rate(results[i], classifier, gallery); err != nil {
			return Report{}, err
		}
	}
	return report, nil
}

// calculate returns n results of the space, n of grey values, and n real crying children.
func calculate(space *Space, n int, random *rand.Rand) (results [3][]*image.Gray, err error) {
	for range n {
		q, err := RandomQuadruple(random)
		if err != nil {
			return results, err
		}
		for i, picture := range []func() (*image.Gray, error){
			func() (*image.Gray, error) { return space.arithmetic(q.ChildSmiling, q.AdultCrying, q.AdultSmiling) },
			func() (*image.Gray, error) { return pixelArithmetic(q.ChildSmiling, q.AdultCrying, q.AdultSmiling) },
			func() (*image.Gray, error) { return faces.Draw(faceOf(ChildCrying, random)) },
		} {
			result, err := picture()
			if err != nil {
				return results, err
			}
			results[i] = append(results[i], result)
		}
	}
	return results, nil
}

// rate counts the pictures that are crying children, and measures how far they are from real faces.
func rate(pictures []*image.Gray, classifier *Classifier, gallery *Gallery) (Result, error) {
	found, err := classifier.Classify(pictures)
	if err != nil {
		return Result{}, err
	}
	right, far := 0, 0.0
	for i, kind := range found {
		if kind == ChildCrying {
			right++
		}
		nearest, err := gallery.Nearest(pictures[i])
		if err != nil {
			return Result{}, err
		}
		far += nearest.Distance
	}
	n := float64(len(found))
	return Result{Right: float64(right) / n, Distance: far / n}, nil
}

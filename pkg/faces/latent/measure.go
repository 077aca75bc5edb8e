package latent

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"nexttoken/pkg/faces"
)

// Result is how one way of calculating did over many quadruples.
type Result struct {
	Right    float64 // share that the judge takes for a crying child
	Distance float64 // to the nearest real face, the mean: root mean square of the pixels, 0 to 1
}

// Report compares calculating in the latent space with calculating with pixels.
type Report struct {
	Quadruples    int
	Latent, Pixel Result
	Real          Result // what real crying children, drawn anew, get: no way of calculating can do better
}

// Gallery holds real faces of all kinds, to look for the one that a picture is most like.
type Gallery struct {
	pictures []*image.Gray
	pixels   [][]float32
}

// NewGallery draws n faces at random, of each kind in turn.
func NewGallery(n int, random *rand.Rand) (*Gallery, error) {
	gallery := &Gallery{}
	for i := range n {
		picture, err := faces.Draw(RandomFace(Kind(i%kinds), random))
		if err != nil {
			return nil, err
		}
		gallery.pictures = append(gallery.pictures, picture)
		gallery.pixels = append(gallery.pixels, faces.Pixels(picture))
	}
	return gallery, nil
}

// Nearest returns the real face that a picture is most like, and how far it is: root mean square of the pixels, 0 to 1.
func (g *Gallery) Nearest(picture *image.Gray) (nearest *image.Gray, distance float64) {
	values, least := faces.Pixels(picture), math.Inf(1)
	for i, candidate := range g.pixels {
		if sum := squares(values, candidate, least); sum < least {
			nearest, least = g.pictures[i], sum
		}
	}
	return nearest, math.Sqrt(least / pixels)
}

// squares is the sum of the squared differences, or some sum that is not below the limit.
func squares(a, b []float32, limit float64) (sum float64) {
	for i := 0; i < len(a) && sum < limit; i++ {
		difference := float64(a[i] - b[i])
		sum += difference * difference
	}
	return sum
}

// Measure calculates child smiling + adult crying − adult smiling for n random quadruples, each face with a nuisance of its own,
// in the space and with the pixels, and lets the same judge, trained before, say which results are crying children.
func Measure(space *Space, judge *Judge, n int, seed int64) (Report, error) {
	if n < 1 {
		return Report{}, fmt.Errorf("%d quadruples: a measure needs at least one", n)
	}
	random := rand.New(rand.NewPCG(uint64(seed), 2))
	gallery, err := NewGallery(1000, random)
	if err != nil {
		return Report{}, err
	}
	decoded, withPixels, real, err := calculate(space, n, random)
	if err != nil {
		return Report{}, err
	}
	report := Report{Quadruples: n}
	for _, way := range []struct {
		pictures []*image.Gray
		result   *Result
	}{{decoded, &report.Latent}, {withPixels, &report.Pixel}, {real, &report.Real}} {
		if *way.result, err = judged(judge, gallery, way.pictures); err != nil {
			return Report{}, err
		}
	}
	return report, nil
}

// calculate returns n results of both ways, and n real crying children.
func calculate(space *Space, n int, random *rand.Rand) (decoded, withPixels, real []*image.Gray, err error) {
	for range n {
		q, err := RandomQuadruple(random)
		if err != nil {
			return nil, nil, nil, err
		}
		result, err := space.Arithmetic(q.ChildSmiling, q.AdultCrying, q.AdultSmiling)
		if err != nil {
			return nil, nil, nil, err
		}
		child, err := faces.Draw(RandomFace(ChildCrying, random))
		if err != nil {
			return nil, nil, nil, err
		}
		decoded, real = append(decoded, result), append(real, child)
		withPixels = append(withPixels, PixelArithmetic(q.ChildSmiling, q.AdultCrying, q.AdultSmiling))
	}
	return decoded, withPixels, real, nil
}

// judged says how many of the pictures are crying children, and how far they are from real faces.
func judged(judge *Judge, gallery *Gallery, pictures []*image.Gray) (Result, error) {
	said, err := judge.Kinds(pictures)
	if err != nil {
		return Result{}, err
	}
	right, far := 0, 0.0
	for i, kind := range said {
		if kind == ChildCrying {
			right++
		}
		_, distance := gallery.Nearest(pictures[i])
		far += distance
	}
	n := float64(len(said))
	return Result{Right: float64(right) / n, Distance: far / n}, nil
}

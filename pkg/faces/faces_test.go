package faces

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"
)

func pixelsOf(t *testing.T, face Face) []float32 {
	t.Helper()
	picture, err := Draw(face)
	if err != nil {
		t.Fatal(err)
	}
	return Pixels(picture)
}

// mean is the mean grey of a part of a picture.
func mean(pixels []float32, x0, y0, x1, y1 int) float64 {
	sum := 0.0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			sum += float64(pixels[y*Size+x])
		}
	}
	return sum / float64((x1-x0)*(y1-y0))
}

func TestAFaceIsTheSameOnBothSides(t *testing.T) {
	values := pixelsOf(t, Face{Age: 0.5, Emotion: 0.5})
	for y := range Size {
		for x := range Size / 2 {
			if left, right := values[y*Size+x], values[y*Size+Size-1-x]; math.Abs(float64(left-right)) > 0.01 {
				t.Fatalf("at %d, %d: left %v, right %v", x, y, left, right)
			}
		}
	}
}

func TestWhatAgeAndEmotionChange(t *testing.T) {
	child, adult := pixelsOf(t, Face{Age: 0}), pixelsOf(t, Face{Age: 1})
	if mean(child, 14, 36, 34, 44) <= mean(adult, 14, 36, 34, 44) {
		t.Error("an adult's chin is not darker than a child's: the beard is missing")
	}
	smiling, crying := pixelsOf(t, Face{Emotion: 1}), pixelsOf(t, Face{Emotion: -1})
	if mean(crying, 12, 28, 36, 34) == mean(smiling, 12, 28, 36, 34) {
		t.Error("the cheeks of a crying child have no tears")
	}
}

func TestNuisanceMovesAndShades(t *testing.T) {
	fair, dark := pixelsOf(t, Face{Nuisance: Nuisance{Skin: -1}}), pixelsOf(t, Face{Nuisance: Nuisance{Skin: 1}})
	if mean(fair, 20, 20, 28, 28) <= mean(dark, 20, 20, 28, 28) {
		t.Error("light skin is not lighter than dark skin")
	}
	left, right := pixelsOf(t, Face{Nuisance: Nuisance{X: -1}}), pixelsOf(t, Face{Nuisance: Nuisance{X: 1}})
	if mean(left, 4, 10, 12, 40) >= mean(right, 4, 10, 12, 40) {
		t.Error("a face that is moved to the left does not cover more of the left")
	}
}

func TestEveryRandomFaceCanBeDrawn(t *testing.T) {
	if err := quick.Check(func(seed uint64) bool {
		random := rand.New(rand.NewPCG(seed, 0))
		_, err := Draw(Face{random.Float64(), 2*random.Float64() - 1, RandomNuisance(random)})
		return err == nil
	}, &quick.Config{MaxCount: 50}); err != nil {
		t.Error(err)
	}
}

func TestFacesOutOfRange(t *testing.T) {
	for _, c := range []struct {
		face Face
		want string
	}{
		{Face{Age: 2}, "age 2: it must lie between 0 and 1"},
		{Face{Emotion: -3}, "emotion -3: it must lie between -1 and 1"},
		{Face{Emotion: math.NaN()}, "emotion NaN"},
		{Face{Nuisance: Nuisance{X: math.Inf(1)}}, "x +Inf"},
	} {
		if _, err := Draw(c.face); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v gave %v, want %q", c.face, err, c.want)
		}
	}
}

func TestPictureIsTheInverseOfPixels(t *testing.T) {
	before := pixelsOf(t, Face{Age: 0.3, Emotion: -0.7})
	after := Pixels(Picture(before))
	for i := range before {
		if before[i] != after[i] {
			t.Fatalf("pixel %d was %v, is %v", i, before[i], after[i])
		}
	}
}

package faces

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
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
	values, err := Pixels(picture)
	if err != nil {
		t.Fatal(err)
	}
	return values
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
	picture, err := Picture(before)
	if err != nil {
		t.Fatal(err)
	}
	after, err := Pixels(picture)
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("other pixels, %v", err)
	}
}

func TestValuesBeyondBlackAndWhite(t *testing.T) {
	values := make([]float32, Size*Size)
	values[0], values[1], values[Size] = -1, 2, float32(math.Inf(1))
	picture, err := Picture(values)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := picture.GrayAt(0, 0).Y, picture.GrayAt(1, 0).Y, picture.GrayAt(0, 1).Y
	if a != 0 || b != 255 || c != 255 {
		t.Errorf("−1, 2 and +Inf became %d, %d and %d, want 0, 255 and 255", a, b, c)
	}
}

func TestPicturesAndValuesThatDoNotFit(t *testing.T) {
	for wanted, picture := range map[string]*image.Gray{
		"the picture is nil: give one of 48 × 48":              nil,
		"a picture of (0,0)-(3,5): it must be (0,0)-(48,48)":   image.NewGray(image.Rect(0, 0, 3, 5)),
		"a picture of (1,1)-(49,49): it must be (0,0)-(48,48)": image.NewGray(image.Rect(1, 1, 49, 49)),
		"a picture of (0,0)-(0,0): it must be (0,0)-(48,48)":   {},
	} {
		if _, err := Pixels(picture); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v, want a sentence with %q", err, wanted)
		}
	}
	withNaN := make([]float32, Size*Size)
	withNaN[7] = float32(math.NaN())
	for wanted, values := range map[string][]float32{
		"0 grey values: a picture has 48 × 48 = 2304": nil,
		"2305 grey values":    make([]float32, Size*Size+1),
		"grey value 7 is NaN": withNaN,
	} {
		if _, err := Picture(values); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v, want a sentence with %q", err, wanted)
		}
	}
}

package latent

import (
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"nexttoken/pkg/faces"
)

// The space's settings were chosen by seed 11 and seeds 101 to 112, where the least of the shares was 94.4 %, the mean 96.8 %.
// Nothing was chosen by the five seeds of this test.
const firstSeed, lastSeed = 31, 35

func TestTheArithmeticOverFiveSeeds(t *testing.T) {
	t.Setenv("NEXTTOKEN_MODELS", t.TempDir())
	judge, err := NewJudge()
	if err != nil {
		t.Fatal(err)
	}
	if judge.Accuracy < 0.98 {
		t.Errorf("the judge is right on %.1f %% of held-out faces, should be on 98 %%", 100*judge.Accuracy)
	}
	for seed := int64(firstSeed); seed <= lastSeed; seed++ {
		space, err := TrainOrOpen(seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		report, err := Measure(space, judge, 500, seed)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %+v, %.1f s: %s", seed, report, space.trained.Training.Seconds(), space.Summary())
		if report.Real.Right < 0.98 {
			t.Errorf("seed %d: the judge takes %.1f %% of real crying children for what they are, should be 98 %%", seed, 100*report.Real.Right)
		}
		if report.Latent.Right < 0.90 {
			t.Errorf("seed %d: %.1f %% of the results are crying children, should be 90 %%", seed, 100*report.Latent.Right)
		}
		if report.Latent.Distance >= report.Pixel.Distance {
			t.Errorf("seed %d: results of the space are %.3f from a real face, those of the pixels %.3f", seed, report.Latent.Distance, report.Pixel.Distance)
		}
	}
}

func TestPicturesAndNumbersThatDoNotFit(t *testing.T) {
	space := &Space{}
	if _, err := space.Encode(image.NewGray(image.Rect(0, 0, 3, 5))); err == nil || !strings.Contains(err.Error(), "a picture of (0,0)-(3,5): it must be (0,0)-(48,48)") {
		t.Errorf("a picture of 3 × 5 gave %v", err)
	}
	if _, err := space.Encode(nil); err == nil || !strings.Contains(err.Error(), "is nil: give one of 48 × 48") {
		t.Errorf("no picture at all gave %v", err)
	}
	if _, err := space.Decode(make([]float64, 7)); err == nil || !strings.Contains(err.Error(), "7 numbers: this space has 10") {
		t.Errorf("7 numbers gave %v", err)
	}
	if _, err := Measure(space, nil, 0, 1); err == nil {
		t.Error("a measure of nothing gave no error")
	}
}

func TestPixelArithmetic(t *testing.T) {
	grey := func(value float32) *image.Gray {
		values := make([]float32, pixels)
		for i := range values {
			values[i] = value
		}
		return faces.Picture(values)
	}
	result := faces.Pixels(PixelArithmetic(grey(0.5), grey(0.4), grey(0.2)))
	if result[0] < 0.69 || result[0] > 0.71 {
		t.Errorf("0.5 + 0.4 − 0.2 = %v", result[0])
	}
	if beyond := faces.Pixels(PixelArithmetic(grey(0.9), grey(0.9), grey(0))); beyond[0] != 1 {
		t.Errorf("a grey of 1.8 is shown as %v, want white", beyond[0])
	}
}

func TestTheNearestFaceIsTheFaceItself(t *testing.T) {
	gallery, err := NewGallery(50, rand.New(rand.NewPCG(1, 1)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range gallery.pictures {
		if nearest, distance := gallery.Nearest(gallery.pictures[i]); nearest != gallery.pictures[i] || distance != 0 {
			t.Errorf("face %d is %v from the nearest", i, distance)
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	if ChildCrying.String() != "crying child" || AdultSmiling.String() != "smiling adult" || !strings.Contains(Kind(7).String(), "no kind") {
		t.Errorf("%s, %s, %s", ChildCrying, AdultSmiling, Kind(7))
	}
}

func TestRandomFacesAreClearlyOfTheirKind(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		if f := RandomFace(ChildCrying, random); f.Age > 0.2 || f.Emotion > -0.6 {
			t.Errorf("a crying child is %+v", f)
		}
		if f := RandomFace(AdultSmiling, random); f.Age < 0.8 || f.Emotion < 0.6 {
			t.Errorf("a smiling adult is %+v", f)
		}
	}
}

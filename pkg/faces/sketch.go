package faces

import "math"

// samples is the number of points along each side of a pixel: their mean makes smooth edges.
const samples = 2

// Grey values that are the same in every face.
const (
	black, white = 0.08, 1.0
	paper        = 0.97
	outline      = 0.45 // of tears, so that they are seen on light skin
)

// sketch holds the shapes of a face. Lengths are in pixels, from the middle of the face; y points down.
type sketch struct {
	x, y, scale            float64 // of the middle, and of all lengths
	skin, hair             float64 // grey values
	width, height          float64 // half axes of the head
	fringe, curl           float64 // how far down the hair reaches; height of a child's curl
	eyeX, eyeY, eyeSize    float64
	brow, tears            float64 // slant of the brows; length of the tears
	nose                   float64 // half its width
	mouthY, mouthWidth     float64
	curve, open            float64 // of the mouth: upward when smiling; how wide it is open
	beard, cheeks, wrinkle float64 // how strong
}

// mix goes from one value to another as t goes from 0 to 1.
func mix(t, from, to float64) float64 { return from + t*(to-from) }

func newSketch(face Face) sketch {
	age, smile, cry, n := face.Age, math.Max(0, face.Emotion), math.Max(0, -face.Emotion), face.Nuisance
	return sketch{
		x: 24 + 1.2*n.X, y: mix(age, 27, 24.5) + 1.2*n.Y, scale: 1 + 0.05*n.Scale,
		skin: 0.74 - 0.09*n.Skin, hair: 0.28 - 0.14*n.Hair,
		width: mix(age, 17, 14), height: mix(age, 16, 20.5),
		fringe: mix(age, -13, -12), curl: 5 * (1 - age),
		eyeX: mix(age, 6.5, 6), eyeY: mix(age, -2.1, -2.3), eyeSize: mix(age, 3.5, 2.2),
		brow: 2.6 * cry, tears: 10 * cry,
		nose:   mix(age, 0.8, 2),
		mouthY: mix(age, 7.5, 9.5), mouthWidth: mix(age, 5.6, 6.2),
		curve: 4.2 * face.Emotion, open: 3.4 * smile,
		beard: 0.75 * age, cheeks: 0.13 * (1 - age), wrinkle: 0.25 * age,
	}
}

func (s sketch) pixels() []float32 {
	values := make([]float32, 0, Size*Size)
	for y := range Size {
		for x := range Size {
			values = append(values, float32(s.pixel(float64(x), float64(y))))
		}
	}
	return values
}

// pixel is the mean grey value of some points of a pixel.
func (s sketch) pixel(x, y float64) float64 {
	sum := 0.0
	for i := range samples * samples {
		px := x + (float64(i%samples)+0.5)/samples
		py := y + (float64(i/samples)+0.5)/samples
		sum += s.at(math.Abs(px-s.x)/s.scale, (py-s.y)/s.scale)
	}
	return sum / (samples * samples)
}

// at is the grey value of a point: what is drawn last lies on top. Both sides of a face are the same, so its place
// across is given by the distance from the middle.
func (s sketch) at(side, y float64) float64 {
	if ellipse(side, y, s.width, s.height) > 1 {
		return s.around(side, y)
	}
	if y < s.fringe+0.03*side*side {
		return s.hair
	}
	grey := s.withAge(s.skin, side, y)
	grey = s.withNose(grey, side, y)
	grey = s.withEyes(grey, side, y)
	return s.withMouth(grey, side, y)
}

// around is the grey value of a point outside the head: hair, a child's curl, ears, paper.
func (s sketch) around(side, y float64) float64 {
	switch {
	case y < -1 && ellipse(side, y, s.width+1.4, s.height+1.4) < 1:
		return s.hair
	case y < 1-s.height && y > -s.height-s.curl && side < 1.3+0.12*(y+s.height)*(y+s.height):
		return s.hair
	case ellipse(side-s.width, y-1, 2, 3.2) < 1:
		return s.skin - 0.08
	}
	return paper
}

// withAge adds a beard and wrinkles, or rosy cheeks.
func (s sketch) withAge(grey, side, y float64) float64 {
	if y > 6.5-0.03*side*side && ellipse(side, y-s.mouthY-0.5, s.mouthWidth+1, 3.8) > 1 {
		grey = mix(s.beard, grey, s.hair)
	}
	for _, line := range []float64{s.eyeY - 5.6, s.eyeY - 7.4} {
		if math.Abs(y-line) < 0.4 && side < 5 {
			grey -= s.wrinkle
		}
	}
	if math.Hypot(side-s.eyeX-3.6, y-6) < 2.6 {
		grey -= s.cheeks
	}
	return grey
}

func (s sketch) withNose(grey, side, y float64) float64 {
	if math.Abs(y-3-0.1*side*side) < 0.6 && side < s.nose {
		return grey - 0.3
	}
	return grey
}

// withEyes adds whites, pupils, brows and tears.
func (s sketch) withEyes(grey, side, y float64) float64 {
	dx, dy := side-s.eyeX, y-s.eyeY
	brow := -s.eyeSize - 1.6 - s.brow*(1-(dx+3)/6) // the inner ends rise when crying
	below := dy > 0 && dy < s.eyeSize+s.tears && s.tears > 0.5
	switch {
	case math.Hypot(dx, dy) < 0.6*s.eyeSize:
		return black
	case math.Hypot(dx, dy) < s.eyeSize:
		return white
	case math.Abs(dx) < 3 && math.Abs(dy-brow) < 0.7:
		return s.hair
	case below && math.Abs(dx) < 1.2:
		return white
	case below && math.Abs(dx) < 1.9:
		return outline
	}
	return grey
}

// withMouth adds a mouth: an arc, and the upper teeth when smiling.
func (s sketch) withMouth(grey, side, y float64) float64 {
	if side > s.mouthWidth {
		return grey
	}
	across := side / s.mouthWidth
	line := s.mouthY + s.curve*(0.5-across*across)
	above := 0.9 + s.open*(1-across*across)
	switch {
	case y > line+0.9 || y < line-above:
		return grey
	case y < line-0.9 && y > line+0.8-above && y < line+2.6-above:
		return white
	}
	return black
}

// ellipse is below 1 inside of an ellipse with these half axes, and above 1 outside.
func ellipse(x, y, a, b float64) float64 { return x*x/(a*a) + y*y/(b*b) }

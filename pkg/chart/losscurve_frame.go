package chart

import "math"

// axisScale is an axis of a loss curve: it gives the pixels of numbers, and the numbers of pixels. It is linear, or
// linear in bend(number).
type axisScale struct {
	low, high    float64 // the numbers at its ends
	from, to     float64 // the pixels of these ends
	bend, unbend func(float64) float64
}

func linear(low, high, from, to float64) axisScale {
	same := func(x float64) float64 { return x }
	return axisScale{low, high, from, to, same, same}
}

func logarithmic(low, high, from, to float64) axisScale {
	return axisScale{low, high, from, to, math.Log, math.Exp}
}

// symlog is Vega's scale of this name: linear near 0, and logarithmic far above the constant.
func symlog(constant, high, to float64) axisScale {
	return axisScale{0, high, 0, to,
		func(x float64) float64 { return math.Log1p(x / constant) },
		func(x float64) float64 { return constant * math.Expm1(x) },
	}
}

func (s axisScale) pixel(number float64) float64 {
	share := (s.bend(number) - s.bend(s.low)) / (s.bend(s.high) - s.bend(s.low))
	return s.from + share*(s.to-s.from)
}

func (s axisScale) number(pixel float64) float64 {
	share := (pixel - s.from) / (s.to - s.from)
	return s.unbend(s.bend(s.low) + share*(s.bend(s.high)-s.bend(s.low)))
}

// lossFrame is the plot of a loss curve: steps to the right, losses upwards, and its size in pixels.
type lossFrame struct {
	width, height float64
	x, y          axisScale
}

func (f lossFrame) spot(step int, loss float64) spot {
	return spot{f.x.pixel(float64(step)), f.y.pixel(loss)}
}

// walls returns the areas around the plot, where no label may be.
func (f lossFrame) walls() []area {
	const far = 1000.0
	return []area{
		{spot{-far, f.height / 2}, far, far}, {spot{f.width + far, f.height / 2}, far, far},
		{spot{f.width / 2, -far}, far, far}, {spot{f.width / 2, f.height + far}, far, far},
	}
}

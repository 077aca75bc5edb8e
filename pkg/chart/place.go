package chart

import "math"

// spot is a place in a picture, in pixels from its upper left corner.
type spot struct{ x, y float64 }

// area is a rectangle in a picture, given by its middle and half its width and height.
type area struct {
	spot
	halfWidth, halfHeight float64
}

func (a area) overlaps(b area) bool {
	return math.Abs(a.x-b.x) < a.halfWidth+b.halfWidth && math.Abs(a.y-b.y) < a.halfHeight+b.halfHeight
}

// label is a text that belongs to a point of a picture.
type label struct {
	text     string
	point    spot
	fontSize float64
}

// at returns the area of the label when its middle is moved away from its point.
func (l label) at(dx, dy float64) area {
	characters := float64(len([]rune(l.text)))
	return area{spot{l.point.x + dx, l.point.y + dy}, 0.35*l.fontSize*characters + 3, 0.5*l.fontSize + 1}
}

// placed returns the place of each label: the free place that is nearest to its point. A place is free if it overlaps
// neither the taken areas nor the labels before it. The point itself comes first, then rings around it, from small to
// large.
func placed(labels []label, taken []area) []spot {
	places := make([]spot, len(labels))
	for i, l := range labels {
		room := l.nearest(taken)
		places[i], taken = room.spot, append(taken, room)
	}
	return places
}

// nearest returns the free area that is nearest to the label's point, and the area on the point if none is free.
func (l label) nearest(taken []area) area {
	middle := l.at(0, 0)
	if free(middle, taken) {
		return middle
	}
	const directions = 16
	for distance := 0.0; distance < 400; distance += 3 {
		for i := range directions { // above first, then to both sides
			turn := float64((i+1)/2) * math.Pow(-1, float64(i)) * 2 * math.Pi / directions
			sin, cos := math.Sincos(turn)
			// A wide label moves farther to the left and right than up and down.
			room := l.at(sin*(distance+middle.halfWidth), -cos*(distance+middle.halfHeight))
			if free(room, taken) {
				return room
			}
		}
	}
	return middle
}

func free(room area, taken []area) bool {
	for _, other := range taken {
		if room.overlaps(other) {
			return false
		}
	}
	return true
}

// along returns small areas along a line, so that no label covers it.
func along(from, to spot) []area {
	const apart = 6.0
	steps := math.Ceil(math.Hypot(to.x-from.x, to.y-from.y) / apart)
	var areas []area
	for i := 0.0; i <= steps; i++ {
		share := i / max(steps, 1)
		areas = append(areas, area{spot{from.x + share*(to.x-from.x), from.y + share*(to.y-from.y)}, 3, 3})
	}
	return areas
}

// frame is a part of the plane, from left to right and from bottom to top, and its size in pixels.
type frame struct{ left, right, bottom, top, width, height float64 }

// spot returns the pixel of a point.
func (f frame) spot(x, y float64) spot {
	return spot{(x - f.left) / (f.right - f.left) * f.width, (f.top - y) / (f.top - f.bottom) * f.height}
}

// number returns the point at a pixel, with five digits.
func (f frame) number(s spot) (x, y float64) {
	return rounded(f.left + s.x/f.width*(f.right-f.left)), rounded(f.top - s.y/f.height*(f.top-f.bottom))
}

package chart

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Image is a picture in a row of pictures, with a caption below it and a sign to its left, such as + or =.
type Image struct {
	Picture image.Image
	Caption string
	Sign    string
}

const (
	imageSize   = 80.0
	imageGap    = 26.0 // space for a sign
	imagesInRow = 5
	captionRoom = 16 // letters in a line of a caption
	captionLine = 15.0
)

// Images shows small pictures, at least one, in rows of at most five, with their captions and signs.
func Images(title string, images []Image) { show(imageRow(title, images)) }

func imageRow(title string, images []Image) (picture, error) {
	if len(images) == 0 {
		return picture{}, errors.New("there are no pictures to show: give at least one")
	}
	captions, lines := wrapped(images)
	rowHeight := imageSize + 12 + captionLine*float64(lines)
	var rows []row
	text := ""
	for i, one := range images {
		source, err := dataURL(one)
		if err != nil {
			return picture{}, err
		}
		x := imageGap/2 + imageSize/2 + float64(i%imagesInRow)*(imageSize+imageGap)
		y := imageSize/2 + float64(i/imagesInRow)*rowHeight
		rows = append(rows, row{"x": x, "y": y, "source": source, "caption": captions[i], "about": one.Caption})
		if one.Sign != "" {
			rows = append(rows, row{"x": x - imageSize/2 - imageGap/2, "y": y, "sign": one.Sign})
			text += " " + one.Sign
		}
		text += " [" + one.Caption + "]"
	}
	p, err := load("images", title, "Pictures in a row:"+text, rows)
	if err == nil {
		width := float64(min(imagesInRow, len(images)))*(imageSize+imageGap) + imageGap/2
		fixedPixels(p.spec, width, rowHeight*float64((len(images)+imagesInRow-1)/imagesInRow))
	}
	return p, err
}

// fixedPixels makes the coordinates of a specification pixels from the upper left corner.
func fixedPixels(filled spec, width, height float64) {
	filled["width"], filled["height"] = width, height
	set(filled, spec{"domain": []float64{0, width}, "nice": false}, "encoding", "x", "scale")
	set(filled, spec{"domain": []float64{0, height}, "nice": false, "reverse": true}, "encoding", "y", "scale")
}

// dataURL returns a picture as a URL that contains its PNG file.
func dataURL(one Image) (string, error) {
	if missing(one.Picture) || one.Picture.Bounds().Empty() {
		return "", fmt.Errorf("the picture %q is missing or empty", one.Caption)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, one.Picture); err != nil {
		return "", fmt.Errorf("the picture %q: %w", one.Caption, err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()), nil
}

// missing reports whether a picture is nil, or a nil pointer.
func missing(picture image.Image) bool {
	value := reflect.ValueOf(picture)
	return !value.IsValid() || value.Kind() == reflect.Pointer && value.IsNil()
}

// wrapped breaks captions into lines that fit below their pictures. It also returns the largest number of lines.
func wrapped(images []Image) (captions []string, lines int) {
	for _, one := range images {
		caption, used := "", 0
		for _, word := range strings.Fields(one.Caption) {
			length := utf8.RuneCountInString(word)
			switch {
			case used == 0:
				caption, used = word, length
			case used+1+length <= captionRoom:
				caption, used = caption+" "+word, used+1+length
			default:
				caption, used = caption+"\n"+word, length
			}
		}
		captions, lines = append(captions, caption), max(lines, strings.Count(caption, "\n")+1)
	}
	return captions, lines
}

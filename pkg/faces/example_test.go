package faces_test

import (
	"fmt"

	"nexttoken/pkg/faces"
)

func ExampleDraw() {
	picture, err := faces.Draw(faces.Face{Age: 0, Emotion: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(picture.Bounds())
	_, err = faces.Draw(faces.Face{Age: 40})
	fmt.Println(err)
	// Output:
	// (0,0)-(48,48)
	// age 40: it must lie between 0 and 1
}

func ExamplePixels() {
	picture, err := faces.Draw(faces.Face{Age: 1, Emotion: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := faces.Pixels(picture)
	fmt.Printf("%d values, the corner is %.2f, %v\n", len(values), values[0], err)
	_, err = faces.Pixels(nil)
	fmt.Println(err)
	// Output:
	// 2304 values, the corner is 0.97, <nil>
	// the picture is nil: give one of 48 × 48 pixels
}

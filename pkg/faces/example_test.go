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

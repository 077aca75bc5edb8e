package latent_test

import (
	"fmt"
	"math/rand/v2"

	"nexttoken/pkg/faces"
	"nexttoken/pkg/faces/latent"
)

func ExampleGallery_Nearest() {
	gallery, err := latent.NewGallery(100, rand.New(rand.NewPCG(1, 0)))
	if err != nil {
		fmt.Println(err)
		return
	}
	picture, err := faces.Draw(faces.Face{Age: 0, Emotion: -1}) // a crying child
	if err != nil {
		fmt.Println(err)
		return
	}
	nearest, err := gallery.Nearest(picture)
	fmt.Printf("%v, root mean square %.2f, %v\n", nearest.Picture.Bounds(), nearest.Distance, err)
	_, err = gallery.Nearest(nil)
	fmt.Println(err)
	// Output:
	// (0,0)-(48,48), root mean square 0.06, <nil>
	// the picture is nil: give one of 48 × 48 pixels
}

func ExampleKind_String() {
	fmt.Println(latent.ChildCrying)
	// Output: crying child
}

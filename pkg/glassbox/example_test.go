package glassbox_test

import (
	"fmt"

	"nexttoken/pkg/glassbox"
)

func Example() {
	network := glassbox.Small()
	values, err := network.Forward("abi")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("hidden %.3f\n", values.Hidden)
	fmt.Printf("probabilities %.3f\n", values.Probabilities)

	gradients, _ := network.Backward("abi", "-")
	fmt.Printf("p − y %.3f\n", gradients.Logits)
	before, _ := network.Loss("abi", "-")
	after, _ := network.Update(gradients, 0.1).Loss("abi", "-")
	fmt.Printf("loss %.3f, after one update %.3f\n", before, after)
	// Output:
	// hidden [0.898 -0.811 0.178 0.585]
	// probabilities [0.450 0.049 0.153 0.159 0.189]
	// p − y [0.450 0.049 0.153 0.159 -0.811]
	// loss 1.667, after one update 1.228
}

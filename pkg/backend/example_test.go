package backend_test

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/pkg/backend"
)

func ExampleOpen() {
	engine, err := backend.Open()
	if err != nil {
		fmt.Println(err)
		return
	}
	// The length of the vector (3, 4), the same with XLA and with pure Go.
	length, err := ExecOnce(engine, func(x *Node) *Node { return Sqrt(ReduceAllSum(Square(x))) }, []float32{3, 4})
	fmt.Println(length, err)
	// Output: float32(5) <nil>
}

package exercise_test

import (
	"fmt"
	"strings"

	"nexttoken/pkg/exercise"
)

func ExamplePadded() {
	stub := func(name string, context int) string { return name }
	noEnd := func(name string, context int) string { return strings.Repeat("-", context) + name }
	fmt.Println(exercise.Padded(stub))
	fmt.Println(exercise.Padded(noEnd))
	// Output:
	// Not done yet: Add the hyphens before and after the name.
	// Not quite: The end token is missing: how will the model learn where a name ends?
}

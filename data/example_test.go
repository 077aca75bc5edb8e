package data_test

import (
	"fmt"
	"strings"

	"nexttoken/data"
)

func ExampleNames() {
	names := strings.Fields(data.Names())
	fmt.Println(len(names), "names:", names[0], names[1], "…", names[len(names)-1])
	// Output: 7929 names: aabha aabhijit … zutho
}

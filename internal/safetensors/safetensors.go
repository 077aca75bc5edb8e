// Package safetensors reads and writes named arrays in the safetensors format, which most tools of the field open:
// eight bytes with the length of the header, a JSON header with the type, the shape and the place of each array, then
// the bytes of the arrays.
//
// Format: https://huggingface.co/docs/safetensors (Hugging Face, 2022). A file of this package also keeps the SHA-256
// sum of the arrays' bytes in its header, so that damage is found.
package safetensors

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Array is one array: its element type as the format names it (F16, F32, I64, …), its shape, and its bytes,
// little-endian, row by row. The shape of a single number is [], not nil.
type Array struct {
	Type  string
	Shape []int
	Bytes []byte
}

// File is the content of a file. The names "__metadata__" (of an array) and "sha256" (in the metadata) are the
// format's and this package's own.
type File struct {
	Metadata map[string]string
	Arrays   map[string]Array
}

const (
	metadataKey  = "__metadata__"
	digestKey    = "sha256"
	headerLimit  = 100 << 20 // bytes; the format's own limit
	prefixLength = 8         // bytes that hold the header's length
	alignment    = 8         // bytes; the arrays begin at a multiple of it
)

// typeSizes are the bytes of one element.
var typeSizes = map[string]int{
	"BOOL": 1, "U8": 1, "I8": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
	"U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}

// entry is the description of an array in the header.
type entry struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets []int  `json:"data_offsets"`
}

// check returns an error unless type, shape and bytes fit each other.
func (a Array) check(name string) error {
	if _, known := typeSizes[a.Type]; !known {
		return fmt.Errorf("array %q is of type %q: it must be one of %v",
			name, a.Type, slices.Sorted(maps.Keys(typeSizes)))
	}
	if a.Shape == nil {
		return fmt.Errorf("array %q has no shape: give one, [] for a single number", name)
	}
	size, err := a.size()
	if err != nil {
		return fmt.Errorf("array %q: %w", name, err)
	}
	if size != len(a.Bytes) {
		return fmt.Errorf("array %q of type %s and shape %v takes %d bytes, but it has %d",
			name, a.Type, a.Shape, size, len(a.Bytes))
	}
	return nil
}

// size returns how many bytes an array of this type and shape takes.
func (a Array) size() (int, error) {
	size := typeSizes[a.Type]
	for _, dimension := range a.Shape {
		if dimension < 0 {
			return 0, fmt.Errorf("shape %v: no dimension can be negative", a.Shape)
		}
		if dimension > 0 && size > math.MaxInt/dimension {
			return 0, fmt.Errorf("shape %v is larger than any memory", a.Shape)
		}
		size *= dimension
	}
	return size, nil
}

// Package safetensors reads and writes named arrays in the safetensors format, which most tools of the field open:
// eight bytes of header length, a JSON header that gives each array's type, shape and place, then the bytes.
//
// Format: https://huggingface.co/docs/safetensors (Hugging Face, 2022). A digest of the bytes is kept in the header, so a
// damaged file is refused rather than misread.
package safetensors

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Array is one array: its element type as the format names it (F32, I64, U64, …), its shape, and its bytes,
// little-endian, row by row.
type Array struct {
	Type  string
	Shape []int
	Bytes []byte
}

// File is what a file holds.
type File struct {
	Metadata map[string]string
	Arrays   map[string]Array
}

const (
	metadataKey  = "__metadata__"
	digestKey    = "sha256"
	headerLimit  = 100 << 20 // bytes; the format's own limit
	prefixLength = 8         // bytes that hold the header's length
)

var typeSizes = map[string]int{"BOOL": 1, "U8": 1, "I8": 1, "I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8}

// entry is how the header describes an array.
type entry struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Encode returns the bytes of a file. Equal contents give equal bytes.
func Encode(file File) ([]byte, error) {
	header, body := map[string]any{}, []byte{}
	for _, name := range slices.Sorted(maps.Keys(file.Arrays)) {
		array := file.Arrays[name]
		if err := array.check(name); err != nil {
			return nil, err
		}
		start := len(body)
		body = append(body, array.Bytes...)
		header[name] = entry{array.Type, array.Shape, [2]int{start, len(body)}}
	}
	metadata := maps.Clone(file.Metadata)
	if metadata == nil {
		metadata = map[string]string{}
	}
	metadata[digestKey] = fmt.Sprintf("%x", sha256.Sum256(body))
	header[metadataKey] = metadata
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	text = append(text, bytes.Repeat([]byte(" "), (8-len(text)%8)%8)...)
	return slices.Concat(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text, body), nil
}

// Decode reads the bytes of a file. It refuses, with a sentence, whatever is cut short, damaged, or something else.
func Decode(data []byte) (File, error) {
	text, body, err := cut(data)
	if err != nil {
		return File{}, err
	}
	var header map[string]json.RawMessage
	if err := json.Unmarshal(text, &header); err != nil {
		return File{}, fmt.Errorf("not a safetensors file: its header is no JSON object (%w)", err)
	}
	file := File{Metadata: map[string]string{}, Arrays: map[string]Array{}}
	if raw, ok := header[metadataKey]; ok {
		if err := json.Unmarshal(raw, &file.Metadata); err != nil {
			return File{}, fmt.Errorf("the safetensors metadata are no object of strings: %w", err)
		}
		delete(header, metadataKey)
	}
	if want, ok := file.Metadata[digestKey]; ok && want != fmt.Sprintf("%x", sha256.Sum256(body)) {
		return File{}, fmt.Errorf("the safetensors file is damaged or cut short: its %d bytes of data do not match their digest", len(body))
	}
	delete(file.Metadata, digestKey)
	for name, raw := range header {
		if file.Arrays[name], err = decodeArray(name, raw, body); err != nil {
			return File{}, err
		}
	}
	return file, nil
}

func cut(data []byte) (header, body []byte, err error) {
	if len(data) < prefixLength {
		return nil, nil, fmt.Errorf("not a safetensors file: %d bytes, which is less than its header", len(data))
	}
	length := binary.LittleEndian.Uint64(data)
	rest := data[prefixLength:]
	if length > headerLimit || length > uint64(len(rest)) {
		return nil, nil, fmt.Errorf("not a safetensors file, or one cut short: its header would be %d bytes of %d", length, len(rest))
	}
	return rest[:length], rest[length:], nil
}

func decodeArray(name string, raw json.RawMessage, body []byte) (Array, error) {
	var e entry
	if err := json.Unmarshal(raw, &e); err != nil {
		return Array{}, fmt.Errorf("array %q has no readable description: %w", name, err)
	}
	start, end := e.Offsets[0], e.Offsets[1]
	if start < 0 || end < start || end > len(body) {
		return Array{}, fmt.Errorf("array %q should lie in bytes %d to %d, but the file holds %d: it was cut short", name, start, end, len(body))
	}
	array := Array{e.Type, e.Shape, body[start:end]}
	return array, array.check(name)
}

// check tells whether type, shape and bytes fit each other.
func (a Array) check(name string) error {
	size, known := typeSizes[a.Type]
	if !known {
		return fmt.Errorf("array %q is of type %q, which is not one of %v", name, a.Type, slices.Sorted(maps.Keys(typeSizes)))
	}
	for _, dimension := range a.Shape {
		if dimension < 0 || dimension > math.MaxInt32 || size > math.MaxInt32 {
			return fmt.Errorf("array %q has shape %v, which no file of %d bytes holds", name, a.Shape, len(a.Bytes))
		}
		size *= dimension
	}
	if size != len(a.Bytes) {
		return fmt.Errorf("array %q of shape %v and type %s takes %d bytes, not %d", name, a.Shape, a.Type, size, len(a.Bytes))
	}
	return nil
}

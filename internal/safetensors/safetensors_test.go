package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func Example() {
	table := Array{Type: "F32", Shape: []int{27, 2}, Bytes: make([]byte, 27*2*4)}
	data, err := Encode(File{Metadata: map[string]string{"step": "100"}, Arrays: map[string]Array{"embedding": table}})
	if err != nil {
		fmt.Println(err)
		return
	}
	file, err := Decode(data)
	fmt.Println(file.Metadata["step"], file.Arrays["embedding"].Shape, err)
	_, err = Decode(data[:len(data)-1])
	fmt.Println(err)
	// Output:
	// 100 [27 2] <nil>
	// the safetensors file is damaged or cut short: its 215 bytes of data do not match their digest
}

func sample() File {
	return File{
		Metadata: map[string]string{"a": "b"},
		Arrays: map[string]Array{
			"x": {"F32", []int{2, 3}, bytes.Repeat([]byte{1, 2, 3, 4}, 6)},
			"s": {"I64", []int{}, []byte{1, 0, 0, 0, 0, 0, 0, 0}},
			"e": {"U64", []int{0, 5}, []byte{}},
		},
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	data, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if err != nil || !reflect.DeepEqual(got, sample()) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEveryCutAndEveryFlippedByteIsRefused(t *testing.T) {
	data, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	for length := range data {
		if _, err := Decode(data[:length]); err == nil {
			t.Errorf("the first %d of %d bytes were taken for a file", length, len(data))
		}
	}
	body := data[8+binary.LittleEndian.Uint64(data):]
	for i := range body {
		body[i] ^= 1
		if _, err := Decode(data); err == nil {
			t.Errorf("byte %d of the data was changed unnoticed", i)
		}
		body[i] ^= 1
	}
}

func TestForeignBytes(t *testing.T) {
	for _, text := range []string{"", "hello", strings.Repeat("x", 100), "\x02\x00\x00\x00\x00\x00\x00\x00[]", "\x05\x00\x00\x00\x00\x00\x00\x00{\"a\":"} {
		if _, err := Decode([]byte(text)); err == nil {
			t.Errorf("%q was taken for a file", text)
		}
	}
}

func TestArraysThatDoNotFit(t *testing.T) {
	for _, array := range []Array{
		{"F32", []int{2}, make([]byte, 4)},
		{"F16", []int{2}, make([]byte, 4)},
		{"F32", []int{-1}, nil},
		{"F32", []int{1 << 30, 1 << 30, 1 << 30}, nil},
	} {
		if _, err := Encode(File{Arrays: map[string]Array{"x": array}}); err == nil {
			t.Errorf("%s %v with %d bytes was written", array.Type, array.Shape, len(array.Bytes))
		}
	}
}

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
	// the safetensors file is damaged or cut short: its 215 bytes of data have another digest
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
			t.Errorf("the first %d of %d bytes were read as a file", length, len(data))
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

// overlap is a header of two arrays that share a byte.
const overlap = `{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},` +
	`"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`

// file returns a file with this header and a number of bytes of data.
func file(header string, data int) []byte {
	bytes := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(bytes, header...), make([]byte, data)...)
}

func TestFilesThatAreNotOfTheFormat(t *testing.T) {
	for name, c := range map[string]struct {
		data   []byte
		wanted string
	}{
		"no bytes":                {nil, "it has 0 bytes"},
		"a text":                  {[]byte(strings.Repeat("x", 100)), "the format allows 104857600"},
		"the longest length":      {bytes.Repeat([]byte{0xff}, 16), "the format allows 104857600"},
		"a header over the limit": {file("{"+strings.Repeat(" ", headerLimit)+"}", 0), "the format allows 104857600"},
		"a header at the limit": {binary.LittleEndian.AppendUint64(nil, headerLimit),
			"a header of 104857600 bytes, and 0 follow"},
		"a header cut short":    {file("{}", 0)[:9], "a header of 2 bytes, and 1 follow"},
		"no header":             {file("", 0), "must begin with {"},
		"a list":                {file("[]", 0), "must begin with {"},
		"null":                  {file("null", 0), "must begin with {"},
		"half a header":         {file(`{"a":`, 0), "is not a JSON object"},
		"metadata null":         {file(`{"__metadata__":null}`, 0), "object of strings"},
		"metadata of numbers":   {file(`{"__metadata__":{"a":1}}`, 0), "object of strings"},
		"an array that is text": {file(`{"x":"F32"}`, 0), "no readable description"},
		"no type":               {file(`{"x":{"shape":[1],"data_offsets":[0,4]}}`, 4), `is of type ""`},
		"an unknown type": {file(`{"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}`, 4),
			`is of type "F31"`},
		"no shape":   {file(`{"x":{"dtype":"F32","data_offsets":[0,4]}}`, 4), "has no shape"},
		"shape null": {file(`{"x":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}`, 4), "has no shape"},
		"a fraction in a shape": {file(`{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}`, 4),
			"no readable description"},
		"a negative shape": {file(`{"x":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}`, 4),
			"no dimension can be negative"},
		"a shape beyond an int": {file(`{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}`,
			0), "larger than any memory"},
		"the largest shape": {file(`{"x":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,0]}}`, 0),
			"takes 9223372036854775807 bytes, but it has 0"},
		"too many bytes": {file(`{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}`, 8),
			"takes 4 bytes, but it has 8"},
		"no offsets": {file(`{"x":{"dtype":"F32","shape":[0]}}`, 0), "has the offsets []"},
		"one offset": {file(`{"x":{"dtype":"F32","shape":[0],"data_offsets":[0]}}`, 0),
			"has the offsets [0]"},
		"three offsets": {file(`{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}`, 4),
			"has the offsets [0 4 4]"},
		"a negative offset": {file(`{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`, 4),
			"has the offsets [-4 0]"},
		"falling offsets": {file(`{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, 4),
			"has the offsets [4 0]"},
		"offsets beyond the end": {file(`{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 3), "from 0 to 3"},
		"a gap": {file(`{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`, 2),
			"begins at byte 1"},
		"two in one place": {file(overlap, 3),
			"begins at byte 1 of the data, but the one before it ends at 2"},
		"data that nobody owns": {file(`{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, 3),
			"end at byte 1 of the data, which has 3"},
	} {
		if _, err := Decode(c.data); err == nil || !strings.Contains(err.Error(), c.wanted) {
			t.Errorf("%s: %v, want a sentence with %q", name, err, c.wanted)
		}
	}
}

// Other tools write no digest, and often no metadata.
func TestAFileOfAnotherTool(t *testing.T) {
	header := `{"y":{"dtype":"BF16","shape":[],"data_offsets":[6,8]},` +
		`"x":{"dtype":"U8","shape":[2,3],"data_offsets":[0,6]}}`
	got, err := Decode(file(header, 8))
	want := File{map[string]string{},
		map[string]Array{"x": {"U8", []int{2, 3}, make([]byte, 6)}, "y": {"BF16", []int{}, make([]byte, 2)}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

// The arrays begin at a multiple of eight bytes, whatever the length of the header.
func TestTheHeaderIsPadded(t *testing.T) {
	for length := range 17 {
		array := Array{"U8", []int{1}, []byte{7}}
		data, err := Encode(File{Arrays: map[string]Array{strings.Repeat("n", length): array}})
		if err != nil {
			t.Fatal(err)
		}
		if begin := len(data) - 1; begin%8 != 0 || binary.LittleEndian.Uint64(data) != uint64(begin-8) {
			t.Errorf("a name of %d letters: the data begin at byte %d", length, begin)
		}
	}
}

func TestFilesThatAreNotWritten(t *testing.T) {
	for wanted, file := range map[string]File{
		"takes 8 bytes, but it has 4": {Arrays: map[string]Array{"x": {"F32", []int{2}, make([]byte, 4)}}},
		`is of type "F31"`:            {Arrays: map[string]Array{"x": {"F31", []int{1}, make([]byte, 4)}}},
		"has no shape":                {Arrays: map[string]Array{"x": {"F32", nil, make([]byte, 4)}}},
		"can be negative":             {Arrays: map[string]Array{"x": {"F32", []int{-1}, nil}}},
		"larger than any memory":      {Arrays: map[string]Array{"x": {"F32", []int{1 << 30, 1 << 30, 1 << 30}, nil}}},
		`the name "__metadata__"`:     {Arrays: map[string]Array{"__metadata__": {"U8", []int{0}, nil}}},
		`the key "sha256"`:            {Metadata: map[string]string{"sha256": "mine"}},
	} {
		if _, err := Encode(file); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v, want a sentence with %q", err, wanted)
		}
	}
}

// Whatever the bytes are: no panic, and what is read is written and read again as it was.
func FuzzDecode(f *testing.F) {
	good, err := Encode(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(file(overlap, 3))
	f.Add(file(`{"x":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}`, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Encode(first)
		if err != nil {
			t.Fatalf("what was read is not written: %v", err)
		}
		if second, err := Decode(again); err != nil || !reflect.DeepEqual(first, second) {
			t.Errorf("%v became %v, %v", first, second, err)
		}
	})
}

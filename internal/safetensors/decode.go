package safetensors

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// Decode reads the bytes of a file. The arrays share the memory of data. It returns an error for a file that was cut
// short, that is damaged, or that is not of this format; it never panics.
func Decode(data []byte) (File, error) {
	text, body, err := cut(data)
	if err != nil {
		return File{}, err
	}
	var header map[string]json.RawMessage
	if err := json.Unmarshal(text, &header); err != nil {
		return File{}, fmt.Errorf("not a safetensors file: its header is not a JSON object (%w)", err)
	}
	metadata, err := decodeMetadata(header[metadataKey], body)
	if err != nil {
		return File{}, err
	}
	delete(header, metadataKey)
	arrays, err := decodeArrays(header, body)
	return File{metadata, arrays}, err
}

// cut returns the header and the body of a file.
func cut(data []byte) (header, body []byte, err error) {
	if len(data) < prefixLength {
		return nil, nil, fmt.Errorf("not a safetensors file: it has %d bytes, and %d hold the length of the header",
			len(data), prefixLength)
	}
	length, rest := binary.LittleEndian.Uint64(data), data[prefixLength:]
	if length > headerLimit {
		return nil, nil, fmt.Errorf("not a safetensors file: a header of %d bytes, and the format allows %d",
			length, headerLimit)
	}
	if length > uint64(len(rest)) {
		return nil, nil, fmt.Errorf("not a safetensors file, or it was cut short: a header of %d bytes, and %d follow",
			length, len(rest))
	}
	header, body = rest[:length], rest[length:]
	if !bytes.HasPrefix(header, []byte("{")) {
		return nil, nil, fmt.Errorf("not a safetensors file: its header must begin with {, but begins with %q",
			header[:min(1, len(header))])
	}
	return header, body, nil
}

// decodeMetadata returns the metadata without the digest, after comparing it with that of the body.
func decodeMetadata(raw json.RawMessage, body []byte) (map[string]string, error) {
	metadata := map[string]string{}
	if raw == nil {
		return metadata, nil
	}
	if err := json.Unmarshal(raw, &metadata); err != nil || metadata == nil {
		return nil, fmt.Errorf("the metadata of the safetensors file must be an object of strings: %.40q", raw)
	}
	if want, has := metadata[digestKey]; has && want != digest(body) {
		return nil, fmt.Errorf("the safetensors file is damaged or cut short: its %d bytes of data have another digest",
			len(body))
	}
	delete(metadata, digestKey)
	return metadata, nil
}

// decodeArrays returns the arrays that the header describes. Together they must fill the body, and no byte twice.
func decodeArrays(header map[string]json.RawMessage, body []byte) (map[string]Array, error) {
	arrays := make(map[string]Array, len(header))
	var places [][]int
	for name, raw := range header {
		var e entry
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("array %q has no readable description: %w", name, err)
		}
		if len(e.Offsets) != 2 || e.Offsets[0] < 0 || e.Offsets[1] < e.Offsets[0] || e.Offsets[1] > len(body) {
			return nil, fmt.Errorf("array %q has the offsets %v: they must be two, rising, from 0 to %d",
				name, e.Offsets, len(body))
		}
		array := Array{e.Type, e.Shape, body[e.Offsets[0]:e.Offsets[1]:e.Offsets[1]]}
		if err := array.check(name); err != nil {
			return nil, err
		}
		arrays[name], places = array, append(places, e.Offsets)
	}
	return arrays, checkPlaces(places, len(body))
}

// checkPlaces returns an error unless each array begins where the one before it ends, and the last ends with the body.
func checkPlaces(places [][]int, length int) error {
	slices.SortFunc(places, func(a, b []int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	end := 0
	for _, place := range places {
		if place[0] != end {
			return fmt.Errorf("an array begins at byte %d of the data, but the one before it ends at %d",
				place[0], end)
		}
		end = place[1]
	}
	if end != length {
		return fmt.Errorf("the arrays end at byte %d of the data, which has %d bytes", end, length)
	}
	return nil
}

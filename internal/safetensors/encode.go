package safetensors

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Encode returns the bytes of a file. Equal contents give equal bytes. It returns an error if the type, the shape and
// the bytes of an array do not fit each other, or if a name is not free.
func Encode(file File) ([]byte, error) {
	if _, taken := file.Arrays[metadataKey]; taken {
		return nil, fmt.Errorf("no array can have the name %q: the format uses it", metadataKey)
	}
	if _, taken := file.Metadata[digestKey]; taken {
		return nil, fmt.Errorf("the metadata cannot have the key %q: the sum of the data has it", digestKey)
	}
	header, body := map[string]any{}, []byte{}
	for _, name := range slices.Sorted(maps.Keys(file.Arrays)) {
		array := file.Arrays[name]
		if err := array.check(name); err != nil {
			return nil, err
		}
		start := len(body)
		body = append(body, array.Bytes...)
		header[name] = entry{array.Type, array.Shape, []int{start, len(body)}}
	}
	header[metadataKey] = withDigest(file.Metadata, body)
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	text = append(text, bytes.Repeat([]byte(" "), -len(text)&(alignment-1))...)
	return slices.Concat(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text, body), nil
}

// withDigest returns a copy of the metadata with the digest of the arrays' bytes.
func withDigest(metadata map[string]string, body []byte) map[string]string {
	extended := map[string]string{digestKey: digest(body)}
	maps.Copy(extended, metadata)
	return extended
}

func digest(body []byte) string { return fmt.Sprintf("%x", sha256.Sum256(body)) }

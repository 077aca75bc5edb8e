package llama

// A file with a very small model, for what needs no real one.

import (
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gomlx/compute/dtypes"
)

// small is a GGUF file: its keys, and the shapes of its tables.
type small struct {
	keys   map[string]any // uint32, float32, string, []string or []int32
	tables map[string][]int
}

func newSmall() small {
	c := Config{Vocabulary: 8, Width: 8, Blocks: 2, Heads: 2, KVHeads: 1, Hidden: 6}
	tokens := []string{"<|endoftext|>", StartOfTurn, EndOfTurn, "a", "b", "Ġ", "ab", "c"}
	return small{tables: c.shapes(), keys: map[string]any{
		"general.architecture":                   "llama",
		"llama.embedding_length":                 uint32(c.Width),
		"llama.block_count":                      uint32(c.Blocks),
		"llama.attention.head_count":             uint32(c.Heads),
		"llama.attention.head_count_kv":          uint32(c.KVHeads),
		"llama.feed_forward_length":              uint32(c.Hidden),
		"llama.context_length":                   uint32(600),
		"llama.rope.freq_base":                   float32(10000),
		"llama.attention.layer_norm_rms_epsilon": float32(1e-5),
		"tokenizer.ggml.pre":                     "smollm",
		"tokenizer.ggml.tokens":                  tokens,
		"tokenizer.ggml.token_type":              []int32{3, 3, 3, 1, 1, 1, 1, 1},
		"tokenizer.ggml.merges":                  []string{"a b"},
	}}
}

// write writes the file, and returns its path.
func (s small) write(t *testing.T) string { return write(t, s.bytes()) }

func write(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.gguf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// smallModel opens the small model once for all tests.
func smallModel(t *testing.T) *Model {
	t.Helper()
	if openedSmall == nil {
		m, err := Open(newSmall().write(t), dtypes.Float32)
		if err != nil {
			t.Fatal(err)
		}
		openedSmall = m
	}
	return openedSmall
}

var openedSmall *Model

// bytes returns the file, with random parameters. (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)
func (s small) bytes() []byte {
	header, data := s.header(), []byte(nil)
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range slices.Sorted(maps.Keys(s.tables)) {
		data = padded32(data)
		size := 1
		header = number(text(header, name), uint32(len(s.tables[name])))
		for _, n := range slices.Backward(s.tables[name]) { // the last axis is the first one in a file
			header = number(header, uint64(n))
			size *= n
		}
		header = number(number(header, uint32(0)), uint64(len(data))) // 0 is float32
		for range size {
			data = number(data, float32(random.NormFloat64()))
		}
	}
	return append(padded32(header), data...)
}

func (s small) header() []byte {
	header := number([]byte("GGUF"), uint32(3))
	header = number(number(header, uint64(len(s.tables))), uint64(len(s.keys)))
	for _, key := range slices.Sorted(maps.Keys(s.keys)) {
		header = value(text(header, key), s.keys[key])
	}
	return header
}

func value(file []byte, v any) []byte {
	const uint32s, int32s, float32s, texts, lists = 4, 5, 6, 8, 9 // types of values
	switch v := v.(type) {
	case uint32:
		return number(number(file, uint32(uint32s)), v)
	case float32:
		return number(number(file, uint32(float32s)), v)
	case string:
		return text(number(file, uint32(texts)), v)
	case []int32:
		file = number(number(number(file, uint32(lists)), uint32(int32s)), uint64(len(v)))
		return number(file, v)
	case []string:
		file = number(number(number(file, uint32(lists)), uint32(texts)), uint64(len(v)))
		for _, each := range v {
			file = text(file, each)
		}
	}
	return file
}

func text(file []byte, s string) []byte { return append(number(file, uint64(len(s))), s...) }

func number(file []byte, n any) []byte {
	file, err := binary.Append(file, binary.LittleEndian, n)
	if err != nil {
		panic(err)
	}
	return file
}

func padded32(file []byte) []byte { return append(file, make([]byte, -len(file)&31)...) }

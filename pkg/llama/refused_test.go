package llama

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
)

func TestFilesOfOthersAreRefused(t *testing.T) {
	for want, change := range map[string]func(s small){
		`the architecture is "gemma": it must be llama`:  func(s small) { s.keys["general.architecture"] = "gemma" },
		`the tokenizer is "llama-bpe": it must be smol`:  func(s small) { s.keys["tokenizer.ggml.pre"] = "llama-bpe" },
		"there is no llama.block_count, llama.context_l": func(s small) { drop(s, "block_count", "context_length") },
		"a size is missing, or not a number above 0":     func(s small) { s.keys["llama.attention.head_count"] = "2" },
		"2 heads cannot share the keys of 3":             func(s small) { s.keys["llama.attention.head_count_kv"] = uint32(3) },
		"a width of 7 cannot be cut into 2 heads":        func(s small) { s.keys["llama.embedding_length"] = uint32(7) },
		"a context of 0 tokens: it must be at least 1":   func(s small) { s.keys["llama.context_length"] = uint32(0) },
		"there are 20 parameter tables: a model of 3 bl": func(s small) { s.keys["llama.block_count"] = uint32(3) },
		"ffn_down.weight has the shape [8 6]: this mode": func(s small) { s.keys["llama.feed_forward_length"] = uint32(7) },
		"there are 21 parameter tables: a model of 2 bl": func(s small) { s.tables["output.weight"] = []int{8, 8} },
		"output.weight has the shape [8]: this model ha": func(s small) { rename(s, "output_norm.weight", "output.weight") },
		`"<|im_end|>" is no special token`:               func(s small) { delete(s.keys, "tokenizer.ggml.token_type") },
		"a special token: id 8":                          func(s small) { s.keys["tokenizer.ggml.token_type"] = make9() },
		`the special token 0 is "": it must be a text`:   func(s small) { s.keys["tokenizer.ggml.tokens"].([]string)[0] = "" },
		`merge 0 is "a c": it must be two tokens that`:   func(s small) { s.keys["tokenizer.ggml.merges"] = []string{"a c"} },
	} {
		s := newSmall()
		change(s)
		path := s.write(t)
		m, err := Open(path, dtypes.Float32)
		if err == nil || m != nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path) {
			t.Errorf("%v, %v, want %s", m, err, want)
		}
	}
}

func drop(s small, keys ...string) {
	for _, key := range keys {
		delete(s.keys, "llama."+key)
	}
}

func rename(s small, from, to string) {
	s.tables[to] = s.tables[from]
	delete(s.tables, from)
}

func make9() []int32 { return []int32{3, 3, 3, 1, 1, 1, 1, 1, 3} }

func TestAFileThatIsCutShortIsRefused(t *testing.T) {
	whole := newSmall().bytes()
	for length := range whole {
		m, err := Open(write(t, whole[:length]), dtypes.Float32)
		if err == nil || m != nil || strings.Contains(err.Error(), "\n") {
			t.Fatalf("cut after %d of %d bytes: %v, %v", length, len(whole), m, err)
		}
	}
	_, err := Open(write(t, whole[:len(whole)-1]), dtypes.Float32)
	if want := "token_embd.weight needs more: it is cut short"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// A wrong byte before the tables is an error, or another model: nothing panics.
func TestAWrongByteDoesNotPanic(t *testing.T) {
	whole := newSmall().bytes()
	refused, header := 0, bytes.Index(whole, []byte("token_embd.weight"))
	for at := range header {
		changed := bytes.Clone(whole)
		changed[at] ^= 0xff
		if m, err := Open(write(t, changed), dtypes.Float32); (m == nil) != (err != nil) {
			t.Errorf("byte %d: %v, %v", at, m, err)
		} else if err != nil {
			refused++
		}
	}
	if refused < header/2 {
		t.Errorf("only %d of %d files are refused", refused, header)
	}
}

func TestTypesThatAreRefused(t *testing.T) {
	path := newSmall().write(t)
	if m, err := Open(path, dtypes.Int8); err == nil || m != nil || !strings.Contains(err.Error(), "dtypes.Float16") {
		t.Errorf("%v, %v", m, err)
	}
}

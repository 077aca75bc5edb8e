package llama

// SmolLM2-135M-Instruct, the model that set-up installs.

import (
	"fmt"
	"sync"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/go-huggingface/models/gguf"

	"nexttoken/pkg/backend"
)

// The special tokens around a turn of a chat.
const (
	StartOfTurn = "<|im_start|>"
	EndOfTurn   = "<|im_end|>"
)

// SmolLM2 opens SmolLM2-135M-Instruct: 134,515,008 parameters, Apache licence 2.0. (Ben Allal et al., SmolLM2: When
// Smol Goes Big, 2025; the file has 4 bits for each number of a large table, which become float32.)
//
// The first call opens it, and later calls return the same model. SmolLM2 returns an error, with what to do, if the
// file is not installed, if it is damaged or another one, or if there is no XLA.
func SmolLM2() (*Model, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.model != nil {
		return shared.model, nil
	}
	path, err := Installed()
	if err != nil {
		return nil, err
	}
	shared.model, err = Open(path, dtypes.Float32)
	return shared.model, err
}

// shared is the model of this process, once it is open.
var shared struct {
	sync.Mutex
	model *Model
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
	if m.backend, err = backend.OpenXLA(); err != nil {
		return nil, err
	}
	m.Weights = weights
	if m.store, err = f.store(m.backend, weights); err != nil {
		return nil, err
	}
	m.compile()
	return m, nil
}

package llama

// Opening a file with released parameters.

import (
	"fmt"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/go-huggingface/models/gguf"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/bpe"
)

// file is an open GGUF file. (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)
type file struct {
	*gguf.Model
	missing []string // keys that were read and are not there
}

func (f *file) value(key string) gguf.KeyValue {
	value, found := f.GetKeyValue(key)
	if !found {
		f.missing = append(f.missing, key)
	}
	return value
}

func (f *file) size(key string) int { return int(f.value("llama." + key).Uint64()) }

// config returns the sizes that the file names.
func (f *file) config() (Config, error) {
	c := Config{
		Vocabulary: len(f.value("tokenizer.ggml.tokens").Strings()),
		Width:      f.size("embedding_length"),
		Blocks:     f.size("block_count"),
		Heads:      f.size("attention.head_count"),
		KVHeads:    f.size("attention.head_count_kv"),
		Hidden:     f.size("feed_forward_length"),
		Base:       f.value("llama.rope.freq_base").Float64(),
		Epsilon:    f.value("llama.attention.layer_norm_rms_epsilon").Float64(),
		Weights:    dtypes.Float32,
	}
	if f.Architecture() != "llama" || f.missing != nil {
		return Config{}, fmt.Errorf("the architecture is %q, without %s: it must be llama",
			f.Architecture(), strings.Join(f.missing, ", "))
	}
	return c, nil
}

// tokenizer returns the tokenizer that the file holds.
func (f *file) tokenizer() (*bpe.Tokenizer, error) {
	const special = 3 // a type of token
	if pre := f.value("tokenizer.ggml.pre").String(); pre != "smollm" {
		return nil, fmt.Errorf("the tokenizer is %q: it must be smollm", pre)
	}
	var ids []int
	for id, kind := range f.value("tokenizer.ggml.token_type").Int64s() {
		if kind == special {
			ids = append(ids, id)
		}
	}
	return bpe.New(f.value("tokenizer.ggml.tokens").Strings(), ids, f.value("tokenizer.ggml.merges").Strings(), EndOfTurn)
}

// scopes are the names that the graphs give to what the file calls otherwise.
var scopes = strings.NewReplacer(
	"token_embd.weight", "tokens/embeddings", "output_norm.weight", "norm/rms_norm/scale",
	"blk.", "block", ".attn_norm.weight", "/norm1/rms_norm/scale", ".ffn_norm.weight", "/norm2/rms_norm/scale",
	".attn_q.weight", "/query/dense/weights", ".attn_k.weight", "/key/dense/weights",
	".attn_v.weight", "/value/dense/weights", ".attn_output.weight", "/output/dense/weights",
	".ffn_gate.weight", "/gate/dense/weights", ".ffn_up.weight", "/up/dense/weights",
	".ffn_down.weight", "/down/dense/weights",
)

// store returns the parameters as variables, dequantised, the large ones as the type weights.
func (f *file) store(backend compute.Backend, weights dtypes.DType) (*model.Store, error) {
	store, infos := model.NewStore(), f.File.TensorInfos
	values, errs := make([]*tensors.Tensor, len(infos)), make([]error, len(infos))
	var convert *Exec
	if weights != dtypes.Float32 {
		var err error
		if convert, err = NewExec(backend, func(x *Node) *Node { return ConvertDType(x, weights) }); err != nil {
			return nil, err
		}
	}
	var wait sync.WaitGroup
	room := make(chan struct{}, 2) // dequantises two at a time
	for i, info := range infos {
		room <- struct{}{}
		wait.Go(func() {
			values[i], errs[i] = f.tensor(backend, info.Name, convert)
			<-room
		})
	}
	wait.Wait()
	for i, info := range infos {
		if errs[i] != nil {
			return nil, fmt.Errorf("%s: %w", info.Name, errs[i])
		}
		store.VariableWithValue("/"+scopes.Replace(info.Name), values[i])
	}
	return store, nil
}

// tensor returns a parameter table, dequantised. Those with two axes are large, and get the type of convert.
func (f *file) tensor(backend compute.Backend, name string, convert *Exec) (*tensors.Tensor, error) {
	read, err := f.GetTensor(backend, name)
	if err != nil {
		return nil, err
	}
	if convert == nil || read.Tensor.Rank() < 2 {
		return read.Tensor, nil
	}
	defer read.Tensor.FinalizeAll()
	return convert.Call1(read.Tensor)
}

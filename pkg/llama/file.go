package llama

// Opening a file with released parameters.

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/go-huggingface/models/gguf"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

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

// config returns the sizes and the context that the file names.
func (f *file) config() (c Config, context int, err error) {
	if name := f.Architecture(); name != "llama" {
		return c, 0, fmt.Errorf("the architecture is %q: it must be llama", name)
	}
	c = Config{
		Vocabulary: len(f.value("tokenizer.ggml.tokens").Strings()),
		Width:      f.size("embedding_length"),
		Blocks:     f.size("block_count"),
		Heads:      f.size("attention.head_count"),
		KVHeads:    f.size("attention.head_count_kv"),
		Hidden:     f.size("feed_forward_length"),
		Base:       f.value("llama.rope.freq_base").Float64(),
		Epsilon:    f.value("llama.attention.layer_norm_rms_epsilon").Float64(),
	}
	context = f.size("context_length")
	if f.missing != nil {
		return c, 0, fmt.Errorf("there is no %s: a file of this architecture has it", strings.Join(f.missing, ", "))
	}
	if context < 1 {
		return c, 0, fmt.Errorf("a context of %d tokens: it must be at least 1", context)
	}
	return c, context, c.check()
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
	tokens, merges := f.value("tokenizer.ggml.tokens").Strings(), f.value("tokenizer.ggml.merges").Strings()
	return bpe.New(tokens, ids, merges, EndOfTurn)
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

// check returns an error unless the file holds the parameter tables of this model, whole, and no others.
func (f *file) check(c Config) error {
	infos, tables := f.File.TensorInfos, 2+9*c.Blocks
	if len(infos) != tables {
		return fmt.Errorf("there are %d parameter tables: a model of %d blocks has %d", len(infos), c.Blocks, tables)
	}
	described, err := os.Stat(f.File.Path())
	if err != nil {
		return err
	}
	shapes := c.shapes()
	for _, info := range infos {
		if _, shape := info.GoMLXShape(); !slices.Equal(shape, shapes[info.Name]) {
			return fmt.Errorf("the parameter table %s has the shape %v: this model has %v", info.Name, shape,
				shapes[info.Name])
		}
		delete(shapes, info.Name)
		size, start := uint64(described.Size()), uint64(f.File.DataOffset())+info.Offset
		if start > size || size-start < uint64(info.NumBytes()) {
			return fmt.Errorf("the file has %d bytes, and %s needs more: it is cut short", size, info.Name)
		}
	}
	return nil
}

// shapes returns the shapes of the parameter tables by their names in a file.
func (c Config) shapes() map[string][]int {
	d, kv := c.Width, c.KVHeads*c.HeadSize()
	all := map[string][]int{"token_embd.weight": {c.Vocabulary, d}, "output_norm.weight": {d}}
	block := map[string][]int{
		"attn_norm": {d}, "attn_q": {d, d}, "attn_k": {kv, d}, "attn_v": {kv, d}, "attn_output": {d, d},
		"ffn_norm": {d}, "ffn_gate": {c.Hidden, d}, "ffn_up": {c.Hidden, d}, "ffn_down": {d, c.Hidden},
	}
	for number := range c.Blocks {
		for name, shape := range block {
			all[fmt.Sprintf("blk.%d.%s.weight", number, name)] = shape
		}
	}
	return all
}

// store returns the parameters as variables, dequantised, the large ones as the type weights.
func (f *file) store(backend compute.Backend, weights dtypes.DType) (*model.Store, error) {
	store, infos := model.NewStore(), f.File.TensorInfos
	values, errs := make([]*tensors.Tensor, len(infos)), make([]error, len(infos))
	read, err := f.reader(backend, weights)
	if err != nil {
		return nil, err
	}
	var wait sync.WaitGroup
	room := make(chan struct{}, 2) // dequantises two at a time
	for i, info := range infos {
		room <- struct{}{}
		wait.Go(func() {
			values[i], errs[i] = read(info.Name)
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
	store.SetLoader(complete{})
	return store, nil
}

// reader returns a function that returns a parameter table by its name, dequantised and converted.
func (f *file) reader(backend compute.Backend, weights dtypes.DType) (func(string) (*tensors.Tensor, error), error) {
	convert, err := NewExec(backend, func(x *Node) *Node { return ConvertDType(x, typeOf(x.Rank(), weights)) })
	return func(name string) (*tensors.Tensor, error) {
		table, err := f.GetTensor(backend, name)
		if err != nil {
			return nil, err
		}
		if table.Tensor.DType() == typeOf(table.Tensor.Rank(), weights) {
			return table.Tensor, nil
		}
		defer table.Tensor.FinalizeAll()
		return convert.Call1(table.Tensor)
	}, err
}

// typeOf returns the type of a parameter table: the small ones, of one axis, are float32.
func typeOf(axes int, weights dtypes.DType) dtypes.DType {
	if axes < 2 {
		return dtypes.Float32
	}
	return weights
}

// complete is the loader of a store with all parameters of a file. GoMLX asks it for a parameter that is not in the
// store, and would give it random numbers: the graph has a layer with a wrong name.
type complete struct{}

func (complete) LoadVariable(_ *model.Store, path string) (*tensors.Tensor, bool) {
	exceptions.Panicf("the file has no parameters %s: check the name of this layer", strings.TrimPrefix(path, "/"))
	return nil, false
}

func (complete) DeleteVariable(*model.Store, string) error { return nil }

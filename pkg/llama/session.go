package llama

// Sessions: a cache of keys and values, and one token a call.

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// cache is the part of a graph that reads the keys and values of the tokens before this one, and keeps its own.
type cache struct {
	kept  []*Node // keys and values of each block, [2 blocks] of [1, places, kv heads, head size] float32
	place *Node   // of this token: scalar int32
	seen  *Node   // places up to this one: [1, 1, 1, places] bool
}

func newCache(place *Node, kept []*Node) *cache {
	places := Iota(place.Graph(), shapes.Make(dtypes.Int32, 1, 1, 1, kept[0].Shape().Dim(1)), 3)
	return &cache{kept: kept, place: place, seen: LessOrEqual(places, place)}
}

// join returns the keys and values of all tokens, [1, places, kv heads, head size] each, and which places are seen.
//
//	key, value: of this token, [1, 1, kv heads, head size]
func (c *cache) join(block int, key, value *Node) (keys, values, seen *Node) {
	zero := ScalarZero(key.Graph(), dtypes.Int32)
	at := []*Node{zero, c.place, zero, zero}
	keys, values = DynamicUpdateSlice(c.kept[2*block], key, at), DynamicUpdateSlice(c.kept[2*block+1], value, at)
	c.kept[2*block], c.kept[2*block+1] = keys, values
	return keys, values, c.seen
}

// stepLogits builds the logits after one more token.
//
//	inputs:  id [1, 1] int32, place scalar int32, and the kept keys and values: see cache
//	returns: [1, vocabulary] float32, and what is kept now
func (m *Model) stepLogits(scope *model.Scope, inputs []*Node) []*Node {
	id, place := inputs[0], inputs[1]
	r := m.run(id)
	r.first, r.cache = place, newCache(place, slices.Clone(inputs[2:]))
	logits := Squeeze(r.logits(scope, r.blocks(scope, id)), 1)
	return append([]*Node{logits}, r.cache.kept...)
}

// session is one text. Its tokens go through the model when the logits are wanted.
type session struct {
	model  *Model
	ids    []int
	shown  []int             // ids that the model sees: see window
	seen   int               // of them, those that went through the model
	kept   []*tensors.Tensor // their keys and values: see cache
	places int               // in kept
	logits []float64         // after them
}

// firstPlaces is the number of places of a new session. A session that is full gets twice as many, and the program is
// compiled for them.
const firstPlaces = 256

// Start begins a session: see lm.Starter. Its method Logits returns an error when the text is longer than Context.
func (m *Model) Start(prompt []int) (lm.Session, error) {
	if err := vocab.CheckIDs(prompt, m.Vocabulary); err != nil {
		return nil, err
	}
	return &session{model: m, ids: slices.Clone(prompt), shown: slices.Clone(m.window(prompt))}, nil
}

func (s *session) IDs() []int { return s.ids }

func (s *session) Append(id int) error {
	if err := vocab.CheckIDs([]int{id}, s.model.Vocabulary); err != nil {
		return err
	}
	s.ids, s.shown = append(s.ids, id), append(s.shown, id)
	return nil
}

func (s *session) Copy() lm.Session {
	other := *s
	other.ids, other.shown = slices.Clone(s.ids), slices.Clone(s.shown)
	other.kept = make([]*tensors.Tensor, len(s.kept))
	for i, kept := range s.kept {
		clone, err := kept.Clone()
		if err != nil {
			other.forget()
			break
		}
		other.kept[i] = clone
	}
	return &other
}

// forget forgets what was computed: the tokens go through the model again.
func (s *session) forget() { s.seen, s.kept, s.places = 0, nil, 0 }

func (s *session) Logits() ([]float64, error) {
	for s.seen < len(s.shown) {
		if err := s.step(s.shown[s.seen]); err != nil {
			return nil, err
		}
	}
	return slices.Clone(s.logits), nil
}

// step sends one token through the model.
func (s *session) step(id int) error {
	m := s.model
	if s.seen >= m.context {
		return fmt.Errorf("the text has more than %d tokens: the model sees no more, so begin a new one", m.context)
	}
	if s.seen == s.places {
		if err := s.grow(); err != nil {
			return err
		}
	}
	results, err := s.through(id)
	if err != nil {
		s.forget() // the keys and values were given away
		return err
	}
	s.kept, s.seen = results[1:], s.seen+1
	defer results[0].FinalizeAll() // the logits of 1,000 tokens need 200 MB
	if s.seen < len(s.shown) {
		return nil // nobody wants these logits
	}
	rows, err := training.Rows(results[0])
	if err != nil {
		return err
	}
	s.logits = rows[0]
	return nil
}

// through calls the program with a token, and gives it the memory of the keys and values.
func (s *session) through(id int) ([]*tensors.Tensor, error) {
	inputs := []any{tensors.FromFlatDataAndDimensions([]int32{int32(id)}, 1, 1), int32(s.seen)}
	for _, kept := range s.kept {
		given, err := DonateTensorBuffer(kept, s.model.backend, 0)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, given)
	}
	return s.model.call(s.model.step, inputs...)
}

// grow makes place for more tokens.
func (s *session) grow() error {
	m := s.model
	size := m.KVHeads * m.HeadSize()
	places := max(firstPlaces, 2*s.places)
	larger := make([]*tensors.Tensor, 2*m.Blocks)
	for i := range larger {
		flat := make([]float32, places*size)
		if s.places > 0 {
			old, err := tensors.CopyFlatData[float32](s.kept[i])
			if err != nil {
				return err
			}
			copy(flat, old)
		}
		larger[i] = tensors.FromFlatDataAndDimensions(flat, 1, places, m.KVHeads, m.HeadSize())
	}
	s.kept, s.places = larger, places
	return nil
}

package corpus

// The split: which names a model learns from, and on which its loss is measured.

import (
	"fmt"
	"hash/fnv"
	"strings"

	"nexttoken/pkg/vocab"
)

// Split holds the documents that a model learns from (Train), those on which models are compared and chosen (Dev), and
// those that are used once, at the end (Test). A document is a name, or a long text.
type Split struct{ Train, Dev, Test []string }

// Dataset is a split as token ids: each part is [documents][tokens], and each document ends with the id of the end
// token.
type Dataset struct {
	Tokenizer        vocab.Tokenizer
	Train, Dev, Test [][]int
}

// Encode returns the split as token ids. It returns an error if t is nil or has no tokens, or if t cannot encode a
// document; the error names the first such document.
func (s Split) Encode(t vocab.Tokenizer) (d Dataset, err error) {
	if t == nil || t.Size() == 0 {
		return d, errNoVocabulary
	}
	d.Tokenizer = t
	for _, part := range []struct {
		ids   *[][]int
		texts []string
	}{{&d.Train, s.Train}, {&d.Dev, s.Dev}, {&d.Test, s.Test}} {
		if *part.ids, err = vocab.EncodeDocuments(t, part.texts); err != nil {
			return Dataset{}, err
		}
	}
	return d, nil
}

// SplitNames puts each name into the part that its hash decides: the 64-bit FNV-1a hash of the name modulo 10 is 0 to 7
// for train, 8 for dev and 9 for test.
//
// So the part of a name does not depend on the other names, and no file has to store the split.
func SplitNames(names []string) Split {
	var split Split
	for _, name := range names {
		part := &split.Train
		switch hash(name) % 10 {
		case 8:
			part = &split.Dev
		case 9:
			part = &split.Test
		}
		*part = append(*part, name)
	}
	return split
}

func hash(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name)) // a hash's Write returns no error
	return h.Sum64()
}

// Load cleans a list of names and splits it: Clean, SplitNames and Check in one call. It returns an error for what
// Clean or Check returns one for; where names are too few, the error says how many were dropped, and why.
func Load(raw string, v *vocab.Vocabulary) (Split, Report, error) {
	names, report, err := Clean(raw, v)
	if err != nil {
		return Split{}, report, err
	}
	split := SplitNames(names)
	return split, report, report.Explain(split.Check())
}

// Check returns an error if Train or Dev is empty: a model needs names to learn from, and names to measure its loss on.
// Test may be empty.
func (s Split) Check() error {
	var empty []string
	if len(s.Train) == 0 {
		empty = append(empty, "train")
	}
	if len(s.Dev) == 0 {
		empty = append(empty, "dev")
	}
	if empty == nil {
		return nil
	}
	const enough = 50 // the probability that none of 50 names is in dev is 0.9^50, half a percent
	return fmt.Errorf("%s too few: the split left %s empty; give at least %d names",
		plural(len(s.Train)+len(s.Dev)+len(s.Test)), strings.Join(empty, " and "), enough)
}

func plural(names int) string {
	if names == 1 {
		return "1 name is"
	}
	return fmt.Sprintf("%d names are", names)
}

// Novelty counts generated names: those that are in train, those that are in dev or test but not in train, and new
// ones.
type Novelty struct{ Train, HeldOut, New int }

// Novelty counts how many of the generated names are in train, in dev or test, or in neither. A name that was generated
// twice counts twice.
func (s Split) Novelty(generated []string) Novelty {
	train, heldOut := set(s.Train), set(append(s.Dev[:len(s.Dev):len(s.Dev)], s.Test...))
	var count Novelty
	for _, name := range generated {
		switch {
		case train[name]:
			count.Train++
		case heldOut[name]:
			count.HeldOut++
		default:
			count.New++
		}
	}
	return count
}

func set(names []string) map[string]bool {
	members := make(map[string]bool, len(names))
	for _, name := range names {
		members[name] = true
	}
	return members
}

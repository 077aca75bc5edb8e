package corpus

// The split: which names a model learns from, and which it is measured on.

import (
	"fmt"
	"hash/fnv"
	"strings"

	"nexttoken/pkg/vocab"
)

// Split holds the documents that a model learns from (Train), those that choices are made by (Dev), and those that are looked
// at once, at the end (Test). A document is a name, or a long text.
type Split struct{ Train, Dev, Test []string }

// Dataset is a split as token ids: [documents][tokens], each document with the end token's id last.
type Dataset struct {
	Tokenizer        vocab.Tokenizer
	Train, Dev, Test [][]int
}

// Encode returns the split as token ids. It returns an error that names the first document which the tokenizer cannot encode.
func (s Split) Encode(t vocab.Tokenizer) (d Dataset, err error) {
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

// SplitNames puts each name where its hash says: FNV-1a of 64 bits modulo 10, 0 to 7 train, 8 dev, 9 test.
//
// A name is thus in the same part whatever the rest of the list is, and no file of the split is needed.
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

// Load cleans a list of names and splits it: Clean, SplitNames and Check in one call.
func Load(raw string, v *vocab.Vocabulary) (Split, Report, error) {
	names, report, err := Clean(raw, v)
	if err != nil {
		return Split{}, report, err
	}
	split := SplitNames(names)
	return split, report, split.Check()
}

// Check returns an error if there is nothing to learn from, or nothing to measure the loss on. Test may be empty.
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
	const enough = 50 // the chance that none of 50 names falls into dev is 0.9^50, half a percent
	return fmt.Errorf("%s too few: the split left %s empty; give at least %d names",
		plural(len(s.Train)+len(s.Dev)+len(s.Test)), strings.Join(empty, " and "), enough)
}

func plural(names int) string {
	if names == 1 {
		return "1 name is"
	}
	return fmt.Sprintf("%d names are", names)
}

// Novelty says where sampled names come from: copied from train, found again in dev or test, or new.
type Novelty struct{ Train, HeldOut, New int }

// Novelty counts where the sampled names come from. A name that was sampled twice counts twice.
func (s Split) Novelty(sampled []string) Novelty {
	train, heldOut := set(s.Train), set(append(s.Dev[:len(s.Dev):len(s.Dev)], s.Test...))
	var count Novelty
	for _, name := range sampled {
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

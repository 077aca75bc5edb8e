package data

import _ "embed" // for the go:embed directive

//go:embed glove-10k-100d.safetensors
var gloveVectors string

//go:embed glove-10k.words.txt
var gloveWords string

// GloveVectors returns a safetensors file with one array, "vectors": float16, shape [10000, 100]. Row i is the vector
// of line i of GloveWords. The vectors are not normalised. Each call returns a new copy, 2 MB, which the caller may
// change.
//
// Source: Pennington, Socher and Manning, GloVe: Global Vectors for Word Representation, EMNLP 2014 (GloVe-6B-100d).
func GloveVectors() []byte { return []byte(gloveVectors) }

// GloveWords returns the 10,000 most frequent words of GloVe's corpus, the most frequent first, one on each line.
func GloveWords() string { return gloveWords }

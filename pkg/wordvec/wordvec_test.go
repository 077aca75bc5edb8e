package wordvec

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"nexttoken/data"
	"nexttoken/internal/safetensors"
)

var load = sync.OnceValues(Load)

func table(t testing.TB) *Table {
	t.Helper()
	table, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The ranks that data/NOTICE.md states.
func TestAnalogies(t *testing.T) {
	cases := []struct {
		a, b, c, want string
		rank          int
	}{
		{"king", "man", "woman", "queen", 1},
		{"paris", "france", "india", "delhi", 1},
		{"paris", "france", "germany", "berlin", 1},
		{"paris", "france", "italy", "rome", 1},
		{"paris", "france", "japan", "tokyo", 1},
		{"walked", "walk", "go", "went", 1},
		{"uncle", "man", "woman", "aunt", 1},
		{"actor", "man", "woman", "actress", 1},
		{"prince", "man", "woman", "princess", 1},
		{"son", "man", "woman", "daughter", 1},
		{"brother", "man", "woman", "sister", 6},
		{"biggest", "big", "cold", "coldest", 0}, // not among the first ten: it is not among the 10,000 words at all
	}
	for _, c := range cases {
		matches, err := table(t).Analogy(c.a, c.b, c.c, 10)
		if err != nil {
			t.Fatal(err)
		}
		rank := 1 + slices.IndexFunc(matches, func(m Match) bool { return m.Word == c.want })
		if rank != c.rank {
			t.Errorf("%s − %s + %s: %s has rank %d, want %d: %v", c.a, c.b, c.c, c.want, rank, c.rank, matches)
		}
	}
}

func TestInputsNotExcluded(t *testing.T) {
	matches, err := table(t).AnalogyWithInputs("king", "man", "woman", 2)
	if err != nil {
		t.Fatal(err)
	}
	if matches[0].Word != "king" || matches[1].Word != "queen" || math.Abs(matches[0].Similarity-.855) > .001 ||
		math.Abs(matches[1].Similarity-.784) > .001 {
		t.Errorf("got %v, want king .855 and queen .784", matches)
	}
}

func TestNeighboursAgainstADirectSearch(t *testing.T) {
	matches, err := table(t).Neighbours("monday", 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range matches {
		if direct, err := table(t).Similarity("monday", match.Word); err != nil ||
			math.Abs(direct-match.Similarity) > 1e-12 {
			t.Errorf("%v, by hand %v, %v", match, direct, err)
		}
	}
	best := -1.0
	for _, word := range table(t).words {
		if s, _ := table(t).Similarity("monday", word); word != "monday" {
			best = max(best, s)
		}
	}
	if matches[0].Similarity != best || !(best <= 1) {
		t.Errorf("the closest has %v, the best of all is %v", matches[0].Similarity, best)
	}
}

func TestVectorsAreCopies(t *testing.T) {
	vector, err := table(t).Vector("king")
	if err != nil || len(vector) != 100 {
		t.Fatalf("%d numbers, %v", len(vector), err)
	}
	vector[0] = 99
	if again, _ := table(t).Vector("king"); again[0] == 99 {
		t.Error("a caller changed the table")
	}
}

func TestMissingWords(t *testing.T) {
	for _, ask := range []func(*Table) error{
		func(t *Table) error { _, err := t.Vector("quen"); return err },
		func(t *Table) error { _, err := t.Neighbours("quen", 3); return err },
		func(t *Table) error { _, err := t.Analogy("king", "quen", "woman", 3); return err },
		func(t *Table) error { _, err := t.Similarity("king", "quen"); return err },
	} {
		if err := ask(table(t)); err == nil ||
			!strings.Contains(err.Error(), `"quen" is not among the 10000 words: did you mean queen`) {
			t.Errorf("got %v", err)
		}
	}
}

// A text of a megabyte in place of a word is cut short, in the search and in the message.
func TestATextInPlaceOfAWord(t *testing.T) {
	_, err := table(t).Vector(strings.Repeat("queen ", 200_000))
	if err == nil || len(err.Error()) > 200 || !strings.Contains(err.Error(), "…") {
		t.Errorf("got %.300v", err)
	}
}

func TestHalfPrecision(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x3c00: 1, 0xc000: -2, 0x3555: 0.333251953125, 0x0001: math.Ldexp(1, -24),
		0x7bff: 65504, 0x0000: 0, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1),
	} {
		if got := float16(bits); got != want {
			t.Errorf("%#04x is %v, want %v", bits, got, want)
		}
	}
	if !math.IsNaN(float16(0x7e00)) {
		t.Error("0x7e00 is not NaN")
	}
}

// encoded returns a safetensors file with one array.
func encoded(t *testing.T, name string, array safetensors.Array) []byte {
	t.Helper()
	data, err := safetensors.Encode(safetensors.File{Arrays: map[string]safetensors.Array{name: array}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDecodeVectors(t *testing.T) {
	array := safetensors.Array{Type: "F16", Shape: []int{2, 3},
		Bytes: []byte{0, 0x3c, 0, 0xc0, 0, 0, 0, 0x38, 0, 0, 0, 0xbc}}
	got, err := decodeVectors(encoded(t, "vectors", array))
	if want := [][]float64{{1, -2, 0}, {0.5, 0, -1}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestFilesThatAreNoVectors(t *testing.T) {
	for wanted, file := range map[string][]byte{
		"it has 0 bytes":         {},
		"not a safetensors file": []byte("word 1 2 3"),
		"cut short":              data.GloveVectors()[:1000],
		`type "" and shape []`: encoded(t, "other",
			safetensors.Array{Type: "F16", Shape: []int{1, 1}, Bytes: make([]byte, 2)}),
		`has type "F64"`: encoded(t, "vectors",
			safetensors.Array{Type: "F64", Shape: []int{1, 1}, Bytes: make([]byte, 8)}),
		"and shape [2]": encoded(t, "vectors",
			safetensors.Array{Type: "F16", Shape: []int{2}, Bytes: make([]byte, 4)}),
		"two dimensions above 0": encoded(t, "vectors", safetensors.Array{Type: "F16", Shape: []int{1 << 40, 0}}),
	} {
		if _, err := decodeVectors(file); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v, want a sentence with %q", err, wanted)
		}
	}
}

// Thirty words in four directions, b1 before b2 and so on: equally close words keep the order of the table.
func TestWordsThatAreEquallyCloseKeepTheirOrder(t *testing.T) {
	words, vectors := []string{"a"}, [][]float64{{1, 0}}
	for i := range 30 {
		words = append(words, fmt.Sprintf("far%d", i), fmt.Sprintf("near%d", i))
		vectors = append(vectors, []float64{0, 1}, []float64{4, 3})
	}
	table, err := New(words, vectors)
	if err != nil {
		t.Fatal(err)
	}
	matches, err := table.Neighbours("a", 60)
	if err != nil || len(matches) != 60 {
		t.Fatalf("%d matches, %v", len(matches), err)
	}
	for i := range 30 {
		near, far := Match{fmt.Sprintf("near%d", i), 0.8}, Match{fmt.Sprintf("far%d", i), 0}
		if matches[i] != near || matches[30+i] != far {
			t.Errorf("matches %d and %d are %v and %v, want %v and %v", i, 30+i, matches[i], matches[30+i], near, far)
		}
	}
	for _, n := range []int{1, 3} {
		if first, err := table.Neighbours("a", n); err != nil || !slices.Equal(first, matches[:n]) {
			t.Errorf("the first %d are %v, %v", n, first, err)
		}
	}
}

func TestBadTables(t *testing.T) {
	one := []float64{1, 0}
	cases := map[string]struct {
		words   []string
		vectors [][]float64
	}{
		"2 words and 1 vectors": {[]string{"a", "b"}, [][]float64{one}},
		"0 words":               {nil, nil},
		"has 1 numbers":         {[]string{"a", "b"}, [][]float64{one, {1}}},
		"in lines 1 and 2":      {[]string{"a", "a"}, [][]float64{one, one}},
		"no direction":          {[]string{"a"}, [][]float64{{0, 0}}},
		"length NaN":            {[]string{"a"}, [][]float64{{1, math.NaN()}}},
		"length +Inf":           {[]string{"a"}, [][]float64{{1, math.Inf(-1)}}},
	}
	for wanted, c := range cases {
		if _, err := New(c.words, c.vectors); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v, want a sentence with %q", err, wanted)
		}
	}
	same, err := New([]string{"a", "b"}, [][]float64{{1, 0}, {2, 0}})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, -1} {
		if _, err := same.Neighbours("a", n); err == nil ||
			!strings.Contains(err.Error(), fmt.Sprint(n, " words: ask for at least 1")) {
			t.Errorf("%d neighbours: %v", n, err)
		}
	}
	if _, err := same.Analogy("a", "b", "a", 1); err == nil ||
		!strings.Contains(err.Error(), "a − b + a has length 0") {
		t.Errorf("a sum of length 0: %v", err)
	}
	for _, empty := range []*Table{{}, new(Table)} {
		if _, err := empty.Neighbours("a", 1); err == nil || !strings.Contains(err.Error(), "is empty: make one with") {
			t.Errorf("an empty table: %v", err)
		}
	}
	opposite, err := New([]string{"a", "b", "c"}, [][]float64{{1, 0}, {2, 0}, {0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if matches, err := opposite.Analogy("a", "b", "c", 5); err != nil || len(matches) != 0 {
		t.Errorf("all words excluded: %v, %v", matches, err)
	}
}

func BenchmarkAnalogy(b *testing.B) {
	table := table(b)
	for b.Loop() {
		if _, err := table.Analogy("king", "man", "woman", 5); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

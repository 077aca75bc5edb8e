package edits_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nexttoken/internal/spelling"
	"nexttoken/pkg/edits"
)

func ExampleNear() {
	for _, name := range []string{"anita", "anitha", "anit", "amita", "anti"} {
		fmt.Println(name, edits.Near("anita", name))
	}
	// Output:
	// anita true
	// anitha true
	// anit true
	// amita true
	// anti false
}

func ExampleFirst() {
	fmt.Println(edits.First("abi", []string{"ravi", "abhi", "ab"}))
	fmt.Println(edits.First("abi", []string{"ravi"}))
	// Output:
	// abhi true
	//  false
}

// Near agrees with the Levenshtein distance, for all pairs of many short words of three letters.
func TestNearIsADistanceOfAtMostOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	words := []string{"", "a", "é", "ab", "ba", "éa"}
	for range 300 {
		word := make([]rune, random.IntN(7))
		for i := range word {
			word[i] = []rune("abé")[random.IntN(3)]
		}
		words = append(words, string(word))
	}
	near := 0
	for _, a := range words {
		for _, b := range words {
			want := spelling.Distance(a, b) <= 1
			if want {
				near++
			}
			if got := edits.Near(a, b); got != want {
				t.Errorf("Near(%q, %q) is %v, their distance is %d", a, b, got, spelling.Distance(a, b))
			}
		}
	}
	if near < 2*len(words) || near > len(words)*len(words)/2 {
		t.Errorf("%d of %d pairs are near: the test compares too few of one kind", near, len(words)*len(words))
	}
}

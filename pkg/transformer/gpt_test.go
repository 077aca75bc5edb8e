package transformer_test

import (
	"fmt"
	"math"
	"testing"

	"nexttoken/pkg/transformer"
)

func Example() {
	size := transformer.Config{Vocabulary: 50257, Context: 2048, Width: 12288, Heads: 96, Blocks: 96}
	for _, part := range size.Layers() {
		fmt.Printf("%-14s %30s = %12d\n", part.Name, part.Formula, part.Count)
	}
	fmt.Println("GPT-3:", size.Parameters())
	// Output:
	// tokens                          50257 × 12288 =    617558016
	// positions                        2048 × 12288 =     25165824
	// attention       96 × (4 × 12288² + 4 × 12288) =  57986777088
	// MLP             96 × (8 × 12288² + 5 × 12288) = 115970015232
	// normalisations           (96 × 4 + 2) × 12288 =      4743168
	// GPT-3: 174604259328
}

// The released files of GPT-2 hold exactly this many parameters.
func TestTheFormulaGivesTheNumbersInGPT2sFiles(t *testing.T) {
	want := map[string]int{
		"GPT-2 small":  124_439_808,
		"GPT-2 medium": 354_823_168,
		"GPT-2 large":  774_030_080,
		"GPT-2":        1_557_611_200,
	}
	found := 0
	for _, model := range transformer.GPTs() {
		if count, known := want[model.Name]; known {
			found++
			if model.Parameters() != count {
				t.Errorf("%s has %d parameters by formula, want %d", model.Name, model.Parameters(), count)
			}
		}
	}
	if found != len(want) {
		t.Errorf("GPTs has %d of the %d sizes of GPT-2", found, len(want))
	}
}

func TestTheFormulaAgreesWithEveryPublishedCount(t *testing.T) {
	last := 0
	for _, model := range transformer.GPTs() {
		if off := math.Abs(float64(model.Parameters())/model.Count - 1); off > 0.02 {
			t.Errorf("%s: %d parameters by formula, %.0f published: they differ by %.1f %%",
				model.Name, model.Parameters(), model.Count, 100*off)
		}
		if model.Parameters() <= last {
			t.Errorf("%s is not larger than the one before", model.Name)
		}
		last = model.Parameters()
		if model.Source == "" {
			t.Errorf("%s has no source", model.Name)
		}
	}
}

func TestTheFormulaByHand(t *testing.T) {
	size := transformer.Config{Vocabulary: 10, Context: 4, Width: 2, Heads: 1, Blocks: 3}
	if got, want := size.Parameters(), (10+4)*2+3*(12*4+13*2)+2*2; got != want {
		t.Errorf("%d parameters, want %d", got, want)
	}
}

// The sizes of microgpt for names. (Karpathy, microgpt, 2026)
func ExampleConfig_Layers() {
	micro := transformer.Config{Vocabulary: 27, Context: 16, Width: 16, Heads: 4, Blocks: 1,
		NoBias: true, NoGain: true, OwnHead: true}
	for _, part := range micro.Layers() {
		fmt.Printf("%-11s %11s = %4d\n", part.Name, part.Formula, part.Count)
	}
	fmt.Println("together:", micro.Parameters())
	// Output:
	// tokens          27 × 16 =  432
	// positions       16 × 16 =  256
	// attention   1 × 4 × 16² = 1024
	// MLP         1 × 8 × 16² = 2048
	// head            16 × 27 =  432
	// together: 4192
}

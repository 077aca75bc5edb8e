package llama

// Our numbers against those of other programs, which testdata/record.py recorded.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

func recorded(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheRecordingsAreOfOurFile(t *testing.T) {
	for _, name := range []string{"tokens.json", "logits.json"} {
		var of struct{ SHA256, By string }
		if recorded(t, name, &of); of.SHA256 != fingerprint || of.By == "" {
			t.Errorf("%s is by %q of a file with SHA-256 %q", name, of.By, of.SHA256)
		}
	}
}

func TestIDsAreThoseOfHuggingFace(t *testing.T) {
	var want struct {
		Novel struct {
			Count  int
			SHA256 string
		}
		Rare struct {
			Text string
			IDs  []int
		}
	}
	recorded(t, "tokens.json", &want)
	tokenizer := smollm2(t).Tokenizer()
	rare, err := tokenizer.Encode(want.Rare.Text)
	if err != nil || !slices.Equal(rare, want.Rare.IDs) {
		t.Errorf("%v, %v, want %v", rare, err, want.Rare.IDs)
	}
	novel, err := tokenizer.Encode(data.PrideAndPrejudice())
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(novel)
	hash := sha256.Sum256(list)
	if err != nil || len(novel) != want.Novel.Count || hex.EncodeToString(hash[:]) != want.Novel.SHA256 {
		t.Errorf("the novel has %d ids %v…, want %d", len(novel), novel[:9], want.Novel.Count)
	}
}

// The file has no token for 21 bytes, which are rare or in no text that is UTF-8.
func TestEveryByteHasATokenOrAnError(t *testing.T) {
	tokenizer, without := smollm2(t).Tokenizer(), ""
	for b := range 256 {
		text := string([]byte{byte(b)})
		ids, err := tokenizer.Encode(text)
		if err != nil {
			without += text
			if !strings.HasPrefix(err.Error(), fmt.Sprintf("the byte %#x in", b)) {
				t.Errorf("byte %#x: %v", b, err)
			}
		} else if again, err := tokenizer.Decode(ids); err != nil || again != text {
			t.Errorf("byte %#x becomes %q, %v", b, again, err)
		}
	}
	want := "\x04\x06\x13\x14\x16\x1d\xc0\xc1\xf1\xf2\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff"
	if without != want {
		t.Errorf("no tokens for %q, want %q", without, want)
	}
}

// A text that can be encoded is the same after decoding.
func TestDecodeReversesEncode(t *testing.T) {
	tokenizer, random, encoded := smollm2(t).Tokenizer(), rand.New(rand.NewPCG(3, 0)), 0
	for range 5000 {
		var text strings.Builder
		for range random.IntN(20) {
			below := []int{128, 0x800, 0x10000, 0x110000}[random.IntN(4)]
			text.WriteRune(rune(random.IntN(below)))
		}
		ids, err := tokenizer.Encode(text.String())
		if err != nil {
			continue // a byte without a token
		}
		encoded++
		if again, err := tokenizer.Decode(ids); err != nil || again != text.String() {
			t.Fatalf("%q becomes %q, %v", text.String(), again, err)
		}
	}
	if encoded < 1000 {
		t.Errorf("only %d texts were encoded", encoded)
	}
}

// recordedText is what other programs compute after a text.
type recordedText struct {
	Text       string
	IDs        []int
	Logits     []float64    // every 96th, by NumPy
	Likeliest  [][2]float64 // ids and logits of the ten likeliest tokens, by NumPy
	LogSumExp  float64      `json:"log_sum_exp"`         // of all logits, by NumPy
	LlamaCpp   [][2]float64 `json:"llama_cpp"`           // ids and probabilities, of the same weights in float32
	LlamaCppQ4 [][2]float64 `json:"llama_cpp_quantised"` // the same, where it multiplies quantised numbers
}

func recordedTexts(t *testing.T) map[string]recordedText {
	var file struct {
		Every int
		Texts map[string]recordedText
	}
	if recorded(t, "logits.json", &file); file.Every != 96 || len(file.Texts) != 4 {
		t.Fatalf("every %d, %d texts", file.Every, len(file.Texts))
	}
	return file.Texts
}

func TestLogitsAreThoseOfNumPyAndLlamaCpp(t *testing.T) {
	m := smollm2(t)
	for name, want := range recordedTexts(t) {
		ids, err := m.Tokenizer().Encode(want.Text)
		if err != nil || !slices.Equal(ids, want.IDs) {
			t.Fatalf("%s: %v, %v, want %v", name, ids, err, want.IDs)
		}
		logits, err := lm.Logits(m, [][]int{ids})
		if err != nil {
			t.Fatal(err)
		}
		compareNumPy(t, name, logits[0], want)
		compareProbabilities(t, name, logits[0], want.LlamaCpp, 0.002)
		compareProbabilities(t, name+", quantised", logits[0], want.LlamaCppQ4, 0.04)
	}
}

func compareNumPy(t *testing.T, name string, logits []float64, want recordedText) {
	t.Helper()
	sum, total := 0.0, 0.0
	var each []float64
	for id, logit := range logits {
		total += math.Exp(logit)
		if id%96 == 0 {
			each = append(each, logit)
		}
	}
	for _, top := range want.Likeliest {
		sum = max(sum, math.Abs(logits[int(top[0])]-top[1]))
	}
	if apart(each, want.Logits) > 1e-3 || sum > 1e-3 || math.Abs(math.Log(total)-want.LogSumExp) > 1e-3 {
		t.Errorf("%s: the logits are up to %g from NumPy's, the largest up to %g; ln Σ exp is %g, want %g", name,
			apart(each, want.Logits), sum, math.Log(total), want.LogSumExp)
	}
}

// compareProbabilities compares the ten likeliest tokens, and which one is the first.
func compareProbabilities(t *testing.T, name string, logits []float64, want [][2]float64, within float64) {
	t.Helper()
	probabilities, err := sample.Softmax(logits, 1)
	if err != nil || len(want) != 10 {
		t.Fatal(err, want)
	}
	if first := sample.TopK(logits, 1)[0]; first != int(want[0][0]) {
		t.Errorf("%s: token %d is first, want %g", name, first, want[0][0])
	}
	for _, token := range want {
		if p := probabilities[int(token[0])]; math.Abs(p-token[1]) > within {
			t.Errorf("%s: token %g has the probability %g, want %g", name, token[0], p, token[1])
		}
	}
}

func TestASessionGivesTheLogitsOfNumPy(t *testing.T) {
	m, want := smollm2(t), recordedTexts(t)["chat"]
	session, err := lm.Start(m, want.IDs)
	if err != nil {
		t.Fatal(err)
	}
	logits, err := session.Logits()
	if err != nil {
		t.Fatal(err)
	}
	compareNumPy(t, "a session", logits, want)
}

package contest_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nexttoken/pkg/contest"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// half is a model in which "a" always has the probability 1/2; the other 26 symbols share the rest equally.
func half() lm.Model {
	logits := make([]float64, 27)
	logits[0] = math.Log(26)
	return lm.Func(vocab.Letters(), 3, func([]int) []float64 { return logits })
}

var questions = []contest.Question{{"abi", "-"}, {"nip", "u"}, {"an", "a"}}

func TestScoresByHand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "models", "guesses.json")
	guesses := contest.Guesses{"abi": {"-": 0.25, "d": 0.5}, "an": {"n": 0.48}}
	scores, err := contest.Play(file, questions, guesses, half())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []contest.Score{
		{questions[0], true, math.Log(4), math.Log(52)},
		{questions[1], false, 0, math.Log(52)},
		{questions[2], true, math.Log(50), math.Log(2)}, // 0.52 for 26 others
	} {
		got := scores[i]
		if got.Question != want.Question || got.Guessed != want.Guessed {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if math.Abs(got.You-want.You) > 1e-9 || math.Abs(got.Model-want.Model) > 1e-9 {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestTheFirstGuessCountsAndNothingIsLost(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	play := func(guesses contest.Guesses) []contest.Score {
		scores, err := contest.Play(file, questions, guesses, half())
		if err != nil {
			t.Fatal(err)
		}
		return scores
	}
	first := play(contest.Guesses{"abi": {"a": 0.9}})
	again := play(contest.Guesses{"abi": {"-": 0.9}, "nip": {"u": 0.5}})
	later := play(nil)
	if again[0] != first[0] || !again[1].Guessed || !slices.Equal(again, later) {
		t.Errorf("first %v, then %v, later %v", first, again, later)
	}
}

// Four notebooks add guesses at the same time: the file keeps all of them.
func TestGuessesOfTwoTabsAreAllKept(t *testing.T) {
	var many []contest.Question
	for a := 'a'; a <= 'e'; a++ {
		for b := 'a'; b <= 'h'; b++ {
			many = append(many, contest.Question{Beginning: string([]rune{a, b}), Next: "-"})
		}
	}
	file := filepath.Join(t.TempDir(), "guesses.json")
	var tabs sync.WaitGroup
	for tab := range 4 {
		tabs.Go(func() {
			for i := tab; i < len(many); i += 4 {
				guess := contest.Guesses{many[i].Beginning: {"a": 0.5}}
				if _, err := contest.Play(file, many, guess, half()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	tabs.Wait()
	scores, err := contest.Play(file, many, nil, half())
	if err != nil {
		t.Fatal(err)
	}
	for _, score := range scores {
		if !score.Guessed {
			t.Errorf("the guess after %q is lost", score.Beginning)
		}
	}
}

func TestLeastOthersAtItsLimit(t *testing.T) {
	for p, right := range map[float64]bool{0.99: true, 0.985: true, 0.995: false} {
		file := filepath.Join(t.TempDir(), "guesses.json")
		if _, err := contest.Play(file, questions, contest.Guesses{"abi": {"a": p}}, half()); (err == nil) != right {
			t.Errorf("a guess of %g: %v", p, err)
		}
	}
}

func TestWithoutAModel(t *testing.T) {
	_, err := contest.Play("guesses.json", questions, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "the model is nil") {
		t.Errorf("error %v", err)
	}
}

// A question that a student makes may have any text after the beginning.
func TestTheNextTokenMustBeOneSymbol(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	for _, next := range []string{"", "de", "ë"} {
		_, err := contest.Play(file, []contest.Question{{Beginning: "abi", Next: next}}, nil, half())
		want := fmt.Sprintf(`%q follows "abi": it must be one symbol of the vocabulary`, next)
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestWhatLiesBesideTheFileIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	if err := os.MkdirAll(filepath.Join(file+".part", "mine"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := contest.Play(file, questions, contest.Guesses{"abi": {"a": 0.9}}, half()); err != nil {
		t.Error(err)
	}
}

func TestAFileThatHoldsNull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	if err := os.WriteFile(file, []byte("null"), 0o644); err != nil {
		t.Fatal(err)
	}
	scores, err := contest.Play(file, questions, contest.Guesses{"abi": {"a": 0.9}}, half())
	if err != nil || !scores[0].Guessed {
		t.Errorf("%v, %v", scores, err)
	}
}

func TestAFileThatCannotBeReadIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	if err := os.WriteFile(file, []byte("{mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := contest.Play(file, questions, contest.Guesses{"abi": {"a": 0.9}}, half())
	if err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("error %v", err)
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != "{mine" {
		t.Errorf("the file holds %s, %v", content, err)
	}
}

// everything is a guess with the same probability for all 27 symbols; together they have the given sum.
func everything(sum float64) contest.Guess {
	guess := contest.Guess{}
	for _, symbol := range vocab.Letters().Tokens() {
		guess[symbol] = sum / 27
	}
	return guess
}

func TestGuessesThatAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	for _, test := range []struct {
		beginning string
		guess     contest.Guess
		want      string
	}{
		{"zzz", contest.Guess{"a": 0.5}, `"zzz" is none of the questions`},
		{"abi", contest.Guess{"ä": 0.5}, `your guess after "abi": "ä" is no symbol`},
		{"abi", contest.Guess{"ab": 0.5}, `"ab" is no symbol`},
		{"abi", contest.Guess{"": 0.5}, `"" is no symbol`},
		{"abi", contest.Guess{"a": 50}, "a has the probability 50: it must be between 0 and 1 (50 % is 0.5)"},
		{"abi", contest.Guess{"a": -0.1}, "a has the probability -0.1"},
		{"abi", contest.Guess{"a": math.NaN()}, "a has the probability NaN"},
		{"abi", contest.Guess{"a": 0.7, "b": 0.5}, "sum to 1.2: together they must not be more than 1"},
		{"abi", contest.Guess{"a": 0.7, "b": 0.3}, "only 0.0000 is left for the 25 symbols"},
		{"abi", contest.Guess{"a": 1}, "only 0.0000 is left for the 26 symbols"},
		{"abi", contest.Guess{"a": 0.999}, "which is too little: leave at least 0.01"},
		{"abi", contest.Guess{"a": 0.5, "d": 0}, "d has the probability 0, which is too small: give it at"},
		{"abi", contest.Guess{"a": 0.5, "d": 0.0009}, "d has the probability 0.0009, which"},
		{"abi", everything(0.98), "sum to 0.98, and no symbol is left for the rest: they must sum to 1"},
		{"abi", everything(1.02), "sum to 1.02: together they must not be more than 1"},
	} {
		_, err := contest.Play(file, questions, contest.Guesses{test.beginning: test.guess}, half())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v, want %s", test.guess, err, test.want)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a refused guess was kept")
	}
}

func TestAllSymbolsNamedOrNone(t *testing.T) {
	for _, sum := range []float64{0.99991, 1, 1.00009} { // 1, and 1 with a rounding error
		file := filepath.Join(t.TempDir(), "guesses.json")
		guesses := contest.Guesses{"abi": everything(sum), "nip": {"u": 0.001}, "an": {}}
		for _, guesses := range []contest.Guesses{guesses, nil} { // the second time, from the file
			scores, err := contest.Play(file, questions, guesses, half())
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range []float64{math.Log(27), math.Log(1000), math.Log(27)} {
				if math.Abs(scores[i].You-want) > 1e-9 {
					t.Errorf("a sum of %v: question %d has the loss %v, want %v", sum, i, scores[i].You, want)
				}
			}
		}
	}
}

func TestAGuessThatAnEarlierVersionKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guesses.json")
	for _, kept := range []contest.Guess{{"a": 0.5, "d": 0}, everything(0.98)} {
		content, err := json.Marshal(contest.Guesses{"nip": {"u": 0.5}, "abi": kept})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err = contest.Play(file, questions, nil, half())
		for _, want := range []string{
			`the guess kept for "abi": `,
			"delete its entry from " + file + " to guess again",
		} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v was kept: error %v, want one with %s", kept, err, want)
			}
		}
	}
}

func TestQuestionsComeFromTheNamesAndDiffer(t *testing.T) {
	names := strings.Fields("o abi nipun anna kamala dev om ravi zia mira annabel")
	got := contest.Questions(names, 6)
	beginnings := map[string]bool{}
	for _, question := range got {
		beginnings[question.Beginning] = true
		found := slices.ContainsFunc(names, func(name string) bool {
			return strings.HasPrefix(name+"-", question.Beginning+question.Next)
		})
		if !found || len(question.Beginning) < 2 || len(question.Next) != 1 {
			t.Errorf("%+v is in no name", question)
		}
	}
	if len(beginnings) != len(got) || len(got) < 5 {
		t.Errorf("%d questions, %d different", len(got), len(beginnings))
	}
	if few := contest.Questions([]string{"o", "om"}, 6); len(few) != 1 {
		t.Errorf("one name of two characters: %v, want one question", few)
	}
	if none := slices.Concat(contest.Questions(nil, 3), contest.Questions(names, -1)); len(none) != 0 {
		t.Errorf("no names, or -1 questions: %v", none)
	}
}

func TestQuestionsAreCutBetweenCharacters(t *testing.T) {
	got := contest.Questions([]string{"zoë", "ë", "zoë", "éa", "noël"}, 4)
	if want := []contest.Question{{"zo", "ë"}, {"zoë", "-"}, {"éa", "-"}, {"no", "ë"}}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheLastRowHasTheMeansOfTheGuesses(t *testing.T) {
	for want, scores := range map[string][]contest.Score{
		"mean of 0": {{Model: 2}},
		"mean of 3": {{Guessed: true, You: 0.5, Model: 1}, {Model: 2}, {Guessed: true, You: 1, Model: 1.5},
			{Guessed: true, You: 3, Model: 2}},
	} {
		_, rows := contest.Table(scores)
		losses := []string{"1.500", "1.500"}
		if want == "mean of 0" {
			losses = []string{"", ""}
		}
		if last := rows[len(rows)-1]; len(rows) != len(scores)+1 || last[0] != want || !slices.Equal(last[2:], losses) {
			t.Errorf("the last row is %q, want %q with %q", last, want, losses)
		}
	}
}

func ExampleTable() {
	_, rows := contest.Table([]contest.Score{
		{Question: contest.Question{Beginning: "nip", Next: "u"}, Guessed: true, You: 0.5, Model: 1.25},
		{Question: contest.Question{Beginning: "abi", Next: "-"}, Model: 2},
	})
	for _, row := range rows {
		fmt.Printf("%q\n", row)
	}
	// Output:
	// ["nip…" "u" "0.500" "1.250"]
	// ["abi…" "?" "" ""]
	// ["mean of 1" "" "0.500" "1.250"]
}

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// predicted writes a page to a folder, with a cell for each question that shows a text.
func predicted(t *testing.T, class, path string, shown map[string]string) {
	t.Helper()
	cells := []string{}
	for question, text := range shown {
		source, err := json.Marshal([]string{"%%\n", fmt.Sprintf("predict.Commit(%q, nil)", question)})
		if err != nil {
			t.Fatal(err)
		}
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, fmt.Sprintf(`{"cell_type": "code", "metadata": {"tags": ["predict"]}, "source": %s,
			"outputs": [{"data": {"text/plain": [%s]}}]}`, source, quoted))
	}
	put(t, class, path, fmt.Sprintf(`{"cells": [%s]}`, strings.Join(cells, ",")))
}

const letterAfterAbi, numbersOfTheModel = "01 the likeliest letter after abi", "03 how many numbers the model has"

// printed returns what `class` prints below the exercises, for a lecture with two predictions.
func printed(t *testing.T, homes, page string) string {
	t.Helper()
	lecture := t.TempDir()
	predicted(t, lecture, "notebooks/01_vocabulary.ipynb", map[string]string{letterAfterAbi: "○ Not committed yet: …"})
	predicted(t, lecture, "notebooks/03_model.ipynb", map[string]string{numbersOfTheModel: "○ Not committed yet: …"})
	today := syllabusOf(lecture)
	read, unread := readClass(t, homes, page, today)
	if len(unread) > 0 {
		t.Fatal(unread)
	}
	var out strings.Builder
	printPredictions(read.count().Predictions, &out)
	return out.String()
}

func TestClassShowsWhatTheRoomPredicted(t *testing.T) {
	homes := t.TempDir()
	for student, text := range map[string]string{
		"ada": "● Your prediction: d. Now go on.",
		"bob": "● Your prediction: D. Now go on.",
		"cyd": "● Your prediction: d. First you said n. Now go on.",
		"dan": "○ Not committed yet: write your answer in place of nil, then run this cell.",
		"eve": "",
		"fay": "✗ Not committed. A prediction is a finite number: NaN is none.",
		"gus": "● Your prediction: n. Now go on. (It is only on this page: it could not be kept in a file.)",
		"hal": "● Your prediction: . Now go on.",
	} {
		predicted(t, homes, student+"/notebooks/01_vocabulary.ipynb", map[string]string{letterAfterAbi: text})
	}
	for student, n := range map[string]string{"ada": "2257", "bob": "200", "cyd": "2,257", "dan": "189.5"} {
		predicted(t, homes, student+"/notebooks/03_model.ipynb",
			map[string]string{numbersOfTheModel: "● Your prediction: " + n + ". Now go on."})
	}
	const first = `01 the likeliest letter after abi: 4 committed, 4 not
  d  ██ 2
  n  ██ 2
`
	const second = `03 how many numbers the model has: 4 committed, %d not
  189.5  █ 1
    200  █ 1
   2257  ██ 2
`
	const title = "\npredictions: the first that each student committed\n\n"
	if got, want := printed(t, homes, ""), title+first+"\n"+fmt.Sprintf(second, 4); got != want {
		t.Errorf("it printed\n%s\nwant\n%s", got, want)
	}
	if got, want := printed(t, homes, "03"), title+fmt.Sprintf(second, 0); got != want {
		t.Errorf("of page 03 it printed\n%s\nwant\n%s", got, want)
	}
	if got := printed(t, homes, "02"); got != "" {
		t.Errorf("of page 02 it printed\n%s", got)
	}
}

// The example in the teacher's guide is what the command prints.
func TestTheGuideShowsAHistogram(t *testing.T) {
	var out strings.Builder
	printPredictions([]predictionCount{
		{letterAfterAbi, 14, 2, histogram(many("d", 9, "n", 3, "s", 1, "a or n", 1))},
	}, &out)
	guide, err := os.ReadFile("../../docs/teaching.md")
	if err != nil || !strings.Contains(string(guide), "\n```"+out.String()+"```\n") {
		t.Errorf("docs/teaching.md does not hold%s, %v", out.String(), err)
	}
}

// A student can write anything into a page.
func TestClassPrintsPlainPredictionsOfTheLectureOnly(t *testing.T) {
	homes := t.TempDir()
	predicted(t, homes, "ada/notebooks/01_vocabulary.ipynb", map[string]string{
		letterAfterAbi:          "● Your prediction: \x1b[2J\n\t" + strings.Repeat("ha", 80) + ". Now go on.",
		"01 a question of mine": "● Your prediction: 3. Now go on.",
	})
	got := printed(t, homes, "")
	if strings.Contains(got, "\x1b") || strings.Contains(got, "mine") || strings.Count(got, "\n") != 5 {
		t.Errorf("it printed %q", got)
	}
}

// many returns answers and how often each is given.
func many(pairs ...any) (answers []string) {
	for i := 0; i < len(pairs); i += 2 {
		answers = append(answers, slices.Repeat([]string{fmt.Sprint(pairs[i])}, pairs[i+1].(int))...)
	}
	return answers
}

func TestHistogramsByHand(t *testing.T) {
	spread := func(from, to, step int) (answers []string) {
		for x := from; x <= to; x += step {
			answers = append(answers, strconv.Itoa(x))
		}
		return answers
	}
	for name, test := range map[string]struct {
		answers []string
		want    []bar
	}{
		"texts, frequent first": {many("n", 1, "d", 3, "a or i", 1), []bar{{"d", 3}, {"a or i", 1}, {"n", 1}}},
		"texts, the rest together": {many("a", 9, "b", 8, "c", 7, "d", 6, "e", 5, "f", 4,
			"g", 3, "h", 2, "i", 2),
			[]bar{{"a", 9}, {"b", 8}, {"c", 7}, {"d", 6}, {"e", 5}, {"f", 4},
				{"g", 3}, {"other answers", 4}}},
		"numbers, in their order":   {many(10, 1, -2.5, 2, 9, 3), []bar{{"-2.5", 2}, {"9", 3}, {"10", 1}}},
		"numbers and a text":        {many(3, 2, "three", 1), []bar{{"3", 2}, {"other answers", 1}}},
		"more texts than numbers":   {many(3, 1, "three", 2), []bar{{"three", 2}, {"3", 1}}},
		"numbers beyond all bounds": {many(3, 2, "1e300", 1, "-1e-300", 1), []bar{{"3", 2}, {"other answers", 2}}},
		"bins of 5": {spread(1, 20, 1),
			[]bar{{"0 to 5", 4}, {"5 to 10", 5}, {"10 to 15", 5}, {"15 to 20", 5},
				{"20 or more", 1}}},
		"powers of ten": {many(5, 1, 12, 4, 15, 1, 99, 1, 100, 1, 2257, 5,
			3000, 1, 20000, 1, 20001, 1),
			[]bar{{"1 to 10", 1}, {"10 to 100", 6}, {"100 to 1000", 1},
				{"1000 to 10000", 6}, {"10000 to 100000", 2}}},
	} {
		if got := histogram(test.answers); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n%v\nwant\n%v", name, got, test.want)
		}
	}
}

// Whatever a room answers: everybody is counted, in few rows.
func TestEveryAnswerIsCountedOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		scale, shift := math.Pow(10, 24*random.Float64()-9), math.Pow(10, 20*random.Float64()-10)
		var answers []string
		for range 1 + random.IntN(80) {
			x := shift + scale*random.NormFloat64()
			answers = append(answers, []string{
				strconv.FormatFloat(x, 'g', -1, 64), strconv.Itoa(int(min(x, 1e15))), "a text",
			}[random.IntN(20)%3*random.IntN(2)])
		}
		bars, total := histogram(answers), 0
		for _, each := range bars {
			total += each.Count
		}
		if total != len(answers) || len(bars) > mostBars {
			t.Fatalf("%d of %d answers in %d rows: %v\n%v", total, len(answers), len(bars), bars, answers)
		}
	}
}

func TestBarsAreAlignedAndFit(t *testing.T) {
	var out strings.Builder
	printBars([]bar{{"é", 400}, {"abi", 1}, {"", 0}}, &out)
	want := "    é  " + strings.Repeat("█", 40) + " 400\n  abi  █ 1\n" + strings.Repeat(" ", 8) + "0\n"
	if out.String() != want {
		t.Errorf("%q\nwant %q", out.String(), want)
	}
}

package chart

// Pictures of a language model: the probabilities after a prompt.

import (
	"fmt"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

const (
	mostBars  = 40 // tokens of the largest vocabulary that is drawn completely
	someBars  = 20 // tokens that are drawn of a larger one
	mostSlide = 60 // tokens of the largest vocabulary with a slider for the temperature
)

// NextToken draws bars for the probabilities of the token after a prompt; for a vocabulary of more than 40 tokens, for
// the 20 likeliest.
func NextToken(title string, m lm.Model, prompt string) { show(nextToken(title, m, prompt)) }

func nextToken(title string, m lm.Model, prompt string) (picture, error) {
	probabilities, err := sample.Next(m, prompt, 1)
	if err != nil {
		return picture{}, err
	}
	tokens, err := tokensOf(m)
	if err != nil {
		return picture{}, err
	}
	if len(tokens) > mostBars {
		tokens, probabilities = highestOf(tokens, probabilities, someBars)
	}
	return distribution(title, tokens, probabilities)
}

// Temperature draws bars for the probabilities of the token after a prompt, with a slider for the temperature. The
// vocabulary may have at most 60 tokens, because the picture itself computes the softmax; it needs no kernel.
func Temperature(title string, m lm.Model, prompt string) { show(temperatureAfter(title, m, prompt)) }

func temperatureAfter(title string, m lm.Model, prompt string) (picture, error) {
	tokens, err := tokensOf(m)
	if err != nil {
		return picture{}, err
	}
	if len(tokens) > mostSlide {
		return picture{}, fmt.Errorf("the vocabulary has %d tokens: this picture can show at most %d",
			len(tokens), mostSlide)
	}
	logits, err := logitsAfter(m, prompt)
	if err != nil {
		return picture{}, err
	}
	return temperature(title, tokens, logits)
}

// logitsAfter returns the logits of the token after a prompt, [vocabulary].
func logitsAfter(m lm.Model, prompt string) ([]float64, error) {
	ids, err := vocab.EncodePrompt(m.Tokenizer(), prompt)
	if err != nil {
		return nil, err
	}
	logits, err := lm.Logits(m, [][]int{ids})
	if err != nil {
		return nil, err
	}
	return logits[0], nil
}

// NextTokenBySteps draws bars for the probabilities of the token after a prompt, with a slider over the steps of a
// training, and next to them bars for the distribution in the data.
//
//	steps: [moments]
//	models: [moments], the model at each step
//	observed: [vocabulary], the distribution in the data
func NextTokenBySteps[M lm.Model](title, prompt string, steps []int, models []M, observed []float64) {
	show(nextTokenBySteps(title, prompt, steps, models, observed))
}

func nextTokenBySteps[M lm.Model](
	title, prompt string, steps []int, models []M, observed []float64,
) (picture, error) {
	if err := sameLength("steps", len(steps), "models", len(models)); err != nil {
		return picture{}, err
	}
	tokens, err := tokensOf(models[0])
	if err != nil {
		return picture{}, err
	}
	probabilities := make([][]float64, len(models))
	for i, m := range models {
		if probabilities[i], err = sample.Next(m, prompt, 1); err != nil {
			return picture{}, err
		}
	}
	return distributionBySteps(title, tokens, steps, probabilities, observed)
}

// tokensOf returns the tokens of a model's vocabulary, in the order of their ids.
func tokensOf(m lm.Model) ([]string, error) {
	if err := lm.Check(m); err != nil {
		return nil, err
	}
	return vocab.TokensOf(m.Tokenizer())
}

// highestOf returns the n likeliest tokens, the likeliest first.
func highestOf(tokens []string, probabilities []float64, n int) (names []string, highest []float64) {
	for _, id := range sample.TopK(probabilities, n) {
		names, highest = append(names, tokens[id]), append(highest, probabilities[id])
	}
	return names, highest
}

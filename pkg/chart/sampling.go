package chart

// What may be drawn next at any temperature, top-k and top-p, for a vocabulary of any size.

import (
	"fmt"
	"slices"
	"strings"

	"nexttoken/internal/quote"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

// ownBars is how many tokens have a bar of their own; all others share one.
const ownBars = 12

// The places of the sliders. A top-k or a top-p of 0 is off, as in sample.Options.
var (
	slideTemperatures = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1, 1.2, 1.5, 2, 3, 5, 10}
	slideTopK         = []int{1, 2, 3, 4, 5, 10, 20, 50, 100, 1000, 10_000, 0}
	slideTopP         = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99, 0}
)

// Sampling draws bars for the 12 likeliest tokens after a prompt, and one for all others together, with sliders for the
// temperature, top-k and top-p, in the order in which sample.Options applies them. A blue bar is the probability with
// which a token is drawn; an outline is what top-k and top-p cut, as likely as it was before. The vocabulary may have
// any size: the picture has, for each place of the sliders, what was computed from all tokens. It needs no kernel.
func Sampling(title string, m lm.Model, prompt string) { show(samplingAfter(title, m, prompt)) }

func samplingAfter(title string, m lm.Model, prompt string) (picture, error) {
	tokens, err := tokensOf(m)
	if err != nil {
		return picture{}, err
	}
	logits, err := logitsAfter(m, prompt)
	if err != nil {
		return picture{}, err
	}
	return sampling(title, tokens, logits)
}

// sampling draws the picture. Tokens and logits are [vocabulary].
func sampling(title string, tokens []string, logits []float64) (picture, error) {
	if err := sameLength("tokens", len(tokens), "logits", len(logits)); err != nil {
		return picture{}, err
	}
	order := sample.TopK(logits, len(logits))
	s := samplingChart{size: len(tokens), byTemperature: make([]ranked, len(slideTemperatures))}
	for i, temperature := range slideTemperatures {
		probabilities, err := sample.Softmax(logits, temperature)
		if err != nil {
			return picture{}, err
		}
		s.byTemperature[i] = rank(probabilities, order)
	}
	for _, id := range order[:s.own()] {
		s.tokens = append(s.tokens, tokens[id])
	}
	p, err := load("sampling", title, s.text(), s.rows())
	if err == nil {
		s.setSliders(p.spec)
	}
	return p, err
}

// samplingChart is what the picture is made from.
type samplingChart struct {
	size          int      // of the vocabulary
	tokens        []string // [own], the likeliest first
	byTemperature []ranked // [temperatures]
}

// own returns how many tokens have a bar of their own: all, where there would be only one other token.
func (s samplingChart) own() int {
	if s.size <= ownBars+1 {
		return s.size
	}
	return ownBars
}

// others returns the name of the last bar, or "" if there is none.
func (s samplingChart) others() string {
	if s.own() == s.size {
		return ""
	}
	return inDigits(s.size-s.own()) + " others"
}

// rows returns a row for each bar: its tokens, from the first to the last, counted from the likeliest, and their
// probability together at each temperature, before top-k and top-p. The last row has that of the tokens ahead, too.
func (s samplingChart) rows() (rows []row) {
	for i, token := range s.tokens {
		rows = append(rows, row{"rank": i + 1, "token": visible(token), "first": i + 1, "last": i + 1,
			"shares": s.shares(i, i+1)})
	}
	if name := s.others(); name != "" {
		own := s.own()
		rows = append(rows, row{"rank": own + 1, "token": name, "first": own + 1, "last": s.size,
			"shares": s.shares(own, s.size), "ahead": s.shares(0, own)})
	}
	return rows
}

// shares returns the probability of the tokens [from, to) together, at each temperature.
func (s samplingChart) shares(from, to int) []float64 {
	shares := make([]float64, len(s.byTemperature))
	for i, r := range s.byTemperature {
		for _, probability := range r.each[from:to] {
			shares[i] += probability
		}
		shares[i] = rounded(shares[i])
	}
	return shares
}

// visible returns a token with ␣ for each space, and with an escape such as \n for what cannot be printed.
func visible(token string) string {
	quoted := quote.Text(token)
	return strings.NewReplacer(" ", "␣", `\"`, `"`).Replace(quoted[1 : len(quoted)-1])
}

// statusLine is the line below the title, in Vega's language: the places of the sliders, and how many tokens of the
// vocabulary may be drawn.
const statusLine = "'T = ' + known.places[0][t] + ' · top-k ' + known.places[1][k] + ' · top-p ' + " +
	"known.places[2][p] + ': ' + format(count, ',') + ' of %s tokens may be drawn'"

// setSliders gives the sliders their places, and the picture what it shows at each. It opens at T = 1, with top-k and
// top-p off.
func (s samplingChart) setSliders(filled spec) {
	places := [][]string{placeNames(slideTemperatures), placeNames(s.topK()), placeNames(slideTopP)}
	for i, opening := range []string{"1", "off", "off"} {
		set(filled, len(places[i])-1, "params", i, "bind", "max")
		set(filled, slices.Index(places[i], opening), "params", i, "value")
	}
	set(filled, s.known(places), "params", 3, "value")
	set(filled, spec{"expr": fmt.Sprintf(statusLine, inDigits(s.size))}, "title", "subtitle")
	set(filled, 14, "title", "subtitleFontSize")
}

// topK returns the places of the slider for top-k: those that cut something.
func (s samplingChart) topK() []int {
	return slices.DeleteFunc(slices.Clone(slideTopK), func(k int) bool { return k >= s.size })
}

// known returns the names of the bars and of the sliders' places, and for each place, [temperatures][top-k][top-p], how
// many tokens may be drawn, and the sum of their probabilities before, by which they are divided.
func (s samplingChart) known(places [][]string) spec {
	counts, sums := make([][][]int, len(s.byTemperature)), make([][][]float64, len(s.byTemperature))
	for i, r := range s.byTemperature {
		counts[i], sums[i] = r.table(s.topK(), slideTopP)
	}
	var names []string
	for _, row := range s.rows() {
		names = append(names, row["token"].(string))
	}
	return spec{"names": names, "places": places, "counts": counts, "sums": sums}
}

// placeNames returns the places of a slider as text, "off" for 0.
func placeNames[N int | float64](places []N) (names []string) {
	for _, place := range places {
		if place == 0 {
			names = append(names, "off")
			continue
		}
		names = append(names, fmt.Sprint(place))
	}
	return names
}

// text returns the text alternative: the picture as it opens, and how many tokens top-p keeps at three temperatures.
func (s samplingChart) text() string {
	at := func(temperature float64) ranked { return s.byTemperature[slices.Index(slideTemperatures, temperature)] }
	quoted := make([]string, s.own())
	for i, token := range s.tokens {
		quoted[i] = quote.Text(token)
	}
	text := "Bars, with sliders for the temperature, top-k and top-p. At T = 1: "
	text += likeliest(quoted, at(1).each[:s.own()])
	if name := s.others(); name != "" {
		text += fmt.Sprintf(" The %s together: %.1f %%.", name, 100*(at(1).sums[s.size]-at(1).sums[s.own()]))
	}
	return text + fmt.Sprintf("\nTop-p 0.9 keeps %s of %s tokens at T = 0.5, %s at T = 1 and %s at T = 2.",
		inDigits(at(.5).kept(0, .9)), inDigits(s.size), inDigits(at(1).kept(0, .9)), inDigits(at(2).kept(0, .9)))
}

// inDigits returns a number of tokens as text: 49,152.
func inDigits(tokens int) string { return inWords(float64(tokens)) }

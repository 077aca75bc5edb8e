package chart

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"image"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/progress"
)

var (
	symbols = []string{"a", "b", "-"}
	some    = []float64{0.2, 0.7, 0.1}
	others  = []float64{0.5, 0.25, 0.25}
	man     = Point{Label: "man", X: -1, Y: -1}
	woman   = Point{Label: "woman", X: -1, Y: 1}
	king    = Point{Label: "king", X: 1, Y: -0.9}
)

// gallery holds one picture of every kind.
func gallery(t *testing.T) map[string]picture {
	t.Helper()
	pictures := map[string]picture{}
	keep := func(name string) func(picture, error) {
		return func(p picture, err error) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			pictures[name] = p
		}
	}
	keep("distribution")(distribution("After abi", symbols, some))
	keep("compare")(compare("After abi", symbols, []string{"one", "other"}, [][]float64{some, others}))
	keep("by steps")(distributionBySteps("After abi", symbols, []int{0, 1000}, [][]float64{others, some}, others))
	keep("temperature")(temperature("After abi", symbols, []float64{1, 2, 0}))
	keep("sampling")(sampling("After abi", symbols, []float64{1, 2, 0}))
	keep("line")(line("Entropy", "temperature T", "entropy (nats)", []float64{0, 1, 2}, []float64{0, 1, 1.5}))
	keep("heat map")(heatMap("Embeddings", symbols, [][]float64{{0.5, -1}, {0.25, 2}, {0, 0}}))
	keep("points")(pointsPicture("Letters", "first number", "second number",
		[]int{0, 10}, [][]Point{{man, woman}, {king, man}}))
	keep("one moment")(pointsPicture("Letters", "first number", "second number", []int{10}, [][]Point{{man, woman}}))
	keep("planes")(planesPicture("Letters", "first number", "second number", []int{0, 10},
		[]Plane{{"Indian names", [][]Point{{man, woman}, {king, man}}}, {"English names", [][]Point{{man}, {woman}}}}))
	keep("scoreboard")(boardPicture("The scoreboard", someBoard()))
	keep("histogram")(histogram("Groups", "ratio", []float64{0.9, 1, 1.1, 1}, 0.5, "the vowels"))
	keep("arrows")(arrowsPicture("An analogy", "first component", "second component",
		[]Point{man, woman, king}, []Arrow{{"to a woman", man, woman}}))
	keep("tree")(tree("After ab", smallTree()))
	keep("panels")(panelsPicture("After abi", symbols,
		[]Panel{{"learned", some, nil}, {"top-k, k = 1", some, []float64{0, 1, 0}}}))
	keep("tree with paths")(treePaths("After ab", smallTree(), []TreePath{{"greedy", "abi-"}, {"other", "aby"}}))
	keep("images")(imageRow("Faces", []Image{
		{image.NewGray(image.Rect(0, 0, 4, 4)), "a child", ""},
		{image.NewRGBA(image.Rect(0, 0, 4, 4)), "an adult", "+"},
	}))
	keep("network")(network("ab", []string{"a", "b"}, [][]float64{{0.2, -0.1}, {-0.3, 0.5}}, 64, 27))
	keep("attention")(attention("Where it looks", []string{"she", "was", "she"},
		[][][]float64{{{1}, {0.5, 0.5}, {0.2, 0.7, 0.1}}, {{1, 0, 0}, {0, 1, 0}, {1, 0, 0}}}))
	keep("magnitudes")(magnitudes("The road", "parameters", "model",
		[]string{"counts", "GPT-3"}, []float64{567, 1.75e11}))
	curve := &lossCurve{title: "It learns", loss: "mean cross-entropy", unit: "nats per character",
		baselines: []Baseline{{"ln 27", 3.296}}}
	curve.add(progress.Report{Step: 0, Steps: 10, TrainLoss: math.NaN(), DevLoss: 3.3})
	curve.add(progress.Report{Step: 10, Steps: 10, TrainLoss: 2.1, DevLoss: 2.2})
	keep("loss curve")(curve.picture(progress.Report{Step: 10, Steps: 10, TrainLoss: 2.1, DevLoss: 2.2, Done: true}))
	keep("loss by rate")(lossByRate("Rates", []float64{0.1, 1}, []float64{2.5, 2.25}, []Baseline{{"ln 27", 3.296}}))
	return pictures
}

func TestEveryPictureHasATextAlternative(t *testing.T) {
	for name, p := range gallery(t) {
		title, _ := p.spec["title"].(spec)["text"].(string)
		description, _ := p.spec["description"].(string)
		if title == "" || len(description) < 20 || p.text != title+". "+description {
			t.Errorf("%s: title %q, description %q, text %q", name, title, description, p.text)
		}
		if !strings.ContainsAny(description, "0123456789") && name != "images" {
			t.Errorf("%s: the text alternative has no number: %s", name, description)
		}
	}
}

// walk calls visit for every object of a specification.
func walk(part any, visit func(object map[string]any)) {
	switch part := part.(type) {
	case map[string]any:
		visit(part)
		for _, value := range part {
			walk(value, visit)
		}
	case []any:
		for _, value := range part {
			walk(value, visit)
		}
	}
}

func TestEveryPictureHasTooltipsAndNamedAxes(t *testing.T) {
	for name, p := range gallery(t) {
		plain, err := plainTypes(p.spec)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tooltips := 0
		walk(plain, func(object map[string]any) {
			if encoding, ok := object["encoding"].(map[string]any); ok && encoding["tooltip"] != nil {
				tooltips++
			}
		})
		if tooltips == 0 {
			t.Errorf("%s has no tooltip", name)
		}
		for _, axis := range []string{"x", "y"} {
			if !hasAxisTitle(plain, axis) {
				t.Errorf("%s: the %s axis has no title", name, axis)
			}
		}
	}
}

// hasAxisTitle reports whether an axis has a title somewhere, or is null.
func hasAxisTitle(plain any, axis string) bool {
	found := false
	walk(plain, func(object map[string]any) {
		channel, ok := object[axis].(map[string]any)
		if !ok {
			return
		}
		shown, given := channel["axis"]
		inside, _ := shown.(map[string]any)
		found = found || channel["title"] != nil || inside["title"] != nil || given && shown == nil
	})
	return found
}

func TestEveryFieldIsInTheDataOrComputed(t *testing.T) {
	for name, p := range gallery(t) {
		plain, err := plainTypes(p.spec)
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		walk(plain, func(object map[string]any) {
			values, _ := object["values"].([]any)
			for _, value := range values {
				fields, _ := value.(map[string]any)
				for field := range fields {
					known[field] = true
				}
			}
			if computed, ok := object["as"].(string); ok {
				known[computed] = true
			}
		})
		walk(plain, func(object map[string]any) {
			field, ok := object["field"].(string)
			if ok && !known[field] {
				t.Errorf("%s uses %q, which is nowhere in its data", name, field)
			}
		})
	}
}

func TestPicturesNeedNoNetworkAndAreSmall(t *testing.T) {
	for name, p := range gallery(t) {
		text, err := json.Marshal(p.spec)
		if err != nil {
			t.Fatal(err)
		}
		rest := strings.ReplaceAll(string(text), "https://vega.github.io/schema/vega-lite/v5.json", "")
		if strings.Contains(rest, "http") || strings.Contains(rest, "//cdn") {
			t.Errorf("%s has an address: %s", name, rest)
		}
		if len(text) > 12_000 {
			t.Errorf("%s is %d bytes", name, len(text))
		}
	}
}

func TestPicturesAreTheSameEveryTime(t *testing.T) {
	again := gallery(t)
	for name, p := range gallery(t) {
		first, _ := json.Marshal(p.spec)
		second, _ := json.Marshal(again[name].spec)
		if !bytes.Equal(first, second) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func TestPicturesTravelToTheKernel(t *testing.T) {
	for name, p := range gallery(t) {
		plain, err := plainTypes(p.spec)
		if err != nil {
			t.Fatal(err)
		}
		var pipe bytes.Buffer
		if err := gob.NewEncoder(&pipe).Encode(map[string]any{"data": plain}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// In JupyterLab's dark theme, Vega draws everything white that has no colour in the specification.
func TestTheThemeLeavesNoColourToTheReadersTheme(t *testing.T) {
	p := gallery(t)["line"]
	plain, err := plainTypes(p.spec)
	if err != nil {
		t.Fatal(err)
	}
	config := plain["config"].(map[string]any)
	for _, path := range [][]string{
		{"title", "color"}, {"title", "subtitleColor"}, {"text", "color"},
		{"axis", "domainColor"}, {"axis", "gridColor"}, {"axis", "tickColor"},
	} {
		if config[path[0]].(map[string]any)[path[1]] == nil {
			t.Errorf("config.%s has no colour", strings.Join(path, "."))
		}
	}
	for _, style := range []string{"guide-label", "guide-title"} {
		if config["style"].(map[string]any)[style].(map[string]any)["fill"] == nil {
			t.Errorf("%s has no colour", style)
		}
	}
	if plain["background"] != "white" {
		t.Errorf("the background is %v", plain["background"])
	}
}

func TestRoundedKeepsFiveDigits(t *testing.T) {
	for x, want := range map[float64]float64{0.123456789: 0.12346, 1234567: 1234600, -1e-9: -1e-9, 0: 0} {
		if got := rounded(x); got != want {
			t.Errorf("rounded(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestShortNumbersHaveTwoDecimals(t *testing.T) {
	for x, want := range map[float64]string{0.126: "0.13", -1.5: "−1.5", 2: "2", -0.004: "0", 0: "0"} {
		if got := short(x); got != want {
			t.Errorf("short(%v) = %s, want %s", x, got, want)
		}
	}
}

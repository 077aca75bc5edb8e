package chart

import "testing"

// Vega sets attributes only on an input whose type it does not know, so each slider is a "Range".
func TestEverySliderHasItsArrowKeysAndItsWidth(t *testing.T) {
	sliders := 0
	for name, p := range gallery(t) {
		params, _ := p.spec["params"].([]any)
		for _, param := range params {
			bind, bound := param.(spec)["bind"].(spec)
			if !bound || bind["input"] == "checkbox" {
				continue
			}
			sliders++
			if bind["input"] != "Range" || bind["data-lm-suppress-shortcuts"] != "true" || bind["style"] != wideEnough {
				t.Errorf("%s: the slider is %v", name, bind)
			}
		}
	}
	if sliders < 5 {
		t.Errorf("%d sliders, want those of steps, temperature, points, tree and attention", sliders)
	}
}

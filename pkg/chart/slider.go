package chart

// wideEnough is the style of a slider: it can be moved by one step.
const wideEnough = "width:320px;max-width:calc(100% - 8px);margin-left:8px;vertical-align:middle"

// keyboard gives the sliders of a specification their width and their arrow keys, which JupyterLab else uses to move
// through the notebook. A check box stays as it is.
//
// Vega gives an input further attributes only if it does not know the input's type. So "range" is written "Range",
// which is the same for a browser. Vega does not show the number of such a slider: the picture must.
func keyboard(filled spec) {
	params, _ := filled["params"].([]any)
	for _, param := range params {
		if bind, bound := param.(spec)["bind"].(spec); bound && bind["input"] == "range" {
			bind["input"], bind["data-lm-suppress-shortcuts"], bind["style"] = "Range", "true", wideEnough
		}
	}
}

// lastStep sets the last value of a specification's first parameter, its slider.
func lastStep(filled spec, last int) { set(filled, last, "params", 0, "bind", "max") }

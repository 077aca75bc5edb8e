package chart

// wideEnough is the style of a slider: a step of the pointer is about a step of its number.
const wideEnough = "width:min(320px,45vw);margin-left:8px;vertical-align:middle"

// keyboard prepares the sliders of a specification. JupyterLab leaves them their arrow keys, which else move through
// the notebook, and they are wide enough to be moved by one step.
//
// Vega gives an input further attributes only if it does not know the input's type. So "range" is written "Range", which
// is the same for a browser. Vega does not show the number of such a slider: the picture must.
func keyboard(filled spec) {
	params, _ := filled["params"].([]any)
	for _, param := range params {
		if bind, bound := param.(spec)["bind"].(spec); bound {
			bind["input"], bind["data-lm-suppress-shortcuts"], bind["style"] = "Range", "true", wideEnough
		}
	}
}

// lastStep sets the last value of a specification's first parameter, its slider.
func lastStep(filled spec, last int) { set(filled, last, "params", 0, "bind", "max") }

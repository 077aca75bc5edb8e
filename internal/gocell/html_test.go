package gocell

import (
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func example() Explanation {
	return Explain([]Problem{
		{Cell: 3, Line: 2, Column: 11, Message: "undefined: softmx", Source: "\ty <= 3 + softmx(x) // a & b"},
		{Cell: 3, Line: 1, Column: 1, Message: "declared and not used: y"},
	}, "./main.go:3:1: declared and not used: y\n./main.go:4:11: undefined: softmx\n")
}

func TestHTMLShowsPlaceSentenceLineAndTheRestFolded(t *testing.T) {
	text := example().HTML()
	shown, folded, _ := strings.Cut(text, "</summary>")
	for _, want := range []string{
		"✗ Cell [3], line 2</strong>", "There is no <code", ">softmx</code> yet",
		"y &lt;= 3 + <u style=", ">softmx</u>(x) // a &amp; b", "Go says: <span", ">undefined: softmx</span>",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown: %s", want, shown)
		}
	}
	if strings.Contains(shown, "declared and not used") || !strings.Contains(folded, "declared and not used: y") {
		t.Error("the error that follows is not folded: ", text)
	}
}

// JupyterLab drops styles and scripts, and a box that moves under the mouse hides what it explains.
func TestHTMLIsWellFormedAndStill(t *testing.T) {
	text := example().HTML()
	for _, moving := range strings.Fields("<style <script hover transition animation position onmouse class=") {
		if strings.Contains(text, moving) {
			t.Errorf("%q in %s", moving, text)
		}
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err, text)
		}
	}
}

func TestNothingOfACellBecomesHTML(t *testing.T) {
	bad := `<img src=x onerror="alert(1)">`
	e := Explain([]Problem{{Line: 1, Column: 1, Message: "undefined: " + bad, Source: bad}}, bad+"\nmore", bad)
	e.Sentence = "Write `" + bad + "`, " + bad
	if strings.Contains(e.HTML(), "<img") {
		t.Error(e.HTML())
	}
}

func TestUnderlined(t *testing.T) {
	plain := regexp.MustCompile(` style="[^"]*"`)
	for _, c := range []struct {
		line   string
		column int
		want   string
	}{
		{"x := softmx(3)", 6, "x := <u>softmx</u>(3)"},
		{`f("a b" + 3)`, 3, `f(<u>&#34;a b&#34;</u> + 3)`},
		{"a <b", 3, "a <u>&lt;</u>b"},
		{"größe = 1", 1, "<u>größe</u> = 1"},
		{"f(अभिजीत)", 3, "f(<u>अभिजीत</u>)"},
		{"x y", 2, "x y"},
		{"x", 2, "x"},
		{"x", 0, "x"},
		{"x", -3, "x"},
		{"", 1, ""},
	} {
		if got := plain.ReplaceAllString(underlined(c.line, c.column), ""); got != c.want {
			t.Errorf("%q, column %d: %q, want %q", c.line, c.column, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	want := "✗ Cell [3], line 2: There is no `softmx` here. Did you mean `softmax`?\n" +
		"    y <= 3 + softmx(x) // a & b\n" +
		"             ^\n" +
		"Go says: undefined: softmx"
	e := example()
	e.Sentence = sentence(e, []string{"softmax"})
	if got := e.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheCaretStandsBelowTheColumn(t *testing.T) {
	for before, want := range map[string]string{"": "^", "ab": "  ^", "a\tb": " \t ^", "größe": "     ^", "कि": " ^"} {
		if got := caret(before); got != want {
			t.Errorf("%q: %q, want %q", before, got, want)
		}
	}
}

func TestAPlaceThatIsNotKnown(t *testing.T) {
	for want, e := range map[string]Explanation{
		"✗ This cell did not work": {Message: "signal: segmentation fault"},
		"■ This cell was stopped":  {Message: "signal: killed"},
		"✗ This cell, line 2":      {Line: 2},
		"✗ Cell [4]":               {Cell: 4},
	} {
		if first, _, _ := strings.Cut(e.Text(), "\n"); first != want || !strings.Contains(e.HTML(), want+"</strong>") {
			t.Errorf("%q, want %q", first, want)
		}
	}
}

// The values of JupyterLab 4.6's themes (variables.css of theme-light- and theme-dark-extension); the last is a page
// without JupyterLab, where the values after the commas count.
var themes = map[string]map[string]string{
	"light": {"--jp-layout-color1": "#fff", "--jp-layout-color2": "#eee", "--jp-ui-font-color0": "#000"},
	"dark":  {"--jp-layout-color1": "#212121", "--jp-layout-color2": "#424242", "--jp-ui-font-color0": "#fff"},
	"none":  {},
}

func TestContrastInEachTheme(t *testing.T) {
	pairs := regexp.MustCompile(`background:var\((--[\w-]+),(#\w+)\);color:var\((--[\w-]+),(#\w+)\)`)
	for theme, value := range themes {
		colour := func(name, fallback string) string {
			if v := value[name]; v != "" {
				return v
			}
			return fallback
		}
		found := pairs.FindAllStringSubmatch(example().HTML(), -1)
		if len(found) < 5 {
			t.Fatal("boxes, code and words have their colours: ", found)
		}
		for _, p := range found {
			if len(value) > 0 && (value[p[1]] == "" || value[p[3]] == "") {
				t.Errorf("%s: the theme's value of %s or %s is not in this test", theme, p[1], p[3])
			}
			if c := contrast(t, colour(p[1], p[2]), colour(p[3], p[4])); c < 4.5 {
				t.Errorf("%s: %s on %s has the contrast %.1f, below 4.5", theme, p[3], p[1], c)
			}
		}
		if c := contrast(t, "#d55e00", colour("--jp-layout-color1", "#fff")); c < 3 {
			t.Errorf("%s: the edge has the contrast %.1f, below 3", theme, c)
		}
	}
}

func TestContrast(t *testing.T) {
	for colour, want := range map[string]float64{"#000": 21, "#777777": 4.48, "#fff": 1} {
		if got := contrast(t, colour, "#ffffff"); math.Abs(got-want) > 0.005 {
			t.Errorf("%s: %.3f, want %.2f", colour, got, want)
		}
	}
}

// contrast is WCAG 2's contrast ratio of two colours.
func contrast(t *testing.T, a, b string) float64 {
	light, dark := luminance(t, a), luminance(t, b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

// luminance is WCAG 2's relative luminance of #rgb or #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		part, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(colour, err)
		}
		c := float64(part) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

package gocell

import (
	"strings"
	"testing"
)

// Cells of readers who had never seen Go, and the part of the sentence that they needed.
var readers = []struct{ cell, want string }{
	{"%%\nwindow(\"abi\", context=2)", "write only the value, `window(\"abi\", 2)`"},
	{"%%\nfmt.Println(window(\"abi\", context=2))", "write only the value, `window(\"abi\", 2)`"},
	{"%%\nwindow(\"abi\", n=len(\"a\"), m=3)", "write only the values, in their order, without `n=`"},
	{"func prediction() int { 8 }", "write `return 8`"},
	{"func window(name string, context int) string {\n\tstrings.Repeat(\"-\", context) + name + \"-\"\n}",
		"write `return strings.Repeat(\"-\", context) + name + \"-\"`"},
	{"func double(x float64) float64 {\n\t2 * x\n}", "write `return 2 * x`"},
	{"func two(x int) int {\n\tx + 1\n\treturn 2\n}", "print it with `fmt.Println`"},
	{"func two(x int) (int, error) {\n\tx + 1\n}", "print it with `fmt.Println`"},
	{"func two(x int) {\n\tx + 1\n}", "print it with `fmt.Println`"},
	{"func prediction() int: return 8", "A block begins with `{`"},
	{"%%\nlist := []\nfmt.Println(list)", "`var list []string` is an empty list"},
	{"%%\nlist := [\"Anna\", \"Maria\"]\nfmt.Println(list)", "`[]string{\"a\"}`"},
	{"type pair struct{ Context string }\n\n%%\nexamples := []pair{{\"a\"}}\nfor example := range examples {\n\t" +
		"fmt.Println(example.Context)\n}", "write `for _, example := range examples {`"},
	{"type pair struct{ Context string }\n\n%%\nall := []pair{{\"a\"}}\nfor i := range len(all) {\n\t" +
		"fmt.Println(i.Context)\n}", "which has no `Context`"},
	{"%%\nnames := []string{\"a\"}\nfor i := range names {\n\tfmt.Println(names[i], i)\n}\n" +
		"i := 3\nfmt.Println(i.Name)", "which has no `Name`"},
	{"def byChance():\n\treturn 1", "write `func byChance() float64 {`"},
	{"%%\nfor q in window(\"abi\", 3):\n\tfmt.Println(q)", "write `for _, q := range window(\"abi\", 3) {`"},
	{"%%\nfor q in names[1:3]:\n\tfmt.Println(q)", "write `for _, q := range names[1:3] {`"},
	{"%%\nfor i in range(len(names)):\n\tfmt.Println(i)", "write `for i := range len(names) {`"},
	{"func window(context int, name string) string {\n\treturn context + name + \"-\"\n}",
		"`strings.Repeat(\"-\", 3)`"},
	{"func f(n string, i int) string { return n }\n\n%%\nfmt.Println(f(\"abi\", \"3\"))", "without quotes, `3`"},
	{"func f(n string, i int) string { return n }\n\n%%\nfmt.Println(f(maria, 3))", "double quotes: `\"maria\"`"},
	{"%%\nvocabulary.Encode(\"abi\")", "A value made below `%%` ends with its cell."},
	{"%%\nfmt.Println(double(21))", "no `double` yet: run the cell that declares it"},
	{"func half(x double) float64 { return 1 }", "is `float64`, not `double`"},
	{"%%\nfmt.Println(triple(21))", "no `triple` yet: run the cell that declares it"},
	{"func f(x float64) float64 {\n\treturn 3 x\n}", "write `3 * x`"},
	{"func f(x float64) float64 {\n\treturn 3x\n}", "write `3 * x`"},
	{"%%\nx := 3 fmt.Println(x)", "Begin a new line"},
	{"func f(x float64) float64 {\n\treturn \"3 * x\"\n}", "stands without quotes"},
	{"%%\nfmt.Println(math.Sqrt(\"21\"))", "without quotes, `21`"},
	{"func double(x float64) float64 { return x }\n\n%%\nfmt.Println(\"twice 21 is\", double 21)",
		"write `double(21)`"},
	{"%%\nletters = [\"a\",\"b\",\"i\"]", "`letters := []string{\"a\"}`"},
	{"%%\nsum := 0\nx := 2.5\nsum += x\nfmt.Println(sum)", "in line 2: write `sum := 0.0`"},
	{"%%\nsum := 1\nx := 2.5\nsum = sum + x\nfmt.Println(sum)", "in line 2: write `sum := 1.0`"},
	{"%%\nsum := len(\"abi\")\nx := 2.5\nsum += x\nfmt.Println(sum)", "Convert the `int`"},
	{"%%\nsum := 0\nx := 2.5\nfloat64(sum) += x\nfmt.Println(sum)", "a name alone"},
	{"%%\nsum := 0\nfor i := range 3 {\n\tsum := sum + i\n}\nfmt.Println(sum)",
		"a second `sum`, beside the one of line 2"},
	{"%%\nfor i := range 3 {\n\tx := i\n\tfmt.Println(x)\n}\nx := 3", "`x` is made and never used"},
	{"%%\nx := 2.5\nfmt.Println(x^3)", "`math.Pow(x, 3)`"},
	{"func triple(x int) int { return 3 * x }\n\nfunc check(f func(float64) float64) {}\n\n%%\ncheck(triple)",
		"change the types in the line that begins with `func triple`"},

	{"%%\nfmt.Println(\"Hello. I am Maria)", "it must stand in the same line as the first"},
	{"func f(x float64) float64 {\n\treturn x x x\n}", "to multiply, write `x * x`"},
	{"%%\nx := 2\nfmt.Println(3x)", "to multiply, write `3 * x`"},
	{"func f(x float64) float64 {\n\treturn 3 *\n}", "Line 2 ends with `*`: a value is missing after it"},
	{"func f(name string) string {\n\treturn name + -\n}", "Line 2 ends with `-`"},
	{"%%\nPrintln(\"Hello\")", "write `fmt.Println(…)`"},
	{"%%\nfmt.Println(Repeat(\"a\", 3))", "write `strings.Repeat(…)`"},
	{"%%\nname := abi\nfmt.Println(name)", "double quotes: `\"abi\"`"},
	{"func next(name string) int {\n\treturn krishna\n}", "write a number"},
	{"%%\ncounts := map[string]int{}\nfmt.Println(counts[a], 1)", "double quotes: `\"a\"`"},
	{"%%\nfmt.Println(\"the first is\", a)", "double quotes: `\"a\"`"},
	{"func next(name string) string {\n\treturn krishna\n}", "There is no `krishna` here."},
	{"func next(name string) int {\n\treturn \"8\"\n}", "without quotes, `8`"},
	{"func f(n int) string {\n\treturn \"-\" * n\n}", "write `strings.Repeat(\"-\", n)`"},
	{"func f(n int, name string) string {\n\treturn n * \"-\" + name\n}", "write `strings.Repeat(\"-\", n)`"},
	{"%%\nname := \"abi\"\nfor i := range len name + 1 {\n}", "write `len(name)`"},
	{"func f() int {\n\treturn 0 8\n}", "`0` and `8`"},
	{"func f() int return 8", "write `{` before `return`"},
	{"func f() float64 {\n\treturn 1:27\n}", "write `1.0 / 27`"},
	{"%%\nfor i := range how often 4 {\n}", "`for i := range 4 {`"},
	{"%%\nfor i := range 10:\n\tfmt.Println(i)", "Write `{` here"},
	{"%%\ntext, i := \"abi\", 1\nfmt.Println(text(i:i+2))", "`text[i:i+2]`"},
	{"func f() float64 {\n\treturn 1,0/27\n}", "write `1.0/27`"},
	{"func f() float64 {\n\treturn 3.7%\n}", "write `3.7 / 100`"},
	{"%%\np := 3.7%\nfmt.Println(p)", "write `3.7 / 100`"},
	{"%%\nfmt.Println(3.7%)", "write `3.7 / 100`"},
	{"func triple(x float64) float64 { return 3 * x }\n\n%%\nx := 2.0\nfmt.Println(triple * x)", "write `triple(…)`"},
	{"%%\nnexttoken reset 00", "a command for the terminal"},
	{"nexttoken reset 00", "a command for the terminal"},
	{"%%\nfor i, name := range []string{\"a\"} {\n\tfmt.Println(i)\n}", "write `for i := range []string{\"a\"} {`"},
	{"%%\nfor i, name := range []string{\"a\"} {\n\tfmt.Println(name)\n}", "`for _, name := range`"},
	{"%%\nfor _, name := range []string{\"a\"} {\n}", "write `for range []string{\"a\"} {`"},

	// What looks like one of these, and is another mistake.
	{"%%\nfor x := 0; x < 3; x++ {\n}\nx := 3", "`x` is made and never used"},
	{"%%\nswitch {\ncase true:\n\tx := 1\n\tfmt.Println(x)\ncase false:\n\tx := 2\n}", "`x` is made and never used"},
	{"%%\nfunc() {\n\tx := 1\n\tfmt.Println(x)\n}()\nx := 2", "`x` is made and never used"},
	{"%%\nif sum := 1; sum > 0 {\n\tsum := 2\n}", "a second `sum`"},
	{"%%\nn := 3\nfor i := range n {\n\tfmt.Println(strings.ToUpper(i))\n}", "write `fmt.Sprint(i)`"},
	{"func f(n int) {\n\tfor i := range n {\n\t\tfmt.Println(strings.ToUpper(i))\n\t}\n}", "write `fmt.Sprint(i)`"},
	{"%%\n// the share is 3.7%\nfmt.Println(y)", "There is no `y` here."},
	{"func f() (float64, float64) {\n\treturn 1, 0, 27\n}", "The function promises (float64, float64)"},
	{"%%\nx := 2.5\nif x {\n}", "A condition is true or false"},
	{"func f(x float64) float64 {\n\ty := 3\n\treturn x * y\n}", "Convert the `int`"},
}

func TestWhatReadersNeeded(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the Go toolchain")
	}
	var cells []string
	for _, r := range readers {
		cells = append(cells, r.cell)
	}
	for i, a := range ask(t, cells) {
		e := explanation(mistake{cell: cells[i]}, a)
		if !strings.Contains(e.Sentence, readers[i].want) {
			t.Errorf("%s\nGo says %q; the sentence is\n%s\nand lacks %s", cells[i],
				a.Message, e.Sentence, readers[i].want)
		}
	}
}

package gocell

// pythonMistakes holds what students bring from Python and other languages.
var pythonMistakes = []mistake{
	{
		name:    "command of the terminal",
		pattern: `expected declaration, found nexttoken$|expected ';', found \w+\n\s*nexttoken \n`,
		sentence: "`nexttoken` is a command for the terminal, not Go: choose File → New → Terminal, and write it " +
			"there.",
		cell: "%%\nnexttoken reset 00",
	},
	{
		name:     "print of what it does not know",
		pattern:  `illegal types for operand: (print|println)`,
		sentence: "`$1` is not Python's print: write `fmt.Println(…)`.",
		cell:     "%%\nprint(struct{}{})",
	},
	{
		name:     "while",
		pattern:  `expected .*\n\s*while\b`,
		sentence: "Go has no `while`: write `for`, then the condition (`for` alone goes on for ever), then `{`.",
		cell:     "%%\nwhile True:\n\tfmt.Println(1)",
	},
	{
		name:     "def without arguments",
		pattern:  `expected .*, found \w+\n\s*(?:def \n|\ndef )(\w+)\(\)`,
		sentence: "Go has no `def`: write `func $1() float64 {`, with your own type, above `%%`.",
		cell:     "def one():\n\treturn 1",
	},
	{
		name:     "func and a colon",
		pattern:  `expected ';', found ':'\n\s*func .*\n:`,
		sentence: "A block begins with `{` in Go, not with `:`. Write `{` here, and `}` after the block.",
		cell:     "func one() int: return 1",
	},
	{
		name:     "def",
		pattern:  `expected .*, found \w+\n\s*(?:def \n|\ndef )(\w+)`,
		sentence: "Go has no `def`: write `func $1(x float64) float64 {`, with your own types, above `%%`.",
		cell:     "def double(x):\n\treturn 2 * x",
	},
	{
		name:     "elif",
		pattern:  `expected .*, found elif$`,
		sentence: "Go has no `elif`: write `} else if`, then the condition, then `{`.",
		cell:     "%%\nx := 3\nif x == 3 {\n} elif x == 4 {\n}",
	},
	{
		name:     "else and a colon",
		pattern:  `expected if statement or block, found ':'`,
		sentence: "Go has no `:` after `else`: write `} else {` in one line.",
		cell:     "%%\nx := 3\nif x == 3 {\n} else:\n\tfmt.Println(x)",
	},
	{
		name:    "if and a colon",
		pattern: `illegal label declaration\n\s*(?:if|for|switch)\b.*\n:\s*$`,
		sentence: "A block begins with `{` in Go, not with `:`. Write `{` at the end of the line, and `}` " +
			"after the block.",
		cell: "%%\nnames := []string{}\nif len(names) == 0:\n\tfmt.Println(\"empty\")",
	},
	{
		name:     "class",
		pattern:  `expected .*, found \w+\n\s*(?:class \n|\nclass )(\w+)`,
		sentence: "Go has no `class`: write `type $1 struct {`, with one field a line, and functions beside it.",
		cell:     "class Model:\n\tpass",
	},
	{
		name:     "from import",
		pattern:  `expected .*\n\s*(?:from \n|\nfrom )(\w+) import`,
		sentence: "Go has no `from … import`: use a name with its package, as in `math.Sqrt(2)`.",
		cell:     "from math import sqrt",
	},
	{
		name:     "import without quotes",
		pattern:  `missing import path.*\n\s*import (\w+)`,
		sentence: "The name of a package stands between quotes: `import \"$1\"`.",
		cell:     "import math",
	},
	{
		name:     "# comment",
		pattern:  `illegal character U\+0023 '#'`,
		sentence: "A comment begins with `//` in Go, not with `#`.",
		cell:     "%%\nfmt.Println(1) # prints 1",
	},
	{
		name:     "single quotes",
		pattern:  `(?:illegal rune literal|more than one character in rune literal)\n.*\n'([^']*)'`,
		sentence: "Text stands between double quotes in Go: write `\"$1\"`.",
		cell:     "%%\nfmt.Println('abi')",
	},
	{
		name:     "True, False, None",
		pattern:  `undefined: (True|False)$`,
		sentence: "Go writes `true` and `false` with a small letter.",
		cell:     "%%\nfmt.Println(True)",
	},
	{
		name:     "None",
		pattern:  `undefined: (None|null|NULL|nullptr)$`,
		sentence: "Go has no `$1`. “No value” is `nil`, for slices, maps, pointers, functions and errors only.",
		cell:     "%%\nfmt.Println(None)",
	},
	{
		name:     "str",
		pattern:  `undefined: str$`,
		sentence: "Go has no `str`: the type is `string`, and `fmt.Sprint(x)` makes text of a value.",
		cell:     "%%\nfmt.Println(str(3))",
	},
	{
		name:    "double as a function",
		pattern: `undefined: double\n.*\ndouble\(`,
		sentence: "There is no `double` yet: run the cell that declares it. Go's type for numbers with a point " +
			"is `float64`.",
		cell: "%%\nfmt.Println(double(21))",
	},
	{
		name:     "float",
		pattern:  `undefined: (float|double)$`,
		sentence: "Go's type for numbers with a point is `float64`, not `$1`.",
		cell:     "%%\nfmt.Println(float(3))",
	},
	{
		name:     "pass",
		pattern:  `undefined: pass$`,
		sentence: "Go has no `pass`: an empty block is `{ }`.",
		cell:     "%%\nif true {\n\tpass\n}",
	},
	{
		name:    "and, or, not, is, in",
		pattern: `expected .*, found (and|or|not|is|in)\n`,
		sentence: "Go has no `$1`: “and” is `&&`, “or” is `||`, “not” is `!`, “is” is `==`; " +
			"`slices.Contains(list, x)` looks for x.",
		cell: "%%\na, b := true, false\nif a and b {\n}",
	},
	{
		name:     "not",
		pattern:  `missing ',' in argument list\n.*\bnot \n`,
		sentence: "Go has no `not`: write `!` before the value.",
		cell:     "%%\nfmt.Println(not true)",
	},
	{
		name:    "f-string",
		pattern: `missing ',' in argument list\n.*\bf\n"`,
		sentence: "Go has no f-strings: write `fmt.Printf(\"n is %v\\n\", n)`, or values side by side in " +
			"`fmt.Println(\"n is\", n)`.",
		cell: "%%\nn := 3\nfmt.Println(f\"n is {n}\")",
	},
	{
		name:     "print with end=",
		pattern:  `expected '==', found '='\n.*\b(end|sep) ?\n=`,
		sentence: "Go's functions take no `$1=`: `fmt.Print` ends no line, `fmt.Println` ends it.",
		cell:     "%%\nprint(\"a\", end=\"\")",
	},
	{
		name:     "= in brackets of a condition",
		pattern:  `expected '==', found '='\n\s*(?:if|for) ?\(`,
		sentence: "`=` changes a value. To compare two values, write `==`.",
		cell:     "%%\nx := 3\nif (x = 3) {\n}",
	},
	{
		name:     "named argument",
		pattern:  `expected '==', found '='\n.*\b(\w+\([^()=]*?)(\w+) ?\n= ?([^()=,]+)\)`,
		sentence: "Go has no named arguments: write only the value, `$1$3)`. To compare, write `==`.",
		cell:     "%%\nwindow(\"abi\", context=2)",
	},
	{
		name:    "named arguments",
		pattern: `expected '==', found '='\n.*\w\(.*\b(\w+) ?\n=`,
		sentence: "Go has no named arguments: write only the values, in their order, without `$1=`. To compare, " +
			"write `==`.",
		cell: "%%\nwindow(context=2, name=\"abi\")",
	},
	{
		name:     "10,000 as a value",
		pattern:  `assignment mismatch: 1 variable but 2 values\n.*\n(\d{1,3}),(\d{3})\s*$`,
		sentence: "A comma separates two values in Go: write `${1}_$2`, or `$1$2`.",
		cell:     "%%\nn := 10,000\nfmt.Println(n)",
	},
	{
		name:     "10,000 as an argument",
		pattern:  `too many arguments in call to .*\n\s*have .*\n\s*want .*\n.*\b(\d{1,3}),\n(\d{3})\b`,
		sentence: "A comma separates two arguments in Go: write `${1}_$2`, or `$1$2`.",
		cell:     "%%\nfmt.Println(strings.Repeat(\"a\", 10,000))",
	},
	{
		name:     "++x",
		pattern:  `expected statement, found '(\+\+|--)'`,
		sentence: "Go writes `$1` behind the name, on a line of its own: `x$1`.",
		cell:     "%%\nx := 3\n++x",
	},
	{
		name:     "x++ as a value",
		pattern:  `(?:expected .*, found '\+\+'|missing ',' in argument list)\n.*?(\w+)\n\+\+`,
		sentence: "`$1++` is a statement in Go, not a value: write it on a line of its own, then use `$1`.",
		cell:     "%%\nx := 3\nfmt.Println(x++)",
	},
	{
		name:     "power",
		pattern:  `invalid operation: cannot indirect .*\n.*\*\* ?\n`,
		sentence: "Go has no `**`: write `math.Pow(2, 3)`, or `x * x` for a square.",
		cell:     "%%\nfmt.Println(2 ** 3)",
	},
	{
		name:     "a ? b : c",
		pattern:  `illegal character U\+003F '\?'`,
		sentence: "Go has no `? :`: write `if` and `else`.",
		cell:     "%%\nx := 3\ny := x > 2 ? 1 : 0",
	},
	{
		name:    "list with =",
		pattern: `unexpected comma; expecting \]\n\s*(\w+) = *\[[^\]]*\n,`,
		sentence: "A list needs its type, and `:=` makes a new one: `$1 := []string{\"a\"}`, `[]int{1, 2}` or " +
			"`[]float64{0.5}`. `=` only changes a list that exists.",
		cell: "%%\nxs = [1, 2, 3]\nfmt.Println(xs)",
	},
	{
		name:    "empty list",
		pattern: `expected type, found newline\n\s*(\w+) :?= ?\[\]\s*\n`,
		sentence: "A list needs its type in Go: `var $1 []string` is an empty list of texts, and " +
			"`$1 := []string{\"a\"}` has one text.",
		cell: "%%\nxs := []\nfmt.Println(xs)",
	},
	{
		name:    "empty list as an argument",
		pattern: `expected type, found '[),]'\n.*\[\]\n`,
		sentence: "A list needs its type in Go: `[]string{}` is an empty list of texts, `[]int{}` one of " +
			"whole numbers.",
		cell: "%%\nfmt.Println([])",
	},
	{
		name:     "list",
		pattern:  `unexpected comma; expecting \]\n.*[=(] *\[[^\]]*\n,`,
		sentence: "A list needs its type in Go: `[]int{1, 2, 3}`, `[]float64{0.5}` or `[]string{\"a\"}`.",
		cell:     "%%\nxs := [1, 2, 3]\nfmt.Println(xs)",
	},
	{
		name:     "dictionary",
		pattern:  `expected operand, found '\{'\n`,
		sentence: "Values between `{ }` need their type in Go: `map[string]int{\"a\": 1}`, or `[]int{1, 2}`.",
		cell:     "%%\nm := {\"a\": 1}\nfmt.Println(m)",
	},
	{
		name:     "int x = 3",
		pattern:  `expected ';', found (\w+)\n\s*(?:int|float|double|string|bool|let) \n\w+ = `,
		sentence: "Go makes a value with `:=` and without its type: write `$1 := …`.",
		cell:     "%%\nint x = 3",
	},
	{
		name:     "arrow",
		pattern:  `expected .*, found '-'\n\s*func .*\n->`,
		sentence: "Go has no `->`: the type of the result stands directly before `{`.",
		cell:     "func double(x int) -> int {\n\treturn 2 * x\n}",
	},
	{
		name:     "x: int",
		pattern:  `missing ',' in parameter list\n.*\b(\w+)\n: ?(\w+)`,
		sentence: "Go has no `:` between a name and its type: write `$1 $2`.",
		cell:     "func double(x: int) int {\n\treturn 2 * x\n}",
	},
	{
		name:     "append as a method",
		pattern:  `(\w+)\.append undefined \(type \[\]`,
		sentence: "`append` returns a new list in Go: write `$1 = append($1, …)`.",
		cell:     "%%\nxs := []int{1}\nxs.append(3)",
	},
	{
		name:    "method of a text",
		pattern: `(\w+)\.(\w+) undefined \(type string has no field or method`,
		sentence: "A string has no functions of its own in Go. The package `strings` has them, as in " +
			"`strings.ToUpper($1)`.",
		cell: "%%\ns := \"abi\"\nfmt.Println(s.upper())",
	},
	{
		name:     "negative index",
		pattern:  `invalid argument: index (-\d+) .*must not be negative\n.*?(\w+)\[\n-`,
		sentence: "An index begins at 0 in Go and is never negative: the last one is `$2[len($2)-1]`.",
		cell:     "%%\nxs := []int{1, 2}\nfmt.Println(xs[-1])",
	},
}

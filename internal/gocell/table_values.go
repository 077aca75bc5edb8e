package gocell

// valueMistakes holds errors about the kinds of values: text, whole numbers, numbers with a point, lists.
var valueMistakes = []mistake{
	{
		name: "index + text",
		pattern: `invalid operation: .* \(mismatched types (?:int and (?:untyped )?string|` +
			`(?:untyped )?string and int)\)` +
			`\n.*\n.*\n.*\[index (\w+) of (.*?)\]$`,
		sentence: "With one name, `range` gives the index: `$1` is a number. For the values, write " +
			"`for _, $1 := range $2 {`; for the number as text, `fmt.Sprint($1)`.",
		cell: "%%\nnames := []string{\"abi\"}\nfor name := range names {\n\tfmt.Println(name + \"-\")\n}",
	},
	{
		name: "text + number in a result",
		pattern: `invalid operation: .*\+ .* \(mismatched types (?:untyped )?` +
			`(?:string and (?:untyped )?(?:int|float|float64|float32)|` +
			`(?:int|float|float64|float32) and (?:untyped )?string)\)\n\s*(?:return|\w+ :?=) `,
		sentence: "A text and a number cannot be added. `fmt.Sprint(3)` is the text `\"3\"`; " +
			"`strings.Repeat(\"-\", 3)` repeats a text.",
		cell: "func padded(n int, name string) string {\n\treturn n + name\n}",
	},
	{
		name: "text + number",
		pattern: `invalid operation: .*\+=? .* \(mismatched types (?:untyped )?` +
			`(?:string and (?:untyped )?(?:int|float|float64|float32)|` +
			`(?:int|float|float64|float32) and (?:untyped )?string)\)`,
		sentence: "A text and a number cannot be added. Give both to `fmt.Println` with a comma, or make " +
			"text: `fmt.Sprint(…)`.",
		cell:  "%%\nfmt.Println(\"letters: \" + 26)",
		first: true,
	},
	{
		name:     "text × number",
		pattern:  `invalid operation: (.+?) \* (.+) \(mismatched types (?:untyped )?string and (?:untyped )?int\)`,
		sentence: "A text cannot be multiplied in Go. To repeat it, write `strings.Repeat($1, $2)`.",
		cell:     "%%\nfmt.Println(\"a\" * 3)",
	},
	{
		name:     "number × text",
		pattern:  `invalid operation: (.+?) \* (.+) \(mismatched types (?:untyped )?int and (?:untyped )?string\)`,
		sentence: "A text cannot be multiplied in Go. To repeat it, write `strings.Repeat($2, $1)`.",
		cell:     "%%\nn := 3\nfmt.Println(n * \"a\")",
	},
	{
		name:     "function as a number",
		pattern:  `invalid operation: (\w+) [-+*/] .* \(mismatched types func\(.* and .*\)`,
		sentence: "`$1` is a function, and is not called here: write `$1(…)`.",
		cell:     "func triple(x float64) float64 { return 3 * x }\n\n%%\nx := 2.0\nfmt.Println(triple * x)",
	},
	{
		name:     "sum that begins as an int",
		pattern:  `invalid operation: .* \(mismatched types int and float64\)\n.*\n.*\n.*\[int (\w+) (\d+) (\d+)\]`,
		sentence: "`$1` was made as an `int` in line $3: write `$1 := $2.0` there.",
		cell:     "%%\nsum := 0\nx := 2.5\nsum += x\nfmt.Println(sum)",
	},
	{
		name:     "int and float64",
		pattern:  `invalid operation: .* \(mismatched types (?:int and (float64|float32)|(float64|float32) and int)\)`,
		sentence: "One value is an `int`, the other a `$1$2`. Convert the `int`: write `$1$2(…)` around it.",
		cell:     "%%\na, b := 2, 2.5\nfmt.Println(a * b)",
	},
	{
		name:     "float32 and float64",
		pattern:  `invalid operation: .* \(mismatched types (?:float32 and float64|float64 and float32)\)`,
		sentence: "One value is a `float32`, the other a `float64`. Convert the first: write `float64(…)` around it.",
		cell:     "%%\na, b := float32(1), 2.5\nfmt.Println(a * b)",
	},
	{
		name:    "byte and text",
		pattern: `invalid operation: .* \(mismatched types (?:byte|rune) and (?:untyped )?string\)`,
		sentence: "One character is a number in Go. Compare it with `'a'` in single quotes, or make text " +
			"of it: `string(…)`.",
		cell: "%%\ns := \"abi\"\nif s[0] == \"a\" {\n}",
	},
	{
		name:     "text and byte",
		pattern:  `invalid operation: .* \(mismatched types (?:untyped )?string and (?:byte|rune)\)`,
		sentence: "One character is a number in Go. Make text of it: `string(…)`.",
		cell:     "%%\ns, t := \"abi\", \"\"\nt += s[0]",
	},
	{
		name:     "two other types",
		pattern:  `invalid operation: (.*) \(mismatched types (.+) and (.+)\)`,
		sentence: "Both sides must be of one type, and they are `$2` and `$3`: convert one of them.",
		cell:     "%%\nfmt.Println(\"a\" == true)",
	},
	{
		name:     "int where float64 is needed",
		pattern:  `cannot use (.+) \(.*of type int\) as (float64|float32) value in`,
		sentence: "`$1` is an `int`, and a `$2` is needed: write `$2($1)`.",
		cell:     "%%\nx := 2\nfmt.Println(math.Sqrt(x))",
		first:    true,
	},
	{
		name:     "float64 where int is needed",
		pattern:  `cannot use (.+) \(.*of type (?:float64|float32)\) as int value in`,
		sentence: "`$1` has a part after the point, and an `int` is needed: write `int($1)`, which cuts that part off.",
		cell:     "%%\nx := 2.5\nfmt.Println(strings.Repeat(\"a\", x))",
	},
	{
		name:     "character where text is needed",
		pattern:  `cannot use '(.+)' \(untyped rune constant.*\) as string value in`,
		sentence: "Text stands between double quotes: write `\"$1\"`.",
		cell:     "%%\nvar s string = 'a'\nfmt.Println(s)",
	},
	{
		name:     "byte where text is needed",
		pattern:  `cannot use (.+) \(.*of type (?:byte|rune)\) as string value in`,
		sentence: "`$1` is one character, and a `string` is needed: write `string($1)`.",
		cell:     "%%\ns := \"abi\"\nfmt.Println(strings.ToUpper(s[0]))",
	},
	{
		name:    "index where text is needed",
		pattern: `cannot use \w+ \(variable of type int\) as string value in .*\n.*\n.*\n.*\[index (\w+) of (.*?)\]$`,
		sentence: "With one name, `range` gives the index: `$1` is a number. For the values, write " +
			"`for _, $1 := range $2 {`.",
		cell: "%%\nnames := []string{\"abi\"}\nfor name := range names {\n\tfmt.Println(strings.ToUpper(name))\n}",
	},
	{
		name: "number where text is needed",
		pattern: `cannot use (.+) \(.*(?:of type (?:int|float64|float32)|untyped (?:int|float) ` +
			`constant.*)\) as string value in`,
		sentence: "`$1` is a number, and a `string` is needed: write `fmt.Sprint($1)`, or text between quotes.",
		cell:     "%%\nn := 3\nvar s string = n\nfmt.Println(s)",
	},
	{
		name:     "number that does not fit",
		pattern:  `cannot use (.+) \(untyped int constant.*\) as (\w+) value in .* \(overflows\)`,
		sentence: "`$1` is too large for the type `$2`, or below its smallest value. Use `int`.",
		cell:     "%%\nvar b byte = 300\nfmt.Println(b)",
	},
	{
		name:     "constant that overflows",
		pattern:  `(?:cannot use )?(.+) \(.*constant.*\) overflows (\w+)`,
		sentence: "`$1` is outside the numbers of the type `$2`. Use a larger type, such as `float64`.",
		cell:     "%%\nvar b byte = 3\nfmt.Println(b * 300)",
	},
	{
		name:     "number with a point in an int",
		pattern:  `cannot use (.+) \(untyped float constant.*\) as int value in .* \(truncated\)`,
		sentence: "`$1` has a part after the point, and an `int` has none: use `float64`.",
		cell:     "%%\nvar n int = 3.5\nfmt.Println(n)",
	},
	{
		name:     "type without a method",
		pattern:  `cannot use (.+) \(.*\) as (\S+) value in .*: (.+) does not implement (\S+) \(missing method (\w+)\)`,
		sentence: "The type `$2` is needed here. `$1` does not fit: it has no method `$5`.",
		cell:     "%%\nvar err error = 3\nfmt.Println(err)",
	},
	{
		name:     "number between quotes",
		pattern:  `cannot use "(?:(\d+)" \(.*\) as int|(\d+(?:\.\d+)?)" \(.*\) as float(?:64|32)) value in`,
		sentence: "Quotes make a text, and a number is needed here: write it without quotes, `$1$2`.",
		cell:     "%%\nfmt.Println(math.Sqrt(\"21\"))",
	},
	{
		name:    "calculation between quotes",
		pattern: `cannot use (".*") \(untyped string constant.*\) as (int|float64|float32) value in`,
		sentence: "`$1` is a text because of its quotes, and the type `$2` is needed here. A number, a name or a " +
			"calculation stands without quotes.",
		cell: "func triple(x float64) float64 {\n\treturn \"3 * x\"\n}",
	},
	{
		name:     "types of a function",
		pattern:  `cannot use (\w+) \(value of type (func\(.*)\) as (func\(.*) value in`,
		sentence: "A `$3` is needed here, and `$1` is a `$2`: change the types in the line that begins with `func $1`.",
		cell: "func triple(x int) int { return 3 * x }\n\nfunc check(f func(float64) float64) {}\n\n" +
			"%%\ncheck(triple)",
	},
	{
		name:     "another type is needed",
		pattern:  `cannot use (.+) \((?:.*of type (.+)|untyped (.+) constant.*)\) as (.+) value in (.+?)(?:: .*)?$`,
		sentence: "The type `$4` is needed here, and `$1` is of the type `$2$3`.",
		cell:     "%%\nvar b bool = \"abi\"\nfmt.Println(b)",
	},
	{
		name:     "int of a text",
		pattern:  `cannot convert (.+) \(.*string.*\) to type (int|float64)\n.*\b(?:int|float64)\(\n`,
		sentence: "Text becomes a number with the package `strconv`: `n, err := strconv.Atoi($1)`.",
		cell:     "%%\nn := int(\"3\")\nfmt.Println(n)",
	},
	{
		name: "text as an index",
		pattern: `(?:cannot convert|invalid argument: index) (.+) \(.*string.*\) (?:to type ` +
			`int|must be integer)\n.*\[\n`,
		sentence: "The index of a list or text is a whole number. Only a map is read with a text: `map[string]int`.",
		cell:     "%%\ns := \"abi\"\nfmt.Println(s[\"a\"])",
	},
	{
		name:     "type of a conversion",
		pattern:  `cannot convert (.+) \((?:.*of type (.+)|untyped (.+) constant.*)\) to type (.+)$`,
		sentence: "Go cannot make a `$4` of `$1`, whose type is `$2$3`.",
		cell:     "%%\nfmt.Println(float64(true))",
	},
	{
		name:     "condition that is no condition",
		pattern:  `non-boolean condition in (if|for) statement`,
		sentence: "A condition is true or false in Go: write a comparison, such as `x != 0` or `len(list) > 0`.",
		cell:     "%%\nx := 3\nif x {\n}",
	},
	{
		name:     "rest of a division",
		pattern:  `invalid operation: operator % not defined on (.+) \(.*of type (float64|float32)\)`,
		sentence: "`%` divides whole numbers only, and `$1` is a `$2`: write `math.Mod($1, …)`.",
		cell:     "%%\na := 2.5\nfmt.Println(a % 2)",
	},
	{
		name:     "power with ^",
		pattern:  `invalid operation: operator \^ not defined on (.+) \(.*\)\n.*\n.*?\^ ?([\w.]+)`,
		sentence: "`^` is no power in Go: write `math.Pow($1, $2)`, or multiply, as in `x * x`.",
		cell:     "%%\nx := 2.5\nfmt.Println(x^3)",
	},
	{
		name:     "operator that a type does not have",
		pattern:  `invalid operation: operator (\S+) not defined on (.+) \(.*of type (.+)\)`,
		sentence: "`$1` does not work on `$2`, which is of the type `$3`.",
		cell:     "%%\nx := 3\nif !x {\n}",
	},
	{
		name:     "comparison of lists",
		pattern:  `invalid operation: (.+) == (.+) \(slice can only be compared to nil\)`,
		sentence: "`==` does not compare lists: write `slices.Equal($1, $2)`.",
		cell:     "%%\na, b := []int{1}, []int{1}\nfmt.Println(a == b)",
	},
	{
		name:     "division by the constant 0",
		pattern:  `invalid operation: division by zero`,
		sentence: "Nothing can be divided by 0.",
		cell:     "%%\nfmt.Println(1 / 0)",
	},
	{
		name:     "index outside an array",
		pattern:  `invalid argument: index (\d+) out of bounds \[0:(\d+)\]`,
		sentence: "There is no index $1: the length is $2, and the first index is 0.",
		cell:     "%%\nxs := [2]int{1, 2}\nfmt.Println(xs[5])",
	},
	{
		name:     "length of a number",
		pattern:  `invalid argument: (.+) \(.*\) for built-in len`,
		sentence: "`$1` has no length: `len` counts lists, maps and texts.",
		cell:     "%%\nfmt.Println(len(3))",
	},
	{
		name:     "nil without a type",
		pattern:  `use of untyped nil in`,
		sentence: "`nil` alone has no type: write `var x []int`, with the type that you need.",
		cell:     "%%\nx := nil\nfmt.Println(x)",
	},
	{
		name:     "range over what has no parts",
		pattern:  `cannot range over (.+) \(`,
		sentence: "`range` cannot go through `$1`: it goes through lists, maps, texts and whole numbers.",
		cell:     "%%\nfor i := range 3.5 {\n\tfmt.Println(i)\n}",
	},
	{
		name:     "two names for a range over a number",
		pattern:  `range over (.+) \(.*\) permits only one iteration variable`,
		sentence: "A loop over the number `$1` has one name: write `for i := range $1 {`.",
		cell:     "%%\nfor _, i := range 5 {\n\tfmt.Println(i)\n}",
	},
	{
		name:     "values of a struct",
		pattern:  `too (few|many) values in struct literal of type (\S+)`,
		sentence: "There are too $1 values for the fields of `$2`. With names it is clearer: `$2{X: 1}`.",
		cell:     "type point struct{ X, Y int }\n\n%%\nfmt.Println(point{3})",
	},
	{
		name:     "key that stands twice",
		pattern:  `duplicate key (.+) in map literal`,
		sentence: "The key `$1` stands twice in this map: delete one of them.",
		cell:     "%%\nm := map[string]int{\"a\": 1, \"a\": 2}\nfmt.Println(m)",
	},
}

package gocell

// statementMistakes holds errors about calls, results and statements.
var statementMistakes = []mistake{
	{
		name:    "error beside the result",
		pattern: `assignment mismatch: 1 variable but (.+) returns 2 values`,
		sentence: "`$1` returns two values. Many functions return an error as the second value. Write " +
			"`x, err := …`. If the second is an error, you can also write `x := cell.Must(…)`.",
		cell:  "%%\nn := strconv.Atoi(\"3\")\nfmt.Println(n)",
		first: true,
	},
	{
		name:     "names and values",
		pattern:  `assignment mismatch: (\d+) variables? but (.+ returns )?(\d+) values?`,
		sentence: "Names on the left: $1. Values on the right: $3. Both numbers must be equal.",
		cell:     "%%\na, b := strings.ToUpper(\"a\")\nfmt.Println(a, b)",
	},
	{
		name:     "too few arguments",
		pattern:  `not enough arguments in call to (.+)\n\s*have \((.*)\)\n\s*want \((.*)\)`,
		sentence: "`$1` needs more arguments: it takes ($3), and the call gives ($2).",
		cell:     "%%\nfmt.Println(math.Pow(2))",
	},
	{
		name:     "too many arguments",
		pattern:  `too many arguments in call to (.+)\n\s*have \((.*)\)\n\s*want \((.*)\)`,
		sentence: "`$1` needs fewer arguments: it takes ($3), and the call gives ($2).",
		cell:     "%%\nfmt.Println(math.Sqrt(1, 2))",
	},
	{
		name:    "return below %%",
		pattern: `too many return values\n\s*have \((.*)\)\n\s*want \(\)`,
		sentence: "This function has no result: write its type before `{`. Below `%%` nothing is returned: " +
			"print the value.",
		cell: "func triple(x float64) {\n\treturn 3 * x\n}",
	},
	{
		name:     "comma in a number",
		pattern:  `too many return values\n\s*have \(number, number\)\n\s*want \(float64\)\n\s*return (\d+),\n(\d\S*)$`,
		sentence: "A number has a point in Go, not a comma: write `$1.$2`.",
		cell:     "func share() float64 {\n\treturn 1,0/27\n}",
	},
	{
		name:     "number of results",
		pattern:  `(too many|not enough) return values\n\s*have \((.*)\)\n\s*want \((.*)\)`,
		sentence: "The function promises ($3), and this line returns ($2): both must be the same.",
		cell:     "func two() (int, error) {\n\treturn 1\n}",
	},
	{
		name:     "missing return",
		pattern:  `missing return`,
		sentence: "The function promises a result, and can reach its last `}` without one: write `return` before it.",
		cell:     "func sign(x int) int {\n\tif x > 0 {\n\t\treturn 1\n\t}\n}",
	},
	{
		name:     "missing body",
		pattern:  `missing function body`,
		sentence: "The function has no body: write `{` at the end of this line, what it does, and `}`.",
		cell:     "func one() int",
	},
	{
		name:     "append whose result is lost",
		pattern:  `append\((\w+), .*\) \(value of type .*\) is not used`,
		sentence: "`append` returns a new list. To keep it, write `$1 = append($1, …)`.",
		cell:     "%%\nxs := []int{1}\nappend(xs, 3)",
	},
	{
		name:     "comparison as a statement",
		pattern:  `(.+) == (.+) \(untyped bool value\) is not used`,
		sentence: "`==` compares, and nothing uses the answer. To change `$1`, write `$1 = $2`.",
		cell:     "%%\nx := 3\nx == 4",
	},
	{
		name:     "result without return",
		pattern:  `(.+) \((?:.*of type .*|.* value|.*constant.*)\) is not used\n.*\n.*\n.*\[last\]`,
		sentence: "Nothing uses the value of `$1`. To give it back, write `return $1`.",
		cell:     "func prediction() int {\n\t8\n}",
	},
	{
		name:    "value as a statement",
		pattern: `(.+) \((?:.*of type .*|.* value|.*constant.*)\) is not used`,
		sentence: "Nothing uses the value of `$1`: print it with `fmt.Println`, give it a name with `:=`, " +
			"or delete it.",
		cell: "%%\nx := 3\nx + 1",
	},
	{
		name:     "function without a result as a value",
		pattern:  `(.+) \(no value\) used as value`,
		sentence: "`$1` returns nothing, so it cannot stand where a value is needed.",
		cell:     "func hello() {}\n\n%%\nfmt.Println(hello())",
	},
	{
		name:     "call of a list",
		pattern:  `invalid operation: cannot call (.+) \(.*of type (?:\[\d*\]|map).*\)`,
		sentence: "`$1` is a list or map: read it with `[ ]`, as in `$1[0]`. Round brackets call a function.",
		cell:     "%%\nxs := []int{1}\nfmt.Println(xs(0))",
	},
	{
		name:    "call of a value",
		pattern: `invalid operation: cannot call (.+) \(.*of type (.+?)\)`,
		sentence: "`$1` is of the type `$2`, not a function, so it cannot be called with `( )`. For a " +
			"product, write `*`.",
		cell: "%%\nx := 3\nfmt.Println(x(2))",
	},
	{
		name:     "change of a text",
		pattern:  `cannot assign to (.+?)\[.*\] \(neither addressable nor a map index expression\)`,
		sentence: "A text cannot be changed in place: make a new one, as in `\"x\" + $1[1:]`.",
		cell:     "%%\ns := \"abi\"\ns[0] = 'x'",
	},
	{
		name:     "constant without a value",
		pattern:  `missing init expr for (\w+)`,
		sentence: "A constant needs its value: write `const $1 = 3`, with your own value.",
		cell:     "const size",
	},
	{
		name:    "change of a conversion",
		pattern: `cannot assign to (int|float64|float32)\((\w+)\) \(neither addressable`,
		sentence: "On the left side stands a name alone: `$1($2)` is a new value. Give `$2` the type `$1` where " +
			"it is made: `$2 := $1(…)`.",
		cell: "%%\nsum := 0\nx := 2.5\nfloat64(sum) += x\nfmt.Println(sum)",
	},
	{
		name:     "change of a constant",
		pattern:  `cannot assign to (\w+) \((?:neither addressable|constant).*`,
		sentence: "`$1` is a constant: it cannot change. Write `$1 := …` in place of `const`.",
		cell:     "%%\nconst n = 3\nn = 4",
	},
	{
		name:     "break outside a loop",
		pattern:  `(break|continue) is not in a loop`,
		sentence: "`$1` stands outside a loop: put it between the `{ }` of a `for`.",
		cell:     "%%\nbreak",
	},
	{
		name:     "colon after a word",
		pattern:  `label (\w+) defined and not used`,
		sentence: "A word and `:` is a label in Go, and nothing uses `$1`. A block begins with `{`, not with `:`.",
		cell:     "%%\ntry:\n\tfmt.Println(1)",
	},
	{
		name:     "pointer",
		pattern:  `invalid operation: cannot indirect (.+) \(.*\)`,
		sentence: "`$1` is no pointer: delete the `*` before it.",
		cell:     "%%\nx := 3\nfmt.Println(*x)",
	},
	{
		name:     "main or init with arguments",
		pattern:  `func (main|init) must have no arguments and no return values`,
		sentence: "`func $1` takes nothing and returns nothing. In a notebook, write `%%` in its place.",
		cell:     "func main(x int) {}",
	},
	{
		name:     "no main",
		pattern:  `.*function main is undeclared in the main package`,
		sentence: "The program has no beginning: write `%%` above what is to be done now.",
		cell:     noMain,
	},
}

// noMain has no %%: GoNB adds a main function, but go build alone does not.
const noMain = "func double(x int) int { return 2 * x }"

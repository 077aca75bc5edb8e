package gocell

// syntaxMistakes holds what go/parser finds: signs that are missing, or stand where they cannot.
var syntaxMistakes = []mistake{
	{
		name:    "no %%",
		pattern: `expected declaration, found (?:'?(?:for|if|switch|return)'?|[\p{L}_][\p{L}\d_]*)$`,
		sentence: "What is to be done now stands below a line `%%`, and this line does not: write `%%` above it. " +
			"If it is there, look for one `}` too many.",
		cell:  "fmt.Println(\"Am I a declaration?\")",
		first: true,
	},
	{
		name:     "= in a condition",
		pattern:  `expected boolean expression, found assignment`,
		sentence: "`=` changes a value. To compare two values, write `==`.",
		cell:     "%%\nx := \"a\"\nif x = \"-\" {\n}",
	},
	{
		name:     "{ on a line of its own",
		pattern:  `unexpected newline, expecting \{ after (if|for|switch) clause|expected '\{', found newline`,
		sentence: "In Go, `{` stands at the end of the line of its `if` or `for`, not on the next one.",
		cell:     "%%\nx := 3\nif x == 3\n{\n\tfmt.Println(x)\n}",
	},
	{
		name:     "{ of a function on a line of its own",
		pattern:  `unexpected semicolon or newline before \{`,
		sentence: "In Go, `{` stands at the end of the line of its `func`, not on the next one.",
		cell:     "func one() int\n{\n\treturn 1\n}",
	},
	{
		name:     "else on a line of its own",
		pattern:  `expected statement, found 'else'`,
		sentence: "In Go, `else` stands in the line of the `}` before it: `} else {`.",
		cell:     "%%\nx := 3\nif x == 3 {\n}\nelse {\n}",
	},
	{
		name:     "comma at the end of a line",
		pattern:  `missing ',' before newline in composite literal`,
		sentence: "In a list over several lines, each line ends with a comma, the last one too. Or `}` is missing at its end.",
		cell:     "%%\nxs := []int{\n\t1,\n\t2\n}\nfmt.Println(xs)",
	},
	{
		name:     ") is missing",
		pattern:  `missing ',' before newline in argument list`,
		sentence: "The `)` of this call is missing. If the call goes on in the next line, this one ends with a comma.",
		cell:     "%%\nfmt.Println(\"abi\"",
	},
	{
		name:     "comma between arguments",
		pattern:  `missing ',' in (argument list|composite literal|parameter list)`,
		sentence: "Two values stand side by side without a comma: write `,` between them.",
		cell:     "%%\nfmt.Println(\"a\" 3)",
	},
	{
		name:     "quote is missing",
		pattern:  `string literal not terminated`,
		sentence: "The closing `\"` of this text is missing. A text between double quotes ends in its own line.",
		cell:     "%%\nfmt.Println(\"abi)",
	},
	{
		name:     "raw string is not closed",
		pattern:  `raw string literal not terminated`,
		sentence: "The closing backquote of this text is missing.",
		cell:     "%%\nfmt.Println(`abi)",
	},
	{
		name:     "single quotes, one missing",
		pattern:  `rune literal not terminated`,
		sentence: "The closing `'` is missing. Text stands between double quotes; single ones hold one character.",
		cell:     "%%\nfmt.Println('a)",
	},
	{
		name:     "escape",
		pattern:  `unknown escape(?: sequence)?`,
		sentence: "After `\\`, Go knows `\\n` (new line), `\\t` (tab), `\\\"` and `\\\\`. For the sign itself, write `\\\\`.",
		cell:     "%%\nfmt.Println(\"C:\\data\")",
	},
	{
		name:     "curly quotes",
		pattern:  `curly quotation mark '(.)'`,
		sentence: "`$1` comes from a text program. Go's quotes are straight: `\"`.",
		cell:     "%%\nfmt.Println(“abi”)",
	},
	{
		name:     "} is missing",
		pattern:  `expected '\}', found 'EOF'`,
		sentence: "A `}` is missing: each `{` needs its own. Count them from the top of the cell.",
		cell:     "%%\nfor i := range 3 {\n\tfmt.Println(i)",
	},
	{
		name:     "one } too many",
		pattern:  `expected declaration, found '\}'`,
		sentence: "There is one `}` too many: each closes a `{` above it. Delete it.",
		cell:     "%%\nfmt.Println(1)\n}",
	},
	{
		name:     "one ) too many",
		pattern:  `expected .*, found '\)'`,
		sentence: "There is one `)` too many, or a value is missing before it.",
		cell:     "%%\nfmt.Println(1))",
	},
	{
		name:     "two statements in a line",
		pattern:  `expected ';', found ([\p{L}_][\p{L}\d_]*)$`,
		sentence: "Go did not expect `$1` here. Begin a new line before it, or put what is missing between the two words.",
		cell:     "%%\nx := 3 fmt.Println(x)",
	},
	{
		name:     "var and :=",
		pattern:  `expected type, found ':='`,
		sentence: "Write `x := 3`, or `var x = 3`, not both.",
		cell:     "%%\nvar x := 3",
	},
	{
		name:     "function in a function",
		pattern:  `expected '\(', found (\w+)\n\s*func \n`,
		sentence: "A `func` with a name cannot stand inside another one or below `%%`: put it above, or write `$1 := func(…) {`.",
		cell:     "func outer() {\n\tfunc inner() {}\n}",
	},
	{
		name:     "import below %%",
		pattern:  `expected statement, found 'import'`,
		sentence: "An `import` stands above `%%`, at the top of the cell.",
		cell:     "%%\nimport \"math\"\nfmt.Println(math.Pi)",
	},
	{
		name:     "comment is not closed",
		pattern:  `comment not terminated`,
		sentence: "The comment that begins with `/*` has no `*/` at its end. For one line, write `//`.",
		cell:     "%%\n/* prints\nfmt.Println(1)",
	},
	{
		name:     "a sign that Go does not have",
		pattern:  `(?:illegal|invalid) character U\+[0-9A-F]+ '(.)'`,
		sentence: "Go has no sign `$1` outside texts and comments: delete it, or put it between quotes.",
		cell:     "%%\nx := 3 § 4",
	},
}

package gocell

// syntaxMistakes holds what go/parser finds: signs that are missing, or stand where they cannot.
var syntaxMistakes = []mistake{
	{
		name:     "no %%",
		pattern:  `expected declaration, found (?:'?(?:for|if|switch|return)'?|[\p{L}_][\p{L}\d_]*)$`,
		sentence: "The line `%%` is missing: write it above what is to be done now. Without it, a cell only declares.",
		cell:     "fmt.Println(\"Am I a declaration?\")",
		first:    true,
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
		pattern:  `missing ',' before newline in (?:composite literal|argument list|parameter list)`,
		sentence: "In a list over several lines, each line ends with a comma, the last one too: add `,`.",
		cell:     "%%\nxs := []int{\n\t1,\n\t2\n}\nfmt.Println(xs)",
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
		name:    "escape",
		pattern: `unknown escape(?: sequence)?`,
		sentence: "After `\\`, Go knows `\\n` (new line), `\\t` (tab), `\\\"` and `\\\\`. For the sign " +
			"itself, write `\\\\`.",
		cell: "%%\nfmt.Println(\"C:\\data\")",
	},
	{
		name:     "curly quotes",
		pattern:  `curly quotation mark '(.)'`,
		sentence: "`$1` comes from a text program. Go's quotes are straight: `\"`.",
		cell:     "%%\nfmt.Println(“abi”)",
	},
	{
		name:     "value is missing",
		pattern:  `expected operand, found '([)\]},;])'`,
		sentence: "A value is missing before `$1`.",
		cell:     "%%\nfmt.Println(1 + )",
	},
	{
		name:     "lambda",
		pattern:  `expected .*, found \w+\n.*\blambda \n`,
		sentence: "Go has no `lambda`: write `func(x float64) float64 { return … }`.",
		cell:     "%%\nf := lambda x: x + 1",
	},
	{
		name:     "[] behind the type",
		pattern:  `expected type argument list\n.*\b(\w+)\[\n\]`,
		sentence: "In Go, `[]` stands before the type: write `[]$1`.",
		cell:     "func first(names string[]) {}",
	},
	{
		name:    "two statements in a line",
		pattern: `expected ';', found ([\p{L}_][\p{L}\d_]*)$`,
		sentence: "Go did not expect `$1` here. Begin a new line before it, or put what is missing between " +
			"the two words.",
		cell: "%%\nx := 3 fmt.Println(x)",
	},
	{
		name:     "var and :=",
		pattern:  `expected type, found ':='`,
		sentence: "Write `x := 3`, or `var x = 3`, not both.",
		cell:     "%%\nvar x := 3",
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

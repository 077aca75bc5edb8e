package gocell

// nameMistakes holds errors about names: of values, functions, packages, fields.
var nameMistakes = []mistake{
	{
		name:    "small letter of a package",
		pattern: `undefined: (?:` + stdPackages + `)\n.*\n(` + stdPackages + `)\.([a-z]\w*)`,
		sentence: "`$2` begins with a small letter, but the functions of `$1` begin with a capital letter, as in " +
			"`fmt.Println`.",
		cell:  "%%\nfmt.println(\"Hello\")",
		first: true,
	},
	{
		name:     "small letter of a package that is used",
		pattern:  `name (\w+) not exported by package (\w+)`,
		sentence: "`$1` begins with a small letter, but the functions of `$2` begin with a capital letter.",
		cell:     "%%\nfmt.Println(math.Pi, math.sqrt(2))",
	},
	{
		name:     "small letter beside a capital one of a package",
		pattern:  `undefined: (\w+)\.\w+ \(but have (\w+)\)`,
		sentence: "It is `$1.$2`: capital and small letters are different in Go.",
		cell:     "%%\nfmt.Println(\"a\")\nfmt.println(\"b\")",
	},
	{
		name:     "name that a package does not have",
		pattern:  `undefined: (\w+)\.(\w+)$`,
		sentence: "The package `$1` has no `$2`: check the spelling, capital letters too.",
		cell:     "import \"strings\"\n\n%%\nfmt.Println(strings.Reversed(\"abi\"))",
	},
	{
		name:    "package, and a name that it does not have",
		pattern: `undefined: (` + stdPackages + `)\n.*\n(?:` + stdPackages + `)\.`,
		sentence: "This cell uses a name that the package `$1` does not have: check each name behind " +
			"`$1.`, capital letters too.",
		cell: "%%\nfmt.Println(strings.Reverse(\"abi\"))",
	},
	{
		name:     "argument without a type",
		pattern:  `undefined: (\w+)\n\s*func (?:\([^)]*\) )?\w+\((?:.*, )?\n\w+[,)]`,
		sentence: "There is no type `$1`. An argument has a name and a type: write `$1 float64`, with your own type.",
		cell:     "func double(x) float64 {\n\treturn 2 * x\n}",
	},
	{
		name:     "type before the name",
		pattern:  `undefined: (\w+)\n\s*func .*\b(int|float64|float32|string|bool) \n\w+[,)]`,
		sentence: "The name stands before its type in Go: write `$1 $2`.",
		cell:     "func double(int x) int {\n\treturn 2 * x\n}",
	},
	{
		name:    "= for a new value",
		pattern: `undefined: (\w+)\n\s*\n\w+ = `,
		sentence: "There is no `$1` here, and `=` only changes a value. `:=` makes one: write `$1 := …`, " +
			"or check the spelling.",
		cell: "%%\nx = 3\nfmt.Println(x)",
	},
	{
		name:    unknownOwner,
		pattern: `undefined: (\w+)\n.*\n\w+\.(\w+)`,
		sentence: "There is no `$1` here; or `$1` is a package that has no `$2`. Check both names. " +
			"A value made below `%%` ends with its cell.",
		cell: "%%\nfmt.Println(model.loss)",
	},
	{
		name:     "function of fmt without its package",
		pattern:  `undefined: (Print|Println|Printf|Sprint|Sprintln|Sprintf|Errorf)\n.*\n\w+\(`,
		sentence: "`$1` belongs to the package `fmt`: write `fmt.$1(…)`.",
		cell:     "%%\nPrintln(\"Hello\")",
	},
	{
		name: "function of strings without its package",
		pattern: `undefined: (Repeat|Split|Join|ToUpper|ToLower|TrimSpace|Fields|ReplaceAll|HasPrefix|HasSuffix)` +
			`\n.*\n\w+\(`,
		sentence: "`$1` belongs to the package `strings`: write `strings.$1(…)`.",
		cell:     "%%\nfmt.Println(Repeat(\"a\", 3))",
	},
	{
		name:     "relu",
		pattern:  `undefined: ([Rr]e[Ll][Uu])\n`,
		sentence: "GoMLX's graphs have no `$1`. It is the larger one of x and 0: write `MaxScalar(x, 0)`.",
		cell:     "%%\nfmt.Println(Relu(3))",
	},
	{
		name:     "function of math without its package",
		pattern:  `undefined: (Sqrt|Pow|Exp|Log|Log2|Abs|Floor|Ceil|Round)\n.*\n\w+\(`,
		sentence: "`$1` belongs to the package `math`: write `math.$1(…)`.",
		cell:     "%%\nfmt.Println(Sqrt(2))",
	},
	{
		name:    unknownNumber,
		pattern: `undefined: (\w+)\n\s*return \n\w+\s*\n.*\[result (int|float64)\]`,
		sentence: "There is no `$1` here, and this function returns a number (`$2`): write a number, or check the " +
			"spelling of the name.",
		cell: "func prediction() int {\n\treturn krishna\n}",
	},
	{
		name:     unknownFunction,
		pattern:  `undefined: (\w+)\n.*\n\w+\(`,
		sentence: "There is no `$1` yet: run the cell that declares it, or check the spelling.",
		cell:     "%%\nfmt.Println(triple(3))",
	},
	{
		name: unknownText,
		pattern: `undefined: (\w+)\n.*?(?:` +
			`(?:(?:^|[^.\w])[a-z]\w*\(|\.[A-Z]\w*\(|\w\[)(?:[^()]*, ?)?\n\w+[,)\]]|\w+ :?= \n\w+$)`,
		sentence: "There is no `$1` here. If it is a text, it stands between double quotes: `\"$1\"`. If it is a " +
			"name, check the spelling; a value made below `%%` ends with its cell.",
		cell: "%%\nfmt.Println(strings.ToUpper(maria))",
	},
	{
		name:    unknownName,
		pattern: `undefined: (\w+)$`,
		sentence: "There is no `$1` here. Check the spelling; run the cell that declares it. " +
			"A value made below `%%` ends with its cell: return it from a function.",
		cell:  "%%\nfmt.Println(2 * name)",
		first: true,
	},
	{
		name:     "second value of one name",
		pattern:  `declared and not used: (\w+)\n.*\n.*\n.*\[second \w+ (\d+)\]`,
		sentence: "Here `:=` makes a second `$1`, beside the one of line $2. To change the first, write `$1 = …`.",
		cell:     "%%\nsum := 0\nfor i := range 3 {\n\tsum := sum + i\n}\nfmt.Println(sum)",
	},
	{
		name:    "value that no code uses",
		pattern: `declared and not used: (\w+)`,
		sentence: "`$1` is made and never used, often because of a spelling mistake. Use it, delete the " +
			"line, or write `_` for it.",
		cell:  "%%\nletters := 26\nfmt.Println(\"many\")",
		first: true,
	},
	{
		name:    "dot import that no code uses",
		pattern: `"([^"]+)" imported and not used.*\n.*\n\. "`,
		sentence: "Nothing in this program uses `$1`, which an `import .` took in. " +
			"Declare a function above `%%` that uses it: it stays for all cells.",
		cell: "import . \"strings\"\n\n%%\nfmt.Println(1)",
	},
	{
		name:     "import that no code uses",
		pattern:  `"([^"]+)" imported (?:as \w+ )?and not used`,
		sentence: "Nothing in this program uses the package `$1`: delete the line of its import.",
		cell:     "import text \"strings\"\n\n%%\nfmt.Println(1)",
	},
	{
		name:    "package that is not here",
		pattern: `package (\S+) is not in std`,
		sentence: "Go has no package `$1`: check the spelling. `import \"math\"` and `import " +
			"\"nexttoken/pkg/vocab\"` are right.",
		cell: "import \"numpy\"\n\n%%\nnumpy.Zeros(3)",
	},
	{
		name:    "package of the internet",
		pattern: `(?:no required module provides|cannot find module providing) package ([^;\s]+)`,
		sentence: "The package `$1` is not installed here, and cells load nothing from the internet. Check " +
			"the spelling.",
		cell: "import \"example.com/plot\"\n\n%%\nplot.Show()",
	},
	{
		name:     "package that a module does not have",
		pattern:  `module \S+ found.*, but does not contain package (\S+)`,
		sentence: "There is no package `$1`: check the spelling.",
		cell:     "import \"nexttoken/pkg/vocabs\"\n\n%%\nvocabs.Letters()",
	},
	{
		name:     "capital letter of a field or method",
		pattern:  `(\S+) undefined \(type (.+) has no field or method (\w+), but does have (field|method) (\w+)\)`,
		sentence: "It is `$5`, not `$3`: capital and small letters are different in Go.",
		cell:     "%%\nvar b strings.Builder\nb.Writestring(\"a\")",
	},
	{
		name:     "point behind a map",
		pattern:  `(\w+)\.(\w+) undefined \(type map\[string\]`,
		sentence: "A map is read with `[ ]`: write `$1[\"$2\"]`.",
		cell:     "%%\ncounts := map[string]int{}\ncounts.a = 1",
	},
	{
		name:    "field of an index",
		pattern: `\S+ undefined \(type int has no field or method \w+\)\n.*\n.*\n.*\[index (\w+) of (.*?)\]$`,
		sentence: "With one name, `range` gives the index, a number. For the values, write " +
			"`for _, $1 := range $2 {`.",
		cell: "type pair struct{ Name string }\n\n%%\npairs := []pair{{\"a\"}}\nfor p := range pairs {\n\t" +
			"fmt.Println(p.Name)\n}",
	},
	{
		name:     "unknown field or method",
		pattern:  `(\S+)\.\w+ undefined \(type (.+) has no field or method (\w+)\)`,
		sentence: "`$1` is of the type `$2`, which has no `$3`: check the spelling.",
		cell:     "%%\nvar b strings.Builder\nb.Append(\"a\")",
	},
	{
		name:     "unknown field in a literal",
		pattern:  `unknown field (\w+) in struct literal of type (\w+)`,
		sentence: "The type `$2` has no field `$1`: check the spelling.",
		cell:     "type point struct{ X int }\n\n%%\nfmt.Println(point{Y: 3})",
	},
	{
		name:     "name declared twice",
		pattern:  `(\w+) redeclared in this block`,
		sentence: "`$1` is declared twice in one place: rename or delete one of the two.",
		cell:     "%%\nvar x int\nvar x int\nfmt.Println(x)",
	},
	{
		name:     "no new name",
		pattern:  `no new variables on left side of :=\n\s*(.+?) ?\n:=`,
		sentence: "`:=` makes a new value, and `$1` exists already: write `=`.",
		cell:     "%%\nx := 1\nx := 2\nfmt.Println(x)",
	},
	{
		name:     "not a type",
		pattern:  `(\w+)(?: \(.+\))? is not a type`,
		sentence: "A type belongs here, such as `int`, `float64` or `string`, and `$1` is a value.",
		cell:     "%%\nx := 3\nvar y x\nfmt.Println(y)",
	},
}

// stdPackages are those of the standard library whose names students use.
const stdPackages = `fmt|math|strings|strconv|sort|slices|maps|os|time|rand|errors|unicode|bytes|log|bufio`

const (
	unknownName     = "unknown name"
	unknownOwner    = "unknown name before a point"
	unknownFunction = "unknown name that is called"
	unknownNumber   = "unknown name where a number is returned"
	unknownText     = "unknown name, or a text without quotes"
)

// unknownNames are the mistakes that a name like it, if there is one, explains better.
var unknownNames = []string{unknownName, unknownOwner, unknownFunction, unknownNumber, unknownText,
	"double as a function"}

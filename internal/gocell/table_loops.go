package gocell

// loopMistakes holds errors about for and range, those of Python among them.
var loopMistakes = []mistake{
	{
		name:     "for in range",
		pattern:  `expected '\{', found in\n\s*for (\w+) \nin range\(((?:[^(),]|\([^()]*\))+)\)`,
		sentence: "Go's loop has no `in` and no `:`: write `for $1 := range $2 {`, and close the block with `}`.",
		cell:     "%%\nfor i in range(10):\n\tfmt.Println(i)",
	},
	{
		name:    "for in range with a beginning",
		pattern: `expected '\{', found in\n\s*for (\w+) \nin range\(([^(),]+), ?([^(),]+)\)`,
		sentence: "Go's loop has no `in` and no `:`: write `for $1 := $2; $1 < $3; $1++ {`, and close " +
			"the block with `}`.",
		cell: "%%\nfor i in range(1, 10):\n\tfmt.Println(i)",
	},
	{
		name:     "for in enumerate",
		pattern:  `expected 1 expression\n\s*for \n(\w+), ?(\w+) in (?:enumerate\((.+)\)|(\w+)\.items\(\)):?\s*$`,
		sentence: "Go's loop has no `in`: write `for $1, $2 := range $3$4 {`, and close the block with `}`.",
		cell:     "%%\nfor i, name in enumerate(names):\n\tfmt.Println(i, name)",
	},
	{
		name:     "for in",
		pattern:  `expected '\{', found in\n\s*for (\w+) \nin (\w+(?:\([^()]*\)|\[[^\]]*\]|\.\w+)*)\s*(?:[:{].*)?$`,
		sentence: "Go's loop has no `in`: write `for _, $1 := range $2 {`, and close the block with `}`.",
		cell:     "%%\nfor name in names:\n\tfmt.Println(name)",
	},
	{
		name:    "for in a list",
		pattern: `expected '\{', found in\n\s*for (\w+) \nin `,
		sentence: "Go's loop has no `in`: write `for _, $1 := range`, then the list, then `{`, and close the " +
			"block with `}`.",
		cell: "%%\nfor name in [\"a\", \"b\"]:\n\tfmt.Println(name)",
	},
	{
		name:     "colon after range",
		pattern:  `expected '\{', found ':'\n\s*for .*\n:`,
		sentence: "A block begins with `{` in Go, not with `:`. Write `{` here, and `}` after the block.",
		cell:     "%%\nfor i := range 10:\n\tfmt.Println(i)",
	},
	{
		name:     "first value of a loop that no code uses",
		pattern:  `declared and not used: (\w+)\n\s*for \n\w+, ?(\w+) := range`,
		sentence: "The loop does not use `$1`: write `_` for it, as in `for _, $2 := range`.",
		cell:     "%%\nfor i, name := range []string{\"abi\"} {\n\tfmt.Println(name)\n}",
	},
	{
		name:     "only value of a loop that no code uses",
		pattern:  `declared and not used: (\w+)\n\s*for (?:_, ?)?\n\w+ := range (.+?) ?\{\s*$`,
		sentence: "The loop does not use `$1`: write `for range $2 {`.",
		cell:     "%%\nfor i := range 3 {\n\tfmt.Println(\"abi\")\n}",
	},
	{
		name:     "second value of a loop that no code uses",
		pattern:  `declared and not used: (\w+)\n\s*for (\w+), ?\n\w+ := range (.+?) ?\{\s*$`,
		sentence: "The loop does not use `$1`: write `for $2 := range $3 {`.",
		cell:     "%%\nfor i, name := range []string{\"abi\"} {\n\tfmt.Println(i)\n}",
	},
}

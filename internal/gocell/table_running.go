package gocell

// runMistakes holds what ends a program that was compiled.
var runMistakes = []mistake{
	{
		name:     "index of an empty list",
		pattern:  `panic: runtime error: index out of range \[(\d+)\] with length 0`,
		sentence: "The list or text is empty, so it has no index $1. Check `len(…)` first.",
		cell:     "%%\nvar xs []int\nfmt.Println(xs[0])",
	},
	{
		name:    "index too large",
		pattern: `panic: runtime error: index out of range \[(\d+)\] with length (\d+)`,
		sentence: "There is no index $1: the length is $2, and the first index is 0. Check the index, or " +
			"the end of the loop.",
		cell:  "%%\nxs := []int{1, 2, 3}\ni := 3\nfmt.Println(xs[i])",
		first: true,
	},
	{
		name:     "index below 0",
		pattern:  `panic: runtime error: index out of range \[(-\d+)\]`,
		sentence: "There is no index $1: the first is 0, and the last is `len(list)-1`.",
		cell:     "%%\nxs := []int{1, 2, 3}\ni := -1\nfmt.Println(xs[i])",
	},
	{
		name:     "part that goes too far",
		pattern:  `panic: runtime error: slice bounds out of range \[:(\d+)\] with (?:length|capacity) (\d+)`,
		sentence: "The part ends at $1, and the length is $2. The number after `:` is at most the length.",
		cell:     "%%\ns, n := \"abi\", 5\nfmt.Println(s[:n])",
	},
	{
		name:     "part that ends before it begins",
		pattern:  `panic: runtime error: slice bounds out of range \[(\d+):(\d*)\]`,
		sentence: "The part begins at $1, which is after its end ($2). In `s[from:to]`, from is at most to.",
		cell:     "%%\ns, n := \"abi\", 2\nfmt.Println(s[n:1])",
	},
	{
		name:     "part that begins below 0",
		pattern:  `panic: runtime error: slice bounds out of range \[(-\d+:|:-\d+)\]`,
		sentence: "A part cannot begin or end below 0. The last character is `s[len(s)-1:]`.",
		cell:     "%%\ns, n := \"abi\", -1\nfmt.Println(s[n:])",
	},
	{
		name:     "nil map",
		pattern:  `panic: assignment to entry in nil map`,
		sentence: "The map was declared and not made: write `counts := map[string]int{}` with your own name and types.",
		cell:     "%%\nvar counts map[string]int\ncounts[\"a\"] = 1",
	},
	{
		name:    "nil pointer",
		pattern: `panic: runtime error: invalid memory address or nil pointer dereference`,
		sentence: "A value in this line is `nil`: it was declared and never made, or a function returned " +
			"nothing. Check its error first.",
		cell: "%%\nvar b *strings.Builder\nfmt.Println(b.Len())",
	},
	{
		name:     "division by 0",
		pattern:  `panic: runtime error: integer divide by zero`,
		sentence: "A whole number was divided by 0: check the divisor first.",
		cell:     "%%\nn := 0\nfmt.Println(1 / n)",
	},
	{
		name:     "endless recursion",
		pattern:  `fatal error: stack overflow`,
		sentence: "The function calls itself without end: it needs an `if` that returns without another call.",
		cell:     "func f(n int) int { return f(n+1) + 1 }\n\n%%\nfmt.Println(f(0))",
	},
	{
		name:    "memory",
		pattern: `fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)`,
		sentence: "The program needs more memory than there is: look for a list that grows without end, or " +
			"a size that is too large.",
		cell: "%%\nxs := make([]byte, 1<<46)\nfmt.Println(len(xs))",
	},
	{
		name:     "length of make",
		pattern:  `panic: runtime error: makeslice: (?:len|cap) out of range`,
		sentence: "`make` was asked for a list with a length below 0, or far too large: check that number.",
		cell:     "%%\nn := -1\nfmt.Println(make([]int, n))",
	},
	{
		name:    "all wait",
		pattern: `fatal error: all goroutines are asleep - deadlock!`,
		sentence: "The program waits for something that nobody sends: each value of a channel needs a " +
			"sender and a receiver.",
		cell: "%%\nc := make(chan int)\nfmt.Println(<-c)",
	},
	{
		name:    "two write into a map",
		pattern: `fatal error: concurrent map (?:read and map write|writes|iteration and map write)`,
		sentence: "Two goroutines use one map at the same time: use it in one of them, or protect it with " +
			"a `sync.Mutex`.",
		cell: "%%\ncounts := map[string]int{}\ncount := func() {\n\tfor {\n\t\tcounts[\"a\"]++\n\t}\n}\n" +
			"go count()\ncount()",
	},
	{
		name:     "nil in an interface",
		pattern:  `panic: interface conversion: .* is nil, not (.+)$`,
		sentence: "There is no value: it is `nil`, and the line asks for `$1`.",
		cell:     "%%\nvar x any\nfmt.Println(x.(int))",
	},
	{
		name:    "type of an interface",
		pattern: `panic: interface conversion: .* is (.+), not (.+)$`,
		sentence: "The value is of the type `$1`, and the line asks for `$2`. With `v, ok := x.($2)`, ok " +
			"says whether it fits.",
		cell: "%%\nvar x any = \"abi\"\nfmt.Println(x.(int))",
	},
	{
		name:     "repeat",
		pattern:  `panic: strings: negative Repeat count`,
		sentence: "`strings.Repeat` cannot repeat a text fewer than 0 times: check the number.",
		cell:     "%%\nn := -1\nfmt.Println(strings.Repeat(\"a\", n))",
	},
	{
		name:     "random number below 0",
		pattern:  `panic: invalid argument to (Intn|IntN|Int63n|Int31n|Int64N|N)$`,
		sentence: "`rand.$1` needs a number above 0: is the list empty?",
		cell:     "%%\nfmt.Println(rand.Intn(len(\"\")))",
	},
	{
		name:     "interrupted",
		pattern:  `signal: (interrupt|terminated)`,
		sentence: "You pressed ■, or the kernel was restarted. What the cell showed before stays.",
		cell:     "%%\nself, _ := os.FindProcess(os.Getpid())\nself.Signal(os.Interrupt)\nselect {}",
	},
	{
		name:     "killed",
		pattern:  `signal: killed`,
		sentence: "The program was stopped from outside: by ■, by a restart, or because it used too much memory.",
		cell:     "%%\nself, _ := os.FindProcess(os.Getpid())\nself.Kill()\nselect {}",
	},
	{
		name:    "exit",
		pattern: `exit status (\d+)$`,
		sentence: "The program ended with the code $1. What it printed last says why: `os.Exit` and `log.Fatal` " +
			"end a program.",
		cell: "%%\nos.Exit(3)",
	},
	{
		name:     "panic with a text",
		pattern:  `panic: ((?:[^r]|r[^u]|ru[^n]).*)$`,
		sentence: "The program stopped with `panic` and this text: $1",
		cell:     "%%\npanic(\"no names\")",
	},
}

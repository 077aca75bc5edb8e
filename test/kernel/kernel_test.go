package kernel_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"nexttoken/test/kernel"
)

// start starts a kernel for a test, in an empty directory.
func start(t *testing.T, environment ...string) (*kernel.Kernel, string) {
	t.Helper()
	directory := t.TempDir()
	k, err := kernel.Start(directory, environment...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Stop)
	return k, directory
}

// run runs a cell.
func run(t *testing.T, k *kernel.Kernel, code string) kernel.Result {
	t.Helper()
	result, err := k.Run(code)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// alive fails the test if the kernel does not work, or lost what it declared.
func alive(t *testing.T, k *kernel.Kernel, code, want string) {
	t.Helper()
	if got := run(t, k, code); got.Status != "ok" || got.Out != want {
		t.Errorf("after it, %q printed %q and %s (%s), want %q", code, got.Out, got.Shown(), got.Status, want)
	}
}

func TestAMistakeCostsNeitherTheKernelNorTheDeclarations(t *testing.T) {
	k, directory := start(t)
	run(t, k, "%noautoget\nfunc six() int { return 6 }")
	for _, test := range []struct{ name, code, want string }{
		{"a second %%", "%%\nfmt.Println(1)\n%%", "Line 3"},
		{"%main twice", "%main\nfmt.Println(1)\n%main\nfmt.Println(2)", "Line 3"},
		{"func below %%", "%%\nfunc seven() int { return 7 }", "line 2"},
		{"import below %%", "%%\nimport \"fmt\"", "line 2"},
		{"a missing }", "func eight() int {\n\treturn 8\n", "line"},
		{"pip", "!pip install torch", "pip"},
		{"wasm", "%wasm\n%%\nfmt.Println(1)", "%wasm"},
		{"no %%", "fmt.Println(1)", "%%"},
	} {
		got := run(t, k, test.code)
		if got.Status != "error" || !strings.Contains(strings.ToLower(got.Shown()), strings.ToLower(test.want)) {
			t.Errorf("%s: %s, %q; want an error with %q", test.name, got.Status, got.Shown(), test.want)
		}
		alive(t, k, "%%\nfmt.Println(six())", "6\n")
	}
	if left, err := filepath.Glob(filepath.Join(directory, "*")); err != nil || len(left) > 0 {
		t.Errorf("files are left: %v, %v", left, err)
	}
}

func TestLinesOfATextAreGo(t *testing.T) {
	k, directory := start(t)
	run(t, k, "%noautoget\nfunc story() string {\n\treturn `once\n!touch touched\n%5 of it\npackage arrives\nend`\n}\n"+
		"/*\n!touch touched\n*/")
	alive(t, k, "%%\nfmt.Print(story())", "once\n!touch touched\n%5 of it\npackage arrives\nend")
	alive(t, k, "%%\npackages := 3\nok := false\nif true &&\n!ok {\n\tfmt.Println(packages)\n}", "3\n")
	if _, err := os.Stat(filepath.Join(directory, "touched")); err == nil {
		t.Error("a line of a text ran in the shell")
	}
}

func TestAStaleDeclarationIsNamed(t *testing.T) {
	k, _ := start(t)
	run(t, k, "%noautoget\nfunc softmax() int { return 1 }\nfunc generate() int { return softmax() }")
	failed := run(t, k, "func softmax() int { return y }")
	use := "%%\nfmt.Println(generate())"
	if got := run(t, k, use); got.Out != "1\n" || !strings.Contains(got.Shown(), "`softmax`") ||
		!strings.Contains(got.Shown(), fmt.Sprintf("cell [%d]", failed.Count)) {
		t.Errorf("printed %q, shown %q", got.Out, got.Shown())
	}
	run(t, k, "func softmax() int { return 2 }")
	if got := run(t, k, use); got.Out != "2\n" || got.Shown() != "" {
		t.Errorf("mended, it printed %q, shown %q", got.Out, got.Shown())
	}
	run(t, k, "func softmax() int { return 3 }\n%%\npanic(\"while it runs\")")
	if got := run(t, k, use); got.Out != "3\n" || got.Shown() != "" {
		t.Errorf("a program that failed was built; printed %q, shown %q", got.Out, got.Shown())
	}
}

func TestAMistakeIsExplained(t *testing.T) {
	k, _ := start(t)
	for _, test := range []struct {
		code string
		want []string
	}{
		{"%noautoget\n%%\ncounts := 3\nfmt.Println(counts, count)", []string{"line 4", "Did you mean `counts`?"}},
		{"%%\nwhile True:\n    print(1)", []string{"line 2", "`for`"}},
		{"%%\nxs := []int{1}\ni := 5\nfmt.Println(xs[i])", []string{"line 4", "index 5", "length is 1"}},
		{"%%\nvar m map[string]int\nm[\"a\"] = 1", []string{"line 3", "map[string]int{}"}},
		{"%%\nos.Exit(3)", []string{"code 3"}},
	} {
		got := run(t, k, test.code)
		if len(got.Displays) != 1 || got.Status != "error" {
			t.Errorf("%q shows %q, %s", test.code, got.Displays, got.Status)
			continue
		}
		shown := got.Displays[0].Text + got.Displays[0].HTML
		for _, want := range test.want {
			if !strings.Contains(got.Displays[0].Text, want) {
				t.Errorf("%q: %q lacks %q", test.code, got.Displays[0].Text, want)
			}
		}
		for _, never := range []string{"gonb_", "main.go", os.TempDir(), "exit status 1"} {
			if strings.Contains(shown, never) {
				t.Errorf("%q shows %q", test.code, never)
			}
		}
		if strings.Contains(got.Err, "panic") || strings.Contains(got.Err, "exit status") {
			t.Errorf("%q prints %q beside the box", test.code, got.Err)
		}
	}
}

func TestAnExerciseThatPrintsForEverOrExitsIsAnswered(t *testing.T) {
	k, _ := start(t)
	check := "import \"nexttoken/pkg/chart\"\nimport \"nexttoken/pkg/exercise\"\n" +
		"func one(p [][]float64, answers []int) float64 {\n\t%s\n}\n%%%%\nchart.Result(exercise.CrossEntropy(one))"
	got := run(t, k, "%noautoget\n"+fmt.Sprintf(check, "for {\n\tfmt.Println(p)\n}"))
	if got.Status != "error" || !strings.Contains(got.Shown(), "printed more than") {
		t.Errorf("printing: %s %q", got.Status, got.Shown())
	}
	got = run(t, k, fmt.Sprintf(check, "os.Exit(0); return 0"))
	if got.Status != "error" || !strings.Contains(got.Shown(), "`return`") {
		t.Errorf("os.Exit(0): %s %q", got.Status, got.Shown())
	}
}

func TestTabNeverEndsTheKernel(t *testing.T) {
	k, _ := start(t)
	for _, code := range []string{"%%\n1\n%%", "% ", "//line x:1\n%%\nfm", "%%\nfm"} {
		if _, err := k.Complete(code); err != nil {
			t.Fatalf("%q: %v", code, err)
		}
	}
	alive(t, k, "%%\nfmt.Println(1)", "1\n")
}

func TestTheCellIsShownAsItWasWritten(t *testing.T) {
	k, _ := start(t)
	code := "/*\n!ls\n*/\n%%\nfmt.Println(1)\n%%"
	got := run(t, k, code)
	if len(got.Inputs) != 1 || got.Inputs[0] != code {
		t.Errorf("shown as %q", got.Inputs)
	}
	if next := run(t, k, "%%\nfmt.Println(1)"); next.Count != got.Count+1 {
		t.Errorf("a refused cell is number %d, the next one %d", got.Count, next.Count)
	}
}

func TestEndlessPrintingIsStopped(t *testing.T) {
	k, _ := start(t)
	for _, test := range []struct {
		name, code   string
		bytes, lines int
	}{
		{"lines", "%%\nfor {\n\tfmt.Println(\"hello\")\n}", 1 << 20, 10_000},
		{"one line", "%%\nfor {\n\tfmt.Print(\"hello\")\n}", 1 << 20, 10_000},
		{"of the shell", "!yes", 3 << 20, 3 << 20},
		{"to standard error", "%%\nfor {\n\tprintln(\"hello\")\n}", 1 << 20, 10_000},
		{
			"with a limit of its own", "%env NEXTTOKEN_PRINT_LINES=20000\n%%\nfor {\n\tfmt.Println(\"hello\")\n}",
			1 << 20, 20_000,
		},
	} {
		got := run(t, k, test.code)
		printed := got.Out + got.Err
		if got.Status != "error" || !strings.Contains(got.Shown(), "printed more than") {
			t.Errorf("%s: %s: %s", test.name, got.Status, got.Shown())
		}
		if len(printed) > test.bytes+100 || strings.Count(printed, "\n") > test.lines+1 {
			t.Errorf("%s: %d bytes in %d lines", test.name, len(printed), strings.Count(printed, "\n"))
		}
		alive(t, k, "%%\nfmt.Println(1)", "1\n")
	}
	for _, name := range []string{"guard", "gonb"} {
		if peak, err := k.PeakMemory(name); err != nil || peak > 150 {
			t.Errorf("%s took %d MB at most, want 300 for both (%v)", name, peak, err)
		}
	}
}

func TestCharactersStayWhole(t *testing.T) {
	k, _ := start(t)
	got := run(t, k, "%%\nfmt.Print(strings.Repeat(\"अभिजीत \", 20000))")
	if want := strings.Repeat("अभिजीत ", 20_000); got.Out != want {
		t.Errorf("%d bytes, valid: %v; want %d", len(got.Out), utf8.ValidString(got.Out), len(want))
	}
	alive(t, k, "%%\nos.Stdout.Write([]byte{'a', 0xe0, '\\n'})", "a\ufffd\n")
}

func TestTheInputEndsAtOnce(t *testing.T) {
	k, _ := start(t)
	got := run(t, k, "%%\nvar s string\nn, err := fmt.Scanln(&s)\nfmt.Println(n, err)")
	if got.Out != "0 EOF\n" || !strings.Contains(got.Shown(), "keyboard") {
		t.Errorf("printed %q, shown %q", got.Out, got.Shown())
	}
}

func TestEndlessRecursionAndMemoryHaveLimits(t *testing.T) {
	k, _ := start(t, "NEXTTOKEN_MEMORY_MB=300")
	run(t, k, "func f(n int) int { return f(n+1) + 1 }")
	if got := run(t, k, "%%\nfmt.Println(f(0))"); got.Status != "error" || !strings.Contains(got.Shown(), "itself") {
		t.Errorf("recursion: %s: %s", got.Status, got.Shown())
	}
	got := run(t, k, "%%\nvar all [][]byte\nfor {\n\tall = append(all, bytes.Repeat([]byte{1}, 1<<20))\n}")
	if got.Status != "error" || !strings.Contains(got.Shown(), "300 MB") {
		t.Errorf("memory: %s: %s", got.Status, got.Shown())
	}
	alive(t, k, "%%\nfmt.Println(1)", "1\n")
}

func TestTheStopButtonWorksAtAnyMoment(t *testing.T) {
	k, _ := start(t)
	for name, code := range map[string]string{
		"a loop":    "%%\nfmt.Println(\"began\")\nfor {\n}",
		"printing":  "%%\nfmt.Println(\"began\")\nfor {\n\tfmt.Println(\"hello\")\n\ttime.Sleep(time.Millisecond)\n}",
		"the shell": "!echo began; sleep 600; echo end",
	} {
		id, err := k.Begin(code)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Until(id, "began"); err != nil {
			t.Fatal(err)
		}
		if err := k.Interrupt(); err != nil {
			t.Fatal(err)
		}
		got, err := k.Finish(id)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.Out, "end") {
			t.Errorf("%s went on: %q", name, got.Out)
		}
		alive(t, k, "%%\nfmt.Println(1)", "1\n")
	}
}

func TestTheStopButtonWorksWhileTheCellIsBuilt(t *testing.T) {
	// Nothing is in this cache: the build takes long.
	k, _ := start(t, "GOCACHE="+t.TempDir())
	id, err := k.Begin("%noautoget\nimport \"nexttoken/pkg/neural\"\nvar _ = neural.Open\n%%\nfmt.Println(1)")
	if err != nil {
		t.Fatal(err)
	}
	if err := k.UntilProcess("compile"); err != nil {
		t.Fatal(err)
	}
	if err := k.Interrupt(); err != nil {
		t.Fatal(err)
	}
	got, err := k.Finish(id)
	if err != nil || got.Status != "error" || got.Out != "" || !strings.Contains(got.Shown(), "stopped") {
		t.Errorf("the build went on: %+v, %v", got, err)
	}
}

func TestDisplaysHaveALimit(t *testing.T) {
	k, _ := start(t, "NEXTTOKEN_DISPLAY_MB=3")
	got := run(t, k, `%noautoget
import "github.com/janpfeifer/gonb/gonbui"
%%
for {
	gonbui.DisplayHTML(strings.Repeat("x", 1<<20))
}`)
	if got.Status != "error" || !strings.Contains(got.Shown(), "3 MB") || len(got.Displays) > 4 {
		t.Errorf("%s after %d displays", got.Status, len(got.Displays))
	}
	alive(t, k, "%%\nfmt.Println(1)", "1\n")
}

func TestADeadKernelIsNamedInTheCell(t *testing.T) {
	k, _ := start(t)
	id, err := k.Begin("%%\nfmt.Println(\"began\")\nselect {\ncase <-time.After(time.Hour):\n}")
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Until(id, "began"); err != nil {
		t.Fatal(err)
	}
	if err := k.KillGoNB(); err != nil {
		t.Fatal(err)
	}
	got, err := k.Finish(id)
	if err != nil || got.Status != "error" || !strings.Contains(got.Shown(), "Restart Kernel") {
		t.Errorf("%s: %s, %v", got.Status, got.Shown(), err)
	}
	if err := <-k.Ended(); err == nil {
		t.Error("the guard ended as if nothing had happened: JupyterLab would not start a new kernel")
	}
}

func TestWithoutTheGuardGoNBRunsAlone(t *testing.T) {
	k, _ := start(t, "NEXTTOKEN_GUARD=off")
	alive(t, k, "%%\nfmt.Println(1)", "1\n")
	if got := run(t, k, "%%\nfmt.Println(x)"); !strings.Contains(strings.Join(got.Kinds, " "), "error") {
		t.Errorf("GoNB publishes an error by itself: %v", got.Kinds)
	}
}

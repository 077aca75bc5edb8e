package gocell

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// These functions ask Go's own parser, compiler and run time what they say about cells.

var (
	standardName = regexp.MustCompile(`\b(` + stdPackages + `)\.[A-Z]`)
	ownModule    = regexp.MustCompile(`"(?:nexttoken|github\.com)/`) // cells that need more than the standard library
	inMainColumn = regexp.MustCompile(`main\.go:(\d+):(\d+)`)
)

// source returns a cell as a file of a package, as GoNB makes it; the cell begins in the file's second line.
func source(pkg, cell string) string {
	header := ""
	for _, found := range standardName.FindAllStringSubmatch(strings.ReplaceAll(cell, "strings.Reverse(", ""), -1) {
		line := fmt.Sprintf("; import %q", strings.Replace(found[1], "rand", "math/rand", 1))
		if !strings.Contains(header, line) && !strings.Contains(cell, "import \""+found[1]) {
			header += line
		}
	}
	above, below, now := strings.Cut(cell, "%%")
	switch {
	case now:
		cell = above + "func Main() {" + below + "\n}\n"
	case cell == noMain, strings.Contains(cell, "func main"):
		pkg = "main"
	default:
		cell += "\n\nfunc Main() {}\n"
	}
	return "package " + pkg + header + "\n" + cell
}

// answer is what Go says about a cell.
type answer struct {
	Line, Column int
	Message      string
}

// toolchain is a module whose packages are cells.
type toolchain struct {
	t       *testing.T
	dir     string
	answers []answer
}

// ask returns Go's answers about cells, in their order.
func ask(t *testing.T, cells []string) []answer {
	tc := &toolchain{t: t, dir: t.TempDir(), answers: make([]answer, len(cells))}
	tc.write("go.mod", "module cells\n\ngo 1.26\n")
	var built, run []int
	for i, cell := range cells {
		if tc.answers[i] = parsed(source("main", cell)); tc.answers[i].Message == "" {
			tc.write(filepath.Join(name(i), "main.go"), source(name(i), cell))
			built = append(built, i)
		}
	}
	tc.build(built, cells)
	for _, i := range built {
		if tc.answers[i].Message == "" {
			run = append(run, i)
		}
	}
	tc.run(run)
	return tc.answers
}

func name(i int) string { return fmt.Sprintf("e%d", i) }

func (tc *toolchain) write(path, text string) {
	tc.t.Helper()
	path = filepath.Join(tc.dir, path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		tc.t.Fatal(err)
	}
}

// command runs a program in the module and returns what it prints, with the reason of its end if it failed.
func (tc *toolchain) command(name string, args ...string) string {
	command := exec.Command(name, args...)
	command.Dir = tc.dir
	command.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local")
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Run(); err != nil {
		fmt.Fprintln(&out, err)
	}
	return out.String()
}

// parsed is go/parser's first error.
func parsed(text string) answer {
	_, err := parser.ParseFile(token.NewFileSet(), "main.go", text, parser.SkipObjectResolution)
	if list, isList := errors.AsType[scanner.ErrorList](err); isList {
		return answer{list[0].Pos.Line - 1, list[0].Pos.Column, list[0].Msg}
	}
	return answer{}
}

// build compiles packages and keeps the first cause of each that does not compile.
func (tc *toolchain) build(packages []int, cells []string) {
	args := []string{"build", "-gcflags=-e"}
	for _, i := range packages {
		if cells[i] == noMain || strings.Contains(cells[i], "import") { // fails before or after the compiler
			tc.answers[i] = firstAnswer(tc.command("go", "build", "-o", os.DevNull, "./"+name(i)))
			continue
		}
		args = append(args, "./"+name(i))
	}
	for block := range strings.SplitSeq("\n"+tc.command("go", args...), "\n# cells/") {
		header, errors, _ := strings.Cut(block, "\n")
		if i, err := strconv.Atoi(strings.TrimPrefix(header, "e")); err == nil {
			tc.answers[i] = firstAnswer(errors)
		}
	}
}

// firstAnswer reads the compiler's text and returns the first cause.
func firstAnswer(text string) answer {
	var traceback []string
	for _, line := range strings.Split(text, "\n") {
		entry := ""
		if found := inMainColumn.FindStringSubmatch(line); found != nil {
			line, _ := strconv.Atoi(found[1])
			column, _ := strconv.Atoi(found[2])
			entry = fmt.Sprintf("Cell Line %d\ncode\n%s^\n", line-1, strings.Repeat(" ", column-1))
		}
		traceback = append(traceback, entry)
	}
	p := firstCause(ParseGoNB(text, traceback))
	return answer{p.Line, p.Column, p.Message}
}

// run runs the functions Main of packages, each in a process of its own.
func (tc *toolchain) run(packages []int) {
	imports, cases := "", ""
	for _, i := range packages {
		imports += fmt.Sprintf("import \"cells/%s\"\n", name(i))
		cases += fmt.Sprintf("case %q: %s.Main()\n", name(i), name(i))
	}
	tc.write("main.go", "package main\nimport \"os\"\nimport \"runtime/debug\"\n"+imports+
		"func main() {\ndebug.SetMaxStack(1<<20)\nswitch os.Args[1] {\n"+cases+"}\n}\n")
	if out := tc.command("go", "build", "-o", "run", "."); out != "" {
		tc.t.Fatal(out)
	}
	for _, i := range packages {
		e := ExplainRun(marked(tc.command("./run", name(i))), 2)
		tc.answers[i] = answer{Line: max(e.Line-1, 0), Message: e.Message}
	}
}

// marked adds GoNB's marks to a trace.
func marked(trace string) string {
	return regexp.MustCompile(`\S*/e\d+/main\.go:(\d+)`).ReplaceAllString(trace,
		" \x1b[7m[[ Cell Line $1 ]]\x1b[0m /tmp/gonb_12345678/main.go:$1")
}

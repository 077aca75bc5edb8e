package cellprocess

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"
)

// TestMain lets this test's own binary be the launcher and the programs that it runs.
func TestMain(m *testing.M) {
	if name := os.Args[0]; IsLauncher(name) {
		os.Exit(Launch(name, os.Args[1:]))
	}
	switch os.Getenv("PROGRAM") {
	case "":
		os.Exit(m.Run())
	case "lines":
		for {
			os.Stdout.WriteString("hello\n")
		}
	case "exit 3":
		os.Exit(3)
	case "stdin":
		n, err := os.Stdin.Read(make([]byte, 1))
		os.Stdout.WriteString(strings.Join(os.Args[1:], " "))
		if n != 0 || err == nil {
			os.Exit(1)
		}
	case "memory":
		for all := [][]byte{}; ; {
			all = append(all, bytes.Repeat([]byte{1}, megabyte))
		}
	case "killed":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}

// launch runs a program under the launcher, and returns what it printed, its exit code and why it was stopped.
func launch(t *testing.T, program string, environment ...string) (printed string, code int, why string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := Folder{path: t.TempDir()}
	name := filepath.Join(folder.path, "gonb_test")
	for _, path := range []string{name, name + programSuffix} {
		if err := os.Symlink(self, path); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(name, "an", "argument")
	command.Env = append(os.Environ(), append(environment, "PROGRAM="+program, folderVariable+"="+folder.path)...)
	out, err := command.Output()
	code, err = exitCode(err)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), code, folder.TakeStopped()
}

func TestAProgramRunsWithItsArgumentsAndWithoutInput(t *testing.T) {
	if printed, code, why := launch(t, "stdin"); printed != "an argument" || code != 0 || why != "" {
		t.Errorf("printed %q, exit code %d, %q", printed, code, why)
	}
}

func TestTheExitCodeIsTheProgramsOwn(t *testing.T) {
	for program, want := range map[string]int{"exit 3": 3, "killed": 128 + 9} {
		if _, code, why := launch(t, program); code != want || why != "" {
			t.Errorf("%s: exit code %d, want %d (%s)", program, code, want, why)
		}
	}
}

func TestALineOfAnErrorComesInOnePiece(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, piece := range []string{"/tmp/main", ".go", ":1", "2 end\n", "rest"} {
			_, _ = write.WriteString(piece)
		}
		_ = write.Close()
	}()
	lines := lineReader{pipe: read}
	buffer := make([]byte, 100)
	n, err := lines.Read(buffer)
	if !strings.HasPrefix(string(buffer[:n]), "/tmp/main.go:12 end\n") || err != nil && err != io.EOF {
		t.Errorf("read %q, %v", buffer[:n], err)
	}
}

func TestEndlessPrintingEndsAtTheLimit(t *testing.T) {
	printed, code, why := launch(t, "lines", "NEXTTOKEN_PRINT_LINES=70")
	if want := strings.Repeat("hello\n", 70); printed != want {
		t.Errorf("%d bytes are printed, want %d", len(printed), len(want))
	}
	if code == 0 || !strings.Contains(why, "70 lines") || !strings.Contains(why, "NEXTTOKEN_PRINT_LINES=700") {
		t.Errorf("exit code %d: %q", code, why)
	}
	if printed, _, _ := launch(t, "lines"); len(printed) != 6*10_000 {
		t.Errorf("by default %d bytes are printed, want 10,000 lines", len(printed))
	}
}

func TestMemoryEndsAtTheLimit(t *testing.T) {
	_, code, why := launch(t, "memory", "NEXTTOKEN_MEMORY_MB=200")
	if code != 128+9 || !strings.Contains(why, "200 MB") {
		t.Errorf("exit code %d: %q", code, why)
	}
}

func TestMemoryLimitIsNotMoreThanTheMachines(t *testing.T) {
	if got := memoryLimit(); got <= 0 || got > defaultMemory*megabyte {
		t.Errorf("the limit is %d bytes", got)
	}
}

func TestWholeCharacters(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a": 1, "é": 2, "a\xc3": 1, "अ": 3, "अ\xe0\xa4": 3, "😀": 4, "😀\xf0\x9f\x98": 4,
		"\xff": 1, "\x80\x80\x80\x80": 4, // no UTF-8 at all: nothing is held back
	} {
		if got := wholeCharacters([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestPiecesAreWholeCharactersAndLoseNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var text []rune
		for range random.IntN(9000) {
			text = append(text, []rune("aéअ😀\n")[random.IntN(5)])
		}
		var pieces pieceWriter
		writePieces(&pieces, []byte(string(text)))
		for _, piece := range pieces {
			if len(piece) > pieceSize || !utf8.ValidString(piece) {
				t.Fatalf("a piece of %d bytes, whole: %v", len(piece), utf8.ValidString(piece))
			}
		}
		if strings.Join(pieces, "") != string(text) {
			t.Fatal("the pieces are another text")
		}
	}
}

type pieceWriter []string

func (w *pieceWriter) Write(p []byte) (int, error) {
	*w = append(*w, string(p))
	return len(p), nil
}

func TestAllowance(t *testing.T) {
	a := newAllowance(10, 2)
	for _, step := range []struct{ text, want string }{{"ab\n", "ab\n"}, {"cd", "cd"}, {"e\nf", "e\n"}, {"g", ""}} {
		if got := string(a.take([]byte(step.text))); got != step.want {
			t.Errorf("of %q %q is taken, want %q", step.text, got, step.want)
		}
	}
	if got := string(newAllowance(3, 9).take([]byte("abcd"))); got != "abc" {
		t.Errorf("of 4 bytes %q is taken, want 3", got)
	}
}

func TestOutputOf(t *testing.T) {
	for arguments, want := range map[string]string{
		"build -o /tmp/gonb_1/gonb_1": "/tmp/gonb_1/gonb_1", "test -c -o x": "x", "build": "", "work init": "",
		"build -o": "", "env -o x": "",
	} {
		if got := outputOf(strings.Fields(arguments)); got != want {
			t.Errorf("go %s makes %q, want %q", arguments, got, want)
		}
	}
	before := []string{"build", "-o", "x", "-race"}
	if got := withOutput(before, "y"); !slices.Equal(got, []string{"build", "-o", "y", "-race"}) || before[2] != "x" {
		t.Errorf("%v, and %v before", got, before)
	}
}

func TestFolder(t *testing.T) {
	folder, err := NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	environment := strings.Join(folder.Environment(), "\n")
	if !strings.Contains(environment, "PATH="+folder.bin()+":") || len(folder.Path()) > 80 {
		t.Errorf("%s", environment)
	}
	folder.stop("why")
	if first, second := folder.TakeStopped(), folder.TakeStopped(); first != "why" || second != "" {
		t.Errorf("%q, then %q", first, second)
	}
	folder.Remove()
	if _, err := os.Stat(folder.Path()); err == nil {
		t.Error("the folder is left")
	}
}

func TestInMegabytes(t *testing.T) {
	for bytes, want := range map[int]string{
		2000 * megabyte: "2 GB", 300 * megabyte: "300 MB", 1536 * megabyte: "1536 MB",
	} {
		if got := inMegabytes(bytes); got != want {
			t.Errorf("%d: %s, want %s", bytes, got, want)
		}
	}
}

package main

// Each command with SmolLM2, in a process of its own.

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nexttoken/pkg/llama"
)

// process runs nexttoken with a text as standard input. It must succeed.
func process(t *testing.T, in string, arguments ...string) (out, notes string) {
	t.Helper()
	var printed, noted bytes.Buffer
	command := exec.Command(os.Args[0], arguments...)
	command.Env = append(os.Environ(), asCommand+"=1")
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(in), &printed, &noted
	if err := command.Run(); err != nil {
		t.Fatalf("nexttoken %s: %v: %s", strings.Join(arguments, " "), err, &noted)
	}
	return printed.String(), noted.String()
}

// The second question can be answered only by a model that sees the first one.
func TestChat(t *testing.T) {
	out, notes := process(t, "What is the capital of France?\nAnd of Germany?\n", "chat", "--temperature", "0")
	answers := strings.Split(out, "\n")
	if len(answers) != 3 || !strings.Contains(answers[0], "Paris") || !strings.Contains(answers[1], "Berlin") ||
		answers[2] != "" {
		t.Errorf("answered %q", out)
	}
	if notes != greeting {
		t.Errorf("noted %q", notes)
	}
}

// Ctrl+C in an answer of 1,500 tokens stops it, and where a line is awaited it ends the program.
func TestCtrlC(t *testing.T) {
	command := exec.Command(os.Args[0], "chat", "--temperature", "0", "--max-tokens", "1500")
	command.Env = append(os.Environ(), asCommand+"=1")
	in, err1 := command.StdinPipe()
	out, err2 := command.StdoutPipe()
	if err := errors.Join(err1, err2, command.Start()); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(out)
	io.WriteString(in, "Write a long poem about the sea.\n")
	answers.ReadByte()
	command.Process.Signal(os.Interrupt)
	io.WriteString(in, "What is the capital of France?\n")
	printed := ""
	for !strings.Contains(printed, "Paris") {
		line, err := answers.ReadString('\n')
		if printed += line; err != nil || len(printed) > 1000 {
			t.Fatalf("%v, after %q", err, printed)
		}
	}
	ended := make(chan error)
	go func() { ended <- command.Wait() }()
	for waits := true; waits; { // the first signal may still be one in the answer
		command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			waits = false
		case <-time.After(200 * time.Millisecond):
		}
	}
	status := command.ProcessState.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGINT {
		t.Errorf("ended with %v", command.ProcessState)
	}
}

func TestGenerateText(t *testing.T) {
	prompt := "The capital of France is"
	out, notes := process(t, "", "generate", "--model", pretrained, "--prompt", prompt, "--temperature", "0",
		"--max-tokens", "2")
	if out != prompt+" Paris.\n" && out != prompt+" Paris,\n" || notes != "" {
		t.Errorf("wrote %q, %q", out, notes)
	}
	printed, _ := process(t, "", "generate", "--model", pretrained, "--prompt", prompt, "--temperature", "0",
		"--max-tokens", "2", "--n", "2", "--json")
	written := decode[generated](t, printed)
	if len(written.Texts) != 2 || written.Texts[0]+"\n" != out || written.Texts[1]+"\n" != out || written.Names != nil {
		t.Errorf("wrote %+v, and before %q", written, out)
	}
}

// A text costs fewer bits where the model sees more of it.
func TestScoreText(t *testing.T) {
	const text = "Ada has a cat. The cat is black. Ada has a cat. The cat is black. Ada has a cat. The cat is black.\n"
	file := write(t, strings.TrimSuffix(text, "\n"), "")
	byFile, _ := process(t, "", "score", "--model", pretrained, "--text", file, "--json")
	byInput, _ := process(t, text, "score", "--model", pretrained, "--text", "-", "--json")
	short, _ := process(t, "", "score", "--model", pretrained, "--text", file, "--json", "--context", "1")
	long, brief := decode[measuredText](t, byFile), decode[measuredText](t, short)
	if byFile != byInput || long.Bytes != len(text) || long.Context != 256 || brief.Context != 1 {
		t.Errorf("%s, %s, %s", byFile, byInput, short)
	}
	if !(long.Bits > 0 && long.Bits < 1 && brief.Bits > 2 && brief.Bits < 4) {
		t.Errorf("%v bits per byte, with a context of one token %v", long.Bits, brief.Bits)
	}
}

// Without the file, each command prints one sentence.
func TestWithoutThePretrainedModel(t *testing.T) {
	t.Chdir(t.TempDir())
	for file, want := range map[string]string{"": "run `make setup`", "nothing.gguf": "there is no file nothing.gguf"} {
		t.Setenv(llama.FileVariable, file)
		for _, line := range []string{"chat", "generate --model smollm2", "score --model smollm2 --text -"} {
			status, out, notes := call(strings.Fields(line)...)
			if status != failed || out != "" || !strings.Contains(notes, want) || strings.Count(notes, "\n") != 1 {
				t.Errorf("nexttoken %s: status %d, %q, want %q", line, status, notes, want)
			}
		}
	}
}

// A directory with the name of the pretrained model is opened by its path.
func TestADirectoryWithTheNameOfThePretrainedModel(t *testing.T) {
	directory, _ := sharedModel(t)
	t.Chdir(t.TempDir())
	t.Setenv(llama.FileVariable, "nothing.gguf")
	if err := os.CopyFS(pretrained, os.DirFS(directory)); err != nil {
		t.Fatal(err)
	}
	names := must(t, "generate", "--model", "."+string(filepath.Separator)+pretrained, "--n", "3")
	if strings.Count(names, "\n") != 3 {
		t.Errorf("wrote %q", names)
	}
	status, _, notes := call("generate", "--model", pretrained)
	const want = "smollm2 is the pretrained model: write ./smollm2 for what lies here\n"
	if status != failed || !strings.HasPrefix(notes, want) {
		t.Errorf("status %d: %s", status, notes)
	}
}

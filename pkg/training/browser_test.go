//go:build unix

package training

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A browser's Go trains and opens the same models, bit for bit: this test's own binary, built for js/wasm, prints the
// key of the toy and the bits of its dev loss.
func TestJSAndWasmGiveTheSameFingerprint(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed: js/wasm does not run here")
	}
	program := filepath.Join(t.TempDir(), "wasm.test")
	build := exec.Command("go", "test", "-c", "-o", program, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("it does not compile for js/wasm: %v: %s", err, said)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	run := exec.Command(runner, program)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()} // node takes 8 kB
	said, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	trained := mustTrain(t, pureConfig(t))
	want := fmt.Sprintf("key %s on js/wasm, 60 steps, %x", trained.Key, math.Float64bits(trained.Best.DevLoss))
	if !strings.Contains(string(said), want) {
		t.Errorf("js/wasm said %s\nwant %s", said, want)
	}
}

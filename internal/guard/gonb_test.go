package guard

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"nexttoken/internal/jupyter"
)

// TestMain lets this test's own binary be GoNB.
func TestMain(m *testing.M) {
	if at := slices.Index(os.Args, "--kernel"); at > 0 {
		gonb(os.Args[at+1])
	}
	os.Exit(m.Run())
}

// gonb plays GoNB with a connection file: it takes a while to start and to end, and leaves a file "removed" beside the
// page's own connection file when it has ended well.
func gonb(file string) {
	time.Sleep(50 * time.Millisecond)
	c, err := jupyter.ReadConnection(file)
	if err != nil {
		panic(err)
	}
	s, err := listen(context.Background(), c)
	if err != nil {
		panic(err)
	}
	answer := func(frames [][]byte) { answers(s, c, frames) }
	go s.shell.receive(context.Background(), answer)
	go s.control.receive(context.Background(), answer)
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
	time.Sleep(100 * time.Millisecond)
	_ = os.WriteFile(os.Getenv("GONB_ENDED"), nil, 0o600)
	os.Exit(0)
}

// answers answers a request over the shell's socket, also one that came over the control socket, as GoNB does. A cell
// that panics ends it, and one that loops goes on for ever.
func answers(s sockets, c jupyter.Connection, frames [][]byte) {
	m, err := jupyter.Read(frames, []byte(c.Key))
	if err != nil {
		os.Exit(3) // as GoNB does
	}
	if strings.Contains(string(m.Content), "panic") {
		os.Exit(2)
	}
	publish := func(kind string, content any) {
		one, _ := jupyter.Reply(m, kind, content)
		one.Identities = [][]byte{[]byte(kind)}
		_ = s.iopub.send(one.Frames([]byte(c.Key)))
	}
	publish("status", map[string]string{"execution_state": "busy"})
	if m.Header.Type == "execute_request" {
		publish("stream", map[string]string{"name": "stdout", "text": "1\n"})
	}
	if strings.Contains(string(m.Content), "for {") {
		time.Sleep(3 * flushEvery)
		publish("stream", map[string]string{"name": "stdout", "text": "2\n"})
		return
	}
	done, _ := jupyter.Reply(m, strings.Replace(m.Header.Type, "request", "reply", 1), map[string]any{"status": "ok"})
	_ = s.shell.send(done.Frames([]byte(c.Key)))
	publish("status", map[string]string{"execution_state": "idle"})
}

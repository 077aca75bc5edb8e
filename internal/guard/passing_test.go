package guard

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"

	"nexttoken/internal/jupyter"
)

// lab is JupyterLab with a kernel: a guard that runs.
type lab struct {
	sockets
	key                    []byte
	shown, shells, control chan jupyter.Message
	ended                  chan error // what Run returns
	stop                   func()     // ends the guard
	mark                   string     // the file that GoNB leaves
}

func newLab(t *testing.T) lab {
	t.Helper()
	dir, err := os.MkdirTemp("", "lab") // short, for sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	connection := jupyter.Connection{Key: "secret", Scheme: "hmac-sha256"}.Local(dir)
	file := filepath.Join(dir, "kernel-1.json")
	if err := connection.Write(file); err != nil {
		t.Fatal(err)
	}
	l := lab{key: []byte("secret"), mark: filepath.Join(dir, "ended"), ended: make(chan error, 1),
		shown: make(chan jupyter.Message, 99), shells: make(chan jupyter.Message, 99),
		control: make(chan jupyter.Message, 99)}
	t.Setenv("GONB_ENDED", l.mark)
	ctx, cancel := context.WithCancel(context.Background())
	l.stop = cancel
	t.Cleanup(cancel)
	go func() { l.ended <- Run(ctx, Config{Connection: file, Command: []string{self}}) }()
	all := context.Background()
	if l.sockets, err = dial(all, connection); err != nil {
		t.Fatal(err)
	}
	l.heartbeat = &socket{Socket: zmq4.NewReq(all)}
	if err := l.heartbeat.Dial(connection.Address(connection.HBPort)); err != nil {
		t.Fatal(err)
	}
	for socket, kept := range map[*socket]chan jupyter.Message{
		l.sockets.shell: l.shells, l.sockets.control: l.control, l.iopub: l.shown,
	} {
		go socket.receive(all, func(frames [][]byte) {
			if m, err := jupyter.Read(frames, l.key); err == nil {
				kept <- m
			}
		})
	}
	l.connect(t)
	return l
}

// connect asks what the kernel is until it is heard, since what was published before is lost.
func (l lab) connect(t *testing.T) {
	t.Helper()
	for range 100 {
		l.asks(t, l.sockets.shell, "kernel_info_request", empty)
		select {
		case <-l.shown:
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatal("nothing is published")
}

// asks sends a request and returns it.
func (l lab) asks(t *testing.T, to *socket, kind string, content any) jupyter.Message {
	t.Helper()
	m := message(t, kind, content)
	if err := to.send(m.Frames(l.key)); err != nil {
		t.Fatal(err)
	}
	return m
}

// answer waits for the message of a kind that belongs to a request, and returns its content.
func answer(t *testing.T, from <-chan jupyter.Message, request jupyter.Message, kind string) string {
	t.Helper()
	return string(awaited(t, from, request, kind).Content)
}

// awaited waits for the message of a kind that belongs to a request.
func awaited(t *testing.T, from <-chan jupyter.Message, request jupyter.Message, kind string) jupyter.Message {
	t.Helper()
	end := time.After(10 * time.Second)
	for {
		select {
		case m := <-from:
			if m.Parent.ID == request.Header.ID && m.Header.Type == kind {
				return m
			}
		case <-end:
			t.Fatalf("no %s comes", kind)
		}
	}
}

func TestMessagesPassBothWays(t *testing.T) {
	l := newLab(t)
	if err := l.sockets.shell.send([][]byte{[]byte("damaged")}); err != nil { // it would end GoNB
		t.Fatal(err)
	}
	asked := l.asks(t, l.sockets.shell, "execute_request", map[string]string{"code": printing})
	if text := answer(t, l.shown, asked, "stream"); !strings.Contains(text, `"1\n"`) {
		t.Errorf("the cell prints %s", text)
	}
	if got := answer(t, l.shells, asked, "execute_reply"); got != `{"status":"ok"}` {
		t.Errorf("the cell's reply is %s", got)
	}
	asked = l.asks(t, l.sockets.control, "interrupt_request", empty)
	answer(t, l.control, asked, "interrupt_reply")
	for code, want := range map[string]string{"%%\nfmt.": `{"status":"ok"}`, "%%\nfmt.\n%%": `"matches":[]`} {
		asked = l.asks(t, l.sockets.shell, "complete_request", map[string]any{"code": code, "cursor_pos": 5})
		if got := answer(t, l.shells, asked, "complete_reply"); !strings.Contains(got, want) {
			t.Errorf("after Tab in %q: %s, want %s", code, got, want)
		}
	}
	if err := l.heartbeat.send([][]byte{[]byte("ping")}); err != nil {
		t.Fatal(err)
	}
	if beat, err := l.heartbeat.Recv(); string(beat.Bytes()) != "ping" || err != nil {
		t.Errorf("the heart beats %q, %v", beat.Bytes(), err)
	}
	asked = l.asks(t, l.sockets.shell, "execute_request", map[string]string{"code": "%%\nfor {\n}"})
	for text := ""; !strings.Contains(text, `2\n"`); { // it comes while the cell runs
		text = answer(t, l.shown, asked, "stream")
	}
	l.stop()
	if err := <-l.ended; err != nil {
		t.Errorf("at its end: %v", err)
	}
	if _, err := os.Stat(l.mark); err != nil {
		t.Errorf("GoNB had no time to end: %v", err)
	}
}

// A kernel has one session, by the protocol; GoNB answers each client in the client's own.
func TestAllClientsHearOneSender(t *testing.T) {
	l := newLab(t)
	senders := map[string]bool{}
	for _, client := range []string{"one tab", "another tab"} {
		for _, asks := range []struct {
			to            *socket
			from          <-chan jupyter.Message
			request, kind string
			content       any
		}{
			{l.sockets.shell, l.shells, "kernel_info_request", "kernel_info_reply", empty},
			{l.sockets.shell, l.shown, "execute_request", "stream", map[string]string{"code": printing}},
			{l.sockets.shell, l.shells, "execute_request", "execute_reply", map[string]string{"code": printing}},
			{l.sockets.shell, l.shells, "complete_request", "complete_reply",
				map[string]any{"code": "%%\nfmt.\n%%", "cursor_pos": 5}},
			{l.sockets.control, l.control, "interrupt_request", "interrupt_reply", empty},
		} {
			asked := message(t, asks.request, asks.content).From(client)
			if err := asks.to.send(asked.Frames(l.key)); err != nil {
				t.Fatal(err)
			}
			got := awaited(t, asks.from, asked, asks.kind)
			senders[got.Header.Session] = true
			if got.Parent.Session != client {
				t.Errorf("the %s belongs to a request of %q, want %q", asks.kind, got.Parent.Session, client)
			}
		}
	}
	if len(senders) != 1 || senders["one tab"] || senders["another tab"] {
		t.Errorf("the messages come from %v, want one sender, which is no client", slices.Collect(maps.Keys(senders)))
	}
}

func TestACellThatEndsGoNBGetsAReply(t *testing.T) {
	l := newLab(t)
	asked := l.asks(t, l.sockets.shell, "execute_request", map[string]string{"code": "%%\npanic(1)"})
	if got := answer(t, l.shells, asked, "execute_reply"); !strings.Contains(got, "The Go kernel ended") {
		t.Errorf("the reply is %s", got)
	}
	if err := <-l.ended; err == nil || err.Error() != "exit status 2" {
		t.Errorf("Run returns %v", err)
	}
}

func TestAGuardThatCannotStartSaysWhy(t *testing.T) {
	for name, c := range map[string]struct{ file, sockets, command, want string }{
		"no connection file": {"none.json", ".", "true", "the connection file"},
		"no folder":          {"kernel-1.json", "none", "true", "the kernel's shell socket"},
		"no GoNB":            {"kernel-1.json", ".", "no-such-command", "no-such-command"},
		"GoNB ends at once":  {"kernel-1.json", ".", "false", "GoNB ended before it could be reached"},
	} {
		dir, err := os.MkdirTemp("", "lab")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		connection := jupyter.Connection{}.Local(filepath.Join(dir, c.sockets))
		if err := connection.Write(filepath.Join(dir, "kernel-1.json")); err != nil {
			t.Fatal(err)
		}
		config := Config{Connection: filepath.Join(dir, c.file), Command: []string{c.command}}
		if err := Run(context.Background(), config); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

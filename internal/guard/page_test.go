package guard

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"

	"nexttoken/internal/cellprocess"
	"nexttoken/internal/jupyter"
)

// sent is a socket that keeps what is sent on it.
type sent struct {
	zmq4.Socket
	messages []jupyter.Message
}

func (s *sent) SendMulti(m zmq4.Msg) error {
	one, err := jupyter.Read(m.Frames, nil)
	s.messages = append(s.messages, one)
	return err
}

// page is a guard whose page keeps what it gets. The test plays GoNB.
type page struct {
	*Guard
	shown, replies *sent
}

func newPage(t *testing.T) page {
	t.Helper()
	cells, err := cellprocess.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cells.Remove)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	p := page{shown: &sent{}, replies: &sent{}, Guard: &Guard{
		cells: cells, kernel: &exec.Cmd{Process: self}, limit: megabyte, answered: make(chan struct{}),
		runs: map[string]*run{}, control: map[string]bool{}, sources: map[int]string{},
	}}
	p.front = sockets{iopub: &socket{Socket: p.shown}, shell: &socket{Socket: p.replies}}
	return p
}

// message is a message of a kind, with a content that becomes JSON.
func message(t *testing.T, kind string, content any) jupyter.Message {
	t.Helper()
	m, err := jupyter.Request("session", kind, content)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func stdout(t *testing.T, text string) jupyter.Message {
	t.Helper()
	return message(t, "stream", map[string]string{"name": "stdout", "text": text})
}

func stderr(t *testing.T, text string) jupyter.Message {
	t.Helper()
	return message(t, "stream", map[string]string{"name": "stderr", "text": text})
}

func state(t *testing.T, now string) jupyter.Message {
	t.Helper()
	return message(t, "status", map[string]string{"execution_state": now})
}

// shows is a display, which may come again under its ID.
func shows(t *testing.T, kind, id, text string) jupyter.Message {
	t.Helper()
	return message(t, kind, map[string]any{
		"data": map[string]string{"text/plain": text}, "transient": map[string]string{"display_id": id},
	})
}

// reply is GoNB's reply to a cell whose program ended so: "" where all went well.
func reply(t *testing.T, ending string) jupyter.Message {
	t.Helper()
	result := map[string]any{"status": "ok", "execution_count": 3}
	if ending != "" {
		result["status"], result["evalue"] = "error", ending
	}
	return message(t, "execute_reply", result)
}

// asks sends a cell to the guard, and returns it and what GoNB gets.
func (p page) asks(t *testing.T, source string) (*run, string) {
	t.Helper()
	asked := message(t, "execute_request", map[string]any{"code": source})
	passed, err := content[struct{ Code string }](p.request(asked))
	if err != nil {
		t.Fatal(err)
	}
	return p.runs[asked.Header.ID], passed.Code
}

// does runs a cell: GoNB publishes messages, and replies. It returns what the page shows, one text for each message,
// and the text of the error in the reply, which is "" where there is none.
func (p page) does(t *testing.T, source string, answer jupyter.Message, all ...jupyter.Message) ([]string, string) {
	t.Helper()
	r, _ := p.asks(t, source)
	p.finishes(t, r, answer, all...)
	return p.seen(t)
}

// finishes runs a cell that was asked for.
func (p page) finishes(t *testing.T, r *run, answer jupyter.Message, published ...jupyter.Message) {
	t.Helper()
	p.handle(r, state(t, "busy"))
	for _, m := range published {
		p.handle(r, m)
	}
	r.reply <- answer
	p.handle(r, state(t, "idle"))
}

// seen returns what the page shows since it was asked last, and the text of the error in the last reply.
func (p page) seen(t *testing.T) (shown []string, failure string) {
	t.Helper()
	for _, m := range p.shown.messages {
		shown = append(shown, inWords(t, m))
	}
	p.shown.messages = nil
	if len(p.replies.messages) == 0 {
		t.Fatal("the cell got no reply")
	}
	last, err := content[struct{ Status, Evalue string }](p.replies.messages[len(p.replies.messages)-1])
	if err == nil && last.Status == "error" {
		failure = last.Evalue
	}
	return shown, failure
}

func inWords(t *testing.T, m jupyter.Message) string {
	t.Helper()
	all, err := content[struct {
		Name, Text, Code string
		State            string            `json:"execution_state"`
		Data             map[string]string `json:"data"`
	}](m)
	if err != nil {
		t.Fatalf("%s: %v", m.Content, err)
	}
	return strings.TrimSpace(all.Name + " " + all.Text + all.Code + all.State + all.Data["text/plain"])
}

// alike reports whether each text begins as the wanted one.
func alike(texts []string, want string) bool {
	if want == "" {
		return len(texts) == 0
	}
	return slices.EqualFunc(texts, strings.Split(want, "|"), func(text, begins string) bool {
		return strings.HasPrefix(text, begins)
	})
}

package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var key = []byte("secret")

// request returns the frames of a request, as a client sends them.
func request(t *testing.T) [][]byte {
	t.Helper()
	m, err := Request("session", "execute_request", map[string]any{"code": "fmt.Println(\"अभि\")"})
	if err != nil {
		t.Fatal(err)
	}
	m.Identities = [][]byte{[]byte("client")}
	return m.Frames(key)
}

// Signed with Python: hmac.new(b"secret", b'{"msg_id":"1"}' + b"{}" * 3, "sha256").hexdigest().
const signed = "f6f00555a98e51dc0a7993a211211b64710b098200d21577542d73a6d7b8a667"

func TestASignatureIsTheProtocols(t *testing.T) {
	parts := [][]byte{[]byte(`{"msg_id":"1"}`), []byte("{}"), []byte("{}"), []byte("{}")}
	if got := string(sign(key, parts)); got != signed {
		t.Errorf("signature %s, want %s", got, signed)
	}
	if got := sign(nil, parts); len(got) != 0 {
		t.Errorf("without a key the signature is %q, want none", got)
	}
}

func TestReplyBelongsToItsRequest(t *testing.T) {
	asked, err := Read(request(t), key)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Reply(asked, "execute_reply", map[string]string{"status": "ok"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(answer.Frames(key), key)
	if err != nil {
		t.Fatal(err)
	}
	if got.Parent.ID != asked.Header.ID || got.Header.Session != "session" || string(got.Identities[0]) != "client" ||
		got.Header.Type != "execute_reply" || string(got.Content) != `{"status":"ok"}` ||
		got.Header.ID == asked.Header.ID {
		t.Errorf("the reply is %+v with %s", got, got.Content)
	}
}

func TestFromChangesTheSenderAlone(t *testing.T) {
	m, err := Read(append(request(t), []byte("a buffer")), key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(m.From("kernel").Frames(key), key)
	if err != nil {
		t.Fatal(err)
	}
	want := m.Header
	want.Session = "kernel"
	if got.Header != want || string(got.Content) != string(m.Content) || string(got.buffers[0]) != "a buffer" {
		t.Errorf("%+v with %s became %+v with %s", m.Header, m.Content, got.Header, got.Content)
	}
	if m.Header.Session != "session" {
		t.Errorf("the message itself is now from %q", m.Header.Session)
	}
	if one, other := NewID(), NewID(); one == other {
		t.Error("two senders have one ID")
	}
}

func TestAMessageGoesOnUnchanged(t *testing.T) {
	frames := append(request(t), []byte("a buffer"))
	m, err := Read(frames, key)
	if err != nil {
		t.Fatal(err)
	}
	again := m.Frames(key)
	if len(again) != len(frames) {
		t.Fatalf("%d frames became %d", len(frames), len(again))
	}
	for i := range frames {
		if string(frames[i]) != string(again[i]) {
			t.Errorf("frame %d: %q became %q", i, frames[i], again[i])
		}
	}
}

func TestADamagedMessageIsRefused(t *testing.T) {
	whole := request(t)
	for n := range whole {
		if _, err := Read(whole[:n], key); err == nil {
			t.Errorf("%d of %d frames are accepted", n, len(whole))
		}
	}
	if _, err := Read(whole, []byte("another key")); err == nil || !strings.Contains(err.Error(), "not signed") {
		t.Errorf("a message with another key: %v", err)
	}
	changed := request(t)
	changed[len(changed)-1] = []byte(`{"code":"os.RemoveAll(\"/\")"}`)
	if _, err := Read(changed, key); err == nil {
		t.Error("a changed message is accepted")
	}
	parts := [][]byte{[]byte("no JSON"), []byte("{}"), []byte("{}"), []byte("{}")}
	frames := append([][]byte{[]byte(delimiter), sign(key, parts)}, parts...)
	if _, err := Read(frames, key); err == nil || !strings.Contains(err.Error(), "header") {
		t.Errorf("a header that is no JSON: %v", err)
	}
}

// The protocol signs nothing where there is no key.
func TestWithoutAKeyNoSignatureIsChecked(t *testing.T) {
	for name, frames := range map[string][][]byte{"signed": request(t), "not signed": func() [][]byte {
		m, err := Read(request(t), key)
		if err != nil {
			t.Fatal(err)
		}
		return m.Frames(nil)
	}()} {
		if m, err := Read(frames, nil); err != nil || m.Header.Type != "execute_request" {
			t.Errorf("%s: %+v, %v", name, m.Header, err)
		}
	}
}

func TestConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kernel-1.json")
	if err := (Connection{Transport: "tcp", IP: "127.0.0.1", ShellPort: 5, Key: "k"}).Write(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the key: %v, %v", info.Mode(), err)
	}
	c, err := ReadConnection(path)
	if err != nil || c.Address(c.ShellPort) != "tcp://127.0.0.1:5" {
		t.Errorf("%v, %v", c, err)
	}
	if local := c.Local("/tmp/x"); local.Address(local.IOPubPort) != "ipc:///tmp/x/socket-4" || local.Key != "k" {
		t.Errorf("%v", local)
	}
	for name, text := range map[string]string{"no JSON": "{", "another transport": `{"transport": "udp"}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadConnection(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadConnection(path + ".not"); err == nil {
		t.Error("a file that is not there is read")
	}
}

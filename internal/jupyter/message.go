// Package jupyter reads and writes messages of the Jupyter protocol, version 5.3, and the file that names a kernel's
// sockets. Source: jupyter-client's "Messaging in Jupyter".
package jupyter

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	delimiter       = "<IDS|MSG>" // stands between the identities and the message
	protocolVersion = "5.3"
)

// Header names a message and its kind.
type Header struct {
	ID       string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Type     string `json:"msg_type"`
	Version  string `json:"version"`
}

// Message is a message as it travels: who it is from or for, and its parts in JSON.
type Message struct {
	Identities [][]byte
	Header     Header
	Parent     Header // the request that the message belongs to; its ID is "" for a request
	Content    json.RawMessage

	header, parent, metadata json.RawMessage
	buffers                  [][]byte
}

// Read returns the message in a multipart ZMQ message. It returns an error for one that is cut off, is not JSON, or was
// not signed with the key.
func Read(frames [][]byte, key []byte) (Message, error) {
	start := 0
	for start < len(frames) && string(frames[start]) != delimiter {
		start++
	}
	if len(frames) < start+6 {
		return Message{}, fmt.Errorf("a message of %d frames lacks some: it needs %q and five more",
			len(frames), delimiter)
	}
	signature, parts := frames[start+1], frames[start+2:]
	if len(key) > 0 && !hmac.Equal(signature, sign(key, parts[:4])) {
		return Message{}, errors.New("a message was not signed with this kernel's key")
	}
	m := Message{Identities: frames[:start], header: parts[0], parent: parts[1], metadata: parts[2], Content: parts[3],
		buffers: parts[4:]}
	if err := json.Unmarshal(m.header, &m.Header); err != nil {
		return Message{}, fmt.Errorf("a message's header: %w", err)
	}
	if err := json.Unmarshal(m.parent, &m.Parent); err != nil {
		return Message{}, fmt.Errorf("a message's parent header: %w", err)
	}
	return m, nil
}

// Reply returns a message of the given kind that belongs to a request.
func Reply(request Message, kind string, content any) (Message, error) {
	m := Message{Identities: request.Identities, Parent: request.Header, parent: request.header,
		metadata: json.RawMessage("{}")}
	m.Header = Header{
		ID: NewID(), Session: request.Header.Session, Username: request.Header.Username,
		Date: time.Now().UTC().Format(time.RFC3339Nano), Type: kind, Version: protocolVersion,
	}
	var err error
	if m.header, err = json.Marshal(m.Header); err != nil {
		return Message{}, err
	}
	return m.With(content)
}

// Request returns a message of the given kind that belongs to none.
func Request(session, kind string, content any) (Message, error) {
	m, err := Reply(Message{Header: Header{Session: session}, header: json.RawMessage("{}")}, kind, content)
	m.Parent = Header{}
	return m, err
}

// From returns the message as one of another sender's: session is the sender's ID.
func (m Message) From(session string) Message {
	m.Header.Session = session
	m.header, _ = json.Marshal(m.Header) // strings never fail
	return m
}

// With returns the message with another content.
func (m Message) With(content any) (Message, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return Message{}, fmt.Errorf("the content of %s: %w", m.Header.Type, err)
	}
	m.Content = data
	return m, nil
}

// Frames returns the multipart ZMQ message, signed with the key.
func (m Message) Frames(key []byte) [][]byte {
	parts := [][]byte{m.header, m.parent, m.metadata, m.Content}
	frames := append([][]byte{}, m.Identities...)
	frames = append(frames, []byte(delimiter), sign(key, parts))
	return append(append(frames, parts...), m.buffers...)
}

// sign returns the signature of four parts, in hexadecimal; it is empty if there is no key.
func sign(key []byte, parts [][]byte) []byte {
	if len(key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return []byte(hex.EncodeToString(mac.Sum(nil)))
}

// NewID returns an ID for a message, or for a sender.
func NewID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}

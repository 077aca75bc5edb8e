package cellprocess

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestALineOfAnErrorComesInOnePiece(t *testing.T) {
	lines := lineReader{pipe: &pieces{left: []string{"/tmp/main", ".go", ":1", "2 end\n", "rest"}}}
	buffer := make([]byte, 100)
	for _, want := range []string{"/tmp/main.go:12 end\n", "rest"} {
		if n, err := lines.Read(buffer); string(buffer[:n]) != want || err != nil {
			t.Errorf("read %q, %v, want %q", buffer[:n], err, want)
		}
	}
}

func TestALongLineOfAnErrorFillsWhatItIsReadInto(t *testing.T) {
	lines := lineReader{pipe: &pieces{left: []string{"abcdef"}}}
	buffer := make([]byte, 3)
	if n, err := lines.Read(buffer); string(buffer[:n]) != "abc" || err != nil {
		t.Errorf("read %q, %v", buffer[:n], err)
	}
}

// pieces is a pipe in which one piece comes after the other, and then nothing in time.
type pieces struct {
	left []string
	late bool
}

func (p *pieces) SetReadDeadline(end time.Time) error {
	p.late = !end.IsZero() && time.Until(end) <= 0
	return nil
}

func (p *pieces) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	if len(p.left) == 0 || p.late {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(into, p.left[0])
	if p.left[0] = p.left[0][n:]; p.left[0] == "" {
		p.left = p.left[1:]
	}
	return n, nil
}

// readFunc is a function that reads.
type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestHalfACharacterWaitsForItsOtherHalf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "printed")
	to, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	var printed []string // before each piece
	left := []string{"a\xc3", "\xa9b"}
	l := launcher{left: newAllowance(100, 100)}
	l.copy(to, readFunc(func(p []byte) (int, error) {
		text, err := os.ReadFile(path)
		printed = append(printed, string(text))
		if len(left) == 0 {
			return 0, io.EOF
		}
		n := copy(p, left[0])
		left = left[1:]
		return n, err
	}))
	if want := []string{"", "a", "aéb"}; !slices.Equal(printed, want) {
		t.Errorf("%q is printed, one after the other, want %q", printed, want)
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

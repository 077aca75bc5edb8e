package cellprocess

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"
)

// pieceSize is how much is written at once: a pipe takes so much whole, so that GoNB never reads half a character.
const pieceSize = 4096

// printMB and printLines are how much a cell may print.
func printMB() int    { return Setting("NEXTTOKEN_PRINT_MB", 1) }
func printLines() int { return Setting("NEXTTOKEN_PRINT_LINES", 10_000) }

// allowance is what a program may still print.
type allowance struct {
	mu           sync.Mutex
	bytes, lines int
}

func newAllowance(bytes, lines int) *allowance { return &allowance{bytes: bytes, lines: lines} }

// take returns how much of the text may still be printed, and takes it off.
func (a *allowance) take(text []byte) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, b := range text {
		if a.bytes == 0 || a.lines == 0 {
			return text[:i]
		}
		if a.bytes--; b == '\n' {
			a.lines--
		}
	}
	return text
}

// lineReader reads whole lines where it can: GoNB finds a place in a cell only where its line comes in one piece, and
// Go prints a trace in many.
type lineReader struct {
	pipe interface {
		io.Reader
		SetReadDeadline(time.Time) error
	}
}

func (r *lineReader) Read(p []byte) (int, error) {
	n, err := r.pipe.Read(p)
	for err == nil && n < len(p) && p[n-1] != '\n' {
		if r.pipe.SetReadDeadline(time.Now().Add(lineTime)) != nil {
			break
		}
		more := 0
		more, err = r.pipe.Read(p[n:])
		n += more
		_ = r.pipe.SetReadDeadline(time.Time{})
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = nil
	}
	return n, err
}

// copy copies what the program prints, in whole characters, until the allowance is used up; the rest is dropped.
func (l *launcher) copy(to *os.File, from io.Reader) {
	smallPipe(to)
	buffer := make([]byte, 32<<10)
	held := 0 // bytes of a character that is not complete
	for {
		n, err := from.Read(buffer[held:])
		text := buffer[:held+n]
		whole := len(text)
		if err == nil {
			whole = wholeCharacters(text)
		}
		allowed := l.left.take(text[:whole])
		writePieces(to, allowed)
		if len(allowed) < whole {
			l.because("Stopped: this cell printed more than %d MB or %d lines. Perhaps a loop never ends: does its "+
				"variable change? If it does end, print less. If you want more, write `%%env "+
				"NEXTTOKEN_PRINT_MB=%d` and `%%env NEXTTOKEN_PRINT_LINES=%d`, each in a line, above the cell's "+
				"`%%%%`.", printMB(), printLines(), 10*printMB(), 10*printLines())
			l.interrupt()
		}
		held = copy(buffer, text[whole:])
		if err != nil {
			return
		}
	}
}

// wholeCharacters returns the length of the text without a character at its end that is cut off.
func wholeCharacters(text []byte) int {
	for back := 1; back <= min(utf8.UTFMax-1, len(text)); back++ {
		start := len(text) - back
		if utf8.RuneStart(text[start]) {
			if utf8.FullRune(text[start:]) {
				return len(text)
			}
			return start
		}
	}
	return len(text)
}

// writePieces writes a text in pieces of whole characters.
func writePieces(to io.Writer, text []byte) {
	for len(text) > 0 {
		n := min(pieceSize, len(text))
		if n < len(text) {
			n = wholeCharacters(text[:n])
		}
		if _, err := to.Write(text[:n]); err != nil {
			return
		}
		text = text[n:]
	}
}

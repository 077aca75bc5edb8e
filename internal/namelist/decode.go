package namelist

// From bytes to text: UTF-8, UTF-16 and Windows-1252.

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"nexttoken/internal/quote"
)

var (
	errEmpty  = errors.New("the list of names is empty: give one name a line")
	errBinary = errors.New("this file is no text: give a text file with one name on each line")
)

const byteOrderMark = "\ufeff"

// decode returns the text of a file, in which each line ends with \n, and a note if the file is not UTF-8.
func decode(file string) (text, note string, err error) {
	if err := foreign(file); err != nil {
		return "", "", err
	}
	switch order, is16 := utf16Order(file); {
	case is16:
		text, note = decoded(utf.UTF16(order, utf.IgnoreBOM), file), "the file is in UTF-16"
	case isUTF8(file):
		text = file
	default:
		text = decoded(charmap.Windows1252, file)
		if !isBinary(text) && !isWestern(text) {
			return "", "", errors.New("the characters of this file cannot be read: save it as UTF-8")
		}
		note = fmt.Sprintf("the file is not UTF-8: it was read as Windows-1252, as in %s; "+
			"if that is wrong, save it as UTF-8", quote.Text(accented(text)))
	}
	if isBinary(text) {
		return "", "", errBinary
	}
	text = strings.TrimPrefix(text, byteOrderMark)
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), note, nil
}

// decoded returns the text of a file in an encoding. What cannot be decoded becomes U+FFFD.
func decoded(e encoding.Encoding, file string) string {
	text, _ := e.NewDecoder().String(file) // these decoders return no errors
	return text
}

// foreign returns an error for a file of another program, by its first bytes.
func foreign(file string) error {
	for _, kind := range []struct{ begins, is string }{
		{"\x1f\x8b", "compressed with gzip: unpack it first, with gunzip"},
		{"PK\x03\x04", "an Excel or LibreOffice table, or a zip file: save the column of names as CSV"},
		{"\xd0\xcf\x11\xe0", "a file of Excel or Word: save the names as CSV or plain text"},
		{"%PDF", "a PDF: copy the names into a text file"},
		{`{\rtf`, "formatted text (RTF): save it as plain text"},
	} {
		if strings.HasPrefix(file, kind.begins) {
			return fmt.Errorf("this file is %s", kind.is)
		}
	}
	return nil
}

// utf16Order reports whether a file is UTF-16, and which byte of a character comes first. Without a byte order mark,
// it is UTF-16 if it has bytes 0, which no other text has, and is readable.
func utf16Order(file string) (utf.Endianness, bool) {
	switch {
	case strings.HasPrefix(file, "\xff\xfe"):
		return utf.LittleEndian, true
	case strings.HasPrefix(file, "\xfe\xff"):
		return utf.BigEndian, true
	}
	likelier, other := utf.LittleEndian, utf.BigEndian
	zeros := zerosByPlace(file)
	if zeros[0] > zeros[1] {
		likelier, other = other, likelier
	}
	for _, order := range []utf.Endianness{likelier, other} {
		if zeros != [2]int{} && len(file)%2 == 0 && isReadable(decoded(utf.UTF16(order, utf.IgnoreBOM), file)) {
			return order, true
		}
	}
	return likelier, false
}

// zerosByPlace counts the bytes 0 at even and at odd places. In UTF-16, each end of a line has one.
func zerosByPlace(file string) (zeros [2]int) {
	for place := range len(file) {
		if file[place] == 0 {
			zeros[place%2]++
		}
	}
	return zeros
}

// isReadable reports whether a text has only characters that Unicode knows, and no control characters but white space.
func isReadable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
	}) < 0
}

// isUTF8 reports whether a file is UTF-8. It may have lines that are not, such as those that another program added, if
// more lines have letters beyond ASCII that are.
func isUTF8(file string) bool {
	if utf8.ValidString(file) {
		return true
	}
	good, bad := 0, 0
	for line := range strings.SplitSeq(file, "\n") {
		switch {
		case !utf8.ValidString(line):
			bad++
		case strings.IndexFunc(line, beyondASCII) >= 0:
			good++
		}
	}
	return good > bad
}

// isWestern reports whether most letters are those of ASCII. A Cyrillic or Chinese file that is read as Windows-1252
// has few of them.
func isWestern(text string) bool {
	plain, other := 0, 0
	for _, r := range text {
		switch {
		case r > unicode.MaxASCII:
			other++
		case unicode.IsLetter(r):
			plain++
		}
	}
	return plain >= other
}

// isBinary reports whether more than one in 20 characters is a control character other than white space.
func isBinary(text string) bool {
	control := 0
	for _, r := range text {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			control++
		}
	}
	return 20*control > utf8.RuneCountInString(text)
}

// accented returns the first line with a character beyond ASCII.
func accented(text string) string {
	for line := range strings.Lines(text) {
		if strings.IndexFunc(line, beyondASCII) >= 0 {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

func beyondASCII(r rune) bool { return r > unicode.MaxASCII }

package savedchecks

// JSON, one value at a time: a notebook is never in memory as a whole. As in encoding/json, null stands for a value of
// any kind that is empty.

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// next reads a name, a text, a number, a word, or a bracket.
func (d *decoding) next() (jsontext.Token, error) {
	token, err := d.json.ReadToken()
	if err != nil {
		return token, err
	}
	return token, d.count()
}

// count returns an error if the value that was read is beyond a limit.
func (d *decoding) count() error {
	if d.values--; d.values < 0 {
		return errLimit
	}
	if d.json.StackDepth() > maxDepth {
		return fmt.Errorf("its JSON is more than %d levels deep", maxDepth)
	}
	return nil
}

// name reads a name in an object. It returns "" for a long one, which would take long to unquote.
func (d *decoding) name() (string, error) {
	const longest = len(`"`) + len("text/plain")*len(`\u0000`) + len(`"`) // bytes: each letter may be escaped
	quoted, err := d.json.ReadValue()
	if err != nil || len(quoted) > longest {
		return "", cmp.Or(err, d.count())
	}
	name, err := jsontext.AppendUnquote(nil, quoted)
	return string(name), cmp.Or(err, d.count())
}

// skip reads a value.
func (d *decoding) skip() error {
	for depth := d.json.StackDepth(); ; {
		if _, err := d.next(); err != nil || d.json.StackDepth() == depth {
			return err
		}
	}
}

// object reads an object. A function reads the value of each name.
func (d *decoding) object(value func(name string) error) error {
	return d.between('{', "an object", func() error {
		name, err := d.name()
		if err != nil {
			return err
		}
		return value(name)
	})
}

// array reads an array. A function reads each element.
func (d *decoding) array(element func() error) error { return d.between('[', "a list", element) }

// between reads a value that begins with a bracket. A function reads each part.
func (d *decoding) between(bracket jsontext.Kind, what string, part func() error) error {
	token, err := d.next()
	if err != nil || token.Kind() == 'n' {
		return err
	}
	if token.Kind() != bracket {
		return d.wrong(token, what)
	}
	for d.json.PeekKind() != bracket+2 { // in ASCII, the bracket that closes it
		if err := part(); err != nil {
			return err
		}
	}
	_, err = d.next()
	return err
}

// wrong returns the error for a value of another kind.
func (d *decoding) wrong(found jsontext.Token, want string) error {
	return fmt.Errorf("%q is %v: want %s", d.json.StackPointer(), found.Kind(), want)
}

// string reads a string.
func (d *decoding) string() (string, error) {
	token, err := d.next()
	if err != nil || token.Kind() == 'n' {
		return "", err
	}
	if token.Kind() != '"' {
		return "", d.wrong(token, "a text")
	}
	return token.String(), nil
}

// text reads a text that a notebook holds as one string or as lines, "" if it is neither. It returns at most maxText
// bytes of it.
func (d *decoding) text() (string, error) {
	switch d.json.PeekKind() {
	case '"':
		text, err := d.string()
		return short(text, maxText), err
	case '[':
		return d.lines()
	}
	return "", d.skip()
}

// lines reads a text that a notebook holds as lines.
func (d *decoding) lines() (string, error) {
	var text strings.Builder
	areLines := true
	err := d.array(func() error {
		if kind := d.json.PeekKind(); kind != '"' && kind != 'n' {
			areLines = false
			return d.skip()
		}
		line, err := d.string()
		text.WriteString(short(line, maxText-text.Len()))
		return err
	})
	if !areLines {
		return "", err
	}
	return text.String(), err
}

// short returns the beginning of a text, of at most a given length, as a copy: the text may be very long.
func short(text string, most int) string { return strings.Clone(text[:min(len(text), most)]) }

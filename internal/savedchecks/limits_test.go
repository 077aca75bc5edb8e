package savedchecks

import (
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// endless repeats a text for ever.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		copied := copy(p[n:], e.text[e.at:])
		n, e.at = n+copied, (e.at+copied)%len(e.text)
	}
	return n, nil
}

// attack is the beginning of a notebook, and what follows it for ever.
type attack struct{ begins, goesOn, wantError string }

func (a attack) file() io.Reader {
	return io.MultiReader(strings.NewReader(a.begins), &endless{text: a.repeated(1 << 16)})
}

// repeated returns what follows the beginning, of about a length in bytes.
func (a attack) repeated(length int) string { return strings.Repeat(a.goesOn, 1+length/len(a.goesOn)) }

const (
	checkOutputs = `{"cells":[{"metadata":{"tags":["check"]},"outputs":[`
	plainOutput  = `{"data":{"text/plain":"x"}},`
)

// Attacks on whoever reads a notebook.
var attacks = map[string]attack{
	"cells":           {`{"cells":[`, `{},`, "more than 1000 cells"},
	"empty cells":     {`{"cells":[`, `null,`, "more than 1000 cells"},
	"outputs":         {checkOutputs, `{"data":{"":0}},`, "more than 500000 values of JSON"},
	"texts":           {checkOutputs, plainOutput, "more than 500000 values of JSON"},
	"lines":           {`{"cells":[{"source":[`, `"x",`, "more than 500000 values of JSON"},
	"tags":            {`{"cells":[{"metadata":{"tags":[`, `"check",`, "more than 500000 values of JSON"},
	"skipped numbers": {`{"metadata":[`, `0,`, "more than 500000 values of JSON"},
	"skipped names":   {`{"metadata":{"":0`, `,"":0`, "more than 500000 values of JSON"},
	"long names":      {`{"a":0`, `,"` + strings.Repeat("é", 50_000) + `":0`, "more than 8388608 bytes"},
	"cell texts": {`{"cells":[`, `{"cell_type":"markdown","source":"` + strings.Repeat("x", maxText) + `"},`,
		"more than 2097152 bytes of cell text"},
	"nested lists":     {`{"metadata":`, `[`, "more than 100 levels deep"},
	"nested objects":   {`{"metadata":`, `{"":`, "more than 100 levels deep"},
	"nested text":      {`{"cells":[{"source":`, `[`, "more than 100 levels deep"},
	"one text":         {`{"cells":[{"source":"`, `x`, "more than 8388608 bytes"},
	"one skipped text": {`{"metadata":"`, `\n`, "more than 8388608 bytes"},
	"one name":         {`{"cells":[{"`, `é`, "more than 8388608 bytes"},
	"one number":       {`{"cells":[{"source":`, `1`, "more than 8388608 bytes"},
	"spaces":           {`{"cells":`, ` `, "more than 8388608 bytes"},
	"long titles":      {`{"cells":[{"cell_type":"markdown","source":"`, `**1. a`, "more than 8388608 bytes"},
	"holes":            {"", "\x00", "invalid character"},
	"another encoding": {`{"cells":[{"source":"`, "\xfc", "invalid UTF-8"},
}

// No attack takes much memory, and each is named.
func TestAttacksEndAtALimit(t *testing.T) {
	for name, attack := range attacks {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		page, err := NewReader().Read(attack.file())
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), attack.wantError) || page.Checks != nil {
			t.Errorf("%s: %d checks, %v: want %q", name, len(page.Checks), err, attack.wantError)
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 64<<20 {
			t.Errorf("%s: %d bytes were allocated", name, allocated)
		}
	}
}

// A student has several notebooks: all together have a limit, too.
func TestTheNotebooksOfAStudentHaveALimitTogether(t *testing.T) {
	numbers := `{"cells":[],"a":[` + strings.Repeat("0,", limitValues.one-10) + `0]}`
	spaces := `{"cells":[]` + strings.Repeat(" ", limitBytes.one-20) + `}`
	cell := `{"cell_type":"markdown","source":"` + strings.Repeat("x", maxText) + `"},`
	cells := `{"cells":[` + strings.Repeat(cell, 100) + `{}]}`
	for name, test := range map[string]struct {
		page  string
		whole int // pages that are read
		want  string
	}{
		"values": {numbers, 2, "this student's notebooks have more than 1000000 values of JSON together"},
		"bytes":  {spaces, 2, "this student's notebooks have more than 16777216 bytes together"},
		"texts":  {cells, 1, "this student's notebooks have more than 2097152 bytes of cell text together"},
	} {
		reader := NewReader()
		for range test.whole {
			if _, err := reader.Read(strings.NewReader(test.page)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for range 2 {
			if _, err := reader.Read(strings.NewReader(test.page)); err == nil || err.Error() != test.want {
				t.Errorf("%s: %v, want %s", name, err, test.want)
			}
		}
		if _, err := NewReader().Read(strings.NewReader(test.page)); err != nil {
			t.Errorf("%s of another student: %v", name, err)
		}
	}
}

// Of a long text the beginning counts.
func TestALongTextIsCut(t *testing.T) {
	long := strings.Repeat("x", maxText-10)
	for _, source := range []string{`"` + long + ` exercise.A(a)"`, `["` + long + `", " exercise.A(a)", "\n"]`} {
		page, err := read(`{"cells": [{"metadata": {"tags": ["check"]}, "source": ` + source + `}]}`)
		if err != nil || !slices.Equal(page.Checks, []Check{{}}) {
			t.Errorf("%q, %v", page, err)
		}
	}
	page, err := read(checkOutputs + strings.Repeat(`{"data":{"text/plain":["`+long+`","y"]}},`, 3) + `{}]}]}`)
	if err != nil || len(page.Checks) != 1 || page.Checks[0].Output != long[:200] {
		t.Errorf("%q, %v", page, err)
	}
}

func BenchmarkAttacks(b *testing.B) {
	for name, attack := range attacks {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = NewReader().Read(attack.file())
			}
		})
	}
}

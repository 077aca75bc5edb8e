package savedchecks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// used returns how many bytes, values and bytes of text of a student's limits a notebook takes.
func used(t *testing.T, content string) Reader {
	t.Helper()
	whole := NewReader()
	if _, err := whole.Read(strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	return Reader{limitBytes.all - whole.bytes, limitValues.all - whole.values, limitTexts.all - whole.texts}
}

// A notebook that takes exactly what is left is read; one that takes more by 1 is not.
func TestWhatIsLeftIsExact(t *testing.T) {
	content := `{"cells": [{"cell_type": "markdown", "source": "four"}, {"source": "not searched"},
		{"metadata": {"tags": ["check"]}, "source": "six...", "outputs": [{"data": {"text/plain": "three"}}]}]}`
	takes := used(t, content)
	if takes != (Reader{len(content), 36, len("four") + len("six...") + len("three")}) {
		t.Errorf("it takes %v of %d bytes", takes, len(content))
	}
	for name, less := range map[string]Reader{"none": {}, "bytes": {1, 0, 0}, "values": {0, 1, 0}, "texts": {0, 0, 1}} {
		left := Reader{takes.bytes - less.bytes, takes.values - less.values, takes.texts - less.texts}
		_, err := left.Read(strings.NewReader(content))
		if (err == nil) != (name == "none") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "none" && left != (Reader{}) {
			t.Errorf("%v is left", left)
		}
	}
}

func TestTheLimitsOfANotebookAreExact(t *testing.T) {
	cells := func(count int) string { return `{"cells": [` + strings.Repeat(`{},`, count-1) + `{}]}` }
	nested := func(depth int) string {
		return `{"a": ` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + `}`
	}
	for content, want := range map[string]bool{
		cells(maxCells): true, cells(maxCells + 1): false, nested(maxDepth): true, nested(maxDepth + 1): false,
	} {
		if _, err := read(content); (err == nil) != want {
			t.Errorf("%.30s…: %v", content, err)
		}
	}
	if got := limitBytes.exceeded(limitBytes.one).Error(); !strings.HasPrefix(got, "it has more than 8388608 bytes") {
		t.Error(got)
	}
}

// The outputs of a cell have a limit together.
func TestALongOutputIsCut(t *testing.T) {
	output := `{"data":{"text/plain":"` + strings.Repeat("x", maxText-10) + `"}},`
	content := `{"cells":[{"metadata":{"tags":["check"]},"outputs":[` + strings.Repeat(output, 3) + `{}]}]}`
	if takes := used(t, content); takes.texts != maxText {
		t.Errorf("%d bytes are kept", takes.texts)
	}
}

// A name may be written with escapes, and a title may be at the beginning.
func TestOddSpellingsOfAPage(t *testing.T) {
	name := ""
	for _, letter := range "text/plain" {
		name += fmt.Sprintf(`\u%04x`, letter)
	}
	page, err := read(`{"cells": [{"cell_type": "markdown", "source": "**7. First.** Do it."},
		{"metadata": {"tags": ["check"]}, "outputs": [{"data": {"` + name + `": "✓"}}]}]}`)
	if err != nil || !slices.Equal(page.Checks, []Check{{"First", "", "✓"}}) {
		t.Errorf("%q, %v", page, err)
	}
}

package chart

import (
	"strings"
	"testing"
)

func TestANoteIsOneLineOfTextAndSafeHTML(t *testing.T) {
	colours := map[string]bool{}
	for _, mark := range []Mark{Given, Missing, Refused} {
		content, text := noteBox(mark, "Your prediction: <b>.", "Now & then.")
		if want := string(mark) + " Your prediction: <b>. Now & then."; text != want {
			t.Errorf("the text is %q, want %q", text, want)
		}
		if !strings.Contains(content, "&lt;b&gt;") || !strings.Contains(content, "Now &amp; then.") {
			t.Errorf("the HTML is not escaped: %s", content)
		}
		_, colour, _ := strings.Cut(content, "solid ")
		colours[colour[:7]] = true
	}
	if len(colours) != 3 {
		t.Errorf("the three marks have the colours %v", colours)
	}
}

package chart

// Mark begins a note, and gives its box a colour.
type Mark string

// The marks of a note: blue, grey and red.
const (
	Given   Mark = "●"
	Missing Mark = "○"
	Refused Mark = "✗"
)

// Note shows a short note in a box, with a title in bold before the message. Outside a notebook it prints the same in
// one line.
func Note(mark Mark, title, message string) { showHTML(noteBox(mark, title, message)) }

func noteBox(mark Mark, title, message string) (content, text string) {
	colours := map[Mark][2]string{
		Given:   {"#0072b2", "rgba(0,114,178,.12)"},
		Missing: {"#888888", "rgba(136,136,136,.12)"},
		Refused: {"#d55e00", "rgba(213,94,0,.12)"},
	}
	return framedText(string(mark), colours[mark][0], colours[mark][1], title, message)
}

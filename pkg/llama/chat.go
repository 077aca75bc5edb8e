package llama

import (
	"strings"
)

// Turn is one message of a chat.
type Turn struct {
	Role string // "system", "user" or "assistant"
	Text string
}

// Chat returns the text of a chat as SmolLM2 learned it, up to the place where the assistant answers: the ChatML
// template. The model ends its answer with EndOfTurn.
func Chat(turns ...Turn) string {
	var text strings.Builder
	for _, turn := range turns {
		text.WriteString(StartOfTurn + turn.Role + "\n" + turn.Text + EndOfTurn + "\n")
	}
	return text.String() + StartOfTurn + "assistant\n"
}

// Ask returns the text of a chat with one question.
func Ask(question string) string { return Chat(Turn{"user", question}) }

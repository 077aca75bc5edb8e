package exercise

import "testing"

// As TestEveryAnswerGetsItsOwnMessage, for the exercises of page 06, and the new one of 07.
func TestEveryAnswerAboutOverfittingGetsItsOwnMessage(t *testing.T) {
	for name, task := range map[string]interface{ faults() []string }{
		"smooth": smooth, "perplexity": perplexity, "p-value": pValue,
	} {
		for _, fault := range task.faults() {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

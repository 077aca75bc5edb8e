package exercise

import "testing"

func TestEveryAnswerToTheLoopsExercisesGetsItsOwnMessage(t *testing.T) {
	for name, task := range map[string]interface{ faults() []string }{"dead units": deadUnits, "momentum": momentum} {
		for _, fault := range task.faults() {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

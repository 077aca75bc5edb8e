package main

import (
	"strings"
	"testing"
)

func TestTheCommandLogins(t *testing.T) {
	if out := must(t, "logins", write(t, "Ada", "bo")); out != "ada\nbo\n" {
		t.Errorf("printed %q", out)
	}
	status, out, notes := call("logins", write(t, "zoë"))
	if status != failed || out != "" || strings.Count(notes, "\n") != 1 {
		t.Errorf("status %d, %q, %q", status, out, notes)
	}
	if status, _, notes := call("logins", "/nothing/there"); status != failed ||
		!strings.Contains(notes, "no such file") {
		t.Errorf("a missing file: status %d, %q", status, notes)
	}
}

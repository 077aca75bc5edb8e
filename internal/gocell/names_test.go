package gocell

import (
	"slices"
	"testing"
)

func TestNamesAreThoseThatACellMayMean(t *testing.T) {
	var h History
	c, _ := Read("type Point struct{ X int }\nfunc (p Point) Sum() int { return p.X }\nfunc softmax() {}")
	h.Compiled(c, 1)
	broken, _ := Read("func generate() { x }")
	h.Failed(broken, 2)
	c, _ = Read("%%\ncounts := 3\nfmt.Println(\"text\", count)")
	want := []string{"Point", "count", "counts", "fmt", "softmax"}
	if got := h.Names(c); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	e := Explain([]Problem{{Line: 3, Message: "undefined: count"}}, "", h.Names(c)...)
	if e.Sentence != "There is no `count` here. Did you mean `counts`?" {
		t.Error(e.Sentence)
	}
}

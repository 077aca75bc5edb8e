package gocell

import (
	"fmt"
	"strings"
	"testing"
)

func TestFormatNotes(t *testing.T) {
	for name, c := range map[string]struct {
		text   string // what fmt.Printf is called with
		values []any
		want   string // part of the note; "" for none
	}{
		"an int for %f":      {"%.2f of all", []any{0}, "`%f` wants a `float64`, and this is an `int`: write `float"},
		"a float for %d":     {"%d", []any{0.5}, "`%d` wants a whole number, and this is a `float64`: write `%.2f`"},
		"a text for %d":      {"%d", []any{"abi"}, "this is a `string`: write `%s`"},
		"a number for %s":    {"%s", []any{3}, "`%s` wants a text, and this is an `int`: write `%d`"},
		"a list for %t":      {"%t", []any{[]int{1}}, "wants `true` or `false`, and this is an `int`"},
		"no value":           {"%d and %d", []any{3}, "has no value"},
		"a sign":             {"5 % of all", nil, "has no value"},
		"a sign at the end":  {"5 %", nil, "stands alone"},
		"one value too many": {"%d", []any{3, 4}, "more values"},
		"all is well":        {"%d %% %.2f %v!", []any{3, 0.5, []int{1}}, ""},
		"no format":          {"%s", []any{"100%! (d) 50%!d %(x=3) %!(a) %!d(x y=3)"}, ""},
	} {
		printed := fmt.Sprintf(c.text, c.values...)
		notes := strings.Join(FormatNotes(printed), "\n")
		if !strings.Contains(notes, c.want) || c.want == "" && notes != "" {
			t.Errorf("%s: after %q the notes are %q, want %q", name, printed, notes, c.want)
		}
	}
}

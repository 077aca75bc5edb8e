package gocell

import (
	"fmt"
	"strings"
	"testing"
)

func TestFormatNotes(t *testing.T) {
	format := fmt.Sprintf // vet would find these mistakes
	for name, c := range map[string]struct{ printed, want string }{
		"an int for %f":      {format("%.2f of all", 8/27), "`%f` wants a `float64`, and this is an `int`: write `float64(…)`"},
		"a float for %d":     {format("%d", 0.5), "`%d` wants a whole number, and this is a `float64`: write `%.2f`"},
		"a text for %d":      {format("%d", "abi"), "this is a `string`: write `%s`"},
		"a number for %s":    {format("%s", 3), "`%s` wants a text, and this is an `int`: write `%d`"},
		"a list for %t":      {format("%t", []int{1}), "wants `true` or `false`, and this is an `int`"},
		"another type":       {format("%f", struct{}{}), ""},
		"no value":           {format("%d and %d", 3), "has no value"},
		"a sign":             {format("5 % of all"), "has no value"},
		"a sign at the end":  {format("5 %"), "stands alone"},
		"one value too many": {format("%d", 3, 4), "more values"},
		"all is well":        {format("%d %% %.2f %v!", 3, 0.5, []int{1}), ""},
		"no format":          {"100%! (d) 50%!d %(x=3) %!(a) %!d(x y=3)", ""},
	} {
		notes := strings.Join(FormatNotes(c.printed), "\n")
		if !strings.Contains(notes, c.want) || c.want == "" && notes != "" {
			t.Errorf("%s: after %q the notes are %q, want %q", name, c.printed, notes, c.want)
		}
	}
}

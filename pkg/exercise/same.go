package exercise

// Comparing answers.

import (
	"fmt"
	"math"
	"reflect"
)

// same reports whether two answers are equal. Numbers may differ by rounding.
func same(a, b any) bool { return alike(reflect.ValueOf(a), reflect.ValueOf(b)) }

func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Float64:
		return near(a.Float(), b.Float())
	case reflect.Slice:
		return a.Len() == b.Len() && all(a.Len(), func(i int) bool { return alike(a.Index(i), b.Index(i)) })
	case reflect.Struct:
		return all(a.NumField(), func(i int) bool { return alike(a.Field(i), b.Field(i)) })
	case reflect.Map:
		keys := a.MapKeys()
		return a.Len() == b.Len() && all(len(keys), func(i int) bool {
			other := b.MapIndex(keys[i])
			return other.IsValid() && alike(a.MapIndex(keys[i]), other)
		})
	default:
		return a.Equal(b)
	}
}

func all(n int, holds func(int) bool) bool {
	for i := range n {
		if !holds(i) {
			return false
		}
	}
	return true
}

// near reports whether two numbers agree to five digits.
func near(a, b float64) bool {
	if a == b || math.IsNaN(a) && math.IsNaN(b) {
		return true
	}
	return math.Abs(a-b) <= 1e-9+1e-5*max(math.Abs(a), math.Abs(b)) && !math.IsInf(a, 0) && !math.IsInf(b, 0)
}

// short returns an answer as text: strings in quotes, numbers with four digits, at most 150 characters.
func short(answer any) string {
	const most = 150
	written := []rune(inWords(answer))
	if len(written) > most {
		return string(written[:most]) + "…"
	}
	return string(written)
}

func inWords(answer any) string {
	value := reflect.ValueOf(answer)
	switch value.Kind() {
	case reflect.String:
		return fmt.Sprintf("%q", answer)
	case reflect.Float64:
		return fmt.Sprintf("%.4g", answer)
	case reflect.Slice:
		if value.Len() == 0 {
			return "an empty list"
		}
		if _, texts := answer.([]string); texts {
			return fmt.Sprintf("%q", answer)
		}
		return fmt.Sprintf("%.4g", answer)
	default:
		return fmt.Sprintf("%v", answer)
	}
}

package vocab

import "fmt"

// MaxContext is the longest context, in tokens, that CheckContext accepts. The lecture needs no longer one.
const MaxContext = 1024

// CheckContext returns an error if the length of a context, in tokens, is not between 1 and MaxContext.
func CheckContext(length int) error {
	if length < 1 || length > MaxContext {
		return fmt.Errorf("a context of %d tokens: it must be between 1 and %d", length, MaxContext)
	}
	return nil
}

// Window returns the part of ids that a model with a context of the given length sees: the last ids. If there are fewer
// ids than length, pad fills the left.
//
//	returns: [length], a copy; empty if length is below 1
func Window(ids []int, length, pad int) []int {
	window := make([]int, max(length, 0))
	missing := max(len(window)-len(ids), 0)
	for i := range missing {
		window[i] = pad
	}
	copy(window[missing:], ids[max(len(ids)-len(window), 0):])
	return window
}

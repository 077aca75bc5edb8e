package data

import _ "embed" // for the go:embed directive

//go:embed pride-and-prejudice.txt
var prideAndPrejudice string

// PrideAndPrejudice returns the text of Jane Austen's novel (1813): 121,567 words in plain text.
func PrideAndPrejudice() string { return prideAndPrejudice }

package data

import _ "embed" // for the go:embed directive

//go:embed names-english.txt
var englishNames string

// EnglishNames returns 8,403 unique English first names of 2 to 15 letters a–z, sorted, one on each line.
func EnglishNames() string { return englishNames }

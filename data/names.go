package data

import _ "embed" // for the go:embed directive

//go:embed names.txt
var names string

// Names returns 7,929 unique Indian first names of 2 to 15 letters a–z, sorted, one on each line.
func Names() string { return names }

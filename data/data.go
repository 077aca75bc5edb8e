// Package data holds the names, the word vectors and the text that the lecture uses.
//
// Each file is embedded in its own Go file and returned by its own function. The linker leaves out what a program does
// not call, so a cell that needs only the names does not contain the word vectors. NOTICE.md gives the source, the
// licence and the SHA-256 sum of each file.
package data

// Package data holds the names, the word vectors and the text that the lecture uses.
//
// Each file is embedded by itself, in a Go file of its own, and reached through a function of its own: the linker
// leaves out what a program does not call, so a cell that needs the names does not carry the word vectors. NOTICE.md
// says where each file comes from, under which licence, and gives its SHA-256 sum.
package data

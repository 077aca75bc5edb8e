// Package graphs has only a test: that package gocell explains what GoMLX says of graphs today. It stands apart, since
// gocell needs nothing but Go.
package graphs

// Command nexttoken does the lecture's work from a shell.
package main

import "fmt"

func main() { fmt.Println("nexttoken") }

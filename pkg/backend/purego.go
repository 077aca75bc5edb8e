//go:build !xlaonly

package backend

// Registers the pure-Go backend. A cell's program goes without it where set-up found XLA's plugin, because a smaller
// program is linked sooner: the kernel sets the tag.
import _ "github.com/gomlx/compute/gobackend"

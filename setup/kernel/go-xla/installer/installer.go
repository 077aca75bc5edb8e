// Package installer takes the place of go-xla's package of this name in a cell's program. The real one downloads XLA's
// plugin, for which it needs net/http. A cell needs neither: set-up has installed the plugin.
package installer

import "errors"

// VerbosityLevel is how much an installation prints.
type VerbosityLevel int

// Normal is the level that go-xla asks for.
const Normal VerbosityLevel = 1

var errNotLinked = errors.New("a cell can't install XLA's plugin: `make setup` does")

// AutoInstall installs nothing, and returns an error that names what does.
func AutoInstall(string, bool, VerbosityLevel) error { return errNotLinked }

//go:build (linux && (amd64 || arm64)) || (darwin && arm64) || (windows && amd64)

package backend

import _ "github.com/gomlx/go-xla/compute/xla" // registers XLA where its plugins exist

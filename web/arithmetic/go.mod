// The files in this folder are added to a copy of this module: see ../site/modules.go.
module github.com/gomlx/compute

go 1.26

package ops

// The hyperbolic tangent in a browser: that of ../arithmetic.ts in place of Go's.

import (
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/internal/gobackend"
)

//go:wasmimport arithmetic tanh
func tanh(input, output unsafe.Pointer, count int32)

func init() {
	gobackend.SetNodeExecutor(compute.OpTypeTanh, gobackend.PriorityArch, execTanhInBrowser)
}

func execTanhInBrowser(backend *gobackend.Backend, node *gobackend.Node, inputs []*gobackend.Buffer,
	inputsOwned []bool) (*gobackend.Buffer, error) {
	numbers, ok := inputs[0].Flat.([]float32)
	if !ok || len(numbers) == 0 {
		return execTanh(backend, node, inputs, inputsOwned)
	}
	input, output, err := unaryOperandAndOutput(backend, inputs, inputsOwned)
	if err != nil {
		return nil, err
	}
	from, to := input.Flat.([]float32), output.Flat.([]float32)
	tanh(unsafe.Pointer(&from[0]), unsafe.Pointer(&to[0]), int32(len(from)))
	return output, nil
}

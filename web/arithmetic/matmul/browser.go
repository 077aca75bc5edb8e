package matmul

// Matrix products in a browser: those of ../arithmetic.ts in place of Go's.

import (
	"unsafe"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/internal/gobackend"
	"github.com/gomlx/compute/internal/gobackend/dot"
)

//go:wasmimport arithmetic product
func product(left, right, output unsafe.Pointer, rows, columns, inner int32)

//go:wasmimport arithmetic productTransposed
func productTransposed(left, right, output unsafe.Pointer, rows, columns, inner int32)

func init() {
	for _, layout := range []dot.Layout{dot.LayoutNonTransposed, dot.LayoutTransposed} {
		dot.RegisterImplementation[float32, float32]("browser", layout, dtypes.Float32, dtypes.Float32, products,
			gobackend.PriorityArch, false)
	}
}

// products multiplies the matrices of a batch. Large ones stay in Go, which sums their products in another order.
func products(backend *gobackend.Backend, layout dot.Layout, left, right []float32, batch, rows, columns, inner int,
	output []float32) {
	size := rows * columns * inner
	if size == 0 || batch*size >= noSIMDSmallMatMulSizeThreshold {
		noSIMDRouter(backend, layout, left, right, batch, rows, columns, inner, output)
		return
	}
	multiply := product
	if layout == dot.LayoutTransposed {
		multiply = productTransposed
	}
	for i := range batch {
		multiply(unsafe.Pointer(&left[i*rows*inner]), unsafe.Pointer(&right[i*inner*columns]),
			unsafe.Pointer(&output[i*rows*columns]), int32(rows), int32(columns), int32(inner))
	}
}

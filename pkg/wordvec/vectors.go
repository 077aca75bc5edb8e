package wordvec

import (
	"encoding/binary"
	"fmt"
	"math"

	"nexttoken/internal/safetensors"
)

// arrayName is the name of the vectors in their file.
const arrayName = "vectors"

// decodeVectors returns the vectors of a safetensors file, float16, as [words][numbers].
func decodeVectors(data []byte) ([][]float64, error) {
	file, err := safetensors.Decode(data)
	if err != nil {
		return nil, err
	}
	array, ok := file.Arrays[arrayName]
	if !ok || array.Type != "F16" || len(array.Shape) != 2 || len(array.Bytes) == 0 {
		return nil, fmt.Errorf("the array %q has type %q and shape %v: it must be F16, with two dimensions above 0",
			arrayName, array.Type, array.Shape)
	}
	vectors := make([][]float64, array.Shape[0])
	for i := range vectors {
		vectors[i] = make([]float64, array.Shape[1])
		for j := range vectors[i] {
			vectors[i][j] = float16(binary.LittleEndian.Uint16(array.Bytes[2*(i*array.Shape[1]+j):]))
		}
	}
	return vectors, nil
}

// float16 returns the value of a half-precision number: a sign, 5 bits of exponent, 10 of fraction.
// IEEE 754-2008, section 3.6.
func float16(bits uint16) float64 {
	sign := 1 - 2*float64(bits>>15)
	exponent, fraction := int(bits>>10&31), float64(bits&1023)/1024
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -14)
	case 31:
		if fraction != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1+fraction, exponent-15)
}

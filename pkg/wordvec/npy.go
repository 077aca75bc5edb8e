package wordvec

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"strconv"
)

const magic = "\x93NUMPY"

var header = regexp.MustCompile(`'descr': '<f2', 'fortran_order': False, 'shape': \((\d+), (\d+)\)`)

// readArray reads a NumPy file of float16 numbers with two dimensions. Format: NumPy Enhancement Proposal 1.
func readArray(file []byte) ([][]float64, error) {
	if !bytes.HasPrefix(file, []byte(magic)) || len(file) < 10 {
		return nil, fmt.Errorf("not a NumPy file: it begins with %q, not with %q", file[:min(6, len(file))], magic)
	}
	body := 10 + int(binary.LittleEndian.Uint16(file[8:]))
	if body > len(file) {
		return nil, fmt.Errorf("the NumPy file is cut short: its header of %d bytes does not fit in %d", body, len(file))
	}
	shape := header.FindSubmatch(file[10:body])
	if shape == nil {
		return nil, fmt.Errorf("the NumPy file holds no rows of float16, in C order: its header is %q", bytes.TrimSpace(file[10:body]))
	}
	rows, _ := strconv.Atoi(string(shape[1]))
	columns, _ := strconv.Atoi(string(shape[2]))
	if rows < 1 || columns < 1 || len(file)-body != 2*rows*columns {
		return nil, fmt.Errorf("the NumPy file is cut short: %d bytes of data, and %d × %d float16 take %d", len(file)-body, rows, columns, 2*rows*columns)
	}
	return decode(file[body:], rows, columns), nil
}

func decode(numbers []byte, rows, columns int) [][]float64 {
	flat := make([]float64, rows*columns)
	for i := range flat {
		flat[i] = float16(binary.LittleEndian.Uint16(numbers[2*i:]))
	}
	array := make([][]float64, rows)
	for i := range array {
		array[i] = flat[i*columns : (i+1)*columns]
	}
	return array
}

// float16 returns the value of a half-precision number: sign, 5 bits of exponent, 10 of fraction. IEEE 754-2008, section 3.6.
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

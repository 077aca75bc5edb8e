package blueprint

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// value returns the settings of a node as text. Each operation has its own type for its settings.
func (w *walker) value(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Invalid, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return "-" // code: an implementation of the operation, chosen for this processor
	case reflect.Interface:
		return w.value(v.Elem())
	case reflect.Pointer:
		return w.pointer(v)
	case reflect.Struct:
		return w.structure(v)
	case reflect.Slice, reflect.Array:
		return w.list(v)
	}
	return scalar(v)
}

// scalar returns a number, a bool or a string as text, and panics for any other kind: no operation of the known version
// has one. Unexported fields can only be read in this way.
func scalar(v reflect.Value) string {
	switch {
	case v.CanInt():
		return fmt.Sprint(v.Int())
	case v.CanUint():
		return fmt.Sprint(v.Uint())
	case v.CanFloat():
		return fmt.Sprintf("%x", v.Float()) // every bit, the sign of zero too
	case v.CanComplex():
		return fmt.Sprintf("%x", v.Complex())
	case v.Kind() == reflect.Bool:
		return fmt.Sprint(v.Bool())
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	}
	panic(fmt.Errorf("an operation has a setting of type %s", v.Type()))
}

func (w *walker) pointer(v reflect.Value) string {
	target := v.Type().Elem()
	switch {
	case v.IsNil() || w.skipped[target]:
		return "-"
	case target == w.nodeType:
		return w.node(v.Pointer())
	case target == w.functionType:
		return w.function(v.Pointer())
	case target.Kind() == reflect.Struct && holdsCode(v.Elem()):
		return "-"
	}
	return w.value(v.Elem())
}

// holdsCode reports whether a structure describes an implementation, which differs between processors.
func holdsCode(structure reflect.Value) bool {
	for i := range structure.NumField() {
		field := structure.Field(i)
		if field.Kind() == reflect.Interface {
			field = field.Elem()
		}
		if field.Kind() == reflect.Func {
			return true
		}
	}
	return false
}

// memory are the fields of a constant that describe how its bytes are stored. Its values are in another field.
var memory = []string{"RawBytes", "InUse", "isUserFed"}

func (w *walker) structure(v reflect.Value) string {
	var fields []string
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; !slices.Contains(memory, name) {
			fields = append(fields, name+":"+w.value(v.Field(i)))
		}
	}
	return "{" + strings.Join(fields, " ") + "}"
}

func (w *walker) list(v reflect.Value) string {
	values := make([]string, v.Len())
	for i := range values {
		values[i] = w.value(v.Index(i))
	}
	return "[" + strings.Join(values, " ") + "]"
}

package blueprint

import (
	"fmt"
	"reflect"
	"strings"
)

// walker writes a graph of the pure-Go backend. That backend is an internal package of GoMLX, so its fields are
// read by reflection. Nodes and functions are known by their addresses.
type walker struct {
	text      strings.Builder
	nodes     map[uintptr]reflect.Value
	functions map[uintptr]reflect.Value

	nodeType, functionType reflect.Type
	skipped                map[reflect.Type]bool // what a node points to and does not depend on

	nodeNumbers, functionNumbers map[uintptr]int
}

// describe returns the text of a builder's main function. It panics where the backend's fields are not those of the
// known version.
func describe(builder any) string {
	b := reflect.ValueOf(builder).Elem()
	main := b.FieldByName("MainFn")
	w := &walker{
		nodes: map[uintptr]reflect.Value{}, functions: map[uintptr]reflect.Value{},
		nodeType: main.Elem().FieldByName("Outputs").Type().Elem().Elem(), functionType: main.Type().Elem(),
		nodeNumbers: map[uintptr]int{}, functionNumbers: map[uintptr]int{},
	}
	w.skipped = map[reflect.Type]bool{
		b.Type(): true, b.FieldByName("Backend").Type().Elem(): true,
		main.Elem().FieldByName("Compiled").Type().Elem(): true,
	}
	for function := range elements(b.FieldByName("Functions")) {
		w.functions[function.Pointer()] = function
		for node := range elements(function.Elem().FieldByName("Nodes")) {
			w.nodes[node.Pointer()] = node
		}
	}
	w.function(main.Pointer())
	return w.text.String()
}

// elements iterates over a slice.
func elements(slice reflect.Value) func(yield func(reflect.Value) bool) {
	return func(yield func(reflect.Value) bool) {
		for i := range slice.Len() {
			if !yield(slice.Index(i)) {
				return
			}
		}
	}
}

// function writes a function once, and returns its name in the text.
func (w *walker) function(address uintptr) string {
	if number, ok := w.functionNumbers[address]; ok {
		return fmt.Sprintf("function%d", number)
	}
	number := len(w.functionNumbers)
	w.functionNumbers[address] = number
	function := w.functions[address].Elem()
	var parameters, outputs []string
	for parameter := range elements(function.FieldByName("Parameters")) {
		parameters = append(parameters, fmt.Sprint(parameter.Elem().FieldByName("Shape")))
	}
	for output := range elements(function.FieldByName("Outputs")) {
		outputs = append(outputs, w.node(output.Pointer()))
	}
	if number == 0 {
		parameters = nil // they come in the order in which the graph happened to name them
	}
	fmt.Fprintf(&w.text, "function%d %v -> %v\n", number, parameters, outputs)
	return fmt.Sprintf("function%d", number)
}

// node writes a node once, after all that it depends on, and returns its name in the text.
func (w *walker) node(address uintptr) string {
	if number, ok := w.nodeNumbers[address]; ok {
		return fmt.Sprintf("#%d", number)
	}
	node := w.nodes[address].Elem()
	operation := fmt.Sprint(node.FieldByName("OpType"))
	var inputs []string
	for input := range elements(node.FieldByName("Inputs")) {
		inputs = append(inputs, w.node(input.Pointer()))
	}
	settings := w.settings(operation, node)
	number := len(w.nodeNumbers)
	w.nodeNumbers[address] = number
	fmt.Fprintf(&w.text, "#%d %s %v %v %s\n", number, operation, shapesOf(node), inputs, settings)
	return fmt.Sprintf("#%d", number)
}

// shapesOf returns the shape of a node's output, or of its outputs where it has several; of one that picks an
// output, also which.
func shapesOf(node reflect.Value) string {
	text := fmt.Sprint(node.FieldByName("Shape"))
	if several := node.FieldByName("MultiOutputsShapes"); several.Len() > 0 {
		text = fmt.Sprint(several)
	}
	if node.FieldByName("IsNodeSelectOutput").Bool() {
		text += fmt.Sprintf(" output %d", node.FieldByName("SelectOutputIdx").Int())
	}
	return text
}

// settings returns what a node depends on besides its inputs.
func (w *walker) settings(operation string, node reflect.Value) string {
	data, function := node.FieldByName("Data"), node.FieldByName("Function")
	switch operation {
	case "Parameter":
		return w.parameter(data.Elem().Elem(), function)
	case "CapturedValue":
		parents := function.Elem().FieldByName("CapturedParentNodes")
		return w.node(parents.Index(int(data.Elem().Int())).Pointer())
	}
	return w.value(data)
}

// parameter names a parameter of main by its name, and one of another function by its place.
func (w *walker) parameter(data, function reflect.Value) string {
	if number := w.functionNumbers[function.Pointer()]; number > 0 {
		return fmt.Sprintf("parameter %d of function%d", data.FieldByName("InputIdx").Int(), number)
	}
	return fmt.Sprintf("%q", data.FieldByName("Name").String())
}

package chart

// The way to a notebook in a browser: each display is a line of JSON, appended to the file that NEXTTOKEN_DISPLAY names.

import (
	"encoding/json"
	"os"
	"strconv"
)

var inNotebook = os.Getenv("NEXTTOKEN_DISPLAY") != ""

func display(id string, data map[string]any) {
	line, err := json.Marshal(map[string]any{"id": id, "data": data})
	check(err)
	file, err := os.OpenFile(os.Getenv("NEXTTOKEN_DISPLAY"), os.O_WRONLY|os.O_APPEND, 0o600)
	check(err)
	defer file.Close()
	_, err = file.Write(append(line, '\n'))
	check(err)
}

var displays int

func newID() string {
	displays++
	return "display-" + strconv.Itoa(displays)
}

package chart

// In a notebook that runs in a browser, each display is a line of JSON in the file that NEXTTOKEN_DISPLAY names.

import (
	"encoding/json"
	"os"
	"strconv"

	"nexttoken/pkg/progress"
)

var inNotebook = os.Getenv("NEXTTOKEN_DISPLAY") != ""

// display appends a line of JSON: the id, and the data by MIME type.
func display(id string, data map[string]any) {
	line, err := json.Marshal(map[string]any{"id": id, "data": data})
	check(err)
	file, err := os.OpenFile(os.Getenv("NEXTTOKEN_DISPLAY"), os.O_WRONLY|os.O_APPEND, 0o600)
	check(err)
	defer file.Close()
	_, err = file.Write(append(line, '\n'))
	check(err)
}

// displays counts the ids.
var displays int

// newID returns an id for a display that will be updated.
func newID() string {
	displays++
	return "display-" + strconv.Itoa(displays)
}

// keep and find do nothing: no curve is kept in a browser.
func (c *lossCurve) keep() {}

func (c *lossCurve) find(progress.Report) bool { return false }

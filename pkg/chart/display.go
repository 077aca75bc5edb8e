//go:build !js

package chart

// In JupyterLab, GoNB sends to the page what a cell displays.

import (
	"encoding/gob"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func init() {
	gob.Register(map[string]any{}) // the types in a specification, which gob sends to the kernel
	gob.Register([]any{})
}

// inNotebook is false in a terminal and in a test.
var inNotebook = gonbui.IsNotebook

// display shows data, by MIME type, in the place of the last display with the same id; for "", in a new place.
func display(id string, data map[string]any) {
	typed := map[protocol.MIMEType]any{}
	for kind, content := range data {
		typed[protocol.MIMEType(kind)] = content
	}
	gonbui.SendData(&protocol.DisplayData{DisplayID: id, Data: typed})
	gonbui.Sync()
}

// newID returns an id for a display that will be updated.
func newID() string { return gonbui.UniqueId() }

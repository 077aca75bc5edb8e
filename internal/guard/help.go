package guard

import (
	"nexttoken/internal/gocell"
	"nexttoken/internal/jupyter"
)

// refuseHelp answers, that nothing was found, a request to complete or to inspect a name in an unfinished cell that
// would end GoNB. It returns false where GoNB can answer.
func (g *Guard) refuseHelp(m jupyter.Message) bool {
	asked, err := content[struct {
		Code   string `json:"code"`
		Cursor int    `json:"cursor_pos"`
	}](m)
	if err != nil || gocell.Completable(asked.Code) {
		return false
	}
	kind, result := "inspect_reply", map[string]any{"status": "ok", "found": false, "data": empty, "metadata": empty}
	if m.Header.Type == "complete_request" {
		kind, result = "complete_reply", map[string]any{"status": "ok", "matches": []string{},
			"cursor_start": asked.Cursor, "cursor_end": asked.Cursor, "metadata": empty}
	}
	g.status(m, "busy")
	if reply, err := jupyter.Reply(m, kind, result); err == nil {
		g.answer(g.front.shell, reply)
	}
	g.status(m, "idle")
	return true
}

var empty = map[string]any{}

// status publishes that the kernel is busy with a request, or idle after it.
func (g *Guard) status(request jupyter.Message, state string) {
	if m, err := jupyter.Reply(request, "status", map[string]string{"execution_state": state}); err == nil {
		g.send(m)
	}
}

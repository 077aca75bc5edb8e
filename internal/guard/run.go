package guard

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"nexttoken/internal/cellprocess"
	"nexttoken/internal/gocell"
	"nexttoken/internal/jupyter"
)

const (
	diedSentence = "The Go kernel ended, and with it what the cells above declared. " +
		"Choose Kernel → Restart Kernel, and run the cells above again: Run → Run All Above Selected Cell."
	flushEvery = 40 * time.Millisecond // text that is printed waits so long for more
	pipesApart = time.Second           // GoNB reads two pipes: older text of one may come so late
	megabyte   = 1 << 20

	longestPlain  = 4 << 10 // bytes of displays as plain text that are kept
	longestFormat = 200     // bytes of a line that is not complete in which a note is looked for again
)

// displayLimit returns how many bytes of displays a cell may show: NEXTTOKEN_DISPLAY_MB, or 50 MB.
func displayLimit() int {
	return cellprocess.Setting("NEXTTOKEN_DISPLAY_MB", 50) * megabyte
}

// run is a cell that waits, or runs.
type run struct {
	request jupyter.Message
	cell    *gocell.Cell
	problem *gocell.Problem      // why the cell does not go to GoNB; nil if it does
	reply   chan jupyter.Message // GoNB's execute_reply

	interrupted bool // ■ was pressed while the cell waited or ran; the guard's lock is for it

	stream   string          // of the text that waits: "stdout" or "stderr"
	text     strings.Builder // what the program printed and JupyterLab does not have yet
	trace    strings.Builder // from the first line of a panic on
	own      strings.Builder // a line that begins with ✗, while it is the last: an error of our packages
	ownTime  time.Time       // when it came
	line     string          // the last line of the output, which is not complete
	formats  []string        // notes about values that fmt.Printf could not write
	shown    map[string]int  // bytes of each display, by its ID
	total    int             // bytes of all displays
	overfull bool            // the displays reached their limit
	printed  int             // bytes of text
	noisy    bool            // a command of the shell printed too much
	plain    strings.Builder // the displays, as the plain text that a saved notebook holds
}

// request prepares a cell for GoNB, and returns the message that GoNB gets. A cell that GoNB must not see becomes an
// empty one, so that GoNB goes on counting the cells.
func (g *Guard) request(m jupyter.Message) jupyter.Message {
	asked, err := content[map[string]any](m)
	source, isText := asked["code"].(string)
	if err != nil || !isText {
		return m
	}
	r := &run{request: m, reply: make(chan jupyter.Message, 1), shown: map[string]int{}}
	r.cell, r.problem = gocell.Read(source)
	g.mu.Lock()
	g.runs[m.Header.ID] = r
	g.mu.Unlock()
	asked["code"] = ""
	if r.problem == nil {
		asked["code"] = r.cell.Code
	}
	changed, err := m.With(asked)
	if err != nil {
		return m
	}
	return changed
}

// publish handles what GoNB publishes, in order. Text is joined for a moment, since each message costs the page time.
func (g *Guard) publish(ctx context.Context, published <-chan jupyter.Message) {
	var last *run
	var flush <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.died:
			g.answerRest()
			return
		case <-flush:
			flush = nil
			g.flush(last)
		case m := <-published:
			g.mu.Lock()
			r := g.runs[m.Parent.ID]
			g.mu.Unlock()
			if r == nil {
				g.send(m)
				continue
			}
			g.handle(r, m)
			if last = r; r.text.Len() > 0 && flush == nil {
				flush = time.After(flushEvery)
			}
		}
	}
}

// handle handles one message of a running cell.
func (g *Guard) handle(r *run, m jupyter.Message) {
	switch m.Header.Type {
	case "stream":
		g.printed(r, m)
	case "error": // the reply holds the same, and is explained
	case "execute_input":
		g.begin(r, m)
	case "display_data", "execute_result", "update_display_data":
		g.displayed(r, m)
	case "status":
		if state, err := content[struct {
			State string `json:"execution_state"`
		}](m); err == nil && state.State == "idle" {
			g.finish(r)
		}
		g.send(m)
	default:
		g.flush(r)
		g.send(m)
	}
}

// begin shows the cell as the student wrote it, and what the student should know before the result.
func (g *Guard) begin(r *run, m jupyter.Message) {
	if shown, err := content[map[string]any](m); err == nil {
		shown["code"] = r.cell.Source
		if changed, err := m.With(shown); err == nil {
			m = changed
		}
	}
	g.send(m)
	if r.problem != nil {
		return
	}
	for _, note := range g.history.Notes(r.cell) {
		g.show(r, "display_data", box(gocell.NoteHTML(note), note))
	}
}

// endings are GoNB's lines about how a program ended, which it prints as if the program had.
var endings = regexp.MustCompile(`^(\^C\n)?(exit status \d+|signal: [a-z ]+( \(core dumped\))?)\n$`)

// traceStart begins what Go prints when a program ends by a panic or a fatal error.
var traceStart = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: goroutine stack exceeds|unexpected fault)`)

// ownError begins what our packages print when a cell's program ends by an error.
var ownError = regexp.MustCompile(`(?m)^✗ `)

// printed keeps text that the program printed. A trace, and an error of our packages, is kept apart: the error's
// explanation holds it.
func (g *Guard) printed(r *run, m jupyter.Message) {
	out, err := content[struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}](m)
	switch {
	case err != nil || g.tooMuch(r, len(out.Text)):
		return
	case out.Name == "stderr" && endings.MatchString(out.Text):
		return // the reply holds it
	case out.Name == "stderr" && r.trace.Len() > 0:
		r.trace.WriteString(out.Text)
		return
	}
	if out.Name == "stderr" || time.Since(r.ownTime) > pipesApart {
		g.release(r)
	}
	if r.stream != out.Name {
		g.flush(r)
		r.stream = out.Name
	}
	if at := traceStart.FindStringIndex(out.Text); out.Name == "stderr" && at != nil {
		r.trace.WriteString(out.Text[at[0]:])
		out.Text = out.Text[:at[0]]
	} else if at := ownError.FindAllStringIndex(out.Text, -1); out.Name == "stderr" && at != nil {
		last := at[len(at)-1][0]
		r.own.WriteString(out.Text[last:])
		r.ownTime = time.Now()
		out.Text = out.Text[:last]
	}
	if out.Name == "stdout" {
		g.lookForFormats(r, out.Text)
	}
	if r.text.WriteString(out.Text); r.text.Len() > 64<<10 {
		g.flush(r)
	}
}

// release gives back a line that began with ✗ and was not the last.
func (g *Guard) release(r *run) {
	if r.own.Len() == 0 {
		return
	}
	if r.stream != "stderr" {
		g.flush(r)
		r.stream = "stderr"
	}
	r.text.WriteString(r.own.String())
	r.own.Reset()
}

// lookForFormats keeps the notes about a text that was printed. A line may come in several pieces.
func (g *Guard) lookForFormats(r *run, text string) {
	text = r.line + text
	for _, note := range gocell.FormatNotes(text) {
		if !slices.Contains(r.formats, note) {
			r.formats = append(r.formats, note)
		}
	}
	r.line = text[max(strings.LastIndexByte(text, '\n')+1, len(text)-longestFormat):]
}

// tooMuch ends a command of the shell ("!yes") that prints for ever. A program's launcher sees to its program.
func (g *Guard) tooMuch(r *run, more int) bool {
	before := r.printed / megabyte
	r.printed += more
	if r.printed/megabyte > before && !r.noisy && !cellprocess.HasProgram(g.kernel.Process.Pid) {
		r.noisy = true
		cellprocess.InterruptBuild(g.kernel.Process.Pid)
	}
	return r.noisy
}

// flush sends the text that waits.
func (g *Guard) flush(r *run) {
	if r == nil || r.text.Len() == 0 {
		return
	}
	g.show(r, "stream", map[string]string{"name": r.stream, "text": r.text.String()})
	r.text.Reset()
}

// displayed passes a display on, until the displays of the cell are too large in all: then its program is ended. A
// display that is sent again counts once, at its largest.
func (g *Guard) displayed(r *run, m jupyter.Message) {
	g.flush(r)
	display, _ := content[struct {
		Transient struct {
			ID string `json:"display_id"`
		} `json:"transient"`
	}](m)
	if id := display.Transient.ID; id == "" {
		r.total += len(m.Content)
	} else if more := len(m.Content) - r.shown[id]; more > 0 {
		r.total += more
		r.shown[id] += more
	}
	if r.total <= g.limit {
		g.notePlain(r, m)
		g.send(m)
		return
	}
	if !r.overfull {
		r.overfull = true
		cellprocess.InterruptProgram(g.kernel.Process.Pid)
	}
}

// notePlain keeps the plain text of a display, for the teacher's board.
func (g *Guard) notePlain(r *run, m jupyter.Message) {
	kind := m.Header.Type
	if g.board == nil || kind != "display_data" && kind != "execute_result" || r.plain.Len() > longestPlain {
		return
	}
	display, _ := content[struct {
		Data struct {
			Plain string `json:"text/plain"`
		} `json:"data"`
	}](m)
	text := display.Data.Plain
	r.plain.WriteString(text[:min(len(text), longestPlain)])
}

// finish ends a cell: its history is kept, an error is explained, and JupyterLab gets the reply.
func (g *Guard) finish(r *run) {
	var reply jupyter.Message
	select {
	case reply = <-r.reply:
	case <-time.After(10 * time.Second): // GoNB sends the reply first
		return
	}
	g.mu.Lock()
	delete(g.runs, r.request.Header.ID) // and with that, ■ no longer touches it
	g.mu.Unlock()
	result, err := content[map[string]any](reply)
	if value, _ := result["evalue"].(string); err != nil || !ended.MatchString(value) {
		g.release(r) // the program went on after it
	}
	g.flush(r)
	for _, note := range r.formats {
		g.show(r, "display_data", box(gocell.NoteHTML(note), note))
	}
	if err != nil {
		g.answer(g.front.shell, reply)
		return
	}
	g.sources[count(result)] = r.cell.Source
	explanation, failed := g.explain(r, result)
	g.remember(r, result, failed)
	defer func() { g.board.Ran(r.cell.Source, r.plain.String()) }()
	if !failed {
		if r.trace.Len() > 0 { // the program went on after it
			g.show(r, "stream", map[string]string{"name": "stderr", "text": r.trace.String()})
		}
		g.answer(g.front.shell, reply)
		return
	}
	g.refuse(r, explanation, count(result))
}

// count returns the number that JupyterLab shows beside a cell; 0 if it shows none.
func count(result map[string]any) int {
	n, _ := result["execution_count"].(float64)
	return int(n)
}

// refuse shows an error and replies with it, with the cell's number if it has one.
func (g *Guard) refuse(r *run, e gocell.Explanation, number int) {
	shown := box(e.HTML(), e.Text())
	shown["metadata"] = failure
	g.show(r, "display_data", shown)
	result := map[string]any{
		"status": "error", "ename": "error", "evalue": e.Text(), "traceback": []string{e.Text()},
	}
	if number > 0 {
		result["execution_count"] = number
	}
	if reply, err := jupyter.Reply(r.request, "execute_reply", result); err == nil {
		g.answer(g.front.shell, reply)
	}
}

// failure marks a display as an error, in the saved notebook, too.
var failure = map[string]any{"nexttoken": map[string]bool{"failed": true}}

// box is a display of HTML, with plain text for what can't show it.
func box(html, text string) map[string]any {
	return map[string]any{
		"data":     map[string]string{"text/html": html, "text/plain": text},
		"metadata": empty, "transient": empty,
	}
}

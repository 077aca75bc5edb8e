package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nexttoken/internal/gocell"
	"nexttoken/internal/jupyter"
)

const printing = "%%\nfmt.Println(1)"

func TestWhatThePageShowsOfACell(t *testing.T) {
	trace := "goroutine 1 [running]:\nmain.main()\n"
	for name, c := range map[string]struct {
		ending    string // of the program, as GoNB replies; "" if all went well
		published []jupyter.Message
		want      string // what the page shows between "busy" and "idle", or how it begins, with | between messages
		failure   string // a part of the reply's error; "" for none
	}{
		"nothing":           {"", nil, "", ""},
		"text in pieces":    {"", []jupyter.Message{stdout(t, "1"), stdout(t, " 2\n")}, "stdout 1 2", ""},
		"a cell's warnings": {"", []jupyter.Message{stderr(t, "slow\n")}, "stderr slow", ""},
		"two streams": {"", []jupyter.Message{stdout(t, "1\n"), stderr(t, "2\n"), stdout(t, "3\n")},
			"stdout 1|stderr 2|stdout 3", ""},
		"text, then a display": {"", []jupyter.Message{stdout(t, "1\n"), shows(t, "display_data", "", "chart")},
			"stdout 1|chart", ""},
		"text, then a command of GoNB's": {"", []jupyter.Message{stdout(t, "1\n"), message(t, "clear_output", empty)},
			"stdout 1|", ""},
		"GoNB's own error": {"exit status 3", []jupyter.Message{message(t, "error", map[string]string{"text": "x"})},
			"✗", "code 3"},
		"an ending": {"exit status 3", []jupyter.Message{stdout(t, "1\n"), stderr(t, "exit status 3\n")},
			"stdout 1|✗", "code 3"},
		"a text like an ending": {"", []jupyter.Message{stdout(t, "exit status 3\n")}, "stdout exit status 3", ""},
		"a panic": {"exit status 2", []jupyter.Message{stderr(t, "1\npanic: oh\n\n"), stderr(t, trace)},
			"stderr 1|✗", "oh"},
		"text like a panic": {"", []jupyter.Message{stdout(t, "panic: oh\n")}, "stdout panic: oh", ""},
		"text beside a panic": {"exit status 2",
			[]jupyter.Message{stderr(t, "panic: oh\n\n"), stdout(t, "1\n"), stderr(t, trace)}, "stdout 1|✗", "oh"},
		"a panic that is not the end": {"", []jupyter.Message{stderr(t, "panic: oh\n"), stderr(t, "x\n")},
			"stderr panic: oh\nx", ""},
		"our own error": {"exit status 1",
			[]jupyter.Message{stderr(t, "✗ a\n✗ b\n")}, "stderr ✗ a|✗", "b"},
		"text like an error of ours": {"", []jupyter.Message{stdout(t, "✗ a\n")}, "stdout ✗ a", ""},
		"an error of ours that is not the end": {"", []jupyter.Message{stderr(t, "✗ a\n"), stderr(t, "b\n")},
			"stderr ✗ a\nb", ""},
		"an error of ours, and all is well": {"", []jupyter.Message{stdout(t, "1\n"), stderr(t, "✗ a\n")},
			"stdout 1|stderr ✗ a", ""},
		"an error of ours, then text, and all is well": {"", []jupyter.Message{stderr(t, "✗ a\n"), stdout(t, "1\n")},
			"stdout 1|stderr ✗ a", ""},
		"a number that is none": {"", []jupyter.Message{stdout(t, "%!d("), stdout(t, "string=abi)\n")},
			"stdout %!d(string=abi)|`%d` wants", ""},
		"a warning like that": {"", []jupyter.Message{stderr(t, "%!d(string=abi)\n")}, "stderr %!d(string=abi)", ""},
	} {
		p := newPage(t)
		shown, failure := p.does(t, printing, reply(t, c.ending), c.published...)
		if len(shown) < 2 || shown[0] != "busy" || shown[len(shown)-1] != "idle" {
			t.Errorf("%s: the page shows %q", name, shown)
			continue
		}
		shown = shown[1 : len(shown)-1]
		if !alike(shown, c.want) {
			t.Errorf("%s: the page shows %q, want %q", name, shown, c.want)
		}
		if !strings.Contains(failure, c.failure) || (failure == "") != (c.failure == "") {
			t.Errorf("%s: the reply says %q, want %q", name, failure, c.failure)
		}
	}
}

func TestWhyACellFailed(t *testing.T) {
	const exits = "%%\nos.Exit(0)"
	for name, c := range map[string]struct {
		source, ending string
		before         func(page, *run)
		published      []jupyter.Message
		want           string // a part of the reply's error; "" for none
	}{
		"it is refused": {"%%\nfmt.Println(1", "", nil, nil, "[3]"},
		"its program was ended": {printing, "signal: killed", func(p page, _ *run) {
			_ = os.WriteFile(filepath.Join(p.cells.Path(), "stopped"), []byte("Too much."), 0o600)
		}, nil, "Too much."},
		"it exits before it shows anything": {exits, "", nil, nil, gocell.ExitSentence},
		"it exits after it printed":         {exits, "", nil, []jupyter.Message{stdout(t, "1\n")}, ""},
		"it shows nothing":                  {printing, "", nil, nil, ""},
		"■ while it was built":              {printing, "interrupt", pressStop, nil, gocell.StoppedBuild},
		"■ while it ran":                    {printing, "signal: interrupt", pressStop, nil, "signal: interrupt"},
		"■, but it was done":                {printing, "", pressStop, nil, ""},
		"the compiler refuses it":           {printing, "undefined: x", nil, nil, "undefined: x"},
		"a command that prints for ever":    {"!yes", "", nil, twice(stdout(t, large)), noisySentence},
		"a command that prints less":        {"!yes", "", nil, twice(stdout(t, large[:400_000])), ""},
		"displays that are too large":       {printing, "", nil, twice(shows(t, "display_data", "", large)), "1 MB"},
		"a display that changes":            {printing, "", nil, twice(shows(t, "display_data", "1", large)), ""},
	} {
		p := newPage(t)
		r, _ := p.asks(t, c.source)
		if c.before != nil {
			c.before(p, r)
		}
		p.finishes(t, r, reply(t, c.ending), c.published...)
		if _, failure := p.seen(t); !strings.Contains(failure, c.want) || (failure == "") != (c.want == "") {
			t.Errorf("%s: the reply says %.200q, want %q", name, failure, c.want)
		}
	}
}

var large = strings.Repeat("a", 600_000)

func pressStop(_ page, r *run) { r.interrupted = true }

func twice(m jupyter.Message) []jupyter.Message { return []jupyter.Message{m, m} }

// What a cell prints and displays counts together.
func TestACellThatExitsAndShowedSomethingDidNotFail(t *testing.T) {
	display := shows(t, "display_data", "", "chart")
	printed := stdout(t, strings.Repeat("a", len(display.Content)))
	if _, failure := newPage(t).does(t, "%%\nos.Exit(0)", reply(t, ""), printed, display); failure != "" {
		t.Errorf("the reply says %q", failure)
	}
}

func TestDisplaysMayBeAsLargeAsTheLimit(t *testing.T) {
	display := shows(t, "display_data", "", "chart")
	for more, want := range map[int]string{0: "chart", -1: "✗"} {
		p := newPage(t)
		p.limit = len(display.Content) + more
		if shown, _ := p.does(t, printing, reply(t, ""), display); !strings.HasPrefix(shown[1], want) {
			t.Errorf("with a limit of %d bytes for %d: %q", p.limit, len(display.Content), shown)
		}
	}
	if got := displaySentence(3 * megabyte); !strings.Contains(got, "larger than 3 MB") {
		t.Error(got)
	}
}

func TestADisplayThatIsSentAgainCountsAtItsLargest(t *testing.T) {
	p := newPage(t)
	r, _ := p.asks(t, printing)
	largest := 0
	for _, size := range []int{10, 30, 20, 35} {
		m := shows(t, "update_display_data", "1", strings.Repeat("a", size))
		p.handle(r, m)
		largest = max(largest, len(m.Content))
	}
	if r.total != largest {
		t.Errorf("the displays count %d bytes, want %d", r.total, largest)
	}
}

func TestAPlaceIsShownWhereOneLineCanHaveFailed(t *testing.T) {
	one, two := "%%\ncell.Check(f())", "%%\ncell.Check(f())\ncell.Check(g())"
	for source, place := range map[string]string{one: "cell.Check(f())", two: ""} {
		for _, own := range []bool{true, false} {
			p := newPage(t)
			text := stderr(t, "✗ no file\n")
			if !own {
				text = stderr(t, "panic: no file\n\n")
			}
			_, failure := p.does(t, source, reply(t, "exit status 1"), text)
			if shown := strings.Contains(failure, "cell.Check"); shown != (own && place != "") {
				t.Errorf("%q, an error of ours: %v: %q", source, own, failure)
			}
			if strings.Contains(failure, "[3]") != (own && place != "") {
				t.Errorf("%q, an error of ours: %v: a place is named: %q", source, own, failure)
			}
		}
	}
}

func TestGoNBGetsTheCellThatThePageShows(t *testing.T) {
	p := newPage(t)
	for source, want := range map[string]string{printing: printing, "%%\nfmt.Println(1": ""} {
		r, passed := p.asks(t, source)
		if passed != want {
			t.Errorf("of %q GoNB gets %q, want %q", source, passed, want)
		}
		shown := message(t, "execute_input", map[string]string{"code": passed})
		p.finishes(t, r, reply(t, ""), shown)
		if seen, _ := p.seen(t); seen[1] != source {
			t.Errorf("of %q the page shows %q", source, seen[1])
		}
	}
	for _, bad := range []any{map[string]any{"code": 3}, "no object"} {
		if m := message(t, "execute_request", bad); string(p.request(m).Content) != string(m.Content) {
			t.Errorf("%s does not go on as it is", m.Content)
		}
	}
}

func TestANoteStandsAboveTheResultOfACellThatRuns(t *testing.T) {
	for source, want := range map[string]int{"%%\none()": 1, "%%\none(": 0} {
		p := newPage(t)
		p.does(t, "func one() int { return 1 }", reply(t, ""))
		p.does(t, "func one() int { return x }", reply(t, "undefined: x"))
		r, passed := p.asks(t, source)
		p.handle(r, message(t, "execute_input", map[string]string{"code": passed}))
		if seen, _ := p.seen(t); len(seen) != 1+want {
			t.Errorf("above %q are the notes %q, want %d", source, seen[1:], want)
		}
	}
}

func TestTextThatIsLongIsShownAtOnce(t *testing.T) {
	for size, want := range map[int]int{100: 0, 70 << 10: 1} {
		p := newPage(t)
		r, _ := p.asks(t, printing)
		if p.handle(r, stdout(t, strings.Repeat("a", size))); len(p.shown.messages) != want {
			t.Errorf("after %d bytes %d messages are shown, want %d", size, len(p.shown.messages), want)
		}
	}
}

func TestAnErrorOfOursIsShownWhenTheProgramGoesOn(t *testing.T) {
	p := newPage(t)
	r, _ := p.asks(t, printing)
	p.handle(r, stderr(t, "✗ lost\n"))
	r.ownTime = time.Now().Add(-2 * pipesApart)
	p.handle(r, stdout(t, "1\n"))
	p.finishes(t, r, reply(t, "exit status 1"))
	shown, failure := p.seen(t)
	if !alike(shown, "stderr ✗ lost|busy|stdout 1|✗|idle") || strings.Contains(failure, "lost") {
		t.Errorf("the page shows %q, and the reply says %q", shown, failure)
	}
}

func TestAReplyMayComeLate(t *testing.T) {
	p := newPage(t)
	r, _ := p.asks(t, printing)
	answer := reply(t, "")
	go func() {
		time.Sleep(50 * time.Millisecond)
		r.reply <- answer
	}()
	if p.handle(r, state(t, "idle")); len(p.replies.messages) != 1 || len(p.runs) != 0 {
		t.Errorf("%d replies, and %d cells still run", len(p.replies.messages), len(p.runs))
	}
}

func TestAReplyThatIsNoObjectGoesOn(t *testing.T) {
	p := newPage(t)
	p.does(t, printing, message(t, "execute_reply", "odd"))
	if got := string(p.replies.messages[0].Content); got != `"odd"` {
		t.Errorf("the page gets %s", got)
	}
}

func TestTheReplyOfAFailureHasTheCellsNumber(t *testing.T) {
	for number, want := range map[int]any{3: 3.0, 0: nil} {
		p := newPage(t)
		r, _ := p.asks(t, printing)
		p.refuse(r, gocell.Explanation{Sentence: "no"}, number)
		result, err := content[map[string]any](p.replies.messages[0])
		if got := result["execution_count"]; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("number %d: the reply is %v", number, result)
		}
	}
}

func TestHelpIsRefusedWhereItWouldEndGoNB(t *testing.T) {
	for _, c := range []struct{ kind, code, want string }{
		{"complete_request", "%%\nfmt.", ""},
		{"complete_request", "%%\nfmt.\n%%", `"cursor_end":5,"cursor_start":5,"matches":[]`},
		{"inspect_request", "%%\nfmt.\n%%", `"found":false`},
	} {
		p := newPage(t)
		refused := p.refuseHelp(message(t, c.kind, map[string]any{"code": c.code, "cursor_pos": 5}))
		if refused != (c.want != "") {
			t.Errorf("%s of %q is refused: %v", c.kind, c.code, refused)
		}
		if !refused {
			continue
		}
		shown, _ := p.seen(t)
		if got := string(p.replies.messages[0].Content); !strings.Contains(got, c.want) || !alike(shown, "busy|idle") {
			t.Errorf("%s is answered with %s; the page shows %q", c.kind, got, shown)
		}
	}
	if newPage(t).refuseHelp(message(t, "complete_request", "odd")) {
		t.Error("a request that is no object is refused")
	}
}

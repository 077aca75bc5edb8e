package hub

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

const (
	teacher    = "mr-hill"
	adminToken = "token-of-the-test" // test/hub/jupyterhub_config.py
	played     = 14                  // students besides ada and bob, who report without a browser
	evil       = `<img src=x onerror="document.title='evil'">`
)

// anyName matches the name of a student of the test.
var anyName = regexp.MustCompile(`\b(ada|bob|student\d\d)\b`)

// checkBoard wants the teacher's board to show what ada and bob do in their notebooks, and what the others report; and
// a student to see nothing of another.
func checkBoard(t *testing.T, s server, ada, bob student) {
	s.runs(t, ada, showsCheck("exercise.Nested(8)"))
	s.runs(t, bob, showsCheck("exercise.Nested(16)"), commits)
	tokens := s.playedTokens(t)
	for number, token := range tokens {
		s.reports(t, token, number)
	}
	hill := s.enterAt(t, teacher, s.firstPassword(t), "/services/board/")
	must(t, hill.Until(`document.querySelectorAll('#groups li').length == 16`), "the teacher does not see 16 students")
	t.Run("real cells", func(t *testing.T) { checkRealCells(t, hill) })
	t.Run("it changes by itself", func(t *testing.T) { checkLive(t, s, hill, tokens[0]) })
	t.Run("what students write is text", func(t *testing.T) { checkText(t, hill) })
	t.Run("names can be hidden", func(t *testing.T) { checkHidden(t, hill) })
	t.Run("a student sees no other", func(t *testing.T) { checkOwn(t, s, bob) })
	t.Run("it is not root, and comes back when it is killed", func(t *testing.T) { checkKilled(t, s, hill, tokens[0]) })
	t.Run("reports in another's name", func(t *testing.T) { checkForged(t, s, hill, tokens[1]) })
}

// firstPassword returns the teacher's, which the hub has printed.
func (s server) firstPassword(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(teacher + ` logs in with the password (\S+) `).FindStringSubmatch(s.log(t))
	if found == nil {
		t.Fatal("the hub printed no password for the teacher")
	}
	return found[1]
}

func showsCheck(call string) string {
	return "import (\n\t\"nexttoken/pkg/chart\"\n\t\"nexttoken/pkg/exercise\"\n)\n%%\nchart.Result(" + call + ")"
}

const commits = "import \"nexttoken/pkg/predict\"\n%%\npredict.Commit(\"00 double(double(5)) + 1\", 21)"

// runs runs cells in the student's notebook.
func (s server) runs(t *testing.T, who student, cells ...string) {
	t.Helper()
	s.open(t, who, "00_start_here.ipynb")
	for _, cell := range cells {
		must(t, who.Replace(who.firstCode(t), cell))
	}
	must(t, who.Save())
}

// playedTokens makes students, and returns a token of each that can do what those of their servers can.
func (s server) playedTokens(t *testing.T) (tokens []string) {
	t.Helper()
	for number := range played {
		address := fmt.Sprintf("%s/hub/api/users/student%02d", s.address, number+1)
		s.post(t, address, adminToken, "")
		_, said := s.post(t, address+"/tokens", adminToken, `{"scopes": ["access:services!service=board"]}`)
		var made struct{ Token string }
		must(t, json.Unmarshal([]byte(said), &made), said)
		tokens = append(tokens, made.Token)
	}
	return tokens
}

// reports reports, as a kernel of the student with a number does, a check and a prediction.
func (s server) reports(t *testing.T, token string, number int) {
	t.Helper()
	output := []string{"✓ Right. Well done.", "✗ Not quite. One too many.", "✗ Not quite. " + evil}[number%3]
	s.report(t, token, fmt.Sprintf(`{"page": "03_model.ipynb", "cells": 3,
		"check": {"function": "Depth", "output": %q}}`, output), http.StatusOK)
	s.report(t, token, fmt.Sprintf(`{"page": "0%d_a.ipynb", "cells": 4, "prediction": {"question":
		"03 how many parameters the model has", "answer": "%d"}}`, number%4, 2000+100*(number%4)), http.StatusOK)
}

func (s server) report(t *testing.T, token, body string, want int) {
	t.Helper()
	if status, said := s.tryReport(t, token, body); status != want {
		t.Errorf("%.200s was answered with %d, want %d: %s", body, status, want, said)
	}
}

func (s server) tryReport(t *testing.T, token, body string) (status int, said string) {
	t.Helper()
	return s.post(t, s.address+"/services/board/report", token, body)
}

// post posts JSON with a token, and returns the answer.
func (s server) post(t *testing.T, address, token, body string) (status int, said string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	must(t, err)
	request.Header.Set("Authorization", "token "+token)
	answer, err := s.client.Do(request)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer.StatusCode, string(text)
}

// shown is the text that the page shows.
func (who student) shown(t *testing.T) (text string) {
	t.Helper()
	must(t, who.Do(chromedp.Evaluate(`document.body.innerText`, &text)))
	return text
}

func checkRealCells(t *testing.T, hill student) {
	for _, want := range []string{
		`[...document.querySelectorAll('.exercise')].some(row => row.innerText.match(/00\.1[^]*✓ 1[^]*✗ 1/))`,
		`[...document.querySelectorAll('.group')].some(group =>
			group.innerText.match(/00 start here \(2\)[^]*ada[^]*bob/))`,
		`[...document.querySelectorAll('.question')].some(card => card.innerText.match(/00 double[^]*1 committed/))`,
	} {
		must(t, hill.Until(want))
	}
}

// checkLive wants a new report on the page within seconds, and what the teacher opened to stay open.
func checkLive(t *testing.T, s server, hill student, token string) {
	must(t, hill.Do(chromedp.Click(`.exercise[data-key^="03.3"] summary`)))
	s.report(t, token, `{"page": "03_model.ipynb", "check": {"function": "Neuron", "output": "✗ Not quite. So new."}}`,
		http.StatusOK)
	must(t, hill.Until(`document.body.innerText.includes('So new.')`))
	must(t, hill.Until(`document.querySelector('.exercise[data-key^="03.3"]').open`))
}

func checkText(t *testing.T, hill student) {
	var title string
	must(t, hill.Do(chromedp.Title(&title)))
	if text := hill.shown(t); title != "The teacher's board" || !strings.Contains(text, evil) {
		t.Errorf("the page's title is %q, and it shows\n%s", title, text)
	}
}

func checkHidden(t *testing.T, hill student) {
	must(t, hill.Do(chromedp.Click("#hide")))
	if text := hill.shown(t); anyName.MatchString(text) {
		t.Errorf("a name is on the page though names are hidden:\n%s", text)
	}
	must(t, hill.Do(chromedp.Click("#hide")))
	must(t, hill.Until(`document.body.innerText.includes('student05')`))
}

func checkOwn(t *testing.T, s server, bob student) {
	must(t, bob.Do(chromedp.Navigate(s.address+"/services/board/")))
	must(t, bob.Until(`document.querySelectorAll('.exercise').length`))
	text := bob.shown(t)
	if strings.Contains(text, "ada") || strings.Contains(text, "student0") || !strings.Contains(text, "shows of bob") ||
		!strings.Contains(text, "not quite") {
		t.Errorf("bob's page shows\n%s", text)
	}
	for _, asked := range []string{"?student=ada", "?student="} {
		if status, said := bob.ask(t, "/class/services/board/data"+asked); status != http.StatusForbidden {
			t.Errorf("bob asked for %s, and was answered with %d: %s", asked, status, said)
		}
	}
	if status, said := bob.ask(t, "/class/services/board/data"); status != 200 || strings.Contains(said, "ada") {
		t.Errorf("bob's own rows were answered with %d: %s", status, said)
	}
	if status, _ := bob.ask(t, "/class/services/board/report"); status != http.StatusMethodNotAllowed {
		t.Errorf("bob's browser reports: %d", status)
	}
}

// checkForged reports as bob with another student's token, and with none: what counts is the token's owner.
func checkForged(t *testing.T, s server, hill student, token string) {
	const body = `{"student": "bob", "page": "03_model.ipynb", "check": {"function": "Wider", "output": "✗ Forged."}}`
	s.report(t, token, body, http.StatusOK)
	s.report(t, "of nobody", body, http.StatusForbidden)
	s.report(t, token, fmt.Sprintf(`{"page": "%09000d"}`, 0), http.StatusBadRequest)
	must(t, hill.Until(`[...document.querySelectorAll('.messages li')].some(item =>
		item.textContent.includes('Forged.') && item.textContent.endsWith('student02'))`))
	for range 100 {
		if status, _ := s.tryReport(t, token, `{"page": "03_model.ipynb"}`); status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("a hundred reports of one student in a moment were taken")
}

// checkKilled kills the board, and wants it back for the page that is open, with what was reported before.
func checkKilled(t *testing.T, s server, hill student, token string) {
	must(t, syscall.Kill(s.boardsProcess(t), syscall.SIGKILL))
	const body = `{"page": "03_model.ipynb", "check": {"function": "Wider", "output": "✗ Not quite. After it."}}`
	must(t, lab.Until(func() bool { status, _ := s.tryReport(t, token, body); return status == http.StatusOK }))
	must(t, hill.Until(`['After it.', 'So new.'].every(text => document.body.innerText.includes(text))`))
}

// boardsProcess returns the board's process. It must run as a user who is neither root nor a student.
func (s server) boardsProcess(t *testing.T) (id int) {
	t.Helper()
	folder, owner := filepath.Join(s.state, "board"), uint32(2_147_483_647)
	if s.cluster != nil { // in the hub's pod
		folder, owner = "/srv/jupyterhub/board", 1000
	}
	folders, err := filepath.Glob("/proc/[0-9]*/cwd")
	must(t, err)
	for _, link := range folders {
		if where, err := os.Readlink(link); err != nil || where != folder {
			continue
		}
		process, err := os.Stat(filepath.Dir(link))
		must(t, err)
		if user := process.Sys().(*syscall.Stat_t).Uid; user != owner {
			t.Errorf("the board runs as the user %d", user)
		}
		id, err = strconv.Atoi(process.Name())
		must(t, err)
		return id
	}
	t.Fatal("no process works in the board's folder")
	return 0
}

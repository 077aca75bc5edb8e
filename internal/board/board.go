// Package board reports from a kernel to the teacher's board, a service of a class server's hub: which page the student
// is on, and what checks and predictions showed. A report delays no cell, and no student sees an error of it: what
// can't be sent is dropped.
package board

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"nexttoken/internal/savedchecks"
)

const (
	waiting = 64               // reports that may wait; more are dropped
	tries   = 4                // to send a report, while the board is restarted
	timeout = 5 * time.Second  // of one try
	often   = 10 * time.Second // between two reports that only say where the student is
)

// Reporter reports from one kernel. A nil one reports nothing. Only one goroutine at a time may use it.
type Reporter struct {
	address, token string
	page           string // the notebook, such as 03_model.ipynb
	cells          int    // that ran
	latest         time.Time
	queue          chan report
	client         http.Client
	pause          time.Duration // after the first try; twice as long after each other
}

// report is what the board gets, as JSON. It knows the student by the token.
type report struct {
	Page       string                  `json:"page"`
	Cells      int                     `json:"cells"`
	Check      *savedchecks.Check      `json:"check,omitempty"`
	Prediction *savedchecks.Prediction `json:"prediction,omitempty"`
}

// New returns what reports from the kernel with an environment, such as os.Getenv, and nil where there is no board:
// NEXTTOKEN_BOARD is its address, JUPYTERHUB_API_TOKEN identifies the student, JPY_SESSION_NAME is the notebook's path.
func New(environment func(string) string) *Reporter {
	notebook := environment("JPY_SESSION_NAME")
	r := &Reporter{
		address: environment("NEXTTOKEN_BOARD"), token: environment("JUPYTERHUB_API_TOKEN"),
		page: savedchecks.Plain(notebook[strings.LastIndexByte(notebook, '/')+1:]), pause: 2 * time.Second,
		queue: make(chan report, waiting),
		client: http.Client{
			Timeout: timeout, Transport: &http.Transport{MaxIdleConns: 1}, // no proxy of the environment
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	if r.address == "" || r.token == "" {
		return nil
	}
	go func() {
		for each := range r.queue {
			r.send(each)
		}
	}()
	return r
}

// Started reports that the kernel started.
func (r *Reporter) Started() {
	if r != nil {
		r.add(report{})
	}
}

// Ran reports what a cell showed that ran, given its source and the plain text of its outputs: the result of a check, a
// prediction, or now and then that the student is there.
func (r *Reporter) Ran(source, text string) {
	if r == nil {
		return
	}
	r.cells++
	found := results(savedchecks.InCell(source, text))
	if len(found) == 0 && len(r.queue) == 0 && time.Since(r.latest) >= often {
		found = []report{{}}
	}
	for _, each := range found {
		r.add(each)
	}
}

// results returns a report for each check that has a result, and for each prediction that was committed.
func results(page savedchecks.Page) (all []report) {
	for _, check := range page.Checks {
		if check.Output != "" {
			all = append(all, report{Check: &check})
		}
	}
	for _, prediction := range page.Predictions {
		if prediction.Answer != "" {
			all = append(all, report{Prediction: &prediction})
		}
	}
	return all
}

// add puts a report into the queue, if there is room.
func (r *Reporter) add(each report) {
	each.Page, each.Cells = r.page, r.cells
	r.latest = time.Now()
	select {
	case r.queue <- each:
	default:
	}
}

// send sends a report, if the board answers before all tries are used.
func (r *Reporter) send(each report) {
	body, err := json.Marshal(each)
	pause := r.pause
	for try := 1; err == nil && !r.post(body) && try < tries; try++ {
		time.Sleep(pause)
		pause *= 2
	}
}

// post reports whether the board took a report, or refused it for good.
func (r *Reporter) post(body []byte) bool {
	request, err := http.NewRequest(http.MethodPost, r.address, bytes.NewReader(body))
	if err != nil {
		return true // a wrong address will not become right
	}
	request.Header.Set("Authorization", "token "+r.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := r.client.Do(request)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16)) // or the connection is not used again
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable:
		return false
	}
	return true
}

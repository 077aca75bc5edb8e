package board

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

const rightAnswer = "✓ Right. Well done."

// environment is that of a kernel on a class server.
func environment(address string) func(string) string {
	variables := map[string]string{
		"NEXTTOKEN_BOARD": address, "JUPYTERHUB_API_TOKEN": "secret", "JPY_SESSION_NAME": "/home/ada/03_model.ipynb",
	}
	return func(name string) string { return variables[name] }
}

// fake is a board: it sends what was reported on a channel, after it has answered with the next status.
func fake(t *testing.T, statuses ...int) (*Reporter, <-chan report) {
	t.Helper()
	reported := make(chan report, 1000)
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var one report
		if err := json.NewDecoder(r.Body).Decode(&one); err != nil || r.Header.Get("Authorization") != "token secret" {
			t.Errorf("%v, with the token %q", err, r.Header.Get("Authorization"))
		}
		if n := int(asked.Add(1)); n <= len(statuses) {
			w.WriteHeader(statuses[n-1])
		}
		reported <- one
	}))
	t.Cleanup(server.Close)
	r := New(environment(server.URL))
	r.pause = time.Millisecond
	return r, reported
}

func TestTheBoardGetsChecksAndPredictions(t *testing.T) {
	r, reported := fake(t)
	r.Started()
	r.Ran("chart.Result(exercise.Depth(mine))", rightAnswer)
	r.Ran(`predict.Commit("03 how many", 12)`, "● Your prediction: 12. First you said 10. Now go on.")
	if got := <-reported; got.Page != "03_model.ipynb" || got.Cells != 0 || got.Check != nil || got.Prediction != nil {
		t.Errorf("a kernel started: %+v", got)
	}
	if got := <-reported; got.Cells != 1 || got.Check.Function != "Depth" || got.Check.Output != rightAnswer {
		t.Errorf("a check: %+v", got)
	}
	if got := <-reported; got.Cells != 2 || got.Prediction.Question != "03 how many" || got.Prediction.Answer != "10" {
		t.Errorf("a prediction: %+v", got)
	}
}

func TestCellsThatShowNoResultAreReportedNowAndThen(t *testing.T) {
	r, reported := fake(t)
	r.Ran("fmt.Println(1)", "") // the first
	<-reported
	r.Ran("fmt.Println(2)", "")
	r.Ran("exercise.Depth(mine)", "")         // was stopped
	r.Ran(`predict.Commit("03 a", nil)`, "○") // not committed
	r.latest = r.latest.Add(-often)
	r.Ran("fmt.Println(3)", "")
	if got := <-reported; got.Cells != 5 || got.Check != nil || got.Prediction != nil || len(reported) > 0 {
		t.Errorf("%+v, and %d more", got, len(reported))
	}
}

func TestAReportIsSentAgainWhileTheBoardIsRestarted(t *testing.T) {
	r, reported := fake(t, http.StatusBadGateway, http.StatusTooManyRequests, http.StatusOK, http.StatusForbidden)
	for range 2 {
		r.Ran("exercise.Depth(mine)", rightAnswer)
	}
	var cells []int
	for range 4 {
		cells = append(cells, (<-reported).Cells)
	}
	close(r.queue)
	if want := [4]int{1, 1, 1, 2}; [4]int(cells) != want {
		t.Errorf("reports of the cells %v, want %v", cells, want)
	}
}

func TestAReportIsDroppedAfterTheLastTry(t *testing.T) {
	const off = http.StatusServiceUnavailable
	r, reported := fake(t, off, off, off, off)
	for range 2 {
		r.Ran("exercise.Depth(mine)", rightAnswer)
	}
	for try := 1; try <= tries+1; try++ {
		if got, want := (<-reported).Cells, 1+try/(tries+1); got != want {
			t.Errorf("try %d is of the report of cell %d, want %d", try, got, want)
		}
	}
}

// A restart takes some seconds, and a board that never answers must not keep the later reports for ever.
func TestTheBoardHasTimeToRestartAndNotForEver(t *testing.T) {
	r := New(environment("http://127.0.0.1:1/"))
	if r.pause < time.Second || r.client.Timeout < time.Second || r.client.Timeout > time.Minute {
		t.Errorf("the first pause is %v, and a try ends after %v", r.pause, r.client.Timeout)
	}
}

func TestNoBoard(t *testing.T) {
	for _, missing := range []string{"NEXTTOKEN_BOARD", "JUPYTERHUB_API_TOKEN"} {
		r := New(func(name string) string {
			if name == missing {
				return ""
			}
			return environment("http://127.0.0.1:1/")(name)
		})
		if r != nil {
			t.Errorf("without %s there is a reporter", missing)
		}
		r.Started()
		r.Ran("exercise.Depth(mine)", rightAnswer)
	}
}

// A board that never answers, or is not there, holds no cell up: the reports above the queue's length are dropped.
func TestABoardThatDoesNotAnswer(t *testing.T) {
	never := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-never }))
	defer server.Close()
	defer close(never)
	for _, address := range []string{server.URL, "http://127.0.0.1:1/", ":"} {
		r := New(environment(address))
		for range 10 * waiting {
			r.Ran("exercise.Depth(mine)", rightAnswer)
		}
		if len(r.queue) > waiting {
			t.Errorf("%d reports wait", len(r.queue))
		}
	}
}

func TestATokenIsNotSentElsewhere(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the report followed a redirect")
	}))
	defer elsewhere.Close()
	answered := make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		answered <- true
	}))
	defer server.Close()
	r := New(environment(server.URL))
	if !r.post([]byte("{}")) || !<-answered {
		t.Error("a redirect is sent again")
	}
}

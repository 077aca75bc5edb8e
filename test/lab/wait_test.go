package lab

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestAWaitEndsWhenNothingChangesAndNotBefore(t *testing.T) {
	begin := time.Now()
	w := watch{since: begin}
	for _, step := range []struct {
		after time.Duration
		seen  string
		stuck bool
	}{
		{Patience - 1, "", false},
		{Patience + 1, "1 cell", false}, // something changed: the wait begins again
		{2 * Patience, "1 cell", false},
		{2*Patience + 1, "1 cell", true},
		{2*Patience + 2, "2 cells", false},
		{3*Patience + 2, "2 cells", true},
	} {
		if got := w.stuck(step.seen, begin.Add(step.after)); got != step.stuck {
			t.Errorf("after %v, with %q: %v", step.after, step.seen, got)
		}
	}
}

func TestAWaitLooksUntilItIsDone(t *testing.T) {
	looks := 0
	if err := Until(func() bool { looks++; return looks == 2 }); err != nil || looks != 2 {
		t.Errorf("%d looks, %v", looks, err)
	}
}

func TestAnAddressIsAskedUntilItAnswers(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	if err := UntilAnswered(http.DefaultClient, server.URL); err != nil || asked != 2 {
		t.Errorf("asked %d times, %v", asked, err)
	}
	server.Close()
	if status := Status(http.DefaultClient, server.URL); status != 0 {
		t.Errorf("a closed server answers %d", status)
	}
}

package lab

import (
	"fmt"
	"net/http"
	"time"
)

// Patience is how long a wait goes on while nothing changes. A busy machine may take any time, as long as it gets on.
const Patience = 5 * time.Minute

// interval lies between two looks.
const interval = 300 * time.Millisecond

// Wait looks again and again until it is done. It gives up when what was seen has stayed the same for Patience.
func Wait(look func() (seen string, done bool)) error {
	watch := watch{since: time.Now()}
	for {
		seen, done := look()
		switch {
		case done:
			return nil
		case watch.stuck(seen, time.Now()):
			return fmt.Errorf("nothing has changed for %v: %q", Patience, seen)
		}
		time.Sleep(interval)
	}
}

// Until waits until a condition holds, Patience at most.
func Until(holds func() bool) error {
	return Wait(func() (string, bool) { return "", holds() })
}

// UntilAnswered waits until an address is answered with 200.
func UntilAnswered(client *http.Client, address string) error {
	err := Wait(func() (string, bool) {
		status := Status(client, address)
		return fmt.Sprint(status), status == http.StatusOK
	})
	if err != nil {
		return fmt.Errorf("%s is not answered with 200: %w", address, err)
	}
	return nil
}

// Status returns how an address is answered; 0 where nobody answers.
func Status(client *http.Client, address string) int {
	answer, err := client.Get(address)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

// watch knows since when the same was seen.
type watch struct {
	seen  string
	since time.Time
}

// stuck notes what is seen now, and returns whether that has been the same for Patience.
func (w *watch) stuck(seen string, now time.Time) bool {
	if seen != w.seen {
		w.seen, w.since = seen, now
	}
	return now.Sub(w.since) >= Patience
}

// Site measures the lecture in a browser: headless Chromium on this machine, and a server beside it. It prints a table
// of medians.
//
//	go run ./bench/site [-rounds 10] [-training 10]
//
// `make site` must have built the site.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"nexttoken/test/browser"
	"nexttoken/test/site"
)

func main() {
	rounds := flag.Int("rounds", 10, "how often to measure")
	trainings := flag.Int("training", 10, "how often to train")
	flag.Parse()
	if err := measure(*rounds, *trainings); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

func measure(rounds, trainings int) error {
	fmt.Println("| measured | median | from | to |\n|---|---|---|---|")
	for _, part := range []func() error{
		func() error { return visits(rounds) },
		func() error { return cells(rounds) },
		func() error { return training(trainings) },
		sizes,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// visit is a first visit to a page of the site.
type visit struct {
	*browser.Page
	server *site.Server
}

func begin(name string) (*visit, error) {
	server, err := site.Serve()
	if err != nil {
		return nil, err
	}
	page, err := browser.OpenPage(1280, 1000)
	if err != nil {
		return nil, err
	}
	return &visit{page, server}, page.Open(server.Page(name))
}

func (v *visit) end() {
	v.Close()
	v.server.Stop()
}

// run runs code in the notebook's kernel, and returns how long that took. The result must contain a text.
func (v *visit) run(code, want string) (time.Duration, error) {
	const script = `(async () => {
		const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel, begun = performance.now();
		const future = kernel.requestExecute({code: %q, stop_on_error: false});
		let text = '';
		future.onIOPub = message => { text += message.content.text ?? message.content.data?.['text/plain'] ?? ''; };
		await future.done;
		return {took: performance.now() - begun, text} })()`
	var answer struct {
		Took float64
		Text string
	}
	if err := v.Ask(fmt.Sprintf(script, code), &answer); err != nil {
		return 0, err
	}
	if answer.Text != want && want != "" {
		return 0, fmt.Errorf("the cell %q printed %q", code, answer.Text)
	}
	return time.Duration(answer.Took * float64(time.Millisecond)), nil
}

// row prints what was measured: its median, its lowest and its highest.
func row(name string, measured []float64, unit string) {
	slices.Sort(measured)
	n := len(measured)
	middle := (measured[n/2] + measured[(n-1)/2]) / 2
	fmt.Printf("| %s | %.2f %s | %.2f | %.2f |\n", name, middle, unit, measured[0], measured[n-1])
}

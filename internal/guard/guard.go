// Package guard stands between JupyterLab and GoNB. It passes on every message that it has no reason to touch, and sees
// to it that a mistake costs a student neither the kernel nor an understanding: a cell that GoNB would misread is
// answered here, an error becomes a sentence, and a program that prints or grows for ever is ended.
package guard

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"nexttoken/internal/board"
	"nexttoken/internal/cellprocess"
	"nexttoken/internal/gocell"
	"nexttoken/internal/jupyter"
)

// Config is what a guard needs.
type Config struct {
	Connection string   // the connection file that JupyterLab wrote
	Command    []string // GoNB and its arguments, but for "--kernel FILE"
}

// Guard passes messages between JupyterLab (front) and GoNB (back).
type Guard struct {
	front, back sockets
	key         []byte
	session     string // the sender of all that JupyterLab gets
	cells       cellprocess.Folder
	kernel      *exec.Cmd // GoNB
	limit       int       // bytes of displays that one cell may show
	board       *board.Reporter
	died        chan struct{} // closed when GoNB has ended
	answered    chan struct{} // closed when the cells are answered that GoNB left

	mu      sync.Mutex
	runs    map[string]*run // the cells that wait or run, by the ID of their request
	control map[string]bool // the IDs of requests that came over the control socket
	history gocell.History  // only the goroutine that handles what GoNB publishes touches it, and sources
	sources map[int]string  // the cells that ran, by their numbers
}

// Run starts GoNB and passes messages on until GoNB ends. It returns an error if GoNB could not be started, or died.
func Run(ctx context.Context, config Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	connection, err := jupyter.ReadConnection(config.Connection)
	if err != nil {
		return err
	}
	cells, err := cellprocess.NewFolder()
	if err != nil {
		return err
	}
	defer cells.Remove()
	g := &Guard{
		key: []byte(connection.Key), session: jupyter.NewID(), cells: cells, limit: displayLimit(),
		board: board.New(os.Getenv), runs: map[string]*run{}, control: map[string]bool{}, sources: map[int]string{},
		died: make(chan struct{}), answered: make(chan struct{}),
	}
	if g.front, err = listen(ctx, connection); err != nil {
		return err
	}
	go g.front.heartbeat.receive(ctx, func(frames [][]byte) { _ = g.front.heartbeat.send(frames) })

	local := connection.Local(cells.Path())
	// GoNB reads the kernel's ID from the file's name.
	file := filepath.Join(cells.Path(), filepath.Base(config.Connection))
	if err := local.Write(file); err != nil {
		return err
	}
	ended, err := g.start(config.Command, file)
	if err != nil {
		return err
	}
	if err := g.connect(ctx, local, ended); err != nil {
		return err
	}
	g.board.Started()
	g.pass(ctx)
	select {
	case err = <-ended:
		close(g.died)
		<-g.answered
	case <-ctx.Done():
		err = g.endKernel(ended)
	}
	return err
}

// endKernel ends GoNB, with time to remove its files.
func (g *Guard) endKernel(ended <-chan error) error {
	_ = g.kernel.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		return g.kernel.Process.Kill()
	}
	return nil
}

// start starts GoNB. The channel gives its end.
func (g *Guard) start(command []string, connection string) (<-chan error, error) {
	arguments := append(append([]string{}, command[1:]...), "--kernel", connection)
	g.kernel = exec.Command(command[0], arguments...)
	g.kernel.Env = append(os.Environ(), g.cells.Environment()...)
	g.kernel.Stdout, g.kernel.Stderr = os.Stdout, os.Stderr
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // GoNB ends with the thread that started it
		cellprocess.DieWithParent(g.kernel)
		err := g.kernel.Start()
		ended <- err
		if err == nil {
			ended <- g.kernel.Wait()
		}
	}()
	return ended, <-ended
}

// connect waits for GoNB's sockets.
func (g *Guard) connect(ctx context.Context, c jupyter.Connection, ended <-chan error) error {
	connected := make(chan error, 1)
	go func() {
		var err error
		g.back, err = dial(ctx, c)
		connected <- err
	}()
	select {
	case err := <-connected:
		return err
	case err := <-ended:
		return errors.Join(errors.New("GoNB ended before it could be reached"), err)
	}
}

// pass passes messages on, each socket's in its own goroutine.
func (g *Guard) pass(ctx context.Context) {
	go g.front.shell.receive(ctx, g.fromLab(g.back.shell, nil))
	go g.front.control.receive(ctx, g.fromLab(g.back.control, g.noteControl))
	go g.front.stdin.receive(ctx, g.fromLab(g.back.stdin, nil))
	go g.back.shell.receive(ctx, g.replied)
	go g.back.control.receive(ctx, g.replied)
	go g.back.stdin.receive(ctx, func(frames [][]byte) {
		if m, err := jupyter.Read(frames, g.key); err == nil {
			g.answer(g.front.stdin, m)
		}
	})
	published := make(chan jupyter.Message)
	go g.back.iopub.receive(ctx, func(frames [][]byte) {
		if m, err := jupyter.Read(frames, g.key); err == nil {
			published <- m
		}
	})
	go g.publish(ctx, published)
}

// fromLab returns what handles a message of JupyterLab's: it goes on to GoNB, a cell in the form that GoNB reads right.
// A message that is damaged or not signed is dropped: GoNB would stop.
func (g *Guard) fromLab(to *socket, note func(jupyter.Message)) func([][]byte) {
	return func(frames [][]byte) {
		m, err := jupyter.Read(frames, g.key)
		if err != nil {
			return
		}
		if note != nil {
			note(m)
		}
		switch m.Header.Type {
		case "execute_request":
			m = g.request(m)
		case "complete_request", "inspect_request":
			if g.refuseHelp(m) {
				return
			}
		case "interrupt_request":
			g.interrupt()
		}
		_ = to.send(m.Frames(g.key))
	}
}

// interrupt ends what builds the program of the cell that runs. GoNB, which gets the request, too, ends the program.
func (g *Guard) interrupt() {
	g.mu.Lock()
	for _, r := range g.runs {
		r.interrupted = true
	}
	g.mu.Unlock()
	cellprocess.InterruptBuild(g.kernel.Process.Pid)
}

// noteControl notes that a request came over the control socket, since GoNB answers it over the shell's.
func (g *Guard) noteControl(m jupyter.Message) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.control[m.Header.ID] = true
}

// replied handles a reply of GoNB's: the reply to a cell waits for the cell's output, any other goes on.
func (g *Guard) replied(frames [][]byte) {
	m, err := jupyter.Read(frames, g.key)
	if err != nil {
		return
	}
	g.mu.Lock()
	r, control := g.runs[m.Parent.ID], g.control[m.Parent.ID]
	delete(g.control, m.Parent.ID)
	g.mu.Unlock()
	switch {
	case r != nil:
		r.reply <- m
	case control:
		g.answer(g.front.control, m)
	default:
		g.answer(g.front.shell, m)
	}
}

// send publishes a message to every client.
func (g *Guard) send(m jupyter.Message) {
	m.Identities = [][]byte{[]byte(m.Header.Type)}
	g.answer(g.front.iopub, m)
}

// answer sends a message to JupyterLab, with the guard as its sender: a kernel has one session, by the protocol. GoNB
// sends each message in that of the client that asked, and JupyterLab drops a message if one of another session comes
// while it handles it.
func (g *Guard) answer(to *socket, m jupyter.Message) { _ = to.send(m.From(g.session).Frames(g.key)) }

// show publishes a message of the guard's own, which belongs to a cell.
func (g *Guard) show(r *run, kind string, content any) {
	if m, err := jupyter.Reply(r.request, kind, content); err == nil {
		g.notePlain(r, m)
		g.send(m)
	}
}

// answerRest answers the cells that GoNB, which has ended, will not answer any more.
func (g *Guard) answerRest() {
	defer close(g.answered)
	g.mu.Lock()
	runs := g.runs
	g.runs = map[string]*run{}
	g.mu.Unlock()
	for _, r := range runs {
		g.flush(r)
		g.refuse(r, gocell.Explanation{Sentence: diedSentence}, 0)
		g.status(r.request, "idle")
	}
	time.Sleep(300 * time.Millisecond) // the sockets send in the background
}

// content decodes a message's content.
func content[T any](m jupyter.Message) (T, error) {
	var decoded T
	err := json.Unmarshal(m.Content, &decoded)
	return decoded, err
}

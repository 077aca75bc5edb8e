// Package kernel starts the notebooks' kernel as JupyterLab does, and runs cells in it.
package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"

	"nexttoken/internal/jupyter"
	"nexttoken/test/lab"
)

const key = "the key of a test"

// Kernel is a running kernel.
type Kernel struct {
	process               *exec.Cmd
	ended                 chan error
	shell, control, iopub zmq4.Socket
	replies, published    chan jupyter.Message
	cancel                context.CancelFunc
	early                 map[string]jupyter.Message // replies that nobody waited for yet
	results               map[string]*Result         // of the cells that run
}

// Result is what a cell gave.
type Result struct {
	Status   string // "ok" or "error"
	Count    int    // the number beside the cell
	Out, Err string // what the program printed
	Displays []Display
	Inputs   []string // the cell's code, as the page is shown it
	Kinds    []string // the kinds of the messages, in order
	idle     bool
}

// Display is something that a cell shows.
type Display struct{ Text, HTML string }

// Shown returns the displays as plain text.
func (r Result) Shown() string {
	var all []string
	for _, display := range r.Displays {
		all = append(all, display.Text)
	}
	return strings.Join(all, "\n")
}

// Start starts the kernel that set-up installed. Its working directory is the given one.
func Start(directory string, environment ...string) (*Kernel, error) {
	folder, err := os.MkdirTemp("", "kernel-") // sockets need a short path
	if err != nil {
		return nil, err
	}
	connection := jupyter.Connection{Key: key, Scheme: "hmac-sha256", Kernel: "gonb"}.Local(folder)
	file := filepath.Join(folder, "kernel-1a2b3c.json")
	if err := connection.Write(file); err != nil {
		return nil, err
	}
	k := &Kernel{ended: make(chan error, 1), replies: make(chan jupyter.Message, 100),
		published: make(chan jupyter.Message, 1000), early: map[string]jupyter.Message{}, results: map[string]*Result{}}
	if k.process, err = command(file, directory, environment); err != nil {
		return nil, err
	}
	if err := k.process.Start(); err != nil {
		return nil, err
	}
	go func() {
		k.ended <- k.process.Wait()
		close(k.ended)
		_ = os.RemoveAll(folder)
	}()
	return k, k.connect(connection)
}

// command returns the command of kernel.json with its environment.
func command(connection, directory string, environment []string) (*exec.Cmd, error) {
	installed := filepath.Join(lab.Root(), ".venv", "share", "jupyter", "kernels", "gonb")
	data, err := os.ReadFile(filepath.Join(installed, "kernel.json"))
	if err != nil {
		return nil, err
	}
	var spec struct {
		Argv []string          `json:"argv"`
		Env  map[string]string `json:"env"`
	}
	if err := json.Unmarshal(data, &spec); err != nil {
		return nil, err
	}
	places := strings.NewReplacer("{resource_dir}", installed, "{connection_file}", connection)
	for i, argument := range spec.Argv {
		spec.Argv[i] = places.Replace(argument)
	}
	started := exec.Command(spec.Argv[0], spec.Argv[1:]...)
	started.Dir = directory
	started.Env = append(os.Environ(), "NEXTTOKEN_COMPLETION=off")
	for name, value := range spec.Env {
		started.Env = append(started.Env, name+"="+value)
	}
	started.Env = append(started.Env, environment...)
	started.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	started.Stdout, started.Stderr = os.Stderr, os.Stderr
	return started, nil
}

func (k *Kernel) connect(c jupyter.Connection) error {
	ctx, cancel := context.WithCancel(context.Background())
	k.cancel = cancel
	options := []zmq4.Option{zmq4.WithID(zmq4.SocketIdentity("test")), zmq4.WithDialerRetry(20 * time.Millisecond),
		zmq4.WithDialerMaxRetries(-1)}
	k.shell, k.control = zmq4.NewDealer(ctx, options...), zmq4.NewDealer(ctx, options...)
	k.iopub = zmq4.NewSub(ctx, options...)
	if err := k.iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		return err
	}
	ports := map[zmq4.Socket]int{k.shell: c.ShellPort, k.control: c.ControlPort, k.iopub: c.IOPubPort}
	for socket, port := range ports {
		if err := socket.Dial(c.Address(port)); err != nil {
			return err
		}
	}
	go receive(ctx, k.shell, k.replies)
	go receive(ctx, k.control, k.replies)
	go receive(ctx, k.iopub, k.published)
	return k.ready()
}

// ready waits until the kernel answers, and what it publishes arrives.
func (k *Kernel) ready() error {
	for {
		id, err := k.send(k.control, "kernel_info_request", struct{}{})
		if err != nil {
			return err
		}
		if _, err := k.reply(id); err != nil {
			return err
		}
		select {
		case <-k.published:
			return nil
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func receive(ctx context.Context, from zmq4.Socket, to chan<- jupyter.Message) {
	for ctx.Err() == nil {
		frames, err := from.Recv()
		if err != nil {
			continue
		}
		if m, err := jupyter.Read(frames.Frames, []byte(key)); err == nil {
			to <- m
		}
	}
}

func (k *Kernel) send(to zmq4.Socket, kind string, content any) (string, error) {
	m, err := jupyter.Request("session", kind, content)
	if err != nil {
		return "", err
	}
	return m.Header.ID, to.SendMulti(zmq4.NewMsgFrom(m.Frames([]byte(key))...))
}

// reply waits for the reply to a request.
func (k *Kernel) reply(id string) (jupyter.Message, error) {
	for {
		if m, ok := k.early[id]; ok {
			delete(k.early, id)
			return m, nil
		}
		select {
		case m := <-k.replies:
			k.early[m.Parent.ID] = m
		case err := <-k.ended:
			return jupyter.Message{}, fmt.Errorf("the kernel ended: %w", err)
		}
	}
}

// Run runs a cell, and waits for its end.
func (k *Kernel) Run(code string) (Result, error) {
	id, err := k.Begin(code)
	if err != nil {
		return Result{}, err
	}
	return k.Finish(id)
}

// Begin starts a cell, and returns its name for Until and Finish.
func (k *Kernel) Begin(code string) (string, error) {
	id, err := k.send(k.shell, "execute_request", map[string]any{
		"code": code, "silent": false, "store_history": true, "user_expressions": map[string]string{},
		"allow_stdin": true, "stop_on_error": true,
	})
	k.results[id] = &Result{}
	return id, err
}

// Until waits until a cell printed a text.
func (k *Kernel) Until(id, text string) error {
	_, err := k.wait(id, func(r *Result) bool { return strings.Contains(r.Out, text) })
	return err
}

// Finish waits for a cell's end.
func (k *Kernel) Finish(id string) (Result, error) {
	reply, err := k.reply(id)
	if err != nil {
		return Result{}, err
	}
	result, err := k.wait(id, func(r *Result) bool { return r.idle })
	if err != nil {
		return Result{}, err
	}
	content := struct {
		Status string `json:"status"`
		Count  int    `json:"execution_count"`
	}{}
	if err := json.Unmarshal(reply.Content, &content); err != nil {
		return Result{}, err
	}
	result.Status, result.Count = content.Status, content.Count
	return *result, nil
}

// wait handles what is published until a cell's result is as wanted.
func (k *Kernel) wait(id string, wanted func(*Result) bool) (*Result, error) {
	for !wanted(k.results[id]) {
		select {
		case m := <-k.published:
			if result := k.results[m.Parent.ID]; result != nil {
				result.add(m)
			}
		case err := <-k.ended:
			return nil, fmt.Errorf("the kernel ended: %w", err)
		}
	}
	return k.results[id], nil
}

// add adds a message to the result.
func (r *Result) add(m jupyter.Message) {
	var content struct {
		State string         `json:"execution_state"`
		Name  string         `json:"name"`
		Text  string         `json:"text"`
		Code  string         `json:"code"`
		Data  map[string]any `json:"data"`
	}
	if err := json.Unmarshal(m.Content, &content); err != nil {
		return
	}
	r.Kinds = append(r.Kinds, m.Header.Type)
	switch m.Header.Type {
	case "stream":
		if content.Name == "stderr" {
			r.Err += content.Text
		} else {
			r.Out += content.Text
		}
	case "execute_input":
		r.Inputs = append(r.Inputs, content.Code)
	case "display_data", "execute_result":
		text, _ := content.Data["text/plain"].(string)
		html, _ := content.Data["text/html"].(string)
		r.Displays = append(r.Displays, Display{text, html})
	}
	r.idle = r.idle || m.Header.Type == "status" && content.State == "idle"
}

// Interrupt does what ■ does, and waits for the reply.
func (k *Kernel) Interrupt() error {
	id, err := k.send(k.control, "interrupt_request", struct{}{})
	if err != nil {
		return err
	}
	_, err = k.reply(id)
	return err
}

// Complete presses Tab at the end of a cell, and returns the names that fit.
func (k *Kernel) Complete(code string) ([]string, error) {
	id, err := k.send(k.shell, "complete_request", map[string]any{"code": code, "cursor_pos": len(code)})
	if err != nil {
		return nil, err
	}
	reply, err := k.reply(id)
	if err != nil {
		return nil, err
	}
	var content struct {
		Matches []string `json:"matches"`
	}
	return content.Matches, json.Unmarshal(reply.Content, &content)
}

// UntilProcess waits until a process with this name works for the kernel.
func (k *Kernel) UntilProcess(name string) error {
	for {
		if _, err := below(k.process.Process.Pid, name); err == nil {
			return nil
		}
		select {
		case err := <-k.ended:
			return fmt.Errorf("the kernel ended: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// KillGoNB ends GoNB as a fault in it would.
func (k *Kernel) KillGoNB() error {
	gonb, err := below(k.process.Process.Pid, "gonb")
	if err != nil {
		return err
	}
	return syscall.Kill(gonb, syscall.SIGKILL)
}

// PeakMemory returns how many MB of memory a process of the kernel's, "guard" or "gonb", held at most. It needs Linux.
func (k *Kernel) PeakMemory(name string) (int, error) {
	process := k.process.Process.Pid
	var err error
	if name != "guard" {
		if process, err = below(process, name); err != nil {
			return 0, err
		}
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0, fmt.Errorf("the status of %s holds no VmHWM", name)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	return kilobytes >> 10, err
}

// below returns the process with a name that a process started, directly or not.
func below(parent int, name string) (int, error) {
	out, err := exec.Command("ps", "-eo", "pid=,ppid=,comm=").Output()
	if err != nil {
		return 0, err
	}
	family := map[string]bool{fmt.Sprint(parent): true}
	for again := true; again; {
		again = false
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			if len(fields) < 3 || !family[fields[1]] || family[fields[0]] {
				continue
			}
			if fields[2] == name {
				return strconv.Atoi(fields[0])
			}
			family[fields[0]], again = true, true
		}
	}
	return 0, fmt.Errorf("no process %s", name)
}

// Ended gives the kernel's end.
func (k *Kernel) Ended() <-chan error { return k.ended }

// Stop ends the kernel and all that it started.
func (k *Kernel) Stop() {
	k.cancel()
	_ = k.process.Process.Signal(syscall.SIGTERM)
	for range k.ended {
	}
}

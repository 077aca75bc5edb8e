package guard

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"

	"nexttoken/internal/jupyter"
)

// socket is a ZMQ socket that several goroutines may send on.
type socket struct {
	zmq4.Socket
	sending sync.Mutex
}

func (s *socket) send(frames [][]byte) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	return s.SendMulti(zmq4.NewMsgFrom(frames...))
}

// sockets are the five of a kernel. On JupyterLab's side the guard is the kernel, on GoNB's side it is the client.
type sockets struct {
	shell, control, stdin, iopub, heartbeat *socket
}

// listen opens a kernel's sockets.
func listen(ctx context.Context, c jupyter.Connection) (sockets, error) {
	s := sockets{
		shell: &socket{Socket: zmq4.NewRouter(ctx)}, control: &socket{Socket: zmq4.NewRouter(ctx)},
		stdin: &socket{Socket: zmq4.NewRouter(ctx)}, iopub: &socket{Socket: zmq4.NewPub(ctx)},
		heartbeat: &socket{Socket: zmq4.NewRep(ctx)},
	}
	return s, s.each(c, func(one *socket, address string) error { return one.Listen(address) })
}

// dial connects to a kernel's sockets, and waits until they are there.
func dial(ctx context.Context, c jupyter.Connection) (sockets, error) {
	options := []zmq4.Option{
		zmq4.WithID(zmq4.SocketIdentity("guard")), // one for all: an answer to an input request finds its cell by it
		zmq4.WithDialerRetry(10 * time.Millisecond), zmq4.WithDialerMaxRetries(-1),
	}
	s := sockets{
		shell:   &socket{Socket: zmq4.NewDealer(ctx, options...)},
		control: &socket{Socket: zmq4.NewDealer(ctx, options...)},
		stdin:   &socket{Socket: zmq4.NewDealer(ctx, options...)},
		iopub:   &socket{Socket: zmq4.NewSub(ctx, options...)},
	}
	if err := s.iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		return s, err
	}
	return s, s.each(c, func(one *socket, address string) error { return one.Dial(address) })
}

// each does something with each socket and its address.
func (s sockets) each(c jupyter.Connection, do func(*socket, string) error) error {
	for _, one := range []struct {
		name   string
		socket *socket
		port   int
	}{
		{"shell", s.shell, c.ShellPort}, {"control", s.control, c.ControlPort}, {"stdin", s.stdin, c.StdinPort},
		{"iopub", s.iopub, c.IOPubPort}, {"heartbeat", s.heartbeat, c.HBPort},
	} {
		if one.socket == nil {
			continue
		}
		if err := do(one.socket, c.Address(one.port)); err != nil {
			return fmt.Errorf("the kernel's %s socket: %w", one.name, err)
		}
	}
	return nil
}

// receive calls do with each message that comes in, until the context ends. An error is one client's: others go on.
func (s *socket) receive(ctx context.Context, do func(frames [][]byte)) {
	for ctx.Err() == nil {
		m, err := s.Recv()
		if err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		do(m.Frames)
	}
}

package cellprocess

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	megabyte   = 1 << 20
	graceTime  = 5 * time.Second       // a program that is interrupted has so long to save its work, as GoNB gives it
	lookEvery  = 20 * time.Millisecond // how often the memory is looked at
	lineTime   = 20 * time.Millisecond // a line of an error that is not complete waits so long for its rest
	signalBase = 128                   // a program that a signal ended has the exit code 128 + signal, as in a shell
)

// IsLauncher returns whether this process was started under a cell's program's name.
func IsLauncher(name string) bool {
	_, err := os.Stat(name + programSuffix)
	return err == nil
}

// Launch runs a cell's program with its arguments, and ends as it does: by its signal, or it returns its exit code. The
// program's input is empty. It is ended where it prints or takes more than it may: the folder then holds a sentence
// about it.
func Launch(name string, arguments []string) int {
	l := launcher{
		folder: ofEnvironment(), command: exec.Command(name+programSuffix, arguments...),
		memory: memoryLimit(), left: newAllowance(printMB()*megabyte, printLines()),
	}
	l.parent = os.Getppid()
	_ = l.folder.TakeStopped() // of a program before, which nobody asked for
	code, err := l.run()
	if err != nil {
		return fail(err)
	}
	return endLike(code)
}

// launcher runs one program.
type launcher struct {
	folder  Folder
	command *exec.Cmd
	memory  int // bytes
	left    *allowance
	parent  int // GoNB
	ending  atomic.Bool
	done    chan struct{}
}

func (l *launcher) run() (int, error) {
	runtime.LockOSThread() // on Linux the program ends with the thread that started it
	l.done = make(chan struct{})
	l.command.Args[0] = l.command.Path
	l.command.Env = append(os.Environ(), fmt.Sprintf("GOMEMLIMIT=%d", l.memory/10*9))
	DieWithParent(l.command)
	stdout, err := l.command.StdoutPipe()
	if err != nil {
		return 0, err
	}
	stderr, end, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	l.command.Stderr = end
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	if err := l.command.Start(); err != nil {
		return 0, err
	}
	_ = end.Close() // the program holds it
	var copying sync.WaitGroup
	copying.Go(func() { l.copy(os.Stdout, stdout) })
	copying.Go(func() { l.copy(os.Stderr, &lineReader{pipe: stderr}) })
	go l.watch()
	go l.passSignals(interrupts)
	copying.Wait()
	err = l.command.Wait()
	close(l.done)
	return exitCode(err)
}

// passSignals passes an interrupt on to the program.
func (l *launcher) passSignals(interrupts <-chan os.Signal) {
	for range interrupts {
		l.interrupt()
	}
}

// interrupt asks the program to end, so that one that trains saves its work, and ends it when the time is over.
func (l *launcher) interrupt() {
	if l.ending.Swap(true) {
		return
	}
	_ = l.command.Process.Signal(os.Interrupt)
	go func() {
		select {
		case <-l.done:
		case <-time.After(graceTime):
			_ = l.command.Process.Kill()
		}
	}()
}

// because records why the program is ended, unless it is ended already.
func (l *launcher) because(format string, values ...any) {
	if !l.ending.Load() {
		l.folder.stop(fmt.Sprintf(format, values...))
	}
}

// watch ends the program when GoNB has ended, and at once when it holds more memory than it may.
func (l *launcher) watch() {
	for {
		select {
		case <-l.done:
			return
		case <-time.After(lookEvery):
		}
		if os.Getppid() != l.parent {
			l.interrupt()
		}
		if resident(l.command.Process.Pid) > l.memory {
			l.because("Stopped: the program of this cell needs more than %s of memory. Perhaps a loop never ends: "+
				"does its variable change? If it does end, make the lists smaller. If the machine has more memory, "+
				"write `%%env NEXTTOKEN_MEMORY_MB=%d` above the cell's `%%%%`.",
				inMegabytes(l.memory), 2*l.memory/megabyte)
			l.ending.Store(true)
			_ = l.command.Process.Kill()
			return
		}
	}
}

// endLike ends this process as the program ended: by the same signal, or with the same exit code.
func endLike(code int) int {
	if code > signalBase {
		ending := syscall.Signal(code - signalBase)
		signal.Reset(ending)
		_ = syscall.Kill(os.Getpid(), ending)
		time.Sleep(time.Second) // the signal comes
	}
	return code
}

// exitCode returns the exit code of a program that ended.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if err == nil {
		return 0, nil
	}
	if !errors.As(err, &exit) {
		return 0, err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return signalBase + int(status.Signal()), nil
	}
	return exit.ExitCode(), nil
}

// fail prints an error, and returns an exit code.
func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// inMegabytes writes a number of bytes for a reader.
func inMegabytes(bytes int) string {
	if bytes%(1000*megabyte) == 0 || bytes%(1024*megabyte) == 0 {
		return fmt.Sprintf("%d GB", bytes/(1000*megabyte))
	}
	return fmt.Sprintf("%d MB", bytes/megabyte)
}

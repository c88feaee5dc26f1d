// Package process starts the programs of the tests with real programs, waits until they work, and ends
// them, in an orderly way or not.
package process

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Process is a program that is started and ended by tests. It writes into one log, which goes on over its
// restarts.
type Process struct {
	// Name is what errors call it.
	Name string
	// Program is the path of the file that is run, or a name that is looked for in PATH.
	Program string
	Args    []string
	// Env are settings of its environment, NAME=value, beside those that the tests have.
	Env []string
	// Log is the file that its output is added to. The program runs in the directory of it.
	Log string
	// Ready tells by nil that the program does its work. Without it, nobody waits for that.
	Ready func(context.Context) error

	command *exec.Cmd
	ended   chan struct{}
}

// Patience bounds how long a program may take until it works, or until it has stopped. A machine may be
// busy.
const Patience = 5 * time.Minute

// Start starts the program and waits until it works.
func (p *Process) Start(ctx context.Context) error {
	log, err := os.OpenFile(p.Log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("starting %s: %w", p.Name, err)
	}
	defer log.Close() //nolint:errcheck // the program has a descriptor of its own
	p.command = exec.Command(p.Program, p.Args...)
	p.command.Stdout, p.command.Stderr = log, log
	p.command.Env = append(os.Environ(), p.Env...)
	p.command.Dir = filepath.Dir(p.Log)
	p.command.SysProcAttr = attributes()
	if err := p.command.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", p.Name, err)
	}
	command, ended := p.command, make(chan struct{})
	p.ended = ended
	go func() {
		command.Wait() //nolint:errcheck // how it ended stands in the log
		close(ended)
	}()
	if p.Ready == nil {
		return nil
	}
	err = Poll(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		select {
		case <-ended:
			return Permanent{Err: fmt.Errorf("it ended: %s", command.ProcessState)}
		default:
			return p.Ready(ctx)
		}
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w\n%s", p.Name, err, p.Tail(20))
	}
	return nil
}

// Stop asks the program to end, and ends it when it does not.
func (p *Process) Stop() error {
	if !p.Running() {
		return nil
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping %s: %w", p.Name, err)
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(Patience):
		return errors.Join(fmt.Errorf("stopping %s: it did not end within %s", p.Name, Patience), p.Kill())
	}
}

// Kill ends the program as the operating system does when memory is short: at once.
func (p *Process) Kill() error {
	if !p.Running() {
		return nil
	}
	if err := p.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing %s: %w", p.Name, err)
	}
	<-p.ended
	return nil
}

// Running tells whether the program was started and has not ended.
func (p *Process) Running() bool {
	if p.command == nil || p.command.Process == nil {
		return false
	}
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// Started tells whether the program ran at any time.
func (p *Process) Started() bool { return p.command != nil }

// PID is the number of the running program.
func (p *Process) PID() int { return p.command.Process.Pid }

// Tail gives the last lines of the log.
func (p *Process) Tail(lines int) string {
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// Permanent is an error that no waiting mends.
type Permanent struct{ Err error }

func (p Permanent) Error() string { return p.Err.Error() }

// Unwrap gives the error itself.
func (p Permanent) Unwrap() error { return p.Err }

// Poll asks again and again until there is no error. It gives the last one when time is up.
func Poll(ctx context.Context, pause time.Duration, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	var last error
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || last == nil {
			last = err
		}
		var end Permanent
		if errors.As(err, &end) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w, and last: %w", ctx.Err(), last)
		case <-time.After(pause):
		}
	}
}

// Answers tells whether an address answers 200.
func Answers(client *http.Client, address string) func(context.Context) error {
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close() //nolint:errcheck // nothing is read
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", address, response.Status)
		}
		return nil
	}
}

// FreePorts gives ports of this machine that nobody listens on, each another. They are below those that systems
// give to connections that go out, so that none of these takes one before its server does.
func FreePorts(n int) ([]int, error) {
	const lowest, highest, tries = 15000, 32000, 100
	var ports []int
	for try := 0; len(ports) < n; try++ {
		port := lowest + rand.IntN(highest-lowest)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		switch {
		case err == nil:
			defer listener.Close() //nolint:errcheck // it only kept the port for itself
			ports = append(ports, port)
		case try == tries:
			return nil, fmt.Errorf("looking for a free port: %w", err)
		}
	}
	return ports, nil
}

package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// process is a program of the cluster. It writes into one log, which goes on over its restarts.
type process struct {
	name    string
	program string
	args    []string
	env     []string // beside what the tests have
	log     string
	// ready tells whether the program does its work.
	ready func(context.Context) error

	command *exec.Cmd
	ended   chan struct{}
}

// patience bounds how long a program may take until it works, or until it has stopped. A machine may be
// busy.
const patience = 5 * time.Minute

// start starts the program and waits until it works.
func (p *process) start(ctx context.Context) error {
	log, err := os.OpenFile(p.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("starting %s: %w", p.name, err)
	}
	defer log.Close() //nolint:errcheck // the program has a descriptor of its own
	p.command = exec.Command(p.program, p.args...)
	p.command.Stdout, p.command.Stderr = log, log
	p.command.Env = append(os.Environ(), p.env...)
	p.command.Dir = filepath.Dir(p.log)
	p.command.SysProcAttr = attributes()
	if err := p.command.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", p.name, err)
	}
	command, ended := p.command, make(chan struct{})
	p.ended = ended
	go func() {
		command.Wait() //nolint:errcheck // how it ended stands in the log
		close(ended)
	}()
	err = poll(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		select {
		case <-ended:
			return permanent{fmt.Errorf("it ended: %s", command.ProcessState)}
		default:
			return p.ready(ctx)
		}
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w\n%s", p.name, err, p.tail(20))
	}
	return nil
}

// stop asks the program to end, and ends it when it does not.
func (p *process) stop() error {
	if !p.running() {
		return nil
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping %s: %w", p.name, err)
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(patience):
		return errors.Join(fmt.Errorf("stopping %s: it did not end within %s", p.name, patience), p.kill())
	}
}

// kill ends the program as the operating system does when memory is short: at once.
func (p *process) kill() error {
	if !p.running() {
		return nil
	}
	if err := p.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing %s: %w", p.name, err)
	}
	<-p.ended
	return nil
}

func (p *process) running() bool {
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

// tail gives the last lines of the log.
func (p *process) tail(lines int) string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// permanent is an error that no waiting mends.
type permanent struct{ error }

// poll asks again and again until there is no error. It gives the last one when time is up.
func poll(ctx context.Context, pause time.Duration, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
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
		var end permanent
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

// answers tells whether an address answers 200.
func answers(client *http.Client, address string) func(context.Context) error {
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

// freePorts gives ports of this machine that nobody listens on, each another.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("looking for a free port: %w", err)
		}
		defer listener.Close() //nolint:errcheck // it only kept the port for itself
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Renderer renders charts and kustomizations.
type Renderer interface {
	// Render passes the parts of the answer to emit, without the End, until emit returns false. It returns an error if
	// the answer is not complete.
	Render(ctx context.Context, request *Request, emit func(Part) bool) error
}

// Name is the name of the program.
const Name = "guiderail-render"

// Program is the program that renders.
type Program struct {
	// Path is its file; "" is looked for beside the running program, then in PATH.
	Path string
	// Install says how to install it, for the error if it is not there.
	Install string
}

// outOfMemory is the exit code with which the program ends itself if it takes too much memory.
const outOfMemory = 137

// Render starts the program for one request. It is ended when the context is.
func (p *Program) Render(ctx context.Context, request *Request, emit func(Part) bool) error {
	path, err := p.find()
	if err != nil {
		return err
	}
	asked := *request
	asked.Version = Version
	question, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("writing the request: %w", err)
	}
	parent := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	command := exec.CommandContext(ctx, path)
	command.Env = []string{} // what strangers wrote runs there
	// It stays open until the answer is read: the program ends when the other side is gone, however that ended.
	asking, err := command.StdinPipe()
	if err != nil {
		return fmt.Errorf("writing to %s: %w", Name, err)
	}
	defer asking.Close() //nolint:errcheck // a program that has answered needs it no more
	said := &head{}
	command.Stderr = said
	command.WaitDelay = time.Second
	answer, err := command.StdoutPipe()
	if err != nil {
		return fmt.Errorf("reading from %s: %w", Name, err)
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", path, err)
	}
	// What cannot be written was not wanted: the answer says why.
	_, _ = asking.Write(append(question, '\n'))
	isWhole, err := read(answer, emit)
	asking.Close()                                          //nolint:errcheck // as above
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) { // else it ends by itself, and its exit code says why
		cancel()
	}
	waited := command.Wait()
	var exit *exec.ExitError
	switch {
	case isWhole || errors.Is(err, errEnough):
		return nil
	case parent.Err() != nil:
		return parent.Err()
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF): // which is why it was ended
		return fmt.Errorf("reading from %s: %w", Name, err)
	case errors.As(waited, &exit) && (exit.ExitCode() == outOfMemory || said.isOutOfMemory()):
		return ErrOutOfMemory
	case said.String() != "":
		return fmt.Errorf("%s ended early: %s", Name, said)
	case waited != nil:
		return fmt.Errorf("%s ended early: %w", Name, waited)
	}
	return fmt.Errorf("reading from %s: %w", Name, io.ErrUnexpectedEOF)
}

// About returns the versions of the program and of the libraries with which it renders, for people.
func (p *Program) About(ctx context.Context) (string, error) {
	path, err := p.find()
	if err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, path, "--version")
	command.Env = []string{}
	said, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("starting %s: %w", path, err)
	}
	return string(said), nil
}

// ErrOutOfMemory reports that the rendering took more memory than it may.
var ErrOutOfMemory = errors.New("out of memory")

// ErrNotInstalled reports that the program is not there.
var ErrNotInstalled = errors.New(Name + " is not installed")

var errEnough = errors.New("no more is wanted")

// read passes on the parts of an answer, and reports whether it has an end.
func read(answer io.Reader, emit func(Part) bool) (isWhole bool, err error) {
	decoder := json.NewDecoder(answer)
	for {
		var part Part
		if err := decoder.Decode(&part); errors.Is(err, io.EOF) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		if part.End != nil {
			return true, nil
		}
		if !emit(part) {
			return false, errEnough
		}
	}
}

// find returns the file of the program.
func (p *Program) find() (string, error) {
	if p.Path != "" {
		return p.Path, nil
	}
	name := Name
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if running, err := os.Executable(); err == nil {
		for _, file := range []string{running, resolved(running)} {
			beside := filepath.Join(filepath.Dir(file), name)
			if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
				return beside, nil
			}
		}
	}
	if found, err := exec.LookPath(name); err == nil {
		return found, nil
	}
	return "", fmt.Errorf("%w: it is neither beside guiderail nor in PATH; %s", ErrNotInstalled, p.Install)
}

func resolved(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		return real
	}
	return file
}

// head keeps the beginning of what a program says goes wrong.
type head struct{ text []byte }

func (h *head) Write(p []byte) (int, error) {
	const most = 1 << 10
	if room := most - len(h.text); room > 0 {
		h.text = append(h.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// String returns its first line.
func (h *head) String() string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(h.text)), "\n")
	return strings.TrimPrefix(line, Name+": ")
}

// isOutOfMemory reports whether the program was ended by its runtime for want of memory, or of stack.
func (h *head) isOutOfMemory() bool {
	for _, says := range []string{"out of memory", "cannot allocate memory", "stack exceeds"} {
		if bytes.Contains(h.text, []byte(says)) {
			return true
		}
	}
	return false
}

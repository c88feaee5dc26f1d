// Package rendering has what rendering charts and kustomizations have in common: the bounds of the process that does
// it, and which files it may read. It belongs to the program guiderail-render.
package rendering

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/oserror"
)

// Emit takes a part of the answer. It returns false when no more is wanted.
type Emit func(render.Part) bool

// Errorf makes an error about a file.
func Errorf(file, format string, args ...any) *artefact.Error {
	return &artefact.Error{Position: artefact.Position{File: file}, Message: fmt.Sprintf(format, args...)}
}

// Isolate takes from the process its environment and what leads to the network. Templates can read neither, and
// kustomize starts no program that it cannot find.
func Isolate() {
	os.Clearenv()
	http.DefaultTransport = noNetwork{}
}

// ErrNoNetwork is the error of every HTTP request.
var ErrNoNetwork = errors.New("nothing is fetched from the network")

type noNetwork struct{}

func (noNetwork) RoundTrip(*http.Request) (*http.Response, error) { return nil, ErrNoNetwork }

// OutOfMemory is the exit code of a process that exceeds its memory.
const OutOfMemory = 137

// dataBeside is what a process may have beside its heap. A single value that does not fit in is refused by the system at
// once; what grows is ended before.
const dataBeside = 256 << 20

// Bound ends the process when it takes more memory, in bytes.
func Bound(memory int64) {
	if memory <= 0 {
		return
	}
	debug.SetMemoryLimit(memory - memory/8)
	limitData(memory + dataBeside)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			metrics.Read(sample)
			if sample[0].Value.Uint64()-sample[1].Value.Uint64() > uint64(memory) {
				os.Exit(OutOfMemory)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
}

// ErrOutside is the error about a file that may not be read.
var ErrOutside = errors.New("is outside the repository or the checked directory, and is not read")

// Roots are directories outside which nothing is read, as absolute paths without links.
type Roots []string

// RootsOf returns the directories that a request names, or its own directory.
func RootsOf(request *render.Request) (Roots, error) {
	var roots Roots
	for _, directory := range append([]string{cmp.Or(request.Root, request.Directory)}, request.Beside...) {
		real, err := filepath.EvalSymlinks(directory)
		if err == nil {
			real, err = filepath.Abs(real)
		}
		if err != nil {
			return nil, Errorf(directory, "cannot be read: %v", oserror.WithoutPath(err))
		}
		roots = append(roots, real)
	}
	return roots, nil
}

// ReadFile reads a file unless it is outside.
func (r Roots) ReadFile(path string) ([]byte, error) {
	if err := r.Check(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// Check returns ErrOutside for a path that leads out of all of them, be it by links.
func (r Roots) Check(path string) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		real = path // nothing is there; what the path says decides which error that is
	}
	if real, err = filepath.Abs(real); err != nil {
		return err
	}
	isWithin := func(root string) bool {
		within, err := filepath.Rel(root, real)
		steps := strings.Split(within, string(filepath.Separator))
		return err == nil && steps[0] != ".." && !slices.Contains(steps, ".git") // where tokens are kept
	}
	if !slices.ContainsFunc(r, isWithin) {
		return ErrOutside
	}
	return nil
}

// Package program is the program guiderail-render: it reads a request from standard input and writes what it renders to
// standard output, as package render describes.
package program

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/rendering"
	"github.com/guiderail/guiderail/internal/rendering/chart"
	"github.com/guiderail/guiderail/internal/rendering/kustomization"
	"github.com/guiderail/guiderail/internal/version"
)

// Main runs the program and ends the process. release is the version that the linker was told; "" if none.
func Main(release string) {
	if slices.Equal(os.Args[1:], []string{"--version"}) {
		fmt.Print(about(release))
		os.Exit(0)
	}
	if err := serve(os.Stdin, os.Stdout, func() { os.Exit(1) }); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", render.Name, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// about returns the versions of the program and of the libraries with which it renders.
func about(release string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", render.Name, version.Long(release))
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dependency := range info.Deps {
			switch dependency.Path {
			case "helm.sh/helm/v4":
				fmt.Fprintf(&b, "helm              %s\n", dependency.Version)
			case "sigs.k8s.io/kustomize/api":
				fmt.Fprintf(&b, "kustomize/api     %s\n", dependency.Version)
			}
		}
	}
	return b.String()
}

// serve answers a request. left is called when whoever asked is gone.
func serve(in io.Reader, out io.Writer, left func()) error {
	rendering.Isolate()
	var request render.Request
	if err := json.NewDecoder(in).Decode(&request); err != nil {
		return fmt.Errorf("reading the request, which guiderail sends: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		left()
	}()
	if request.Version != render.Version {
		return fmt.Errorf("guiderail speaks version %d, and this program version %d; install both from one release", request.Version, render.Version)
	}
	rendering.Bound(request.Memory)
	buffer := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	rest := request.Output
	var failed error
	emit := func(part render.Part) bool {
		if part.Text != nil {
			if rest -= int64(len(part.Text.Text)); rest < 0 {
				failed = errOutput
				return false
			}
		}
		failed = encoder.Encode(part)
		return failed == nil
	}
	switch request.Kind {
	case render.Chart:
		chart.Render(&request, emit)
	case render.Kustomization:
		kustomization.Render(&request, emit)
	default:
		return fmt.Errorf("cannot render %q", request.Kind)
	}
	if errors.Is(failed, errOutput) {
		failed = encoder.Encode(render.Part{Error: rendering.Errorf(request.Directory, "renders to more than %d bytes; what follows is not judged; raise the limit source", request.Output)})
	}
	if failed == nil {
		failed = encoder.Encode(render.Part{End: &render.End{}})
	}
	return errors.Join(failed, buffer.Flush())
}

var errOutput = errors.New("too much output")

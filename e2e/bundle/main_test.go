//go:build e2e

// Package bundle_test holds Guiderail's bundles against the programs that use them: conftest, gator and
// OPA servers that pull from nginx, from a registry and from guiderail itself. All of them run on this
// machine, and speak with each other only.
package bundle_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	internaltools "github.com/guiderail/guiderail/internal/tools"
)

// programs are the paths of the programs that the tests run.
type programs struct {
	// Guiderail is built from what is tested; Conftest, OPA and Gator are what their projects released.
	Guiderail, Conftest, OPA, Gator string
	// Nginx and Registry are Debian's, and "" where they are not installed.
	Nginx, Registry string
}

var tools programs

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	folder := os.Getenv("GUIDERAIL_E2E_TOOLS")
	if folder == "" {
		return 0, errors.New("GUIDERAIL_E2E_TOOLS names no directory; run: make e2e-bundle")
	}
	dir, err := os.MkdirTemp("", "guiderail-e2e-bundle-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it lies where temporary files lie
	tools.Guiderail = filepath.Join(dir, "guiderail")
	if output, err := exec.Command("go", "build", "-o", tools.Guiderail, "../../cmd/guiderail").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building guiderail: %w\n%s", err, output)
	}
	if tools.Conftest, err = internaltools.Conftest().Install(ctx); err != nil {
		return 0, err
	}
	if tools.OPA, err = internaltools.OPA().Install(ctx); err != nil {
		return 0, err
	}
	tools.Gator = filepath.Join(folder, "gator")
	tools.Nginx, tools.Registry = installed("nginx"), installed("docker-registry")
	return m.Run(), nil
}

// installed gives the path of a program, or "". Debian has some where only root's PATH leads.
func installed(name string) string {
	for _, candidate := range []string{name, filepath.Join("/usr/sbin", name)} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	return ""
}

// needs ends a test that can do nothing here: as a failure where .ci/run says that everything is there.
func needs(t *testing.T, there bool, what string) {
	t.Helper()
	switch {
	case there:
	case os.Getenv("GUIDERAIL_E2E_REQUIRED") == "1":
		t.Fatalf("required (GUIDERAIL_E2E_REQUIRED=1) and not there: %s", what)
	default:
		t.Skipf("not there: %s", what)
	}
}

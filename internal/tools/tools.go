// Package tools builds released Go programs, with the versions of everything that they were released
// with, and keeps them among the user's caches.
package tools

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// Program is a released Go program.
type Program struct {
	Name    string
	Package string
	// Version is a release of the package's module, such as v1.2.3.
	Version string
}

// Conftest is the conftest that tests and benchmarks run.
func Conftest() Program {
	return Program{Name: "conftest", Package: "github.com/open-policy-agent/conftest", Version: "v0.71.0"}
}

// OPA is the OPA whose servers the tests start.
func OPA() Program { return OPARelease("v1.22.2") }

// OPAReleases lists the versions of OPA in which the policies are tried beside the one in go.mod: the oldest that is
// promised, those in which they were found to differ, Gatekeeper's, and the newest.
func OPAReleases() []string { return []string{"v1.10.1", "v1.13.2", "v1.17.1", "v1.22.4"} }

// OPARelease is an OPA of any version.
func OPARelease(version string) Program {
	return Program{Name: "opa", Package: "github.com/open-policy-agent/opa", Version: version}
}

// Install returns the path of the program, and builds it when that was not done before.
func (p Program) Install(ctx context.Context) (binary string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("looking for a place for %s: %w", p.Name, err)
	}
	cache = filepath.Join(cache, "guiderail")
	folder := filepath.Join(cache, p.Name+"-"+p.Version)
	binary = filepath.Join(folder, p.Name)
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	fmt.Fprintf(os.Stderr, "building %s %s; later runs find it in %s\n", p.Name, p.Version, folder)
	if err := p.build(ctx, cache, folder); err != nil {
		return "", fmt.Errorf("building %s %s: %w", p.Name, p.Version, err)
	}
	return binary, nil
}

// build lets the program appear in its folder whole or not at all.
func (p Program) build(ctx context.Context, cache, folder string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	unfinished, err := os.MkdirTemp(cache, "unfinished.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(unfinished) //nolint:errcheck // it lies among caches
	command := exec.CommandContext(ctx, "go", "install", p.Package+"@"+p.Version)
	command.Env = append(os.Environ(), "GOBIN="+unfinished, "GOFLAGS=")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, output)
	}
	if err := os.Chmod(unfinished, 0o755); err != nil {
		return err
	}
	// Whoever was faster built the same.
	if err := os.Rename(unfinished, folder); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

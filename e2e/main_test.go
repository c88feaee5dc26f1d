//go:build e2e

// Package e2e_test holds Guiderail's policy against a real API server with a real Gatekeeper.
package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/guiderail/guiderail/e2e/cluster"
)

// shared is the one cluster of all tests. They run one after another.
var shared *cluster.Cluster

// tools is the directory of the programs; guiderail is the command line that is tested.
var tools, guiderail string

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
	if tools = os.Getenv("GUIDERAIL_E2E_TOOLS"); tools == "" {
		return 0, fmt.Errorf("GUIDERAIL_E2E_TOOLS names no directory; run: make e2e-gatekeeper")
	}
	dir, err := os.MkdirTemp("", "guiderail-e2e-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it lies where temporary files lie
	guiderail = filepath.Join(dir, "guiderail")
	if output, err := exec.Command("go", "build", "-o", guiderail, "../cmd/guiderail").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building guiderail: %w\n%s", err, output)
	}

	begin := time.Now()
	shared, err = cluster.Start(ctx, tools)
	defer func() {
		if code != 0 || err != nil {
			fmt.Fprint(os.Stderr, shared.Logs(30))
		}
		if stopErr := shared.Stop(); err == nil {
			err = stopErr
		}
	}()
	if err != nil {
		return 0, err
	}
	fmt.Printf("control plane ready after %.1f s\n", time.Since(begin).Seconds())
	if err := shared.InstallGatekeeper(ctx, cluster.GatekeeperOptions{}); err != nil {
		return 0, err
	}
	fmt.Printf("Gatekeeper ready after %.1f s\n", time.Since(begin).Seconds())
	return m.Run(), nil
}

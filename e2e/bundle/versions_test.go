//go:build e2e

package bundle_test

import (
	"errors"
	"os/exec"
	"regexp"
	"testing"

	internaltools "github.com/guiderail/guiderail/internal/tools"
)

// TestVersions wants the policies to compile strictly, and their tests to pass, in every version of OPA that
// docs/compatibility.md promises them to run in. TestRego does the same with the version that guiderail is built with.
func TestVersions(t *testing.T) {
	const policies = "../../policies"
	for _, version := range internaltools.OPAReleases() {
		t.Run("opa "+version, func(t *testing.T) {
			t.Parallel()
			opa, err := internaltools.OPARelease(version).Install(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if output, err := exec.CommandContext(t.Context(), opa, "check", "--strict", "--ignore", "*.json", "--ignore", "*.yaml", policies).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			// A busy machine is no failure.
			passed(t, exec.CommandContext(t.Context(), opa, "test", "--timeout", "5m", "--ignore", "*.json", "--ignore", "*.yaml", policies), `(?m)^PASS: (\d+)/(\d+)$`)
		})
	}
	t.Run("conftest", func(t *testing.T) {
		t.Parallel()
		passed(t, exec.CommandContext(t.Context(), tools.Conftest, "verify", "--no-color", "--policy", policies), `(?m)^(\d+) tests, (\d+) passed, 0 warnings, 0 failures, 0 exceptions, 0 skipped$`)
	})
}

// passed wants a run of the Rego tests to have passed, and every one of many to have run.
func passed(t *testing.T, command *exec.Cmd, summary string) {
	t.Helper()
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	counts := regexp.MustCompile(summary).FindSubmatch(output)
	if err != nil || counts == nil || string(counts[1]) != string(counts[2]) || len(counts[1]) < 4 {
		t.Errorf("%v: %v\n%s", command.Args, err, output[max(0, len(output)-8<<10):])
	}
}

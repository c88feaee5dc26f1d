//go:build e2e

package bundle_test

import (
	"os/exec"
	"regexp"
	"testing"

	internaltools "github.com/guiderail/guiderail/internal/tools"
)

// TestVersions wants the policies to compile strictly, and their tests to pass, in the versions of OPA that
// docs/compatibility.md promises them to run in. The oldest runs all tests, the others those of the libraries and
// channels: TestRego runs all of them in the OPA that guiderail is built with, and other tests here and in a cluster
// hold every fixture against the real conftest and Gatekeeper, which have OPAs of their own.
func TestVersions(t *testing.T) {
	const policies = "../../policies"
	for i, version := range internaltools.OPAReleases() {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			opa, err := internaltools.OPARelease(version).Install(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			files := []string{"--ignore", "*.json", "--ignore", "*.yaml"}
			said(t, opa, append([]string{"check", "--strict", policies}, files...)...)
			// A busy machine is no failure.
			arguments := append([]string{"test", "--timeout", "5m", policies}, files...)
			if i == 0 {
				// A text of 30,000 lines takes it a minute.
				arguments = append(arguments, "--ignore", "configmap_test.rego")
			} else {
				arguments = append(arguments, "--run", `^data\.lib\.`)
			}
			output := said(t, opa, arguments...)
			counts := regexp.MustCompile(`(?m)^PASS: (\d+)/(\d+)$`).FindStringSubmatch(output)
			if counts == nil || counts[1] != counts[2] || len(counts[1]) < 4 {
				t.Errorf("not all of many tests passed:\n%s", output)
			}
		})
	}
}

// said gives what a command prints, and ends the test when it fails.
func said(t *testing.T, program string, arguments ...string) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), program, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, arguments, err, output[max(0, len(output)-8<<10):])
	}
	return string(output)
}

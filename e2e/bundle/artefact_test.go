//go:build e2e

package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/multiset"
)

// TestArtefact gives one artefact of a registry to all who read it: guiderail verifies it and checks with
// it, conftest pulls its Rego, and gator its templates and constraints. They find the same.
func TestArtefact(t *testing.T) {
	file, err := filepath.Abs("../../testdata/controls/secrets/plaintext_env/fail/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := newRevisions(t)
	host := startRegistry(t).Host
	_, data := r.next(t)
	reference := host + "/policies:1"
	digest := push(t, reference, data)
	if again := push(t, host+"/elsewhere:1", data); again != digest {
		t.Errorf("pushed again the same bundle has the digest %s, not %s", again, digest)
	}
	pulled := filepath.Join(t.TempDir(), resource)
	if got := guiderail(t, "bundle", "pull", "oci://"+reference+"@"+digest, "--verification-key", r.keys.PublicFile, "-o", pulled); !strings.Contains(got, digest) {
		t.Errorf("got %s, want the digest %s", got, digest)
	}

	want := readFindings(t, func(w struct {
		Findings []struct{ Control, Message string }
	}) (found []string) {
		for _, f := range w.Findings {
			found = append(found, f.Control+": "+f.Message)
		}
		return found
	}, 3, tools.Guiderail, "check", "--bundle", "oci://"+reference, "--verification-key", r.keys.PublicFile, "-o", "json", file)

	folder := t.TempDir()
	command(t, folder, tools.Conftest, "pull", "oci://"+reference)
	byConftest := readFindings(t, func(results []struct {
		Namespace string
		Failures  []struct{ Msg string }
	}) (found []string) {
		for _, result := range results {
			for _, f := range result.Failures {
				found = append(found, strings.TrimPrefix(result.Namespace, "guiderail.")+": "+f.Msg)
			}
		}
		return found
	}, 1, tools.Conftest, "test", "-p", filepath.Join(folder, "policy"), "-n", "guiderail.*", "-o", "json", file)

	byGator := readFindings(t, func(results []struct {
		Msg        string
		Constraint struct {
			Metadata struct{ Annotations map[string]string }
		}
	}) (found []string) {
		for _, result := range results {
			found = append(found, result.Constraint.Metadata.Annotations["guiderail.dev/control"]+": "+result.Msg)
		}
		return found
	}, 1, tools.Gator, "test", "--image", reference, "-f", file, "-o", "json")

	table := newTable("reader", "findings")
	table.row("guiderail check --bundle", len(want))
	table.row("conftest pull, test", len(byConftest))
	table.row("gator test --image", len(byGator))
	table.print(t)
	for name, got := range map[string][]string{"conftest": byConftest, "gator": byGator} {
		for _, finding := range multiset.Without(got, want) {
			t.Errorf("only %s finds %s", name, finding)
		}
		for _, finding := range multiset.Without(want, got) {
			t.Errorf("%s does not find %s", name, finding)
		}
	}
	if len(want) < 10 {
		t.Errorf("guiderail finds %d only", len(want))
	}
}

// readFindings runs a program that finds something, and gives what it read of its output, sorted.
func readFindings[T any](t *testing.T, read func(T) []string, code int, program string, args ...string) []string {
	t.Helper()
	c := exec.CommandContext(t.Context(), program, args...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	output, err := c.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		t.Fatalf("%s: %v, want exit code %d\n%s", filepath.Base(program), err, code, stderr.Bytes())
	}
	var document T
	if err := json.Unmarshal(output, &document); err != nil {
		t.Fatalf("%s: %v\n%.200s%s", filepath.Base(program), err, output, stderr.Bytes())
	}
	return slices.Sorted(slices.Values(read(document)))
}

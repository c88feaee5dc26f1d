//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/guiderail/guiderail/e2e/cluster"
)

// everything is a profile that refuses whatever any control finds anywhere.
const everything = `
apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata:
  name: everything
spec:
  title: Every control, with its defaults, refusing
  enforcement:
    severities: {critical: deny, high: deny, medium: deny, low: deny, info: deny}
`

// rendered is a profile as Gatekeeper reads it.
type rendered struct {
	*cluster.Policy
	// profile is the name or file that the command line knows it by, dir what it was written into.
	profile, dir string
}

// render writes a profile as an operator does. It is one that is shipped, by name, or the text of one.
func render(t *testing.T, profile string) *rendered {
	t.Helper()
	dir := t.TempDir()
	if len(profile) > 0 && profile[0] == '\n' {
		file := filepath.Join(dir, "profile.yaml")
		if err := os.WriteFile(file, []byte(profile), 0o600); err != nil {
			t.Fatal(err)
		}
		profile = file
	}
	r := &rendered{profile: profile, dir: filepath.Join(dir, "constraints")}
	output, err := exec.CommandContext(t.Context(), guiderail, "gatekeeper", "render", "--profile", profile, "-o", r.dir).CombinedOutput()
	if err != nil {
		t.Fatalf("rendering %s: %v\n%s", profile, err, output)
	}
	if r.Policy, err = cluster.ReadPolicy(r.dir); err != nil {
		t.Fatal(err)
	}
	if len(r.Templates) == 0 || len(r.Constraints) != len(r.Templates) {
		t.Fatalf("%s was rendered as %d templates and %d constraints", profile, len(r.Templates), len(r.Constraints))
	}
	return r
}

// kustomization gives the folder of a part of the profile: templates or constraints.
func (r *rendered) kustomization(t *testing.T, part string) string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(r.dir, "profiles", "*", part))
	if err != nil || len(folders) != 1 {
		t.Fatalf("want one folder of %s, got %v %v", part, folders, err)
	}
	return folders[0]
}

func kubectl(t *testing.T, args ...string) string {
	t.Helper()
	output, err := shared.Kubectl(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

// load applies the templates and waits until Gatekeeper knows them.
func (r *rendered) load(t *testing.T) {
	t.Helper()
	kubectl(t, "apply", "--server-side", "-k", r.kustomization(t, "templates"))
	if err := shared.WaitTemplates(t.Context(), r.Templates); err != nil {
		t.Fatal(err)
	}
}

// enforce applies the constraints, waits until they are enforced, and removes them when the test ends.
func (r *rendered) enforce(t *testing.T) {
	t.Helper()
	r.load(t)
	t.Cleanup(func() {
		if err := shared.DeleteAll(context.WithoutCancel(t.Context()), r.Constraints); err != nil {
			t.Error(err)
		}
	})
	kubectl(t, "apply", "--server-side", "-k", r.kustomization(t, "constraints"))
	if err := shared.WaitConstraints(t.Context(), r.Constraints); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s: %d constraints are enforced\n", filepath.Base(r.profile), len(r.Constraints))
}

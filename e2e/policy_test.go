//go:build e2e

package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/harness/gatekeeper"
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
	constraints  string // the folder of the constraints, when it is not that which was rendered
	clientSide   bool   // kubectl applies it the old way
}

// render writes a profile as an operator does. It is one that is shipped, by name, or the text of one.
func render(t *testing.T, profile string) *rendered {
	t.Helper()
	r := renderAs(t, profile, gatekeeper.Each)
	if len(r.Templates) == 0 || len(r.Constraints) != len(r.Templates) {
		t.Fatalf("%s was rendered as %d templates and %d constraints", profile, len(r.Templates), len(r.Constraints))
	}
	return r
}

func renderAs(t *testing.T, profile string, layout gatekeeper.Layout) *rendered {
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
	output, err := exec.CommandContext(t.Context(), guiderail, "gatekeeper", "render", "--profile", profile, "--layout", string(layout), "-o", r.dir).CombinedOutput()
	if err != nil {
		t.Fatalf("rendering %s: %v\n%s", profile, err, output)
	}
	if r.Policy, err = cluster.ReadPolicy(r.dir); err != nil {
		t.Fatal(err)
	}
	return r
}

// kustomization gives the folder of a part of the profile: templates or constraints.
func (r *rendered) kustomization(t *testing.T, part string) string {
	t.Helper()
	if part == "constraints" && r.constraints != "" {
		return r.constraints
	}
	folders, err := filepath.Glob(filepath.Join(r.dir, "profiles", "*", part))
	if err != nil || len(folders) != 1 {
		t.Fatalf("want one folder of %s, got %v %v", part, folders, err)
	}
	return folders[0]
}

func kubectl(t *testing.T, args ...string) string {
	t.Helper()
	output, err := shared.Kubectl(lasting(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

// load applies the templates and waits until Gatekeeper knows them.
func (r *rendered) load(t *testing.T) {
	t.Helper()
	r.apply(t, r.kustomization(t, "templates"))
	if err := shared.WaitTemplates(t.Context(), r.Templates); err != nil {
		t.Fatal(err)
	}
}

// enforce applies the templates and then the constraints, waits until they are enforced, and removes the
// constraints when the test ends.
func (r *rendered) enforce(t *testing.T) {
	t.Helper()
	begin := time.Now()
	r.load(t)
	loaded := time.Since(begin)
	r.removeAfter(t)
	r.apply(t, r.kustomization(t, "constraints"))
	if err := shared.WaitConstraints(t.Context(), r.Constraints); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s: %d templates are known after %.1f s, their constraints enforced after %.1f s\n",
		filepath.Base(r.profile), len(r.Templates), loaded.Seconds(), time.Since(begin).Seconds())
}

// enforceAtOnce applies templates and constraints together, as often as it takes: a constraint whose
// template is new has no kind yet, so that kubectl applies the templates and fails.
func (r *rendered) enforceAtOnce(t *testing.T) {
	t.Helper()
	folder := filepath.Dir(r.kustomization(t, "templates"))
	begin := time.Now()
	attempts := 0
	r.removeAfter(t)
	wait(t, 10*time.Minute, func() error {
		attempts++
		_, err := shared.Kubectl(lasting(t), "apply", "--server-side", "-k", folder)
		if err != nil && !strings.Contains(err.Error(), "ensure CRDs are installed first") {
			t.Fatal(err)
		}
		return err
	})
	if err := errors.Join(shared.WaitTemplates(t.Context(), r.Templates), shared.WaitConstraints(t.Context(), r.Constraints)); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s: %d templates and their constraints were applied together %d times until there was no error; enforced after %.1f s\n",
		filepath.Base(r.profile), len(r.Templates), attempts, time.Since(begin).Seconds())
}

func (r *rendered) removeAfter(t *testing.T) {
	t.Cleanup(func() {
		if err := shared.DeleteAll(lasting(t), r.Constraints); err != nil {
			t.Error(err)
		}
	})
}

func (r *rendered) apply(t *testing.T, folder string) {
	t.Helper()
	args := []string{"apply", "-k", folder}
	if !r.clientSide {
		args = append(args, "--server-side")
	}
	kubectl(t, args...)
}

// only leaves but the constraints of some controls, so that enforce applies no others.
func (r *rendered) only(t *testing.T, ids ...string) {
	t.Helper()
	folder := t.TempDir()
	var kept []*unstructured.Unstructured
	resources := "resources:\n"
	for _, constraint := range r.Constraints {
		if !slices.Contains(ids, constraint.GetAnnotations()["guiderail.dev/control"]) {
			continue
		}
		kept = append(kept, constraint)
		text, err := yaml.Marshal(constraint.Object)
		if err != nil {
			t.Fatal(err)
		}
		file := constraint.GetName() + ".yaml"
		resources += "  - " + file + "\n"
		if err := os.WriteFile(filepath.Join(folder, file), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(kept) != len(ids) {
		t.Fatalf("%d of the constraints of %v were rendered", len(kept), ids)
	}
	if err := os.WriteFile(filepath.Join(folder, "kustomization.yaml"), []byte(resources), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Constraints, r.constraints = kept, folder
}

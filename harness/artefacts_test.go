package harness_test

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/internal/shared"
)

// TestSharedArtefacts pins what each control says of each of the real files that are no manifests: how many findings and
// unknown values, and on which lines. A line that changes wants another look.
func TestSharedArtefacts(t *testing.T) {
	root := shared.Path(t, "corpus/artefacts")
	engine, err := harness.New(harness.Options{Now: policytest.FixtureTime})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, folder := range []string{
		"admission-config", "ansible", "arm", "audit-policy", "chef", "cloudformation", "describe-cluster", "dockerfile", "eksctl", "encryption-config",
		"iam-policy", "iam-trust", "kube-static-pod", "kubeconfig", "puppet", "scan-clair", "scan-ecr", "scan-grype", "scan-other", "scan-sarif",
		"scan-snyk", "scan-sysdig", "scan-trivy", "scan-trivy-operator", "terraform-hcl", "terraform-plan", "waivers",
	} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no files: %v", folder, err)
		}
		for _, file := range files {
			said := map[string][2][]string{} // by control
			checked, err := engine.Check(t.Context(), harness.Path(file))
			if err != nil {
				t.Fatal(err)
			}
			summary := checked.Summary
			name, _ := filepath.Rel(root, file)
			fmt.Fprintf(&out, "%s: %d artefacts, %d errors, %d notices, %d modules not read\n", filepath.ToSlash(name), summary.Artefacts, summary.Errors, summary.Notices, summary.Unread)
			for _, r := range checked.Results {
				for _, j := range r.Judgements {
					for i, findings := range [2][]harness.Finding{j.Findings, j.Unknowns} {
						for _, f := range findings {
							both := said[f.Control.ID]
							at := fmt.Sprint(f.Position.Line)
							if below, _ := filepath.Rel(file, f.Position.File); below != "." {
								at = fmt.Sprintf("%s:%d", filepath.ToSlash(below), f.Position.Line)
							}
							both[i] = append(both[i], at)
							said[f.Control.ID] = both
						}
					}
				}
			}
			for _, id := range slices.Sorted(maps.Keys(said)) {
				for i, word := range []string{"findings", "unknown"} {
					if lines := said[id][i]; len(lines) > 0 {
						slices.SortFunc(lines, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
						fmt.Fprintf(&out, "  %-36s %3d %s, line %s\n", id, len(lines), word, strings.Join(slices.Compact(lines), ","))
					}
				}
			}
		}
	}
	golden(t, "testdata/artefacts.golden", out.String())
}

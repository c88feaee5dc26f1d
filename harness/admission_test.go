package harness_test

import (
	"fmt"
	"testing"

	"github.com/guiderail/guiderail/harness"
)

// TestAdmissionPaths follows the path of a plug-in to the file that configures it.
func TestAdmissionPaths(t *testing.T) {
	const folder = "../testdata/admission/"
	for file, want := range map[string]string{
		"admission.yaml": "[../testdata/admission/conf/podsecurity.yaml:4] []",
		"absolute.yaml":  "[] []",
		"absent.yaml":    "[] [../testdata/admission/absent.yaml:4]",
	} {
		results, _ := run(t, harness.Options{Controls: []string{"podsecurity.admission_exemptions"}}, folder+file)
		said := [2][]string{{}, {}}
		for _, r := range results {
			for _, j := range r.Judgements {
				for i, findings := range [2][]harness.Finding{j.Findings, j.Unknowns} {
					for _, f := range findings {
						said[i] = append(said[i], fmt.Sprintf("%s:%d", f.Position.File, f.Position.Line))
					}
				}
			}
		}
		if got := fmt.Sprint(said[0], said[1]); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

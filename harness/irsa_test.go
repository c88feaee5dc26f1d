package harness_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness"
)

// TestRolesOfServiceAccounts judges manifests and the infrastructure that makes their roles, in one run.
func TestRolesOfServiceAccounts(t *testing.T) {
	for _, folder := range []string{"pass", "fail"} {
		t.Run(folder, func(t *testing.T) {
			results, _ := run(t, harness.Options{Controls: []string{"irsa.matching_role", "irsa.powerful_role", "irsa.shared_trust"}}, "../testdata/irsa/"+folder)
			if len(results) == 0 {
				t.Fatal("no results")
			}
			byFile := map[string][]*harness.Result{}
			for _, r := range results {
				byFile[r.File] = append(byFile[r.File], r)
			}
			for file, results := range byFile {
				compare(t, file, results)
			}
		})
	}
}

package harness_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness"
)

// TestAnsibleProjects judges playbooks with the roles beside them: what a role does is a finding of the play that uses it.
func TestAnsibleProjects(t *testing.T) {
	for _, folder := range []string{"firewall", "handler"} {
		results, summary := run(t, harness.Options{Controls: []string{"hosts.ansible_firewall"}}, "../testdata/ansible/"+folder)
		compareAll(t, "../testdata/ansible/"+folder, results)
		if folder == "firewall" && summary.Verdicts[harness.Pass] == 0 {
			t.Error("nothing passes")
		}
	}
}

func compareAll(t *testing.T, folder string, results []*harness.Result) {
	t.Helper()
	for _, file := range yamlFiles(t, folder) {
		var own []*harness.Result
		for _, r := range results {
			if r.File == file {
				own = append(own, r)
			}
		}
		compare(t, file, own)
	}
}

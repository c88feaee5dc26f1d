package harness_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness"
)

// TestAnsibleProjects judges playbooks with the roles beside them: what a role does is a finding of the play that uses it.
func TestAnsibleProjects(t *testing.T) {
	for _, folder := range []string{"firewall", "handler", "project"} {
		results, summary := run(t, harness.Options{Controls: []string{"hosts.ansible_firewall"}}, "../testdata/ansible/"+folder)
		compareAll(t, "../testdata/ansible/"+folder, results)
		if folder != "handler" && summary.Verdicts[harness.Pass] == 0 {
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

// TestAnsibleInventory finds in an inventory whether plays say become, and in ansible.cfg where roles are.
func TestAnsibleInventory(t *testing.T) {
	results, summary := run(t, harness.Options{Controls: []string{"hosts.ansible_become"}}, "../testdata/ansible/project/site.yml")
	for _, r := range results {
		for _, j := range r.Judgements {
			if len(j.Findings)+len(j.Unknowns) > 0 {
				t.Errorf("%v %v", sayings(j.Findings, ""), sayings(j.Unknowns, ""))
			}
		}
	}
	if summary.Verdicts[harness.Pass] != 1 {
		t.Errorf("verdicts %v", summary.Verdicts)
	}
}

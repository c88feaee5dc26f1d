// Package reporttest has a run with everything that a report may have to say, for the tests of each format.
package reporttest

import (
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/policies"
)

var update = flag.Bool("update", false, "rewrite golden files")

// Golden compares a text with a golden file, or rewrites it.
func Golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

var (
	plaintext = &control.Control{
		ID: "secrets.plaintext_env", Title: "Sensitive values must come from a Secret", Severity: control.High,
		Requirements: []string{"SECRETS-01"}, Remediation: "Move the value to a Secret.",
	}
	tag = &control.Control{ID: "images.pinned_tag", Title: "Images must be pinned", Severity: control.Medium, Remediation: "Add a tag."}
)

// Run is a run with findings, waivers, unknowns, errors and notices, some of them with characters that a terminal
// would act on.
func Run(t *testing.T) (*report.Run, []report.Result, *report.Summary) {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	run := &report.Run{
		Version: "v1.2.3", Catalogue: all, Controls: []*control.Control{plaintext, tag},
		Policy:  &report.Policy{Reference: "oci://registry.example.com/policies:1", Digest: "sha256:0123", Revision: "1.4.0", Verified: true},
		Profile: &profile.Profile{Name: "mine", Excluded: map[string]string{"images.digest": "Not <yet> \"there\"."}},
	}
	at := func(line, column int) artefact.Position {
		return artefact.Position{File: "deploy/a.yaml", Line: line, Column: column}
	}
	pod := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: "till\x1b[31m"}
	results := []report.Result{
		{
			File: "deploy/a.yaml", IsFirst: true, IsDocument: true,
			Judgements: []judge.Judgement{{
				Ref: pod, Position: at(1, 1), Document: 1,
				Findings: []judge.Finding{
					{Control: plaintext, Artefact: pod, Message: "env PASSWORD\u202e must come from a Secret", Path: []any{"spec", "containers", 0, "env", 1, "value"}, Position: at(9, 18)},
					{Control: tag, Artefact: pod, Message: "image a\tb has no tag", Path: []any{"spec", "containers", 0, "image"}, Position: at(7, 14)},
				},
				Unknowns: []judge.Finding{{Control: tag, Artefact: pod, Message: "image ${IMAGE} is still to be filled in", Path: []any{"spec", "initContainers", 0, "image"}, Position: at(12, 14)}},
				Waived:   []judge.Finding{{Control: plaintext, Artefact: pod, Message: "env TOKEN must come from a Secret", Path: []any{}, Position: at(14, 18)}},
				Errors:   map[string]error{"images.digest": errors.New("eval_conflict_error: <a> & b")},
			}},
		},
		{
			File: "deploy/a.yaml", IsDocument: true,
			Notices: []artefact.Notice{{Position: at(20, 1), Message: "document 2 is not a Kubernetes object: kind is missing"}},
		},
		{
			File: "b\n.yaml", IsFirst: true, IsDocument: true,
			Judgements: []judge.Judgement{{
				Ref: artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod"}, Position: artefact.Position{File: "b\n.yaml", Line: 1}, Document: 1,
				Findings: []judge.Finding{{Control: tag, Message: "image é has no tag", Path: []any{}, Position: artefact.Position{File: "b\n.yaml", Line: 3}}},
			}},
			Errors: []*artefact.Error{{Position: artefact.Position{File: "b\n.yaml", Line: 30}, Message: "cannot be read as YAML: did not find expected key"}},
		},
	}
	summary := &report.Summary{
		Controls: 3, Files: 2, Documents: 3, Artefacts: 2, Inventory: 1, Waived: 1, Owned: 1, Errors: 1, Notices: 1,
		Verdicts:         map[judge.Verdict]int{judge.Fail: 3, judge.Errored: 1, judge.Unknown: 1, judge.Pass: 1},
		Findings:         map[control.Severity]int{control.High: 1, control.Medium: 2},
		Unexercised:      []string{"rbac.wildcards", "network.default_deny"},
		NotSchemaChecked: map[string]int{"example.org/v1 Widget": 2, "argoproj.io/v1alpha1 Rollout": 1},
		UnknownKinds:     map[string]int{"example.org/v1 Widget": 2},
		Undeclared:       []string{"shop", "till\x1b"},
	}
	return run, results, summary
}

// Write has a reporter write a run.
func Write(t *testing.T, reporter report.Reporter, run *report.Run, results []report.Result, summary *report.Summary) {
	t.Helper()
	err := reporter.Begin(run)
	for i := range results {
		err = errors.Join(err, reporter.Result(&results[i]))
	}
	if err = errors.Join(err, reporter.End(summary)); err != nil {
		t.Fatal(err)
	}
}

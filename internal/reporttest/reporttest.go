// Package reporttest has a run with everything that a report may have to say, for the tests of each format.
package reporttest

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/baseline"
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
	digest    = &control.Control{ID: "images.digest", Title: "Images must have a digest", Severity: control.Low, Remediation: "Add a digest."}
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
		Version: "v1.2.3", Catalogue: all, Controls: []*control.Control{digest, tag, plaintext},
		Policy:   &report.Policy{Reference: "oci://registry.example.com/policies:1", Digest: "sha256:0123", Revision: "1.4.0", Verified: true},
		Baseline: "baseline.json",
		Warnings: []artefact.Notice{{Position: artefact.Position{File: "waivers.yaml", Line: 9, Column: 5}, Message: "the waiver of images.digest of Pod shop/till expired on 2026-01-31 and does nothing; renew or remove it"}},
		Profile:  &profile.Profile{Name: "mine", Excluded: map[string]string{"images.digest": "Not <yet> \"there\"."}},
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
					{Control: plaintext, Artefact: pod, Message: "env PASSWORD\u202e must come from a Secret", Path: []any{"spec", "containers", 0, "env", 1, "value"}, Position: at(9, 18), Snippet: "value: ***", Fingerprint: "0a"},
					{Control: tag, Artefact: pod, Message: "image a\tb has no tag", Path: []any{"spec", "containers", 0, "image"}, Position: at(7, 14), Snippet: "image: a", Fingerprint: "0b"},
				},
				Unknowns: []judge.Finding{{Control: tag, Artefact: pod, Message: "image ${IMAGE} is still to be filled in", Path: []any{"spec", "initContainers", 0, "image"}, Position: at(12, 14), Snippet: "image: ${IMAGE}", Fingerprint: "0c"}},
				Waived: []judge.Finding{
					{Control: plaintext, Artefact: pod, Message: "env TOKEN must come from a Secret", Path: []any{}, Position: at(14, 18), Snippet: "value: ***", Fingerprint: "0d", Acceptance: &judge.Acceptance{
						By: judge.ByWaiver, Owner: "ada\u202e", Ticket: "OPS-1", Reason: "The next release <reads> it.", Until: "2027-01-31", Position: artefact.Position{File: "waivers.yaml", Line: 4, Column: 5},
					}},
					{Control: tag, Artefact: pod, Message: "image b has no tag", Path: []any{}, Position: at(15, 14), Snippet: "image: b", Fingerprint: "0e", Acceptance: &judge.Acceptance{By: judge.ByBaseline, Position: artefact.Position{File: "baseline.json", Line: 7, Column: 5}}},
				},
				Remarks:  []artefact.Notice{{Position: at(4, 5), Message: "the annotation guiderail.dev/waive of Pod shop/till\x1b[31m is ignored"}},
				Errors:   map[string]error{"images.digest": errors.New("eval_conflict_error: <a> & b")},
				Verdicts: map[string]judge.Verdict{"secrets.plaintext_env": judge.Fail, "images.pinned_tag": judge.Fail, "images.digest": judge.Errored},
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
				Verdicts: map[string]judge.Verdict{"images.pinned_tag": judge.Fail, "secrets.plaintext_env": judge.Pass},
				Findings: []judge.Finding{{Control: tag, Message: "image é has no tag", Path: []any{}, Position: artefact.Position{File: "b\n.yaml", Line: 3}, Fingerprint: "0e"}},
			}},
			Errors: []*artefact.Error{{Position: artefact.Position{File: "b\n.yaml", Line: 30}, Message: "cannot be read as YAML: did not find expected key"}},
		},
	}
	summary := &report.Summary{
		Controls: 3, Files: 2, Documents: 3, Artefacts: 2, Inventory: 1, Waived: 2, Owned: 1, Errors: 1, Notices: 1,
		Verdicts:         map[judge.Verdict]int{judge.Fail: 3, judge.Errored: 1, judge.Unknown: 1, judge.Pass: 1},
		Findings:         map[control.Severity]int{control.High: 1, control.Medium: 2},
		Unexercised:      []string{"rbac.wildcards", "network.default_deny"},
		NotSchemaChecked: map[string]int{"example.org/v1 Widget": 2, "argoproj.io/v1alpha1 Rollout": 1},
		UnknownKinds:     map[string]int{"example.org/v1 Widget": 2},
		Undeclared:       []string{"shop", "till\x1b"},
		Accepted:         map[judge.Acceptor]int{judge.ByWaiver: 1, judge.ByBaseline: 1},
		Fixed:            []baseline.Entry{{Fingerprint: "88ce", Control: "images.pinned_tag", Object: pod, File: "deploy/a.yaml", Message: "image <c> has no tag"}},
		Unmatched:        2,
	}
	return run, results, summary
}

// Hostile is a run on names, messages and paths that are written to be taken for something else in a report.
func Hostile(t *testing.T) (*report.Run, []report.Result, *report.Summary) {
	t.Helper()
	run, _, _ := Run(t)
	const name = "a]]><b>|`c`@team #1 %0A::error::x\r\n##vso[task.complete]\u202e\x1b[31m\n- [x](https://evil.example)"
	c := &control.Control{
		ID: "images.pinned_tag", Title: "Pin " + name, Description: "Why " + name + ".", Severity: control.High,
		Requirements: []string{"IMAGES-01"}, Remediation: "Fix " + name, References: []string{"https://example.org/x"},
	}
	run = &report.Run{Version: run.Version, Catalogue: run.Catalogue, Controls: []*control.Control{c}, Policy: &report.Policy{Reference: name}}
	pod := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Namespace: name, Name: name}
	at := artefact.Position{File: "dir/" + name + ",x:y;z.yaml", Line: 2, Column: 3, RenderedFrom: "charts/" + name, RenderedLine: 9}
	finding := judge.Finding{Control: c, Artefact: pod, Message: name, Path: []any{name}, Position: at, Snippet: name, Fingerprint: "0f"}
	results := []report.Result{{
		File: at.File, IsFirst: true, IsDocument: true,
		Judgements: []judge.Judgement{{
			Ref: pod, Position: at, Document: 1, Verdicts: map[string]judge.Verdict{c.ID: judge.Fail},
			Findings: []judge.Finding{finding}, Unknowns: []judge.Finding{finding}, Waived: []judge.Finding{finding},
			Errors: map[string]error{"images.digest": errors.New(name)},
		}},
		Notices: []artefact.Notice{{Position: at, Message: name}},
		Errors:  []*artefact.Error{{Position: at, Message: name}},
	}}
	summary := &report.Summary{
		Controls: 1, Files: 1, Documents: 1, Artefacts: 1, Waived: 1, Errors: 1, Notices: 1,
		Verdicts: map[judge.Verdict]int{judge.Fail: 1, judge.Unknown: 1, judge.Errored: 1}, Findings: map[control.Severity]int{control.High: 1},
		NotSchemaChecked: map[string]int{name: 1}, UnknownKinds: map[string]int{name: 1}, Undeclared: []string{name},
	}
	return run, results, summary
}

// Rendered is a run on a chart, a kustomization and a stream that helm template wrote. Of some findings only the file is
// known, others are in another file than the object.
func Rendered(t *testing.T) (*report.Run, []report.Result, *report.Summary) {
	t.Helper()
	run, _, _ := Run(t)
	run = &report.Run{Version: run.Version, Catalogue: run.Catalogue, Controls: run.Controls}
	of := func(from string) func(file string, line, column, rendered int) artefact.Position {
		return func(file string, line, column, rendered int) artefact.Position {
			return artefact.Position{File: file, Line: line, Column: column, RenderedFrom: from, RenderedLine: rendered}
		}
	}
	ref := func(name string) artefact.Ref {
		return artefact.Ref{Type: artefact.Kubernetes, APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: name}
	}
	found := func(c *control.Control, ref artefact.Ref, message string, at artefact.Position, snippet, fingerprint string) judge.Finding {
		return judge.Finding{Control: c, Artefact: ref, Message: message, Path: []any{"spec"}, Position: at, Snippet: snippet, Fingerprint: fingerprint}
	}
	const (
		template = "charts/web/templates/deployment.yaml"
		values   = "charts/web/values.yaml"
		overlay  = "overlays/prod/kustomization.yaml"
		patch    = "overlays/prod/patch.yaml"
	)
	chart, prod, stream := of(template), of(overlay), of("stdin")
	web, till, mail := ref("web"), ref("till"), ref("mail")
	failed := map[string]judge.Verdict{"secrets.plaintext_env": judge.Fail, "images.pinned_tag": judge.Fail}
	results := []report.Result{
		{
			File: template, IsFirst: true, IsDocument: true,
			Judgements: []judge.Judgement{{
				Ref: web, Position: chart(template, 1, 1, 2), Document: 1, Verdicts: failed,
				Findings: []judge.Finding{
					found(plaintext, web, `container "web": env PASSWORD must come from a Secret; use secretKeyRef`, chart(template, 21, 18, 24), "value: $(OTHER)", "1a"),
					found(plaintext, web, `container "web": env TOKEN must come from a Secret; use secretKeyRef`, chart(template, 0, 0, 30), "value: $(MORE)", "1b"),
					found(tag, web, `container "web": image web has no tag; add the tag of a release`, chart(values, 12, 8, 33), "image: web", "1c"),
					found(tag, web, `container "side": image web has no tag; add the tag of a release`, chart(values, 12, 8, 41), "image: web", "1d"),
					found(tag, web, `container "log": image log has no tag; add the tag of a release`, chart("charts/web/values-prod.yaml", 0, 0, 52), "image: log", "1e"),
				},
				Unknowns: []judge.Finding{found(digest, web, "image ${IMAGE} is still to be filled in", chart(template, 0, 0, 60), "", "1f")},
			}},
			Errors:  []*artefact.Error{{Position: chart(template, 0, 0, 70), Message: "cannot be read as YAML: did not find expected key"}},
			Notices: []artefact.Notice{{Position: chart(template, 0, 0, 80), Message: "document 3 is not a Kubernetes object: kind is missing"}, {Position: chart(values, 90, 3, 90), IsDeployed: true, Message: "HelmRelease shop/mail: its chart mail is in the HelmRepository mail, and is not rendered"}},
		},
		{
			File: overlay, IsFirst: true, IsDocument: true,
			Judgements: []judge.Judgement{{
				Ref: till, Position: prod("base/deployment.yaml", 1, 1, 1), Document: 1, Verdicts: failed,
				Findings: []judge.Finding{
					found(plaintext, till, `container "till": env PASSWORD must come from a Secret; use secretKeyRef`, prod("base/deployment.yaml", 14, 18, 19), "value: $(OTHER)", "2a"),
					found(tag, till, `container "till": image till has no tag; add the tag of a release`, prod(patch, 7, 16, 22), "image: till", "2b"),
				},
				Errors: map[string]error{"images.digest": errors.New("eval_conflict_error")},
			}},
		},
		{
			File: "stdin", IsFirst: true, IsDocument: true,
			Judgements: []judge.Judgement{{
				Ref: mail, Position: stream("mail/templates/mail.yaml", 0, 0, 3), Document: 1, Verdicts: failed,
				Findings: []judge.Finding{
					found(plaintext, mail, `container "mail": env PASSWORD must come from a Secret; use secretKeyRef`, stream("mail/templates/mail.yaml", 0, 0, 14), "value: $(OTHER)", "3a"),
					found(tag, mail, `container "mail": image mail has no tag; add the tag of a release`, stream("mail/templates/mail.yaml", 0, 0, 17), "image: mail", "3b"),
					found(tag, mail, `container "logs": image mail has no tag; add the tag of a release`, stream("mail/templates/mail.yaml", 0, 0, 27), "image: mail", "3c"),
				},
				Waived: []judge.Finding{{
					Control: tag, Artefact: mail, Message: "image b has no tag", Path: []any{}, Position: stream("mail/templates/mail.yaml", 0, 0, 37), Fingerprint: "3d",
					Acceptance: &judge.Acceptance{By: judge.ByBaseline, Position: artefact.Position{File: "baseline.json", Line: 7, Column: 5}},
				}},
			}},
		},
	}
	summary := &report.Summary{
		Controls: 3, Files: 3, Documents: 3, Artefacts: 3, Waived: 1, Errors: 1, Notices: 1, Deployed: 1,
		Verdicts: map[judge.Verdict]int{judge.Fail: 6, judge.Errored: 1, judge.Unknown: 1},
		Findings: map[control.Severity]int{control.High: 4, control.Medium: 6},
		Accepted: map[judge.Acceptor]int{judge.ByBaseline: 1},
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

// Named is a run for a golden file of its name.
type Named struct {
	Name    string
	Run     *report.Run
	Results []report.Result
	Summary *report.Summary
}

// Runs returns the runs that every format is tested with: one with everything, a hostile one, one of what was rendered,
// and one without anything.
func Runs(t *testing.T) []Named {
	t.Helper()
	run, results, summary := Run(t)
	hostile, hostileResults, hostileSummary := Hostile(t)
	rendered, renderedResults, renderedSummary := Rendered(t)
	return []Named{
		{"run", run, results, summary},
		{"hostile", hostile, hostileResults, hostileSummary},
		{"rendered", rendered, renderedResults, renderedSummary},
		{"empty", &report.Run{Catalogue: run.Catalogue}, nil, &report.Summary{}},
	}
}

// Schema compiles a JSON Schema, with the formats of texts asserted.
func Schema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

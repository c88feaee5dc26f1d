package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
)

const references = "../../testdata/reference"

// judgeSidecar runs the profile of a sidecar on EKS.
func judgeSidecar(t *testing.T, search source.Search) *harness.Run {
	t.Helper()
	engine, err := harness.New(harness.Options{Profile: "xroad-eks"})
	if err != nil {
		t.Fatal(err)
	}
	search.Renderer = newProgram()
	run, err := engine.Check(t.Context(), search.Find())
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range run.Results {
		for _, err := range result.Errors {
			t.Error(err)
		}
	}
	return run
}

// TestReferenceChart wants our own chart to render to what the manifests beside it are: each control says the same of
// each object.
func TestReferenceChart(t *testing.T) {
	verdicts := func(name string) map[artefact.Ref]map[string]harness.Verdict {
		said := map[artefact.Ref]map[string]harness.Verdict{}
		run := judgeSidecar(t, source.Search{Paths: []string{filepath.Join(references, name)}})
		for _, result := range run.Results {
			for _, j := range result.Judgements {
				said[j.Ref] = j.Verdicts
			}
		}
		for _, f := range slices.Concat(run.Findings, run.Unknowns) {
			t.Errorf("%s: %v: %s", name, f.Position, f.Message)
		}
		return said
	}
	got, want := verdicts("chart"), verdicts("xroad-eks")
	if len(want) < 30 {
		t.Fatalf("there are but %d objects to compare", len(want))
	}
	for ref, verdicts := range want {
		if !maps.Equal(got[ref], verdicts) {
			t.Errorf("%v: got %v, want %v", ref, got[ref], verdicts)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the chart renders to %d objects, want %d", len(got), len(want))
	}
}

// TestReferenceChartBad wants the findings of bad values where a person mends them: at the value that a template refers
// to, in the file that gives it; in the template, where it makes a text of several values, and where it has a mapping.
func TestReferenceChartBad(t *testing.T) {
	chart := filepath.Join(references, "chart")
	run := judgeSidecar(t, source.Search{Paths: []string{chart}, Values: render.Values{Files: []string{filepath.Join(chart, "values-bad.yaml")}}})
	var got []string
	for _, f := range run.Findings {
		at, err := filepath.Rel(chart, f.Position.File)
		if err != nil {
			t.Fatal(err)
		}
		from, err := filepath.Rel(chart, f.Position.RenderedFrom)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s:%d:%d %s %s %s/%s", filepath.ToSlash(at), f.Position.Line, f.Position.Column, f.Control.ID, filepath.ToSlash(from), f.Artefact.Kind, f.Artefact.Name))
	}
	slices.Sort(got)
	want := strings.Split(strings.TrimSpace(`
templates/_helpers.tpl:18:4 images.digest templates/primary.yaml Deployment/security-server-sidecar-primary
templates/_helpers.tpl:18:4 images.digest templates/secondary.yaml Deployment/security-server-sidecar-secondary
templates/_helpers.tpl:18:4 images.pinned_tag templates/primary.yaml Deployment/security-server-sidecar-primary
templates/_helpers.tpl:18:4 images.pinned_tag templates/secondary.yaml Deployment/security-server-sidecar-secondary
templates/_helpers.tpl:18:4 images.registry_allowlist templates/primary.yaml Deployment/security-server-sidecar-primary
templates/_helpers.tpl:18:4 images.registry_allowlist templates/secondary.yaml Deployment/security-server-sidecar-secondary
templates/identity.yaml:64:5 rbac.system_group_subjects templates/identity.yaml RoleBinding/sidecar-reader
values-bad.yaml:13:15 podsecurity.privileged templates/primary.yaml Deployment/security-server-sidecar-primary
values-bad.yaml:13:15 podsecurity.privileged templates/secondary.yaml Deployment/security-server-sidecar-secondary
values-bad.yaml:15:11 podsecurity.capabilities templates/primary.yaml Deployment/security-server-sidecar-primary
values-bad.yaml:15:11 podsecurity.capabilities templates/secondary.yaml Deployment/security-server-sidecar-secondary
values-bad.yaml:22:9 network.allow_all_egress templates/network.yaml NetworkPolicy/to-services
values-bad.yaml:24:10 images.digest templates/offload.yaml CronJob/archive-sender
values-bad.yaml:24:10 images.pinned_tag templates/offload.yaml CronJob/archive-sender
values-bad.yaml:24:10 images.registry_allowlist templates/offload.yaml CronJob/archive-sender
values-bad.yaml:26:12 network.allow_all_egress templates/network.yaml NetworkPolicy/to-services
values-bad.yaml:26:12 network.metadata_egress templates/network.yaml NetworkPolicy/to-services
values-bad.yaml:3:16 podsecurity.enforce_label templates/namespace.yaml Namespace/sidecar
values-bad.yaml:6:15 images.pull_policy templates/offload.yaml CronJob/archive-sender
values-bad.yaml:6:15 images.pull_policy templates/primary.yaml Deployment/security-server-sidecar-primary
values-bad.yaml:6:15 images.pull_policy templates/secondary.yaml Deployment/security-server-sidecar-secondary
values.yaml:85:32 resources.request_limit_ratio templates/primary.yaml Deployment/security-server-sidecar-primary
values.yaml:85:32 resources.request_limit_ratio templates/secondary.yaml Deployment/security-server-sidecar-secondary
`), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

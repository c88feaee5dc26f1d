package htmlreport_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/htmlreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

// body is a page without what is the same in all pages.
func body(page string) string {
	for _, fixed := range []string{"style", "script"} {
		page = regexp.MustCompile("(?s)<"+fixed+">.*</"+fixed+">").ReplaceAllString(page, "<"+fixed+"></"+fixed+">")
	}
	return regexp.MustCompile(`sha256-[^ ]*=&#39;`).ReplaceAllString(page, "sha256-…&#39;")
}

func write(t *testing.T, run *report.Run, results []report.Result, summary *report.Summary) string {
	t.Helper()
	var out strings.Builder
	reporttest.Write(t, htmlreport.New(&out), run, results, summary)
	return out.String()
}

func TestReport(t *testing.T) {
	for name, change := range map[string]func(*report.Run) []report.Result{
		"everything": nil,
		"nothing": func(run *report.Run) []report.Result {
			*run = report.Run{Catalogue: run.Catalogue, Controls: run.Controls}
			return nil
		},
		"hostile": func(run *report.Run) []report.Result {
			const name = `</style></script><script>alert(1)</script>" onload='alert(2)' ` + "\u202e\x1b]]>{{.}}"
			run.Profile = &profile.Profile{
				Name: name, Title: name, Excluded: map[string]string{name: name},
				Waived: []profile.Exclusion{{Namespaces: []string{name}, Reason: name, Expires: "2030-01-01"}},
			}
			run.Configuration = name
			run.Policy = &report.Policy{Reference: name, Digest: name, Revision: name}
			own := &control.Control{
				ID: "own." + name, Title: name, Description: name + "\n\n" + name, Remediation: name, Severity: control.Critical,
				References: []string{"javascript:alert(3)", "https://example.com/a/b?" + name},
			}
			ref := artefact.Ref{Type: artefact.Kubernetes, APIVersion: name, Kind: name, Namespace: name, Name: name}
			at := artefact.Position{File: name, RenderedFrom: name + name, RenderedLine: 3}
			f := judge.Finding{Control: own, Artefact: ref, Message: name, Path: []any{name, 1}, Position: at, Snippet: name}
			return []report.Result{{
				File:       name,
				Judgements: []judge.Judgement{{Ref: ref, Position: at, Findings: []judge.Finding{f}, Unknowns: []judge.Finding{f}, Waived: []judge.Finding{f}, Errors: map[string]error{name: fmt.Errorf("%s", name)}}},
				Notices:    []artefact.Notice{{Position: at, Message: name}},
				Errors:     []*artefact.Error{{Position: at, Message: name}},
			}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			run, results, summary := reporttest.Run(t)
			if change != nil {
				results, summary = change(run), &report.Summary{}
			}
			page := write(t, run, results, summary)
			reporttest.Golden(t, filepath.Join("testdata", name+".html"), body(page))
			if page != write(t, run, results, summary) {
				t.Error("the same run gives another page")
			}
		})
	}
}

func TestRendered(t *testing.T) {
	run, results, summary := reporttest.Rendered(t)
	reporttest.Golden(t, filepath.Join("testdata", "rendered.html"), body(write(t, run, results, summary)))
}

// TestManyFindings holds that a page keeps the worst findings where there are too many to list, counts the others,
// and is of a size that browsers open.
func TestManyFindings(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	minor := &control.Control{ID: "own.minor", Title: "Minor", Severity: control.Low, Remediation: "Change it."}
	major := &control.Control{ID: "own.major", Title: "Major", Severity: control.High, Remediation: "Change it."}
	const objects = 15_000 // with two findings each
	results := make([]report.Result, objects)
	for i := range results {
		file := fmt.Sprintf("deploy/%d.yaml", i/10)
		ref := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Name: fmt.Sprint("pod-", i)}
		j := judge.Judgement{Ref: ref}
		for _, c := range []*control.Control{minor, major} {
			j.Findings = append(j.Findings, judge.Finding{Control: c, Artefact: ref, Message: strings.Repeat("long ", 20), Path: []any{"spec"}, Position: artefact.Position{File: file, Line: i}})
		}
		results[i] = report.Result{File: file, Judgements: []judge.Judgement{j}}
	}
	page := write(t, run, results, summary)
	for text, want := range map[string]int{
		`data-control="own.major"`: 15_000,
		`data-control="own.minor"`: 5_000,
		"The page lists the 20000 worst findings of 30000. The 10000 others are counted above": 1,
		`<td class="number" data-label="findings">15000</td>`:                                  2,
	} {
		if got := strings.Count(page, text); got != want {
			t.Errorf("%s: got %d times, want %d", text, got, want)
		}
	}
	if len(page) > 20<<20 {
		t.Errorf("the page has %d MiB", len(page)>>20)
	}
}

func TestEvidence(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	if page := write(t, run, results, summary); strings.Contains(page, `id="evidence"`) {
		t.Error("there are scan reports on a page of a run without any")
	}
	page := write(t, run, reporttest.Scanned(2), summary)
	for _, want := range []string{`<a href="#evidence">Scan reports</a>`, "<bdi>&lt;script&gt;", `data-label="scanned">2026-11-20, 3 days ago</td>`, `data-label="found">2 critical, 1 low</td>`, "<bdi>none</bdi></td><td></td><td></td>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

package textreport_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/textreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for name, test := range map[string]struct {
		options textreport.Options
		change  func(*report.Run, *report.Summary)
	}{
		"run":               {},
		"color":             {options: textreport.Options{Color: true}},
		"narrow":            {options: textreport.Options{Width: 60}},
		"verbose":           {options: textreport.Options{Verbose: true}},
		"quiet":             {options: textreport.Options{Quiet: true}},
		"summary":           {options: textreport.Options{Summary: true}},
		"high and critical": {options: textreport.Options{MinSeverity: control.High}},
		"policies of the tool": {change: func(run *report.Run, _ *report.Summary) {
			run.Policy = nil
			run.Profile.Sources = []profile.Source{{File: "profiles/mine.yaml"}}
		}},
		"a directory of policies": {change: func(run *report.Run, _ *report.Summary) {
			run.Policy = &report.Policy{Reference: "policies"}
		}},
		"configured": {change: func(run *report.Run, _ *report.Summary) { run.Configuration = ".guiderail.yaml" }},
		"many controls": {options: textreport.Options{Verbose: true}, change: func(_ *report.Run, s *report.Summary) {
			s.Unexercised = nil
			for i := range 40 {
				s.Unexercised = append(s.Unexercised, fmt.Sprintf("family%d.control%d", i/2, i))
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			run, results, summary := reporttest.Run(t)
			if test.change != nil {
				test.change(run, summary)
			}
			var out strings.Builder
			reporttest.Write(t, textreport.New(&out, test.options), run, results, summary)
			reporttest.Golden(t, filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt"), out.String())
		})
	}
}

func TestRendered(t *testing.T) {
	for name, options := range map[string]textreport.Options{
		"rendered": {}, "rendered 80": {Width: 80}, "rendered 160": {Width: 160}, "rendered verbose": {Verbose: true}, "rendered summary": {Summary: true}, "rendered color": {Color: true},
	} {
		t.Run(name, func(t *testing.T) {
			run, results, summary := reporttest.Rendered(t)
			var out strings.Builder
			reporttest.Write(t, textreport.New(&out, options), run, results, summary)
			reporttest.Golden(t, filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt"), out.String())
		})
	}
}

// TestManyObjects wants what many objects have once, and each of them with -v.
func TestManyObjects(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	run.Policy, run.Profile, run.Warnings, run.Baseline = nil, nil, nil, ""
	root := &control.Control{ID: "podsecurity.root", Title: "Containers must not run as root", Severity: control.High, Remediation: "Set runAsNonRoot to true. Use another image."}
	tag := &control.Control{ID: "images.tag", Title: "Images must have a tag", Severity: control.Low, Remediation: "Add a tag."}
	var results []report.Result
	for i := range 6 {
		file := []string{"deploy/test/pods.yaml", "deploy/prod/pods.yaml", "deploy/more.yaml"}[i/2]
		ref := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: fmt.Sprint("till-", i)}
		found := func(c *control.Control, line int, message, snippet string) judge.Finding {
			return judge.Finding{Control: c, Artefact: ref, Message: message, Position: artefact.Position{File: file, Line: line + 10*i, Column: 3}, Snippet: snippet}
		}
		j := judge.Judgement{Ref: ref, Findings: []judge.Finding{found(root, 2, `container "a": runAsNonRoot is not set; set it to true`, "")}}
		if i == 1 {
			j.Findings = append(j.Findings,
				found(tag, 3, `container "a": image x has no tag; add the tag of a release`, ""),
				found(tag, 4, `container "b": image x has no tag; add the tag of a release`, ""),
				found(tag, 5, `container "c": image y has no tag; add the tag of a release`, ""))
		}
		if i == 5 {
			privileged := *root
			privileged.ID, privileged.Severity = "podsecurity.privileged", control.Critical
			j.Findings = append(j.Findings, found(&privileged, 6, "privileged is true; remove it", "privileged: true"))
		}
		results = append(results, report.Result{File: file, IsFirst: i%2 == 0, IsDocument: true, Judgements: []judge.Judgement{j}})
	}
	*summary = report.Summary{Files: 3, Documents: 6, Artefacts: 6, Findings: map[control.Severity]int{control.Critical: 1, control.High: 6, control.Low: 3}}
	for name, options := range map[string]textreport.Options{"many objects": {}, "each object": {Verbose: true}} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, textreport.New(&out, options), run, results, summary)
			reporttest.Golden(t, filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt"), out.String())
		})
	}
}

func TestNothingFound(t *testing.T) {
	run, _, _ := reporttest.Run(t)
	run.Policy, run.Profile, run.Warnings, run.Baseline = nil, nil, nil, ""
	var out strings.Builder
	reporttest.Write(t, textreport.New(&out, textreport.Options{}), run, nil, &report.Summary{Files: 1, Documents: 1, Artefacts: 1})
	const want = `read     1 file, 1 object
found    no findings
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

type broken struct{}

var errBroken = errors.New("broken pipe")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestBrokenPipe(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	reporter := textreport.New(broken{}, textreport.Options{})
	if err := reporter.Begin(run); err != nil {
		t.Error(err)
	}
	if err := reporter.Result(&results[0]); err != nil { // which is kept until the end
		t.Errorf("got %v", err)
	}
	if err := reporter.End(summary); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestEvidence(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	write := func(options textreport.Options) string {
		var out strings.Builder
		reporttest.Write(t, textreport.New(&out, options), run, reporttest.Scanned(23), summary)
		return out.String()
	}
	text := write(textreport.Options{})
	for _, want := range []string{
		"scan reports of the images\n  Pod x (f.yaml)\n     1  container \"0\": <script>`[x](y)`\ufffd.json, by the tag; 2026-11-20, 3 days ago; 2 critical, 1 low\n",
		"\n     2  container \"1\": none\n", "\n    and 3 more; -v lists them\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Errorf("it has an escape sequence:\n%q", text)
	}
	if all := write(textreport.Options{Verbose: true}); !strings.Contains(all, `23  container "22"`) {
		t.Errorf("it does not list all:\n%s", all)
	}
	if quiet := write(textreport.Options{Quiet: true}); strings.Contains(quiet, "scan reports") {
		t.Errorf("it is not quiet:\n%s", quiet)
	}
}

// TestManyPlaces has a finding on each of many lines, half of them twice and under many names. Looking each up among
// all before it would take minutes.
func TestManyPlaces(t *testing.T) {
	const n = 300_000
	said := judge.Finding{Control: &control.Control{ID: "images.pinned_tag", Severity: control.High}}
	findings := make([]judge.Finding, 0, n)
	for i := range n {
		said.Position = artefact.Position{File: "a.yaml", Line: i*2/3 + 1}
		said.Message = fmt.Sprintf("container %d: image has no tag", i)
		findings = append(findings, said)
	}
	var out bytes.Buffer
	r := textreport.New(&out, textreport.Options{})
	if err := r.Begin(&report.Run{Controls: []*control.Control{said.Control}}); err != nil {
		t.Fatal(err)
	}
	ref := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Name: "a"}
	err := r.Result(&report.Result{File: "a.yaml", Source: "a.yaml", IsFirst: true, IsDocument: true, Judgements: []judge.Judgement{{
		Ref: ref, Position: artefact.Position{File: "a.yaml", Line: 1}, Findings: findings,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.End(&report.Summary{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "container"); got != n {
		t.Errorf("got %d names, want %d", got, n)
	}
}

package markdownreport_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/markdownreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, markdownreport.New(&out), run.Run, run.Results, run.Summary)
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".md"), out.String())
			// A summary is HTML, in which nothing is Markdown.
			text := summaryLine.ReplaceAllStringFunc(out.String(), func(line string) string {
				return strings.NewReplacer("`", "", "[x](", "").Replace(line)
			})
			for _, found := range active.FindAllString(text, -1) {
				if !ours.MatchString(found) {
					t.Errorf("it is not only text: %q", found)
				}
			}
		})
	}
}

var (
	// active is what is more than text in Markdown: elements, links, code, mentions and references.
	active      = regexp.MustCompile("<[^>]*>?|[^\\\\]\\]\\([^)]*\\)|[^\\\\]`|@[a-z]|[^&]#[0-9]|://[a-z.]*")
	summaryLine = regexp.MustCompile(`<summary>.*</summary>`)
	ours        = regexp.MustCompile(`^(<!-- guiderail -->|</?(details|summary|b)>|y\]\(https://github\.com/guiderail/[^)]*\)|://github\.com)$`)
)

// TestBounded wants a report that fits into a comment and says what it leaves out.
func TestBounded(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	var results []report.Result
	for i := range 200 {
		c := &control.Control{ID: fmt.Sprintf("family.control_%03d", i), Title: "Title", Severity: control.Severity(i % 5)}
		var j judge.Judgement
		for range 30 {
			j.Findings = append(j.Findings, judge.Finding{Control: c, Message: strings.Repeat("|", 500)})
		}
		results = append(results, report.Result{Judgements: []judge.Judgement{j}, Notices: []artefact.Notice{{Message: strings.Repeat("|", 5000)}}})
	}
	var out strings.Builder
	reporttest.Write(t, markdownreport.New(&out), run, results, summary)
	text := out.String()
	if len(text) > 60_000 || len(text) < 50_000 {
		t.Errorf("it has %d bytes", len(text))
	}
	for _, want := range []string{
		"<b>critical</b> family.control_004: Title (30 findings)", "| … | | 10 more |\n",
		fmt.Sprintf("Left out here, since a comment has a limited length: %d more findings of %d controls. ", 30*(200-strings.Count(text, "<b>")), 200-strings.Count(text, "<b>")), "more, in the report of the job",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s…%s", want, text[:2000], text[len(text)-2000:])
		}
	}
	if strings.Count(text, "<details>") != strings.Count(text, "</details>") {
		t.Error("a section is left open")
	}
}

func TestEvidence(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	var out strings.Builder
	reporttest.Write(t, markdownreport.New(&out), run, reporttest.Scanned(23), summary)
	for _, want := range []string{"<summary>Scan reports of the images</summary>\n\n- f.yaml:1: Pod x: container \"0\": ", "2 critical, 1 low\n", "container \"1\": none\n", "- … and 3 more, in the report of the job\n\n</details>\n\n<details>"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	for _, found := range active.FindAllString(summaryLine.ReplaceAllString(out.String(), ""), -1) {
		if !ours.MatchString(found) {
			t.Errorf("it is not only text: %q", found)
		}
	}
}

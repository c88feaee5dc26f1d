package githubreport_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/githubreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, githubreport.New(&out), run.Run, run.Results, run.Summary)
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".txt"), out.String())
			for _, line := range strings.Split(out.String(), "\n") {
				if isCommand.MatchString(line) && !isOurs.MatchString(line) {
					t.Errorf("the runner would take this for a command: %q", line)
				}
			}
		})
	}
}

var (
	// isCommand is what the runner takes for a command: a line that begins with ::, or has ##[ anywhere.
	isCommand = regexp.MustCompile(`^\s*::|##\[`)
	// isOurs is a command of ours: no value of a property ends it.
	isOurs = regexp.MustCompile(`^::(group::guiderail: all findings|endgroup::|(error|warning|notice) (file=[^:,]+,)?(line=\d+,)?(col=\d+,)?title=[^:,]+::[^\r\n]*)$`)
)

// TestWorstFirst wants the annotations that GitHub shows to be those of the worst findings, wherever they come.
func TestWorstFirst(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	critical := &control.Control{ID: "rbac.worst", Severity: control.Critical}
	high := &control.Control{ID: "rbac.bad", Severity: control.High}
	j := &results[0].Judgements[0]
	j.Findings = nil
	for i := range 12 {
		j.Findings = append(j.Findings, judge.Finding{Control: high, Message: fmt.Sprint("message ", i)})
	}
	j.Findings = append(j.Findings, judge.Finding{Control: critical, Message: "the worst"})
	j.Errors = nil
	var out strings.Builder
	reporttest.Write(t, githubreport.New(&out), run, []report.Result{results[0]}, summary)
	_, after, _ := strings.Cut(out.String(), "::endgroup::\n")
	var titles []string
	for _, line := range strings.Split(after, "\n") {
		if strings.HasPrefix(line, "::error ") {
			titles = append(titles, line)
		}
	}
	if len(titles) != 10 || !strings.HasSuffix(titles[0], "the worst%0Ahttps://github.com/guiderail/guiderail/blob/HEAD/docs/controls/rbac/worst.md") || !strings.Contains(titles[9], "message 8%0A") {
		t.Errorf("got %d:\n%s", len(titles), strings.Join(titles, "\n"))
	}
	if !strings.Contains(after, "in the group above: 3 more errors\n") {
		t.Errorf("it does not say what GitHub leaves out:\n%s", after)
	}
}

package gitlabreport_test

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/gitlabreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, gitlabreport.New(&out), run.Run, run.Results, run.Summary)
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".json"), out.String())
			read(t, out.String())
		})
	}
}

// TestSameObjectTwice wants no fingerprint twice, of which GitLab would keep one.
func TestSameObjectTwice(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	var out strings.Builder
	reporttest.Write(t, gitlabreport.New(&out), run, []report.Result{results[0], results[0]}, summary)
	read(t, out.String())
}

// read reads a report by GitLab's documentation: a list of issues, each with a description, a severity of five, a path
// in the repository, a line, and a fingerprint of its own.
func read(t *testing.T, text string) {
	t.Helper()
	var issues []struct {
		Description, CheckName, Fingerprint, Severity string
		Location                                      struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	if err := json.Unmarshal([]byte(text), &issues); err != nil || issues == nil || text[0] != '[' {
		t.Fatalf("it is no list: %v", err)
	}
	seen := map[string]bool{}
	for _, issue := range issues {
		at := issue.Location
		switch {
		case issue.Description == "", at.Lines.Begin < 1, at.Path == "", strings.HasPrefix(at.Path, "./"), at.Path != path.Clean(at.Path),
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, issue.Severity):
			t.Errorf("GitLab does not read %+v", issue)
		case seen[issue.Fingerprint]:
			t.Errorf("the fingerprint %s comes twice", issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
}

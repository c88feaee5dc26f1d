package textreport_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

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
		"run":   {},
		"color": {options: textreport.Options{Color: true}},
		"policies of the tool": {change: func(run *report.Run, _ *report.Summary) {
			run.Policy = nil
			run.Profile.Sources = []profile.Source{{File: "profiles/mine.yaml"}}
		}},
		"a directory of policies": {change: func(run *report.Run, _ *report.Summary) {
			run.Policy = &report.Policy{Reference: "policies"}
		}},
		"many controls": {change: func(_ *report.Run, s *report.Summary) {
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

func TestNothingFound(t *testing.T) {
	run, _, _ := reporttest.Run(t)
	run.Policy, run.Profile = nil, nil
	var out strings.Builder
	reporttest.Write(t, textreport.New(&out, textreport.Options{}), run, nil, &report.Summary{Files: 1, Documents: 1, Artefacts: 1})
	const want = `no findings
read      1 file, 1 document, 1 object
verdicts  pass 0, fail 0, waived 0, not applicable 0, unknown 0, error 0
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
	if err := reporter.Result(&results[0]); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	if err := reporter.End(summary); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

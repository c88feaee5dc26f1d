package harness

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/azurereport"
	"github.com/guiderail/guiderail/harness/report/githubreport"
	"github.com/guiderail/guiderail/harness/report/gitlabreport"
	"github.com/guiderail/guiderail/harness/report/gitlabsastreport"
	"github.com/guiderail/guiderail/harness/report/htmlreport"
	"github.com/guiderail/guiderail/harness/report/jsonreport"
	"github.com/guiderail/guiderail/harness/report/junitreport"
	"github.com/guiderail/guiderail/harness/report/markdownreport"
	"github.com/guiderail/guiderail/harness/report/policyreport"
	"github.com/guiderail/guiderail/harness/report/sarifreport"
	"github.com/guiderail/guiderail/harness/report/tapreport"
	"github.com/guiderail/guiderail/harness/report/textreport"
)

// ReportOptions configure reporters. Formats ignore what they have no use for.
type ReportOptions struct {
	// Text is how text is written for people.
	Text textreport.Options
	// Verdicts has the JSON report list the verdict of every control on every artefact.
	Verdicts bool
	// Now returns the time, for formats that say when a run took place; nil means the clock of the machine.
	Now func() time.Time
}

// reportFormat is a format of reports.
type reportFormat struct {
	name string
	make func(io.Writer, ReportOptions) report.Reporter
}

// reportFormats returns all formats, in the order in which they are listed.
func reportFormats() []reportFormat {
	return []reportFormat{
		{"text", func(w io.Writer, o ReportOptions) report.Reporter { return textreport.New(w, o.Text) }},
		{"json", func(w io.Writer, o ReportOptions) report.Reporter {
			return jsonreport.New(w, jsonreport.Options{Verdicts: o.Verdicts})
		}},
		{"sarif", func(w io.Writer, _ ReportOptions) report.Reporter { return sarifreport.New(w) }},
		{"junit", func(w io.Writer, _ ReportOptions) report.Reporter { return junitreport.New(w) }},
		{"tap", func(w io.Writer, _ ReportOptions) report.Reporter { return tapreport.New(w) }},
		{"github", func(w io.Writer, _ ReportOptions) report.Reporter { return githubreport.New(w) }},
		{"gitlab", func(w io.Writer, _ ReportOptions) report.Reporter { return gitlabreport.New(w) }},
		{"gitlab-sast", func(w io.Writer, o ReportOptions) report.Reporter { return gitlabsastreport.New(w, o.Now) }},
		{"azure", func(w io.Writer, _ ReportOptions) report.Reporter { return azurereport.New(w) }},
		{"markdown", func(w io.Writer, _ ReportOptions) report.Reporter { return markdownreport.New(w) }},
		{"html", func(w io.Writer, _ ReportOptions) report.Reporter { return htmlreport.New(w) }},
		{"policyreport", func(w io.Writer, _ ReportOptions) report.Reporter {
			return policyreport.New(w, policyreport.WGPolicy())
		}},
		{"openreports", func(w io.Writer, _ ReportOptions) report.Reporter {
			return policyreport.New(w, policyreport.OpenReports())
		}},
	}
}

// Reports lists the names of the report formats.
func Reports() []string {
	var names []string
	for _, format := range reportFormats() {
		names = append(names, format.name)
	}
	return names
}

// NewReporter makes a reporter for a format.
func NewReporter(format string, w io.Writer, options ReportOptions) (report.Reporter, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	for _, f := range reportFormats() {
		if f.name == format {
			return f.make(w, options), nil
		}
	}
	return nil, fmt.Errorf("unknown format %q; use one of %s", format, strings.Join(Reports(), ", "))
}

// Write writes the run in a format.
func (r *Run) Write(w io.Writer, format string) error {
	to, err := NewReporter(format, w, ReportOptions{})
	if err != nil {
		return err
	}
	_, err = write(to, r.about, func(emit func(*Result) error) (*Summary, error) {
		for _, result := range r.Results {
			if err := emit(result); err != nil {
				return nil, err
			}
		}
		return r.Summary, nil
	})
	return err
}

// Package tapreport writes a run in version 14 of the Test Anything Protocol: a test for each control and object that
// it applies to.
//
// What is unknown is skipped, and what is waived is a test to do, neither of which fails a run. What could not be read
// is a test that fails.
package tapreport

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// Reporter writes the tests of a document at once, and the plan at the end.
type Reporter struct {
	w     *bufio.Writer
	run   *report.Run
	tests int
	err   error
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: bufio.NewWriter(w)} }

// diagnostic is the block of a test that does not pass.
type diagnostic struct {
	Severity   string   `yaml:"severity,omitempty"`
	Control    string   `yaml:"control,omitempty"`
	Object     string   `yaml:"object,omitempty"`
	Findings   []place  `yaml:"findings,omitempty"`
	Unknown    []place  `yaml:"unknown,omitempty"`
	Waived     []place  `yaml:"waived,omitempty"`
	Error      string   `yaml:"error,omitempty"`
	Fix        string   `yaml:"fix,omitempty"`
	Help       string   `yaml:"help,omitempty"`
	Statements []string `yaml:"statements,omitempty"`
}

type place struct {
	Message      string `yaml:"message"`
	File         string `yaml:"file,omitempty"`
	Line         int    `yaml:"line,omitempty"`
	Column       int    `yaml:"column,omitempty"`
	RenderedFrom string `yaml:"renderedFrom,omitempty"`
	RenderedLine int    `yaml:"renderedLine,omitempty"`
	Snippet      string `yaml:"snippet,omitempty"`
	Fingerprint  string `yaml:"fingerprint,omitempty"`
}

// Begin writes the version.
func (t *Reporter) Begin(run *report.Run) error {
	t.run = run
	t.printf("TAP version 14\n")
	return t.flush()
}

// Result writes the tests of a document.
func (t *Reporter) Result(r *report.Result) error {
	for i := range r.Judgements {
		j := &r.Judgements[i]
		for _, c := range t.run.Cases(j) {
			if err := t.control(j, &c); err != nil {
				return err
			}
		}
	}
	for _, err := range r.Errors {
		t.test(false, "read "+position(err.Position), "", &diagnostic{Error: report.OneLine(err.Message)})
	}
	for _, n := range r.Notices {
		t.test(true, "read "+position(n.Position), "SKIP not judged: "+n.Message, nil)
	}
	return t.flush()
}

func (t *Reporter) control(j *judge.Judgement, c *report.Case) error {
	name := fmt.Sprintf("%s: %s (%s)", c.Control.ID, j.Ref, report.Place(j.Position))
	d := &diagnostic{
		Severity: c.Control.Severity.String(), Control: c.Control.ID, Object: report.OneLine(j.Ref.String()),
		Fix: report.OneLine(c.Control.Remediation), Help: t.run.Page(c.Control),
		Findings: places(c.Findings), Unknown: places(c.Unknowns), Waived: places(c.Waived),
	}
	var err error
	if d.Statements, err = t.run.Catalogue.Statements(c.Control); err != nil {
		return err
	}
	switch {
	case c.Err != nil:
		d.Error = report.OneLine("could not be evaluated: " + c.Err.Error())
		t.test(false, name, "", d)
	case len(c.Findings) > 0:
		t.test(false, name, "", d)
	case len(c.Unknowns) > 0:
		t.test(true, name, "SKIP unknown: "+c.Unknowns[0].Message, d)
	case len(c.Waived) > 0:
		reason := "TODO waived"
		if why := report.Accepted(&c.Waived[0]); why != "" {
			reason += ": " + why
		}
		t.test(false, name, reason, d)
	default:
		t.test(true, name, "", nil)
	}
	return t.err
}

func places(findings []judge.Finding) []place {
	var all []place
	for _, f := range findings {
		all = append(all, place{
			report.OneLine(f.Message), report.OneLine(f.Position.File), f.Position.Line, f.Position.Column,
			report.OneLine(f.Position.RenderedFrom), f.Position.RenderedLine, report.OneLine(f.Snippet), f.Fingerprint,
		})
	}
	return all
}

// test writes a test. The directive is SKIP or TODO with its reason; "" if there is none.
func (t *Reporter) test(passes bool, name, directive string, d *diagnostic) {
	t.tests++
	result := "not ok"
	if passes {
		result = "ok"
	}
	if directive != "" {
		directive = " # " + escape(directive)
	}
	t.printf("%s %d - %s%s\n", result, t.tests, escape(name), directive)
	if d == nil {
		return
	}
	// Not every reader of TAP reads values of several lines, which this encoder does not write.
	var text strings.Builder
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(d); err != nil {
		t.err = fmt.Errorf("writing a diagnostic: %w", err)
		return
	}
	t.printf("  ---\n")
	for line := range strings.Lines(text.String()) {
		t.printf("  %s", line)
	}
	t.printf("  ...\n")
}

// escape returns a text in which # begins no directive.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(report.OneLine(s))
}

// End writes the plan, after what the whole run did not judge.
func (t *Reporter) End(s *report.Summary) error {
	for _, text := range s.NotJudged() {
		t.printf("# not judged: %s\n", report.OneLine(text))
	}
	if t.tests == 0 {
		t.printf("1..0 # SKIP no control applied to anything\n")
	} else {
		t.printf("1..%d\n", t.tests)
	}
	return t.flush()
}

func (t *Reporter) flush() error {
	if t.err == nil {
		t.err = t.w.Flush()
	}
	return t.err
}

func (t *Reporter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

func position(p artefact.Position) string { return report.OneLine(report.Place(p)) }

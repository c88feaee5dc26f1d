// Package azurereport writes a run as logging commands of Azure Pipelines. The log lists every finding in a group; the
// worst ones of each level are issues of the task, of which Azure keeps ten of a level.
package azurereport

import (
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/internal/annotation"
	"github.com/guiderail/guiderail/internal/prose"
)

// Reporter writes the lines of the log as they come, and the issues at the end.
type Reporter struct {
	w     io.Writer
	run   *report.Run
	worst annotation.Worst
	err   error
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w} }

// Begin opens the group.
func (a *Reporter) Begin(run *report.Run) error {
	a.run = run
	a.printf("##[group]guiderail: all findings\n")
	return a.err
}

// Result writes a line for everything that was found in a document.
func (a *Reporter) Result(r *report.Result) error {
	for _, found := range annotation.Of(a.run, r) {
		a.printf("%s\n", found.Line())
		a.worst.Add(level(found.Rank), found)
	}
	for _, line := range annotation.NotJudged(r) {
		a.printf("%s\n", line)
	}
	return a.err
}

// level returns the type of an issue: Azure has no third one.
func level(rank annotation.Rank) string {
	if rank >= control.High {
		return "error"
	}
	return "warning"
}

// End closes the group and writes the issues.
func (a *Reporter) End(s *report.Summary) error {
	for _, text := range s.NotJudged() {
		a.printf("skipped %s\n", report.OneLine(text))
	}
	a.printf("##[endgroup]\n")
	var more []string
	for _, level := range []string{"error", "warning"} {
		kept, others := a.worst.Of(level)
		for _, found := range kept {
			a.issue(level, &found)
		}
		if others > 0 {
			more = append(more, prose.Count(others, "more "+level))
		}
	}
	a.printf("%s\n", annotation.Summary(s))
	if parts := s.CountNotJudged(); len(parts) > 0 {
		a.printf("not judged: %s\n", strings.Join(parts, "; "))
	}
	if len(more) > 0 {
		a.printf("Azure keeps %d issues of a type; in the group above: %s\n", annotation.Limit, strings.Join(more, ", "))
	}
	return a.err
}

func (a *Reporter) issue(level string, found *annotation.Annotation) {
	properties := "type=" + level + ";"
	if at := found.Position; at.File != "" {
		properties += "sourcepath=" + property(at.File) + ";"
		if at.Line > 0 {
			properties += fmt.Sprintf("linenumber=%d;", at.Line)
		}
		if at.Column > 0 {
			properties += fmt.Sprintf("columnnumber=%d;", at.Column)
		}
	}
	if found.Control != "" {
		properties += "code=" + property(found.Control) + ";"
	}
	a.printf("##vso[task.logissue %s]%s\n", properties, data(found.Message))
}

// data returns the text of a command. The agent takes %AZP25 for a percent sign.
func data(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property returns the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", ";", "%3B", "]", "%5D").Replace(report.Printable(s))
}

func (a *Reporter) printf(format string, args ...any) {
	if a.err == nil {
		_, a.err = fmt.Fprintf(a.w, format, args...)
	}
}

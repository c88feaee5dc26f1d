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
)

// Reporter writes the lines of the log as they come, and the issues at the end.
type Reporter struct{ log *annotation.Log }

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{annotation.NewLog(w, level)} }

// Begin opens the group.
func (a *Reporter) Begin(run *report.Run) error {
	return a.log.Open(run, "##[group]guiderail: all findings")
}

// Result writes a line for everything that was found in a document.
func (a *Reporter) Result(r *report.Result) error { return a.log.Result(r) }

// level returns the type of an issue: Azure has no third one.
func level(rank annotation.Rank) string {
	if rank >= control.High {
		return "error"
	}
	return "warning"
}

// End closes the group and writes the issues.
func (a *Reporter) End(s *report.Summary) error {
	a.log.Close(s, "##[endgroup]")
	more := a.log.Worst([]string{"error", "warning"}, a.issue)
	a.log.Printf("%s\n", annotation.Summary(s))
	if parts := s.CountNotJudged(); len(parts) > 0 {
		a.log.Printf("not judged: %s\n", strings.Join(parts, "; "))
	}
	if len(more) > 0 {
		a.log.Printf("Azure keeps %d issues of a type; in the group above: %s\n", annotation.Limit, strings.Join(more, ", "))
	}
	return a.log.Err()
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
	a.log.Printf("##vso[task.logissue %s]%s\n", properties, data(found.Message))
}

// data returns the text of a command. The agent takes %AZP25 for a percent sign.
func data(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property returns the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", ";", "%3B", "]", "%5D").Replace(report.Printable(s))
}

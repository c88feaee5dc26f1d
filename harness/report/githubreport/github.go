// Package githubreport writes a run as workflow commands of GitHub Actions. The log lists every finding in a group;
// the worst ones of each level are annotations, since GitHub shows ten of a level for a step.
package githubreport

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/internal/annotation"
)

// Reporter writes the lines of the log as they come, and annotations at the end.
type Reporter struct{ log *annotation.Log }

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{annotation.NewLog(w, level)} }

// Begin opens the group.
func (g *Reporter) Begin(run *report.Run) error {
	return g.log.Open(run, "::group::guiderail: all findings")
}

// Result writes a line for everything that was found in a document.
func (g *Reporter) Result(r *report.Result) error { return g.log.Result(r) }

// level returns the command for a rank.
func level(rank annotation.Rank) string {
	switch {
	case rank >= control.High:
		return "error"
	case rank == control.Medium:
		return "warning"
	}
	return "notice"
}

// End closes the group and writes the annotations.
func (g *Reporter) End(s *report.Summary) error {
	g.log.Close(s, "::endgroup::")
	if parts := s.CountNotJudged(); len(parts) > 0 {
		g.log.Printf("::notice title=%s::%s\n", property("guiderail: not judged"), data(strings.Join(parts, "\n")))
	}
	more := g.log.Worst([]string{"error", "warning", "notice"}, g.command)
	g.log.Printf("%s\n", annotation.Summary(s))
	if len(more) > 0 {
		g.log.Printf("GitHub shows %d annotations of a level; in the group above: %s\n", annotation.Limit, strings.Join(more, ", "))
	}
	return g.log.Err()
}

func (g *Reporter) command(level string, a *annotation.Annotation) {
	var properties []string
	if a.Position.File != "" {
		properties = append(properties, "file="+property(strings.TrimPrefix(filepath.ToSlash(a.Position.File), "./")))
	}
	if a.Position.Line > 0 {
		properties = append(properties, fmt.Sprintf("line=%d", a.Position.Line))
	}
	if a.Position.Column > 0 {
		properties = append(properties, fmt.Sprintf("col=%d", a.Position.Column))
	}
	properties = append(properties, "title="+property(a.Title()))
	g.log.Printf("::%s %s::%s\n", level, strings.Join(properties, ","), data(a.Message))
}

// data returns the text of a command.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property returns the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(report.Printable(s))
}

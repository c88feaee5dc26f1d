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
	"github.com/guiderail/guiderail/internal/prose"
)

// Reporter writes the lines of the log as they come, and annotations at the end.
type Reporter struct {
	w     io.Writer
	run   *report.Run
	worst annotation.Worst
	err   error
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w} }

// Begin opens the group.
func (g *Reporter) Begin(run *report.Run) error {
	g.run = run
	g.printf("::group::guiderail: all findings\n")
	return g.err
}

// Result writes a line for everything that was found in a document.
func (g *Reporter) Result(r *report.Result) error {
	for _, a := range annotation.Of(g.run, r) {
		g.printf("%s\n", a.Line())
		g.worst.Add(level(a.Rank), a)
	}
	for _, line := range annotation.NotJudged(r) {
		g.printf("%s\n", line)
	}
	return g.err
}

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
	for _, text := range s.NotJudged() {
		g.printf("skipped %s\n", report.OneLine(text))
	}
	g.printf("::endgroup::\n")
	if parts := s.CountNotJudged(); len(parts) > 0 {
		g.printf("::notice title=%s::%s\n", property("guiderail: not judged"), data(strings.Join(parts, "\n")))
	}
	var more []string
	for _, level := range []string{"error", "warning", "notice"} {
		kept, others := g.worst.Of(level)
		for _, a := range kept {
			g.command(level, &a)
		}
		if others > 0 {
			more = append(more, prose.Count(others, "more "+level))
		}
	}
	g.printf("%s\n", annotation.Summary(s))
	if len(more) > 0 {
		g.printf("GitHub shows %d annotations of a level; in the group above: %s\n", annotation.Limit, strings.Join(more, ", "))
	}
	return g.err
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
	g.printf("::%s %s::%s\n", level, strings.Join(properties, ","), data(a.Message))
}

// data returns the text of a command.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property returns the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(report.Printable(s))
}

func (g *Reporter) printf(format string, args ...any) {
	if g.err == nil {
		_, g.err = fmt.Fprintf(g.w, format, args...)
	}
}

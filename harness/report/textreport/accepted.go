package textreport

import (
	"fmt"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// maxWarnings is how many warnings about waivers people still read.
const maxWarnings = 5

func (t *Reporter) warn(about []artefact.Notice) {
	for _, n := range about {
		t.warnings = append(t.warnings, fmt.Sprintf("%s: %s", n.Position, n.Message))
	}
}

// writeWarnings writes which waivers do nothing, or soon will.
func (t *Reporter) writeWarnings() {
	warnings := t.warnings
	if more := len(warnings) - maxWarnings; more > 1 && !t.options.Verbose {
		warnings = append(warnings[:maxWarnings:maxWarnings], fmt.Sprintf("and %d more (-v lists them)", more))
	}
	t.section("waivers", warnings)
}

// acceptedLine says what is accepted, and why.
func acceptedLine(f *judge.Finding) string {
	a := f.Acceptance
	text := fmt.Sprintf("%s: %s: %s: %s; accepted by the %s", f.Position, f.Control.ID, f.Artefact, f.Message, a.By)
	if a.Position.File != "" && a.By != judge.ByAnnotation {
		text += " at " + a.Position.String()
	}
	if a.Until != "" {
		text += " until " + a.Until
	}
	if who := strings.TrimLeft(a.Owner+", "+a.Ticket, ", "); strings.TrimRight(who, ", ") != "" {
		text += " (" + strings.TrimRight(who, ", ") + ")"
	}
	if a.Reason != "" {
		text += ": " + a.Reason
	}
	return text
}

// acceptedOf says in one line how many findings are accepted, and by what; "" where none is and there is no baseline.
func (t *Reporter) acceptedOf(s *report.Summary) string {
	var by []string
	for _, acceptor := range judge.Acceptors() {
		if n := s.Accepted[acceptor]; n > 0 {
			by = append(by, fmt.Sprintf("%d by %s", n, acceptor))
		}
	}
	text := "no findings"
	switch {
	case len(by) == 1:
		text = fmt.Sprintf("%s by %s", prose.Count(s.Waived, "finding"), strings.SplitN(by[0], " by ", 2)[1])
	case len(by) > 1:
		text = fmt.Sprintf("%s: %s", prose.Count(s.Waived, "finding"), strings.Join(by, ", "))
	case t.run.Baseline == "":
		return ""
	}
	if t.run.Baseline != "" {
		text += fmt.Sprintf("; of the baseline %d fixed", len(s.Fixed))
		if s.Unmatched > 0 {
			text += fmt.Sprintf(", %d not part of this run", s.Unmatched)
		}
	}
	if !t.options.Verbose && s.Waived+len(s.Fixed) > 0 {
		text += " (-v lists them)"
	}
	return text
}

func fixedLines(s *report.Summary) []string {
	var lines []string
	for _, e := range s.Fixed {
		lines = append(lines, fmt.Sprintf("%s: %s: %s: %s", e.File, e.Control, e.Object, e.Message))
	}
	return lines
}

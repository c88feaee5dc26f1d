// Package gitlabreport writes a run as a Code Quality report of GitLab, which shows what a merge request changes.
//
// What could not be read or judged is an issue as well, since the report has no other place for it. What is waived is
// left out.
package gitlabreport

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/internal/gitlab"
)

// issue has the fields of a Code Climate issue that GitLab reads.
type issue struct {
	Type        string   `json:"type"`
	CheckName   string   `json:"check_name"`
	Description string   `json:"description"`
	Categories  []string `json:"categories"`
	Fingerprint string   `json:"fingerprint"`
	Severity    string   `json:"severity"`
	Location    location `json:"location"`
}

type location struct {
	Path  string `json:"path"`
	Lines lines  `json:"lines"`
}

type lines struct {
	Begin int `json:"begin"`
}

// Reporter writes issues as they come.
type Reporter struct {
	w      io.Writer
	issues int
	unique gitlab.Unique
	err    error
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w} }

// Begin opens the list.
func (g *Reporter) Begin(*report.Run) error {
	_, g.err = io.WriteString(g.w, "[")
	return g.err
}

// Result writes the issues of a document.
func (g *Reporter) Result(r *report.Result) error {
	for _, j := range r.Judgements {
		for _, f := range j.Findings {
			text := fmt.Sprintf("%s: %s", j.Ref, f.Message)
			if f.Control.Remediation != "" {
				text = strings.TrimRight(text, ". ") + ". Fix: " + f.Control.Remediation
			}
			g.write(f.Control.ID, text, f.Fingerprint, severity(f.Control.Severity), f.Position)
		}
		for _, u := range j.Unknowns {
			g.write(u.Control.ID, fmt.Sprintf("unknown: %s: %s", j.Ref, u.Message), u.Fingerprint, "info", u.Position)
		}
	}
	for _, f := range r.Failures() {
		name := "guiderail.not_read"
		if f.Control != "" {
			name = f.Control
		}
		g.write(name, "not judged: "+f.String(), hash(f.Position.File, f.Control, f.String()), "blocker", f.Position)
	}
	for _, n := range r.Notices {
		g.write("guiderail.not_judged", "not judged: "+n.Message, hash(n.File, n.Message), "info", n.Position)
	}
	return g.err
}

func (g *Reporter) write(check, text, fingerprint, severity string, at artefact.Position) {
	if g.err != nil {
		return
	}
	if rendered := at.Rendered(); rendered != "" {
		text = fmt.Sprintf("%s (%s)", text, rendered)
	}
	line, err := json.MarshalIndent(issue{
		"issue", check, report.OneLine(text), []string{"Security"}, g.unique.Of(fingerprint), severity,
		location{report.Printable(gitlab.Path(at.File)), lines{max(at.Line, 1)}},
	}, "  ", "  ")
	if err != nil {
		g.err = fmt.Errorf("writing an issue: %w", err)
		return
	}
	separator := "\n  "
	if g.issues > 0 {
		separator = ",\n  "
	}
	g.issues++
	_, g.err = fmt.Fprintf(g.w, "%s%s", separator, line)
}

// End closes the list.
func (g *Reporter) End(*report.Summary) error {
	if g.err != nil {
		return g.err
	}
	end := "\n]\n"
	if g.issues == 0 {
		end = "]\n"
	}
	_, err := io.WriteString(g.w, end)
	return err
}

// severity returns a severity in the words of Code Quality.
func severity(s control.Severity) string {
	return []string{"info", "minor", "major", "critical", "blocker"}[s]
}

// hash returns a fingerprint for what has none.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

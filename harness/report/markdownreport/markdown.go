// Package markdownreport writes a run as Markdown, for a comment on a pull request or the summary of a job: a table of
// severities, and below it a section for each control, the worst first, that opens on a click.
package markdownreport

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// Marker is the first line. A job finds its earlier comment by it.
const Marker = "<!-- guiderail -->"

const (
	// maxBytes is how long a report may be. GitHub takes 65,536 characters in a comment.
	maxBytes = 60_000
	// maxEnd is how much of it is kept for what stands below the findings.
	maxEnd = 6_000
	// maxRows is how many findings of a control are listed, and how many lines are about what was not judged.
	maxRows = 20
	// maxText is how many characters of a message are shown.
	maxText = 400
)

// Reporter keeps a number of findings of each control until the end.
type Reporter struct {
	w         io.Writer
	run       *report.Run
	sections  map[string]*section
	notJudged []string
	unjudged  int // that there are of them
	evidence  []string
	seen      int // of evidence
}

// section is what one control found.
type section struct {
	control  *control.Control
	rows     []string
	findings int
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w, sections: map[string]*section{}} }

// Begin keeps the description of the run.
func (m *Reporter) Begin(run *report.Run) error {
	m.run = run
	return nil
}

// Result keeps what was found in a document.
func (m *Reporter) Result(r *report.Result) error {
	for _, f := range r.Failures() {
		m.skip(f.Position, "**not judged:** "+text(f.String()))
	}
	for _, j := range r.Judgements {
		for _, f := range j.Findings {
			s := m.sections[f.Control.ID]
			if s == nil {
				s = &section{control: f.Control}
				m.sections[f.Control.ID] = s
			}
			s.findings++
			if len(s.rows) < maxRows {
				s.rows = append(s.rows, fmt.Sprintf("| %s | %s | %s |\n", text(report.Place(f.Position)), text(j.Ref.String()), text(f.Message)))
			}
		}
		for i := range j.Evidence {
			e := &j.Evidence[i]
			if m.seen++; len(m.evidence) < maxRows {
				m.evidence = append(m.evidence, fmt.Sprintf("- %s: %s\n", text(report.Place(e.Position)), text(fmt.Sprintf("%s: %s", j.Ref, report.NewEvidence(e)))))
			}
		}
		for _, u := range j.Unknowns {
			m.skip(u.Position, fmt.Sprintf("unknown: %s: %s", text(u.Control.ID), text(fmt.Sprintf("%s: %s", j.Ref, u.Message))))
		}
	}
	for _, n := range r.Notices {
		m.skip(n.Position, text(n.Message))
	}
	return nil
}

func (m *Reporter) skip(at artefact.Position, what string) {
	m.unjudged++
	if len(m.notJudged) < maxRows {
		m.notJudged = append(m.notJudged, fmt.Sprintf("- %s: %s\n", text(report.Place(at)), what))
	}
}

// End writes the report.
func (m *Reporter) End(s *report.Summary) error {
	var b strings.Builder
	total := 0
	for _, n := range s.Findings {
		total += n
	}
	found := "no findings"
	if total > 0 {
		found = prose.Count(total, "finding")
	}
	fmt.Fprintf(&b, "%s\n## Guiderail: %s\n\n", Marker, found)
	fmt.Fprintf(&b, "%s in %s checked by %s", prose.Count(s.Artefacts, "object"), prose.Count(s.Files, "file"), prose.Count(s.Controls, "control"))
	if m.run.Profile != nil {
		fmt.Fprintf(&b, ", profile %s", text(m.run.Profile.Name))
	}
	if s.Waived > 0 {
		fmt.Fprintf(&b, "; %s waived", prose.Count(s.Waived, "finding"))
	}
	b.WriteString(".\n\n")
	if total > 0 {
		b.WriteString("| severity | findings |\n| --- | ---: |\n")
		for severity := control.Critical; severity >= control.Info; severity-- {
			if n := s.Findings[severity]; n > 0 {
				fmt.Fprintf(&b, "| %s | %d |\n", severity, n)
			}
		}
		b.WriteString("\n")
	}
	if parts := s.CountNotJudged(); len(parts) > 0 {
		fmt.Fprintf(&b, "**Not judged:** %s.\n\n", strings.Join(parts, "; "))
	}
	m.findings(&b)
	if m.seen > 0 {
		list(&b, report.EvidenceTitle, m.evidence, m.seen, maxBytes-maxEnd/2)
		b.WriteString("\n")
	}
	m.end(&b, s)
	_, err := io.WriteString(m.w, b.String())
	return err
}

// findings writes the sections that there is room for, and says what is left out.
func (m *Reporter) findings(b *strings.Builder) {
	var sections []*section
	for _, s := range m.sections {
		sections = append(sections, s)
	}
	slices.SortFunc(sections, func(x, y *section) int {
		return cmp.Or(-cmp.Compare(x.control.Severity, y.control.Severity), -cmp.Compare(x.findings, y.findings), cmp.Compare(x.control.ID, y.control.ID))
	})
	left := 0
	for i, s := range sections {
		written, ok := m.section(s, maxBytes-maxEnd-b.Len())
		if !ok {
			for _, rest := range sections[i:] {
				left += rest.findings
			}
			fmt.Fprintf(b, "Left out here, since a comment has a limited length: %s of %s. The report of the job has them.\n\n", prose.Count(left, "more finding"), prose.Count(len(sections)-i, "control"))
			return
		}
		b.WriteString(written)
	}
}

// section returns what one control found, in at most n bytes; false if it is longer.
func (m *Reporter) section(s *section, n int) (string, bool) {
	var b strings.Builder
	c := s.control
	fmt.Fprintf(&b, "<details>\n<summary><b>%s</b> %s: %s (%s)</summary>\n\n", c.Severity, inHTML(c.ID), inHTML(c.Title), prose.Count(s.findings, "finding"))
	if c.Remediation != "" {
		fmt.Fprintf(&b, "**Fix:** %s", text(c.Remediation))
	}
	if page := m.run.Page(c); page != "" {
		fmt.Fprintf(&b, " [Why](%s)", strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(page))
	}
	b.WriteString("\n\n| where | object | finding |\n| --- | --- | --- |\n")
	for _, row := range s.rows {
		b.WriteString(row)
	}
	if more := s.findings - len(s.rows); more > 0 {
		fmt.Fprintf(&b, "| … | | %d more |\n", more)
	}
	b.WriteString("\n</details>\n\n")
	return b.String(), b.Len() <= n
}

// end writes what was not judged.
func (m *Reporter) end(b *strings.Builder, s *report.Summary) {
	for _, sentence := range s.NotJudged() {
		m.unjudged++
		if len(m.notJudged) < maxRows {
			m.notJudged = append(m.notJudged, "- "+text(sentence)+"\n")
		}
	}
	list(b, "not judged", m.notJudged, m.unjudged, maxBytes)
}

// list writes lines that open on a click, of so many that there are, as long as the report has at most n bytes.
func list(b *strings.Builder, title string, lines []string, all, n int) {
	if all == 0 {
		return
	}
	fmt.Fprintf(b, "<details>\n<summary>%s%s</summary>\n\n", strings.ToUpper(title[:1]), title[1:])
	const end = "\n</details>\n"
	written := 0
	for _, line := range lines {
		if b.Len()+len(line)+len(end)+100 > n {
			break
		}
		b.WriteString(line)
		written++
	}
	if more := all - written; more > 0 {
		fmt.Fprintf(b, "- … and %d more, in the report of the job\n", more)
	}
	b.WriteString(end)
}

// text returns a text as Markdown, and not all of it if it is very long.
func text(s string) string {
	if characters := []rune(s); len(characters) > maxText {
		s = string(characters[:maxText]) + "…"
	}
	return report.Markdown(s)
}

// inHTML returns a text for an element of HTML, in which nothing is Markdown.
func inHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@&#8203;", "#", "#&#8203;", "://", ":&#8203;//", "www.", "www&#8203;.").Replace(report.OneLine(s))
}

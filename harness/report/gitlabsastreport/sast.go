// Package gitlabsastreport writes a run as a SAST report of GitLab, in version 15 of its schema, for the vulnerability
// report and the security widget of a merge request.
//
// What is unknown, not judged or could not be read is a message of the scan. What is waived is left out.
package gitlabsastreport

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/internal/gitlab"
)

// version is that of the schema. GitLab reads every patch version of a minor version that it knows.
const version = "15.0.7"

// The limits of the schema, and that of GitLab on identifiers.
const (
	maxName        = 255
	maxSolution    = 7000
	maxIdentifiers = 20
)

type vulnerability struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Severity    string            `json:"severity"`
	Solution    string            `json:"solution,omitempty"`
	Identifiers []identifier      `json:"identifiers"`
	Links       []link            `json:"links,omitempty"`
	Location    location          `json:"location"`
	Extract     string            `json:"raw_source_code_extract,omitempty"`
	Tracking    tracking          `json:"tracking"`
	Details     map[string]detail `json:"details"`
}

type identifier struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type link struct {
	URL string `json:"url"`
}

type location struct {
	File      string `json:"file"`
	StartLine int    `json:"start_line"`
}

type tracking struct {
	Type  string  `json:"type"`
	Items []track `json:"items"`
}

type track struct {
	File       string      `json:"file"`
	StartLine  int         `json:"start_line"`
	EndLine    int         `json:"end_line"`
	Signatures []signature `json:"signatures"`
}

type signature struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

type detail struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

type scan struct {
	Type      string `json:"type"`
	Status    string `json:"status"`
	StartTime string `json:"start_time"`
	EndTime   string `json:"end_time"`
	Scanner   tool   `json:"scanner"`
	Analyzer  tool   `json:"analyzer"`
	// Messages have one of the levels info, warn and fatal.
	Messages []notice `json:"messages"`
}

type tool struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	URL     string            `json:"url"`
	Version string            `json:"version"`
	Vendor  map[string]string `json:"vendor"`
}

type notice struct {
	Level string `json:"level"`
	Value string `json:"value"`
}

// Reporter writes vulnerabilities as they come, and the description of the scan at the end.
type Reporter struct {
	w        io.Writer
	now      func() time.Time
	run      *report.Run
	start    time.Time
	found    int
	messages []notice
	unique   gitlab.Unique
}

// New makes a reporter. GitLab wants to know when the scan began and ended, by the clock that now reads.
func New(w io.Writer, now func() time.Time) *Reporter {
	return &Reporter{w: w, now: now, messages: []notice{}}
}

// Begin opens the document.
func (g *Reporter) Begin(run *report.Run) error {
	g.run, g.start = run, g.now()
	_, err := fmt.Fprintf(g.w, "{\n  \"version\": %q,\n  \"vulnerabilities\": [", version)
	return err
}

// Result writes the findings of a document, and keeps the messages.
func (g *Reporter) Result(r *report.Result) error {
	for i := range r.Judgements {
		j := &r.Judgements[i]
		for _, f := range j.Findings {
			if err := g.write(j, &f); err != nil {
				return err
			}
		}
		for _, u := range j.Unknowns {
			g.say("info", fmt.Sprintf("%s: unknown: %s: %s: %s", report.Place(u.Position), u.Control.ID, j.Ref, u.Message))
		}
	}
	for _, f := range r.Failures() {
		g.say("warn", fmt.Sprintf("%s: not judged: %s", report.Place(f.Position), f.String()))
	}
	for _, n := range r.Notices {
		g.say("info", fmt.Sprintf("%s: not judged: %s", report.Place(n.Position), n.Message))
	}
	return nil
}

func (g *Reporter) say(level, text string) {
	g.messages = append(g.messages, notice{level, report.OneLine(text)})
}

func (g *Reporter) write(j *judge.Judgement, f *judge.Finding) error {
	c := f.Control
	statements, err := g.run.Catalogue.Statements(c)
	if err != nil {
		return err
	}
	fingerprint := g.unique.Of(f.Fingerprint)
	at := location{report.Printable(gitlab.Path(f.Position.File)), max(f.Position.Line, 1)}
	v := vulnerability{
		ID:          uuid.NewSHA1(uuid.NameSpaceURL, []byte(report.Repository()+"#"+fingerprint)).String(),
		Name:        limit(report.OneLine(c.Title), maxName),
		Description: report.Markdown(fmt.Sprintf("%s: %s", j.Ref, f.Message)),
		Severity:    strings.ToUpper(c.Severity.String()[:1]) + c.Severity.String()[1:],
		Solution:    limit(report.OneLine(c.Remediation), maxSolution),
		Identifiers: g.identifiers(c, statements),
		Location:    at,
		Extract:     report.OneLine(f.Snippet),
		Tracking:    tracking{"source", []track{{at.File, at.StartLine, at.StartLine, []signature{{"hash", fingerprint}}}}},
		Details:     map[string]detail{"object": {"Object", "text", report.OneLine(j.Ref.String())}},
	}
	if c.Description != "" {
		v.Description += "\n\n" + report.Markdown(c.Description)
	}
	if path := report.OneLine(artefact.PathText(f.Path)); path != "" {
		v.Details["field"] = detail{"Field", "text", path}
	}
	if rendered := report.OneLine(f.Position.Rendered()); rendered != "" {
		v.Details["rendered"] = detail{"Rendered", "text", rendered}
	}
	for _, reference := range c.References {
		if isURL(reference) {
			v.Links = append(v.Links, link{reference})
		}
	}
	text, err := json.MarshalIndent(v, "    ", "  ")
	if err != nil {
		return fmt.Errorf("writing a vulnerability: %w", err)
	}
	separator := "\n    "
	if g.found > 0 {
		separator = ",\n    "
	}
	g.found++
	_, err = fmt.Fprintf(g.w, "%s%s", separator, text)
	return err
}

// identifiers returns the control first, by which GitLab tells findings apart, and what it answers.
func (g *Reporter) identifiers(c *control.Control, statements []string) []identifier {
	all := []identifier{{Type: "guiderail_control", Name: c.ID, Value: c.ID, URL: g.run.Page(c)}}
	for _, id := range c.Requirements {
		all = append(all, identifier{Type: "guiderail_requirement", Name: id, Value: id})
	}
	for _, id := range statements {
		all = append(all, identifier{Type: "guiderail_statement", Name: id, Value: id})
	}
	return all[:min(len(all), maxIdentifiers)]
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// limit returns at most n characters of a text.
func limit(s string, n int) string {
	if characters := []rune(s); len(characters) > n {
		return string(characters[:n-1]) + "…"
	}
	return s
}

// End writes the description of the scan.
func (g *Reporter) End(s *report.Summary) error {
	for _, text := range s.NotJudged() {
		g.say("info", "not judged: "+text)
	}
	const layout = "2006-01-02T15:04:05"
	us := tool{"guiderail", "Guiderail", report.Repository(), g.run.Version, map[string]string{"name": "Guiderail"}}
	if us.Version == "" {
		us.Version = "unknown"
	}
	text, err := json.MarshalIndent(scan{
		// What was found counts, whatever else could not be read: that is a message.
		Type: "sast", Status: "success", StartTime: g.start.UTC().Format(layout), EndTime: g.now().UTC().Format(layout),
		Scanner: us, Analyzer: us, Messages: g.messages,
	}, "  ", "  ")
	if err != nil {
		return fmt.Errorf("writing the scan: %w", err)
	}
	end := "\n  ]"
	if g.found == 0 {
		end = "]"
	}
	_, err = fmt.Fprintf(g.w, "%s,\n  \"scan\": %s\n}\n", end, text)
	return err
}

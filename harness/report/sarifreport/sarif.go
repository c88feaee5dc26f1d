// Package sarifreport writes a run as SARIF 2.1.0, for code scanning, security dashboards and editors.
//
// A finding is a result; a waived one has a suppression. What is not known, not judged or could not be read is a
// notification of the tool, since a result would count as a finding.
package sarifreport

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

const (
	version = "2.1.0"
	schema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

// base is the name of the folder that relative paths are relative to. Code scanning takes it for the repository.
const base = "%SRCROOT%"

// fingerprint is the name of our fingerprint and the version of how it is made.
const fingerprint = "guiderail/v1"

// redacted stands in snippets for what may be a secret.
const redacted = "***"

// maxTags is how many tags a rule may have: code scanning refuses a file with more.
const maxTags = 20

// The kinds of notifications, in the order of the descriptors.
const (
	notRead = iota
	notEvaluated
	notKnown
	notJudged
)

func descriptors() []descriptor {
	return []descriptor{
		notRead:      {"not-read", message{"A file or document could not be read."}},
		notEvaluated: {"not-evaluated", message{"A control could not be evaluated."}},
		notKnown:     {"not-known", message{"A control needs a value that the input does not show."}},
		notJudged:    {"not-judged", message{"Something was read and not judged."}},
	}
}

// Reporter writes results as they come, and keeps the notifications for the end.
type Reporter struct {
	w             io.Writer
	run           *report.Run
	rules         map[string]int
	results       int
	notifications []notification
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w, notifications: []notification{}} }

// Begin writes the description of the tool, with a rule for each control.
func (s *Reporter) Begin(run *report.Run) error {
	s.run, s.rules = run, map[string]int{}
	d := driver{
		Name: "guiderail", InformationURI: report.Repository(), Version: run.Version,
		Notifications: descriptors(), Rules: make([]rule, 0, len(run.Controls)),
	}
	if semver.IsValid(run.Version) {
		d.SemanticVersion = strings.TrimPrefix(run.Version, "v")
	}
	for i, c := range run.Controls {
		r, err := s.rule(c)
		if err != nil {
			return err
		}
		s.rules[c.ID] = i
		d.Rules = append(d.Rules, r)
	}
	tool, err := marshal(map[string]driver{"driver": d}, "      ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.w, `{
  "$schema": %q,
  "version": %q,
  "runs": [
    {
      "tool": %s,
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {
        %q: {"description": {"text": "The folder that the check ran in."}}
      },
      "redactionTokens": [%q],
      "results": [`, schema, version, tool, base, redacted)
	return err
}

func (s *Reporter) rule(c *control.Control) (rule, error) {
	statements, err := s.run.Catalogue.Statements(c)
	if err != nil {
		return rule{}, err
	}
	tags := slices.Concat([]string{"security", c.Family()}, c.Requirements, statements)
	if len(tags) > maxTags {
		tags = tags[:maxTags]
	}
	title, description := report.OneLine(c.Title), paragraphs(c.Description)
	if description == "" {
		description = title
	}
	r := rule{
		ID: c.ID, DeprecatedIDs: c.RenamedFrom, Name: pascal(c.ID), ShortDescription: message{title}, FullDescription: message{description},
		HelpURI: s.run.Page(c), Help: s.help(c, description), DefaultConfiguration: configuration{level(c.Severity)},
		Properties: ruleProperties{
			Tags: tags, Precision: "high", ProblemSeverity: problem(c.Severity), SecuritySeverity: score(c.Severity), Severity: c.Severity.String(),
			Requirements: append([]string{}, c.Requirements...), Statements: statements,
		},
	}
	return r, nil
}

// help returns why a control is there, and how to comply with it.
func (s *Reporter) help(c *control.Control, description string) multiformat {
	text, markdown := description, ""
	for part := range strings.SplitSeq(description, "\n\n") {
		markdown += report.Markdown(part) + "\n\n"
	}
	markdown = strings.TrimSuffix(markdown, "\n\n")
	if c.Remediation != "" {
		fix := report.OneLine(c.Remediation)
		text += "\n\nFix: " + fix
		markdown += "\n\n**Fix:** " + report.Markdown(fix)
	}
	if len(c.References) > 0 {
		text += "\n\nRead more:"
		markdown += "\n\n**Read more:**\n"
		for _, reference := range c.References {
			text += "\n" + report.OneLine(reference)
			markdown += "\n- <" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(report.OneLine(reference)) + ">"
		}
	}
	if page := s.run.Page(c); page != "" {
		text += "\n\n" + page
		markdown += fmt.Sprintf("\n\n[%s](%s)", report.Markdown(c.ID), page)
	}
	return multiformat{text, markdown}
}

// Result writes what was found in a document.
func (s *Reporter) Result(r *report.Result) error {
	for i := range r.Judgements {
		j := &r.Judgements[i]
		for _, f := range j.Findings {
			if err := s.write(s.result(j, &f)); err != nil {
				return err
			}
		}
		for _, f := range j.Waived {
			waived := s.result(j, &f)
			kind := "external"
			if f.Acceptance != nil && f.Acceptance.By == judge.ByAnnotation {
				kind = "inSource"
			}
			waived.Suppressions = []suppression{{Kind: kind, Status: "accepted", Justification: report.OneLine(report.Accepted(&f))}}
			if err := s.write(waived); err != nil {
				return err
			}
		}
		for _, u := range j.Unknowns {
			s.notify(notKnown, "note", u.Control.ID, u.Position, fmt.Sprintf("%s: %s", j.Ref, u.Message))
		}
	}
	for _, f := range r.Failures() {
		kind := notRead
		if f.Control != "" {
			kind = notEvaluated
		}
		s.notify(kind, "error", f.Control, f.Position, f.String())
	}
	for _, n := range r.Notices {
		s.notify(notJudged, "note", "", n.Position, n.Message)
	}
	return nil
}

func (s *Reporter) result(j *judge.Judgement, f *judge.Finding) *result {
	at := s.location(f.Position)
	// What was rendered is no text of the file.
	if at.PhysicalLocation != nil && f.Snippet != "" && f.Position.RenderedFrom == "" {
		at.PhysicalLocation.Region.Snippet = &message{report.OneLine(f.Snippet)}
	}
	name := report.OneLine(j.Ref.String())
	qualified := name
	if path := report.OneLine(artefact.PathText(f.Path)); path != "" {
		qualified += " " + path
	}
	at.LogicalLocations = []logicalLocation{{Name: name, FullyQualifiedName: qualified, Kind: "resource"}}
	r := &result{
		RuleID: f.Control.ID, RuleIndex: s.index(f.Control.ID), Level: level(f.Control.Severity), Message: plain(fmt.Sprintf("%s: %s", j.Ref, f.Message)),
		Locations: []location{at},
		Properties: resultProperties{
			Severity: f.Control.Severity.String(), APIVersion: j.APIVersion, Kind: j.Kind, Namespace: j.Namespace, Name: j.Name,
			Document: j.Document, Path: append([]any{}, f.Path...),
			RenderedFrom: report.OneLine(f.Position.RenderedFrom), RenderedLine: f.Position.RenderedLine,
		},
	}
	if rendered := f.Position.Rendered(); rendered != "" {
		if f.Snippet != "" {
			rendered += ": " + f.Snippet
		}
		r.RelatedLocations = []location{{
			PhysicalLocation: &physicalLocation{ArtifactLocation: artifact(f.Position.RenderedFrom)}, Message: new(plain(rendered)),
		}}
	}
	if f.Fingerprint != "" {
		r.PartialFingerprints = map[string]string{fingerprint: f.Fingerprint}
	}
	return r
}

// index returns the index of a rule; -1, which stands for none, if the control is not one of the run.
func (s *Reporter) index(id string) int {
	if i, found := s.rules[id]; found {
		return i
	}
	return -1
}

func (s *Reporter) write(r *result) error {
	text, err := marshal(r, "        ")
	if err != nil {
		return err
	}
	separator := "\n        "
	if s.results > 0 {
		separator = ",\n        "
	}
	s.results++
	_, err = fmt.Fprintf(s.w, "%s%s", separator, text)
	return err
}

func (s *Reporter) notify(kind int, level, control string, at artefact.Position, text string) {
	if rendered := at.Rendered(); rendered != "" {
		text = rendered + ": " + text
	}
	n := notification{Descriptor: reference{descriptors()[kind].ID, kind}, Level: level, Message: plain(text)}
	if i := s.index(control); i >= 0 {
		n.AssociatedRule = &reference{control, i}
	}
	if at.File != "" {
		n.Locations = []location{s.location(at)}
	}
	s.notifications = append(s.notifications, n)
}

func (s *Reporter) location(at artefact.Position) location {
	if at.File == "" {
		return location{}
	}
	// A result without a line is refused by code scanning.
	return location{PhysicalLocation: &physicalLocation{ArtifactLocation: artifact(at.File), Region: &region{StartLine: max(at.Line, 1), StartColumn: at.Column}}}
}

// artifact returns the location of a file. A path that is not absolute is relative to the base.
func artifact(file string) artifactLocation {
	if filepath.IsAbs(file) {
		path := filepath.ToSlash(file)
		if !strings.HasPrefix(path, "/") {
			path = "/" + path // of a drive
		}
		return artifactLocation{URI: "file://" + escapePath(path)}
	}
	return artifactLocation{URI: escapePath(strings.TrimPrefix(filepath.ToSlash(file), "./")), URIBaseID: base}
}

// escapePath returns a path as it is written in a URI, where a colon in the first segment would end a scheme.
func escapePath(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(segment), ":", "%3A")
	}
	return strings.Join(segments, "/")
}

// End writes the notifications.
func (s *Reporter) End(summary *report.Summary) error {
	for _, text := range summary.NotJudged() {
		s.notify(notJudged, "note", "", artefact.Position{}, text)
	}
	invocations, err := marshal([]invocation{{
		ExecutionSuccessful: summary.Errors == 0 && summary.Verdicts[judge.Errored] == 0, ToolExecutionNotifications: s.notifications,
	}}, "      ")
	if err != nil {
		return err
	}
	end := "\n      ]"
	if s.results == 0 {
		end = "]"
	}
	_, err = fmt.Fprintf(s.w, "%s,\n      \"invocations\": %s\n    }\n  ]\n}\n", end, invocations)
	return err
}

// level returns the level of a severity.
func level(s control.Severity) string {
	switch {
	case s >= control.High:
		return "error"
	case s == control.Medium:
		return "warning"
	}
	return "note"
}

// problem returns a severity as code scanning names it where it does not show the score.
func problem(s control.Severity) string {
	if l := level(s); l != "note" {
		return l
	}
	return "recommendation"
}

// score returns a severity as a number in the ranges that code scanning reads: over 9.0 critical, from 7.0 high, from
// 4.0 medium, above 0 low.
func score(s control.Severity) string {
	return map[control.Severity]string{control.Critical: "9.5", control.High: "8.0", control.Medium: "5.5", control.Low: "2.0", control.Info: "0.0"}[s]
}

// pascal returns an ID as the name of a rule: SecretsPlaintextEnv.
func pascal(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// plain returns a message that is no link, which is written as [text](destination) in SARIF.
func plain(s string) message {
	return message{strings.ReplaceAll(report.OneLine(s), "](", `\](`)}
}

// paragraphs returns a text whose lines are those of its paragraphs.
func paragraphs(s string) string {
	var all []string
	for part := range strings.SplitSeq(s, "\n\n") {
		if part = report.OneLine(part); part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, "\n\n")
}

func marshal(value any, indent string) ([]byte, error) {
	text, err := json.MarshalIndent(value, indent, "  ")
	if err != nil {
		return nil, fmt.Errorf("writing SARIF: %w", err)
	}
	return text, nil
}

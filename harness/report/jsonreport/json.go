// Package jsonreport writes a run as one JSON document, for programs.
package jsonreport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// Version is the version of the JSON document's structure. It rises when a field changes its meaning
// or goes; new fields do not raise it.
const Version = 1

// Document is what -o json writes.
type Document struct {
	// Version is the version of this structure.
	Version int `json:"version"`
	// Tool names the program and its version.
	Tool Tool `json:"tool"`
	// Policy is the bundle or directory that contains the controls; absent for the built-in ones.
	Policy *report.Policy `json:"policy,omitempty"`
	// Profile is the profile that selects the controls, if there is one.
	Profile *Profile `json:"profile,omitempty"`
	// Findings are the violations, in the order of the input.
	Findings []Finding `json:"findings"`
	// Unknowns are the values that a control needs and that the input does not show.
	Unknowns []Finding `json:"unknowns"`
	// Waived are the violations that are accepted, each with what accepts it.
	Waived []Finding `json:"waived"`
	// Evidence is what controls saw, whatever they make of it, such as which report speaks of the image of a container;
	// absent where there is none.
	Evidence []Evidence `json:"evidence,omitempty"`
	// Warnings are about waivers that expired or expire soon, and about annotations that ask for more than they may.
	Warnings []Remark `json:"warnings"`
	// Fixed are the findings of the baseline that are gone; absent without a baseline.
	Fixed []baseline.Entry `json:"fixed,omitzero"`
	// Errors say what could not be read, and which control could not be evaluated on what.
	Errors []Remark `json:"errors"`
	// Notices list documents that are not artefacts, and files that were skipped.
	Notices []Remark `json:"notices"`
	// Verdicts has the verdicts on each artefact, if they are asked for.
	Verdicts []Verdicts `json:"verdicts,omitempty"`
	// Summary counts the run.
	Summary Summary `json:"summary"`
}

// Tool names the program that wrote a document.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Profile names a profile and, by their IDs, the controls that it leaves out, with the reasons.
type Profile struct {
	Name     string            `json:"name"`
	Excluded map[string]string `json:"excluded"`
	// Severities are those that it gives to controls of the run instead of their own, by the control's ID.
	Severities map[string]Override `json:"severities,omitempty"`
}

// Override is the severity that a control has in a profile, and its own.
type Override struct {
	Severity control.Severity `json:"severity"`
	Default  control.Severity `json:"default"`
}

// Finding is one violation of a control by an artefact.
type Finding struct {
	Control  string           `json:"control"`
	Severity control.Severity `json:"severity"`
	Title    string           `json:"title"`
	Message  string           `json:"message"`
	// Artefact names the object, Document counts the documents of its file from 1.
	Artefact artefact.Ref `json:"artefact"`
	artefact.Position
	Document int `json:"document"`
	// Path leads from the object's root to the offending value: keys and indexes.
	Path        []any  `json:"path"`
	Remediation string `json:"remediation"`
	// Requirements are the catalogue IDs that the control enforces, Statements the statements of the
	// guides that ask for them.
	Requirements []string `json:"requirements"`
	Statements   []string `json:"statements"`
	// Snippet is the line of the file, with what may be a secret hidden as ***; absent where it shows nothing.
	Snippet string `json:"snippet,omitempty"`
	// Fingerprint identifies the finding in other runs: it stays the same when lines move or the file is renamed.
	Fingerprint string `json:"fingerprint,omitempty"`
	// Acceptance says why a finding is accepted.
	Acceptance *judge.Acceptance `json:"acceptance,omitempty"`
}

// Evidence is what a control saw of an artefact.
type Evidence struct {
	Control  string       `json:"control"`
	Message  string       `json:"message"`
	Artefact artefact.Ref `json:"artefact"`
	artefact.Position
	Document int   `json:"document"`
	Path     []any `json:"path"`
	// Details tell the same for programs; each control has its own.
	Details map[string]any `json:"details"`
	// Files are the other files that tell it.
	Files []string `json:"files,omitempty"`
}

// Verdicts are those on one artefact.
type Verdicts struct {
	Artefact artefact.Ref `json:"artefact"`
	artefact.Position
	Document int `json:"document"`
	// Verdicts has the verdict of every control of the run, by its ID.
	Verdicts map[string]judge.Verdict `json:"verdicts"`
}

// Remark is an error or notice about a place in the input.
type Remark struct {
	artefact.Position
	// Control is set when the control could not be evaluated there.
	Control string `json:"control,omitempty"`
	Message string `json:"message"`
}

// Summary counts a run.
type Summary struct {
	Files     int `json:"files"`
	Documents int `json:"documents"`
	// Inventory counts the objects that controls could look up, and that were not judged.
	Inventory int `json:"inventory,omitempty"`
	Artefacts int `json:"artefacts"`
	// Owned counts the objects whose findings or unknowns are reported only for their controllers; their own
	// verdict is not_applicable.
	Owned    int `json:"owned,omitempty"`
	Controls int `json:"controls"`
	// Verdicts counts every verdict; each control gives each artefact one.
	Verdicts map[judge.Verdict]int `json:"verdicts"`
	// Findings counts the findings of each severity.
	Findings map[control.Severity]int `json:"findings"`
	// Accepted counts the accepted findings by what accepts them: profile, waiver, annotation, baseline.
	Accepted map[judge.Acceptor]int `json:"accepted"`
	// Fixed counts the findings of the baseline that are gone, and Unmatched its other entries that no finding matches:
	// their files or controls were not part of the run, or could not be judged. Both are absent without a baseline.
	Fixed     *int `json:"fixed,omitempty"`
	Unmatched *int `json:"unmatched,omitempty"`
	// Unexercised lists the controls that did not apply to any artefact.
	Unexercised []string `json:"unexercised"`
	// NotSchemaChecked counts the artefacts of each kind whose API type is not known.
	NotSchemaChecked map[string]int `json:"notSchemaChecked"`
	// Undeclared lists the namespaces of objects that no file declares.
	Undeclared []string `json:"undeclaredNamespaces"`
	// UnknownKinds counts those of them whose kind no control names either.
	UnknownKinds map[string]int `json:"unknownKinds"`
}

// Reporter writes the findings as they come, so that a long run does not accumulate them. What follows them in the
// document is written at the end.
type Reporter struct {
	w        io.Writer
	run      *report.Run
	findings int
	unknowns []Finding
	waived   []Finding
	evidence []Evidence
	errors   []Remark
	notices  []Remark
	warnings []Remark
	verdicts *verdicts // nil where they are not asked for
}

// Options configure a reporter.
type Options struct {
	// Verdicts lists the verdict of every control on every artefact.
	Verdicts bool
}

// New makes a reporter.
func New(w io.Writer, options Options) *Reporter {
	j := &Reporter{w: w, unknowns: []Finding{}, waived: []Finding{}, errors: []Remark{}, notices: []Remark{}, warnings: []Remark{}}
	if options.Verdicts {
		j.verdicts = newVerdicts()
	}
	return j
}

// Begin writes the description of the run.
func (j *Reporter) Begin(run *report.Run) error {
	j.run = run
	j.warn(run.Warnings)
	tool, err := json.Marshal(Tool{"guiderail", run.Version})
	if err != nil {
		return err
	}
	var policy, profile []byte
	if p := run.Policy; p != nil {
		if policy, err = json.Marshal(p); err != nil {
			return err
		}
		policy = fmt.Appendf(nil, "  \"policy\": %s,\n", policy)
	}
	if p := run.Profile; p != nil {
		severities := map[string]Override{}
		for _, c := range run.Overridden() {
			severities[c.ID] = Override{c.Severity, c.DefaultSeverity()}
		}
		if profile, err = json.Marshal(Profile{p.Name, p.Excluded, severities}); err != nil {
			return err
		}
		profile = fmt.Appendf(nil, "  \"profile\": %s,\n", profile)
	}
	_, err = fmt.Fprintf(j.w, "{\n  \"version\": %d,\n  \"tool\": %s,\n%s%s  \"findings\": [", Version, tool, policy, profile)
	return err
}

// Result writes the findings of a document, and keeps the rest for the end.
func (j *Reporter) Result(r *report.Result) error {
	for _, a := range r.Judgements {
		if j.verdicts != nil {
			if err := j.verdicts.add(j.run, &a); err != nil {
				return err
			}
		}
		for _, f := range a.Findings {
			if err := j.write(&a, &f); err != nil {
				return err
			}
		}
		for _, u := range a.Unknowns {
			finding, err := j.finding(&a, &u)
			if err != nil {
				return err
			}
			j.unknowns = append(j.unknowns, finding)
		}
		for _, f := range a.Waived {
			finding, err := j.finding(&a, &f)
			if err != nil {
				return err
			}
			j.waived = append(j.waived, finding)
		}
		for _, e := range a.Evidence {
			j.evidence = append(j.evidence, Evidence{e.Control.ID, e.Message, a.Ref, e.Position, a.Document, e.Path, e.Details, e.Files})
		}
		j.warn(a.Remarks)
		for _, id := range slices.Sorted(maps.Keys(a.Errors)) {
			j.errors = append(j.errors, Remark{a.Position, id, a.Errors[id].Error()})
		}
	}
	for _, err := range r.Errors {
		j.errors = append(j.errors, Remark{Position: err.Position, Message: err.Message})
	}
	for _, n := range r.Notices {
		j.notices = append(j.notices, Remark{Position: n.Position, Message: n.Message})
	}
	return nil
}

func (j *Reporter) warn(about []artefact.Notice) {
	for _, n := range about {
		j.warnings = append(j.warnings, Remark{Position: n.Position, Message: n.Message})
	}
}

func (j *Reporter) finding(a *judge.Judgement, f *judge.Finding) (Finding, error) {
	statements, err := j.run.Catalogue.Statements(f.Control)
	return Finding{
		Control:      f.Control.ID,
		Severity:     f.Control.Severity,
		Title:        f.Control.Title,
		Message:      f.Message,
		Artefact:     a.Ref,
		Position:     f.Position,
		Document:     a.Document,
		Path:         f.Path,
		Remediation:  f.Control.Remediation,
		Requirements: f.Control.Requirements,
		Statements:   statements,
		Snippet:      f.Snippet,
		Fingerprint:  f.Fingerprint,
		Acceptance:   f.Acceptance,
	}, err
}

func (j *Reporter) write(a *judge.Judgement, f *judge.Finding) error {
	finding, err := j.finding(a, f)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(finding, "    ", "  ")
	if err != nil {
		return fmt.Errorf("writing a finding: %w", err)
	}
	separator := "\n    "
	if j.findings > 0 {
		separator = ",\n    "
	}
	j.findings++
	_, err = fmt.Fprintf(j.w, "%s%s", separator, text)
	return err
}

// End writes the rest of the document.
func (j *Reporter) End(s *report.Summary) error {
	if j.findings > 0 {
		if _, err := io.WriteString(j.w, "\n  "); err != nil {
			return err
		}
	}
	fixed := s.Fixed
	if j.run.Baseline != "" && fixed == nil {
		fixed = []baseline.Entry{}
	}
	rest := struct {
		Unknowns []Finding        `json:"unknowns"`
		Waived   []Finding        `json:"waived"`
		Evidence []Evidence       `json:"evidence,omitempty"`
		Warnings []Remark         `json:"warnings"`
		Fixed    []baseline.Entry `json:"fixed,omitzero"`
		Errors   []Remark         `json:"errors"`
		Notices  []Remark         `json:"notices"`
	}{j.unknowns, j.waived, j.evidence, j.warnings, fixed, j.errors, j.notices}
	text, err := json.MarshalIndent(rest, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the rest: %w", err)
	}
	if _, err := fmt.Fprintf(j.w, "],%s", bytes.TrimSuffix(text[1:], []byte("\n}"))); err != nil {
		return err
	}
	if j.verdicts != nil {
		if err := j.verdicts.write(j.w); err != nil {
			return err
		}
	}
	if text, err = json.MarshalIndent(j.summary(s), "  ", "  "); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	_, err = fmt.Fprintf(j.w, ",\n  \"summary\": %s\n}\n", text)
	return err
}

func (j *Reporter) summary(s *report.Summary) Summary {
	accepted := map[judge.Acceptor]int{}
	for _, by := range judge.Acceptors() {
		accepted[by] = s.Accepted[by]
	}
	var fixed, unmatched *int
	if j.run.Baseline != "" {
		fixed, unmatched = new(len(s.Fixed)), new(s.Unmatched)
	}
	verdicts := map[judge.Verdict]int{}
	for _, v := range judge.Verdicts() {
		verdicts[v] = s.Verdicts[v]
	}
	list := func(names []string) []string { return append([]string{}, names...) }
	return Summary{
		Files: s.Files, Documents: s.Documents, Inventory: s.Inventory, Artefacts: s.Artefacts, Owned: s.Owned, Controls: s.Controls,
		Verdicts: verdicts, Findings: s.Findings, Unexercised: list(s.Unexercised), Undeclared: list(s.Undeclared),
		NotSchemaChecked: s.NotSchemaChecked, UnknownKinds: s.UnknownKinds,
		Accepted: accepted, Fixed: fixed, Unmatched: unmatched,
	}
}

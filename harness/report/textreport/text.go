// Package textreport writes a run for people who read it in a terminal or a log.
package textreport

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/prose"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// Options configure a reporter.
type Options struct {
	// Color allows escape sequences.
	Color bool
}

// New makes a reporter.
func New(w io.Writer, options Options) *Reporter { return &Reporter{w: w, color: options.Color} }

// Reporter writes for people: the findings by file, each with a position that terminals and editors can open, then
// what was not judged, then the counts.
type Reporter struct {
	w     io.Writer
	color bool
	run   *report.Run
	err   error

	file     string
	findings int
	files    int // with findings
	notices  []string
	errors   []string
}

const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

func (t *Reporter) paint(style, s string) string {
	if !t.color {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (t *Reporter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// Begin keeps the description of the run, which is written at the end.
func (t *Reporter) Begin(run *report.Run) error {
	t.run = run
	return nil
}

// Result writes the findings of a document, and keeps the rest for the end.
func (t *Reporter) Result(r *report.Result) error {
	for _, a := range r.Judgements {
		for _, f := range a.Findings {
			t.finding(r.File, &a, &f)
		}
		for _, u := range a.Unknowns {
			t.notices = append(t.notices, fmt.Sprintf("%s: unknown: %s: %s", u.Position, u.Control.ID, u.Message))
		}
		for _, id := range slices.Sorted(maps.Keys(a.Errors)) {
			t.errors = append(t.errors, fmt.Sprintf("%s: control %s could not be evaluated: %v", a.Position, id, a.Errors[id]))
		}
	}
	for _, n := range r.Notices {
		t.notices = append(t.notices, fmt.Sprintf("%s: %s", n.Position, n.Message))
	}
	for _, err := range r.Errors {
		t.errors = append(t.errors, err.Error())
	}
	return t.err
}

func (t *Reporter) finding(file string, a *judge.Judgement, f *judge.Finding) {
	if file != t.file {
		if t.findings > 0 {
			t.printf("\n")
		}
		t.printf("%s\n", t.paint(bold, report.Printable(file)))
		t.file = file
		t.files++
	}
	t.findings++
	t.printf("  %s %s %s\n", report.Printable(f.Position.String()), t.severity(f.Control.Severity), t.paint(bold, f.Control.ID))
	t.printf("      %s\n", report.Printable(a.Ref.String()+": "+f.Message))
	t.printf("      %s\n", t.paint(dim, "fix: "+f.Control.Remediation))
}

func (t *Reporter) severity(s control.Severity) string {
	style := cyan
	switch s {
	case control.Critical, control.High:
		style = red
	case control.Medium:
		style = yellow
	}
	return t.paint(style, s.String())
}

// End writes what was not judged, and the counts.
func (t *Reporter) End(s *report.Summary) error {
	if t.findings > 0 {
		t.printf("\n")
	}
	t.section("could not be read or evaluated", t.errors)
	t.section("not judged", t.notices)
	unchecked := maps.Clone(s.NotSchemaChecked)
	for kind := range s.UnknownKinds {
		delete(unchecked, kind)
	}
	t.section("unknown kinds, which no control covers and whose fields were not checked", kinds(s.UnknownKinds))
	t.section("fields not checked, as the API type is unknown", kinds(unchecked))
	if len(s.Undeclared) > 0 {
		var names []string
		for _, name := range s.Undeclared {
			names = append(names, report.Printable(name))
		}
		t.printf("%s\n%s\n\n", t.paint(bold, "namespaces not declared in any file, whose labels, quotas and defaults were not judged"), wrap(names))
	}
	if n := len(s.Unexercised); n > 0 {
		title, names := fmt.Sprintf("%s did not apply to any object", prose.Count(n, "control")), s.Unexercised
		if n > manyControls {
			title, names = title+"; -o json lists them", families(names)
		}
		t.printf("%s\n%s\n\n", t.paint(bold, title), wrap(names))
	}
	if t.findings > 0 {
		t.printf("%s in %s: %s\n", prose.Count(t.findings, "finding"), prose.Count(t.files, "file"), report.BySeverity(s.Findings))
	} else {
		t.printf("no findings\n")
	}
	if p := t.run.Policy; p != nil && p.Digest == "" {
		t.printf("policy    %s, a directory\n", report.Printable(p.Reference))
	} else if p != nil {
		verified := t.paint(red, "NOT VERIFIED")
		if p.Verified {
			verified = "signature verified"
		}
		t.printf("policy    %s, revision %s, %s\n          %s\n", report.Printable(p.Reference), report.Printable(p.Revision), verified, p.Digest)
	}
	if p := t.run.Profile; p != nil {
		t.printf("profile   %s leaves out %s", report.Printable(p.Name), prose.Count(len(p.Excluded), "control"))
		if s.Waived > 0 {
			t.printf(" and accepts %s in some namespaces", prose.Count(s.Waived, "finding"))
		}
		// The command shows a profile that comes with guiderail, or a file.
		if t.run.Policy == nil {
			name := p.Name
			if len(p.Sources) > 0 {
				name = p.Sources[0].File
			}
			t.printf("; see: guiderail profiles %s", report.Printable(name))
		}
		t.printf("\n")
	}
	t.printf("read      %s, %s, %s", prose.Count(s.Files, "file"), prose.Count(s.Documents, "document"), prose.Count(s.Artefacts, "object"))
	if s.Errors > 0 {
		t.printf("; %s", t.paint(red, fmt.Sprintf("%d could not be read", s.Errors)))
	}
	if s.Inventory > 0 {
		t.printf("\ninventory %s, not judged", prose.Count(s.Inventory, "object"))
	}
	if s.Owned > 0 {
		t.printf("\nowned     %s judged through their controllers, except for what differs", prose.Count(s.Owned, "object"))
	}
	t.printf("\nverdicts ")
	for _, v := range judge.Verdicts() {
		t.printf(" %s %d", strings.ReplaceAll(string(v), "_", " "), s.Verdicts[v])
		if v != judge.Errored {
			t.printf(",")
		}
	}
	t.printf("\n")
	return t.err
}

// manyControls is how many control IDs people still read one by one.
const manyControls = 12

// families counts controls by their families: rbac 12.
func families(ids []string) []string {
	counts := map[string]int{}
	for _, id := range ids {
		family, _, _ := strings.Cut(id, ".")
		counts[family]++
	}
	var lines []string
	for _, family := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%s %d", family, counts[family]))
	}
	return lines
}

func kinds(counts map[string]int) []string {
	var lines []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%s (%d)", kind, counts[kind]))
	}
	return lines
}

func (t *Reporter) section(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.printf("%s\n", t.paint(bold, title))
	for _, line := range lines {
		t.printf("  %s\n", report.Printable(line))
	}
	t.printf("\n")
}

// wrap lists names in lines of a page.
func wrap(names []string) string {
	words := slices.Clone(names)
	for i := range words[:len(words)-1] {
		words[i] += ","
	}
	return prose.WrapWords(words, "  ", 100)
}

// Package textdossier writes dossiers as text for a terminal.
package textdossier

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/outline"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

const (
	width = 96
	// shownFindings is how many findings a reason has without verbose.
	shownFindings = 3
)

// Write writes a dossier. Without verbose it lists the statements that ask for something to be done; with it all.
func Write(w io.Writer, d *dossier.Dossier, verbose bool) error {
	t := &writer{to: w, d: d, verbose: verbose}
	for i := range d.Scopes {
		if i > 0 {
			t.line("")
		}
		t.scope(&d.Scopes[i])
	}
	if d.Framework != nil {
		t.framework(d.Framework)
	}
	return t.err
}

type writer struct {
	to      io.Writer
	d       *dossier.Dossier
	verbose bool
	err     error
}

func (t *writer) line(format string, args ...any) {
	if t.err != nil {
		return
	}
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	_, t.err = fmt.Fprintln(t.to, report.Printable(text))
}

// wrapped writes a text in lines, each with an indent.
func (t *writer) wrapped(indent, text string) {
	for _, line := range strings.Split(prose.Wrap(report.OneLine(text), indent, width), "\n") {
		t.line("%s", line)
	}
}

func (t *writer) scope(s *dossier.Scope) {
	title := s.Name
	if s.Title != "" {
		title = s.Title + " (" + s.Name + ")"
	}
	t.wrapped("", title)
	platform := "a platform that no artefact shows"
	if len(s.Cluster.ShownBy) > 0 {
		platform = strings.ToUpper(s.Cluster.Platform) + ", as " + place(s.Cluster.ShownBy[0]) + " shows"
	}
	if said := s.Cluster.Said; said != "" {
		platform += "; the scope says " + strings.ToUpper(said)
	}
	t.wrapped("  ", fmt.Sprintf("cluster %s on %s", s.Cluster.Name, platform))
	if len(s.Cluster.Namespaces) > 0 {
		t.wrapped("  ", "namespaces "+strings.Join(s.Cluster.Namespaces, ", "))
	}
	for i := range s.Readings {
		r := &s.Readings[i]
		t.wrapped("  ", "read from the cluster: "+r.String())
		for j := range r.Unread {
			t.wrapped("    ", "not read: "+r.Unread[j].String())
		}
	}
	profile := "without a profile"
	if s.Profile != "" {
		profile = "by profile " + s.Profile
	}
	t.wrapped("  ", fmt.Sprintf("%s, %s judged %s on %s", prose.Count(len(s.Inputs), "file"), prose.Count(s.Counts.Artefacts, "artefact"), profile, t.d.Now))
	t.wrapped("  ", fmt.Sprintf("%s, %d accepted, %s not known, %s", prose.Count(s.Counts.Findings, "finding"), s.Counts.Accepted, prose.Count(s.Counts.Unknowns, "value"), prose.Count(s.Counts.Errors, "error")))
	if t.err == nil {
		t.err = t.table(s)
	}
	if ids := t.d.OnItsWord(s.Name); len(ids) > 0 {
		t.wrapped("  ", fmt.Sprintf("not applicable on the word of the scope alone: %s", strings.Join(ids, ", ")))
	}
	for _, p := range s.Errors {
		t.wrapped("  ", "error: "+at(p.File, p.Line)+": "+p.Message)
	}
	for _, a := range s.Attestations {
		if !a.Counts || len(a.Reasons) > 0 {
			word := "note on"
			if !a.Counts {
				word = "does not count:"
			}
			t.wrapped("  ", fmt.Sprintf("%s attestation %s: %s", word, a.File, strings.Join(a.Reasons, "; ")))
		}
	}
	for _, g := range t.d.Guides {
		t.guide(s, &g)
	}
}

func (t *writer) table(s *dossier.Scope) error {
	var used []dossier.Verdict
	for _, v := range dossier.Verdicts() {
		if s.Verdicts[v] > 0 {
			used = append(used, v)
		}
	}
	t.line("")
	w := tabwriter.NewWriter(t.to, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "  VERDICT")
	for _, g := range t.d.Guides {
		fmt.Fprintf(w, "\t%s", report.OneLine(g.ID))
	}
	fmt.Fprint(w, "\tall\n")
	row := func(name string, n func(dossier.Tally) int) {
		fmt.Fprintf(w, "  %s", name)
		for _, g := range t.d.Guides {
			fmt.Fprintf(w, "\t%d", n(s.ByGuide[g.ID]))
		}
		fmt.Fprintf(w, "\t%d\n", n(s.Verdicts))
	}
	for _, v := range used {
		row(v.Text(), func(t dossier.Tally) int { return t[v] })
	}
	row("statements", func(t dossier.Tally) int {
		n := 0
		for _, one := range t {
			n += one
		}
		return n
	})
	return w.Flush()
}

// quiet are the verdicts that ask for nothing to be done.
func quiet() []dossier.Verdict {
	return []dossier.Verdict{dossier.Holds, dossier.Attested, dossier.NotApplicable, dossier.NotCheckable, dossier.Contradicted}
}

func (t *writer) guide(s *dossier.Scope, g *dossier.Guide) {
	t.line("")
	t.wrapped("  ", fmt.Sprintf("%s: %s, %s", g.ID, g.Title, outline.Edition(g)))
	if c := g.Compared; c != nil {
		text := "no statement has changed in " + c.File
		if len(c.Changed) > 0 {
			text = fmt.Sprintf("%s changed in %s: %s", prose.Count(len(c.Changed), "statement"), c.File, strings.Join(c.Changed, ", "))
		}
		t.wrapped("  ", text)
	}
	left := 0
	var nothing []string
	for _, one := range t.d.Of(s.Name, g.ID) {
		if !t.verbose && one.Verdict == dossier.NothingShown && !one.HasChanged {
			nothing = append(nothing, one.ID)
			continue
		}
		if !t.verbose && slices.Contains(quiet(), one.Verdict) && !one.HasChanged {
			left++
			continue
		}
		t.statement(&one)
	}
	if len(nothing) > 0 {
		t.wrapped("  ", fmt.Sprintf("nothing was shown for %s (-v says what could tell): %s", prose.Count(len(nothing), "statement"), strings.Join(nothing, ", ")))
	}
	if left > 0 {
		t.line("  %s more ask for nothing to be done (-v lists them)", prose.Count(left, "statement"))
	}
}

func (t *writer) statement(s *dossier.Statement) {
	verdict := s.Verdict.Text()
	if s.HasChanged {
		verdict += ", but the guide has changed here"
	}
	t.line("  %s  %s", s.ID, verdict)
	const indent = "        "
	t.wrapped(indent, s.Statement)
	for _, r := range s.Reasons {
		if !t.verbose && (r.Kind == "shown" || r.Kind == "fact" && r.Control != "") {
			continue
		}
		text := r.Text
		if r.Requirement != "" {
			text = r.Requirement + ": " + text
		}
		if len(r.Evidence) > 0 {
			text += fmt.Sprintf(" (%s%s)", place(r.Evidence[0]), more(r.Count))
		}
		t.wrapped(indent, text)
		findings := r.Findings
		if !t.verbose {
			findings = findings[:min(len(findings), shownFindings)]
		}
		for _, f := range findings {
			text := place(f.Evidence) + ": " + f.Message
			if f.Accepted != nil {
				text += " (accepted by " + f.Accepted.By + ")"
			}
			t.wrapped(indent+"  ", text)
		}
		if n := r.Count - len(findings); n > 0 && len(findings) > 0 {
			t.line("%s  and %d more", indent, n)
		}
	}
	if t.verbose {
		for _, m := range s.Missing {
			t.wrapped(indent, "missing: "+m.Requirement+": "+m.Text)
		}
		return
	}
	var judged, attested []string
	for _, m := range s.Missing {
		switch {
		case m.Control == "":
			attested = append(attested, m.Requirement)
		case !slices.Contains(judged, m.Requirement):
			judged = append(judged, m.Requirement)
		}
	}
	if len(judged) > 0 {
		t.wrapped(indent, "missing: artefacts that show "+strings.Join(judged, ", "))
	}
	if len(attested) > 0 {
		t.wrapped(indent, "missing: an attestation of "+strings.Join(attested, ", "))
	}
}

func more(count int) string {
	if count > 1 {
		return fmt.Sprintf(" and %d more", count-1)
	}
	return ""
}

// place says where an artefact is; what has no line, such as an object of a cluster, is named.
func place(e dossier.Evidence) string {
	if e.Line == 0 && e.Artefact != "" {
		return e.Artefact + " in " + at(e.File, 0)
	}
	return at(e.File, e.Line)
}

func at(file string, line int) string { return artefact.Position{File: file, Line: line}.String() }

func (t *writer) framework(f *dossier.Framework) {
	t.line("")
	t.wrapped("", fmt.Sprintf("%s, %s", f.Title, f.Edition))
	if f.Note != "" {
		t.wrapped("  ", f.Note)
	}
	for _, m := range f.Entries {
		t.wrapped("  ", fmt.Sprintf("%s %s %s: %s (%s %s)", m.Scope, m.Section, m.Subject, m.Verdict.Text(), m.Relation, strings.Join(m.Controls, ", ")))
	}
}

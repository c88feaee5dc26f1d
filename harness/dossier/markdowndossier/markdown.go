// Package markdowndossier writes a dossier in GitHub's Markdown, for a repository or a wiki: the same as the page of
// package htmldossier has. It has no HTML. What is linked to is a heading, since nothing else has a name in Markdown.
package markdowndossier

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/outline"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/htmlpage"
	"github.com/guiderail/guiderail/internal/prose"
)

// Write writes a dossier.
func Write(w io.Writer, d *dossier.Dossier) error {
	doc := outline.New(d)
	// A link may lead to a heading that comes later, so that the first time only finds out what headings are called.
	first := &writer{doc: doc, slugs: map[string]string{}, taken: map[string]int{}}
	first.document()
	m := &writer{doc: doc, slugs: first.slugs, taken: map[string]int{}}
	m.document()
	_, err := io.WriteString(w, m.out.String())
	return err
}

type writer struct {
	out   strings.Builder
	doc   *outline.Document
	slugs map[string]string // by anchor
	taken map[string]int
}

func (m *writer) line(format string, args ...any) {
	fmt.Fprintf(&m.out, format, args...)
	m.out.WriteByte('\n')
}

// heading writes a heading, to which links to the anchors lead.
func (m *writer) heading(level int, title string, anchors ...string) {
	if !strings.HasSuffix(m.out.String(), "\n\n") {
		m.line("")
	}
	m.line("%s %s\n", strings.Repeat("#", level), text(title))
	slug := m.slug(title)
	for _, anchor := range anchors {
		m.slugs[anchor] = slug
	}
}

// slug returns what GitHub calls a heading.
func (m *writer) slug(title string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', unicode.IsLetter(r), unicode.IsMark(r), unicode.Is(unicode.Nd, r), unicode.Is(unicode.Pc, r):
			return unicode.ToLower(r)
		}
		return -1
	}, report.OneLine(title))
	unique := slug
	for m.taken[unique] > 0 {
		unique = fmt.Sprintf("%s-%d", slug, m.taken[slug])
		m.taken[slug]++
	}
	m.taken[unique]++
	return unique
}

// link returns a link to what has an anchor; the text alone where nothing has.
func (m *writer) link(title, anchor string) string {
	slug := m.slugs[anchor]
	if slug == "" {
		return text(title)
	}
	return fmt.Sprintf("[%s](#%s)", text(title), slug)
}

func (m *writer) place(p outline.Place) string { return m.link(p.Text, p.Anchor) }

func (m *writer) evidence(p *outline.Part, e *dossier.Evidence) string {
	return text(e.Artefact) + ": " + m.place(p.At(e.File, e.Line))
}

// fact writes a line of a list that begins with a name.
func (m *writer) fact(name, value string) {
	if value != "" {
		m.line("- **%s:** %s", name, value)
	}
}

// row writes a row of a table.
func (m *writer) row(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

func (m *writer) head(names ...string) {
	m.row(names...)
	rule := make([]string, len(names))
	for i := range rule {
		rule[i] = "---"
	}
	m.row(rule...)
}

func (m *writer) document() {
	m.line("# %s\n", text(m.doc.Title))
	m.slug(m.doc.Title)
	m.line("As of %s. What each statement of %s comes to, by what evidence, and what was missing to tell.", text(m.doc.Date), prose.Count(len(m.doc.Guides), "guide"))
	m.heading(2, "What was judged")
	for _, p := range m.doc.Parts {
		m.facts(p)
	}
	m.means()
	m.heading(2, "What the verdicts mean")
	m.head("Verdict", "Meaning")
	for _, v := range dossier.Verdicts() {
		m.row("**"+v.Text()+"**", text(outline.Meaning(v)))
	}
	m.line("\nNo statement holds because nothing was judged.")
	for _, p := range m.doc.Parts {
		m.part(p)
	}
}

// facts say what a scope is, and what came of it.
func (m *writer) facts(p *outline.Part) {
	m.heading(3, "Scope "+p.Label)
	m.fact("Cluster", text(p.Cluster.Name))
	platform := "no artefact shows one"
	if len(p.Cluster.ShownBy) > 0 {
		platform = text(strings.ToUpper(p.Cluster.Platform)) + ", as is shown by " + m.list(p, p.Cluster.ShownBy)
	}
	if said := p.Cluster.Said; said != "" {
		platform += "; the scope says " + text(strings.ToUpper(said))
	}
	m.fact("Platform", platform)
	namespaces := "all that the files have"
	if len(p.Cluster.Namespaces) > 0 {
		namespaces = text(strings.Join(p.Cluster.Namespaces, ", "))
	}
	m.fact("Namespaces", namespaces)
	for i := range p.Readings {
		r := &p.Readings[i]
		m.fact("Read from the cluster", text(r.String()))
		for j := range r.Unread {
			m.line("  - not read: %s", text(r.Unread[j].String()))
		}
	}
	profile := "none: all controls with their defaults"
	if p.Profile != "" {
		profile = text(p.Profile)
	}
	m.fact("Profile", profile)
	if p.File != "" {
		m.fact("Scope file", m.place(p.At(p.File, 0)))
	}
	m.fact("Paths", text(strings.Join(p.Paths, ", ")))
	m.fact("Judged", fmt.Sprintf("%s with %s; %s, %s", m.link(prose.Count(len(p.Inputs), "file"), p.Anchors.Inputs), prose.Count(p.Counts.Artefacts, "artefact"),
		m.link(prose.Count(len(p.Images), "image"), p.Anchors.Images), m.link(prose.Count(len(p.Attestations), "attestation"), p.Anchors.Attestations)))
	m.fact("Found", fmt.Sprintf("%s, %s, %s not known, %s", prose.Count(p.Counts.Findings, "finding"), m.link(fmt.Sprintf("%d accepted", p.Counts.Accepted), p.Anchors.Accepted),
		prose.Count(p.Counts.Unknowns, "value"), m.link(prose.Count(p.Counts.Errors, "error"), p.Anchors.Errors)))
	m.line("")
	names := []string{"Verdict"}
	all := []string{"**all statements**"}
	for _, g := range p.Guides {
		names = append(names, text(g.ID))
		all = append(all, fmt.Sprint(outline.Total(g.Tally)))
	}
	m.head(append(names, "all")...)
	for _, c := range outline.Counts(p.Verdicts) {
		cells := []string{c.Verdict.Text()}
		for _, g := range p.Guides {
			cells = append(cells, fmt.Sprint(g.Tally[c.Verdict]))
		}
		m.row(append(cells, fmt.Sprint(c.Count))...)
	}
	m.row(append(all, fmt.Sprint(outline.Total(p.Verdicts)))...)
	m.line("")
	for _, o := range p.Open() {
		m.fact(o.Verdict.Text(), m.statementLinks(o.Statements))
	}
	m.fact("not applicable on the word of the scope alone", m.statementLinks(p.OnItsWord()))
	m.fact("the guide has changed here", m.statementLinks(p.Changed()))
}

func (m *writer) statementLinks(statements []*outline.Statement) string {
	var links []string
	for _, s := range statements {
		links = append(links, m.link(s.ID, s.Anchor))
	}
	return strings.Join(links, ", ")
}

// list returns places in a line.
func (m *writer) list(p *outline.Part, evidence []dossier.Evidence) string {
	var all []string
	for i := range evidence {
		all = append(all, m.evidence(p, &evidence[i]))
	}
	return strings.Join(all, "; ")
}

// means say by what the scopes were judged.
func (m *writer) means() {
	m.heading(2, "By what it was judged")
	m.fact("Tool", text(m.doc.Tool.Name+" "+m.doc.Tool.Version))
	policies := text(m.doc.Policies.Reference) + ", " + prose.Count(m.doc.Policies.Controls, "control")
	if m.doc.Policies.Revision != "" {
		policies += ", revision " + text(m.doc.Policies.Revision)
	}
	if m.doc.Policies.Verified {
		policies += ", signature verified"
	}
	m.fact("Policies", policies+", "+text(m.doc.Policies.Digest))
	for i := range m.doc.Guides {
		g := &m.doc.Guides[i]
		value := fmt.Sprintf("%s, %s; its sentences are %s", text(g.Title), text(outline.Edition(g)), text(g.Sources))
		if c := g.Compared; c != nil {
			value += fmt.Sprintf("; held against %s (%s): ", text(c.File), text(c.Digest))
			if len(c.Changed) > 0 {
				value += prose.Count(len(c.Changed), "statement") + " changed: " + text(strings.Join(c.Changed, ", "))
			} else {
				value += "no statement has changed"
			}
		}
		m.fact("Guide "+text(g.ID), value)
	}
	if f := m.doc.Framework; f != nil {
		m.fact("Framework "+text(f.ID), text(f.Title)+", "+text(f.Edition))
	}
}

func (m *writer) part(p *outline.Part) {
	m.heading(2, p.Label, p.Anchors.Part, p.Anchors.Statements)
	for _, g := range p.Guides {
		m.line("**%s**\n", text(g.Name))
		m.head("ID", "Section", "Statement", "Verdict", "Rests on")
		for _, section := range g.Sections {
			for _, s := range section.Statements {
				m.row(m.link(s.ID, s.Anchor), m.link(section.Title, section.Anchor), text(s.Statement.Statement), verdict(s), text(s.Basis))
			}
		}
		m.line("")
	}
	for _, g := range p.Guides {
		if len(g.Sections) == 0 {
			continue
		}
		m.heading(3, g.Name, g.Anchor)
		for _, section := range g.Sections {
			m.heading(4, section.Heading(), section.Anchor)
			for _, s := range section.Statements {
				m.statement(p, s)
			}
		}
	}
	m.framework(p)
	m.attestations(p)
	m.accepted(p)
	m.controls(p)
	m.images(p)
	m.inputs(p)
	m.heading(3, "Errors", p.Anchors.Errors)
	m.places(p, "Error", p.Errors, "All files could be read, and all controls could be evaluated.")
	m.heading(3, "What was not judged", p.Anchors.Notices)
	m.places(p, "Notice", p.Notices, "There was nothing in the paths that was not judged.")
}

func verdict(s *outline.Statement) string {
	if s.HasChanged {
		return "**" + s.Verdict.Text() + "**, but the guide has changed here"
	}
	return "**" + s.Verdict.Text() + "**"
}

func (m *writer) statement(p *outline.Part, s *outline.Statement) {
	m.heading(5, s.ID, s.Anchor) // without the verdict, so that links stay the same when it changes
	m.fact("Verdict", verdict(s))
	m.fact("Statement", text(s.Statement.Statement))
	m.fact("Rests on", text(s.Basis))
	m.fact("Requirements", text(strings.Join(s.Requirements, ", ")))
	m.fact("Errata", text(strings.Join(s.Errata, ", ")))
	for i := range s.Reasons {
		m.reason(p, &s.Reasons[i])
	}
	for _, missing := range s.Missing {
		m.fact(outline.KindText("missing"), text(missing.Requirement+", "+missing.Text))
	}
}

func (m *writer) reason(p *outline.Part, r *dossier.Reason) {
	value := text(r.Text)
	if r.Requirement != "" {
		value = text(r.Requirement) + ", " + value
	}
	if a := p.Attestation(r); a != nil {
		value += ": " + m.link(fmt.Sprintf("attestation %d, %s", a.Number, a.Name), a.Anchor)
	}
	m.fact(text(outline.KindText(r.Kind)), value)
	for i := range r.Evidence {
		m.line("  - %s", m.evidence(p, &r.Evidence[i]))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		m.line("  - **%s:** %s (%s)%s", text(f.Severity), text(f.Message), m.evidence(p, &f.Evidence), acceptance(f))
	}
	if n := outline.More(r); n > 0 {
		m.line("  - and %d more", n)
	}
}

func acceptance(f *dossier.Finding) string {
	if f.Accepted == nil {
		return ""
	}
	accepted := " Accepted " + text(outline.Terms(f.Accepted))
	if f.Accepted.Reason != "" {
		accepted += ": " + text(f.Accepted.Reason)
	}
	return accepted
}

func (m *writer) framework(p *outline.Part) {
	if len(p.Mappings) == 0 {
		return
	}
	m.heading(3, m.doc.Framework.Title+", "+m.doc.Framework.Edition, p.Anchors.Framework)
	if m.doc.Framework.Note != "" {
		m.line("**Note:** %s\n", text(m.doc.Framework.Note))
	}
	m.head("Section", "Subject", "Verdict", "Relation", "Controls", "Note")
	for _, e := range p.Mappings {
		m.row(text(e.Section), text(e.Subject), "**"+e.Verdict.Text()+"**", text(e.Relation), text(strings.Join(e.Controls, ", ")), text(e.Note))
	}
}

func (m *writer) attestations(p *outline.Part) {
	m.heading(3, "Attestations", p.Anchors.Attestations)
	if len(p.Attestations) == 0 {
		m.line("There is none in the scope.")
	}
	for _, a := range p.Attestations {
		title := fmt.Sprintf("Attestation %d", a.Number)
		if a.Name != "" {
			title += ": " + a.Name
		}
		m.heading(4, title, a.Anchor)
		counts, word := "yes", "Note"
		if !a.Counts {
			counts, word = "**no**", "Since"
		}
		m.fact("Counts", counts)
		for _, reason := range a.Reasons {
			m.line("  - **%s:** %s", word, text(reason))
		}
		m.fact("Statement", text(strings.Join(htmlpage.Paragraphs(a.Statement), " ")))
		m.fact("Requirement", text(a.Requirement))
		m.fact("Attester", text(a.Attester))
		m.fact("Authors of what is attested", text(strings.Join(a.Authors, ", ")))
		signer := "nobody whose signature counts"
		if a.Signer != "" {
			signer = text(a.Signer)
		}
		if a.Key != "" {
			signer += ", " + text(a.Key)
		}
		m.fact("Signed by", signer)
		m.fact("Date", text(a.Date))
		m.fact("Valid until", text(a.Expires))
		m.fact("File", m.place(p.At(a.File, 0)))
		m.basis(p, a)
	}
}

// basis writes what an attestation rests on.
func (m *writer) basis(p *outline.Part, a *outline.Attestation) {
	if len(a.Basis) == 0 {
		m.fact("Rests on", "nothing but the attester's word")
		return
	}
	m.line("- **Rests on:**")
	for i := range a.Basis {
		e := &a.Basis[i]
		value := text(e.URL)
		if e.File != "" {
			value = m.place(p.Evidence(a, e))
		}
		m.line("  - %s: **%s**, %s", value, text(e.State), text(strings.Join(known(e.Summary, e.Description, e.Digest), "; ")))
	}
}

// known returns the texts that are not empty.
func known(texts ...string) []string {
	var all []string
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

func (m *writer) accepted(p *outline.Part) {
	m.heading(3, "Accepted findings", p.Anchors.Accepted)
	if len(p.Accepted) == 0 {
		m.line("There is none in the scope.")
		return
	}
	m.head("Severity", "Finding", "Where", "Accepted", "Reason")
	for i := range p.Accepted {
		f := &p.Accepted[i]
		terms, reason := "", ""
		if f.Accepted != nil {
			terms, reason = outline.Terms(f.Accepted), f.Accepted.Reason
		}
		m.row(text(f.Severity), text(f.Control+": "+f.Message), m.evidence(p, &f.Evidence), text(terms), text(reason))
	}
}

func (m *writer) controls(p *outline.Part) {
	m.heading(3, "Controls", p.Anchors.Controls)
	if len(p.Controls) == 0 {
		m.line("What each said is not known.")
		return
	}
	m.line("How many artefacts each control judged, by its verdict.\n")
	m.head("Control", "What it said")
	for i := range p.Controls {
		m.row(text(p.Controls[i].ID), text(outline.Said(p.Controls[i])))
	}
}

func (m *writer) images(p *outline.Part) {
	m.heading(3, "Images", p.Anchors.Images)
	if len(p.Images) == 0 {
		m.line("The scope lists no image, and nothing was said of one that a workload runs.")
		return
	}
	m.head("Image", "Listed by the scope", "Run by", "Scan reports")
	for i := range p.Images {
		image := &p.Images[i]
		listed, runBy := "no", m.list(p, image.RunBy)
		if image.IsListed {
			listed = "yes"
		}
		if runBy == "" {
			runBy = "no workload of the scope"
		}
		var reports []string
		for _, file := range image.Reports {
			reports = append(reports, m.place(p.At(file, 0)))
		}
		if len(reports) == 0 {
			reports = []string{"none"}
		}
		m.row(text(image.Reference), listed, runBy, strings.Join(reports, "; "))
	}
}

func (m *writer) inputs(p *outline.Part) {
	anchors := []string{p.Anchors.Inputs}
	for _, in := range p.Inputs {
		anchors = append(anchors, in.Anchor)
	}
	m.heading(3, "Inputs", anchors...)
	if len(p.Inputs) == 0 {
		m.line("No file was read.")
		return
	}
	m.line("The files that were read. A folder's digest is that of a line for each of its files, as sha256sum writes it.\n")
	m.head("No.", "File", "SHA-256", "Contains")
	for _, in := range p.Inputs {
		digest := "none, since it is not one file"
		if in.Digest != "" {
			digest = text(outline.SHA256(in.Digest))
		}
		m.row(fmt.Sprint(in.Number), text(in.Path), digest, text(in.Contents()))
	}
}

func (m *writer) places(p *outline.Part, kind string, places []dossier.Place, none string) {
	if len(places) == 0 {
		m.line("%s", none)
	}
	for _, place := range places {
		message := text(place.Message)
		if place.File != "" {
			message += " (" + m.place(p.At(place.File, place.Line)) + ")"
		}
		m.fact(kind, message)
	}
}

// text returns a text as Markdown, which nothing in it changes.
func text(s string) string { return report.Markdown(s) }

// Package outline puts a dossier into the order in which documents for people tell it: a part for each scope, in it a
// section for each section of a guide, and a name for everything that is linked to.
package outline

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/internal/prose"
)

// Document is a dossier that is laid out.
type Document struct {
	*dossier.Dossier
	Title string
	// Date is the time of the run as people read it.
	Date  string
	Parts []*Part
}

// Part is what a document says of one scope.
type Part struct {
	*dossier.Scope
	Number int
	// Title is how people call the scope, and Label its name as well.
	Title, Label string
	Guides       []*Guide
	Inputs       []*Input
	Attestations []*Attestation
	Mappings     []dossier.Mapping
	Anchors      Anchors
	byPath       map[string]*Input
	patterns     []*Input // that stand for several files
}

// Anchors name the places of a part.
type Anchors struct {
	Part, Statements, Attestations, Accepted, Images, Inputs, Errors, Notices, Framework, Controls string
}

// Guide is what a part says of one guide.
type Guide struct {
	dossier.Guide
	Name     string // the title and the edition
	Anchor   string
	Tally    dossier.Tally
	Sections []*Section
}

// Section is a section of a guide.
type Section struct {
	Title      string
	Anchor     string
	Statements []*Statement
}

// Statement is the answer to a statement.
type Statement struct {
	dossier.Statement
	Anchor string
}

// Input is a file that was read.
type Input struct {
	dossier.Input
	Number int
	Anchor string
}

// Attestation is an attestation of a scope.
type Attestation struct {
	dossier.Attestation
	Number int
	Anchor string
}

// Place is a place in a file: its text, and the anchor of the input that it is in; "" where it is in none.
type Place struct{ Text, Anchor string }

// New lays out a dossier.
func New(d *dossier.Dossier) *Document {
	doc := &Document{Dossier: d, Date: d.Now}
	if now, err := time.Parse(time.RFC3339, d.Now); err == nil {
		doc.Date = now.UTC().Format("2 January 2006, 15:04:05 UTC")
	}
	names := anchors{"main": 1, "summary": 1, "means": 1, "meaning": 1} // what a document has of its own
	for i := range d.Scopes {
		doc.Parts = append(doc.Parts, newPart(d, &d.Scopes[i], i+1, names))
	}
	doc.Title = "Security dossier of " + prose.Count(len(doc.Parts), "scope")
	if len(doc.Parts) == 1 {
		doc.Title = "Security dossier: " + doc.Parts[0].Title
	}
	return doc
}

func newPart(d *dossier.Dossier, s *dossier.Scope, number int, names anchors) *Part {
	p := &Part{Scope: s, Number: number, Title: cmp.Or(s.Title, s.Name), Label: s.Name, byPath: map[string]*Input{}}
	if s.Title != "" && s.Title != s.Name {
		p.Label = s.Title + " (" + s.Name + ")"
	}
	for _, a := range []struct {
		anchor *string
		name   string
	}{
		{&p.Anchors.Part, ""}, {&p.Anchors.Statements, "-statements"}, {&p.Anchors.Attestations, "-attestations"},
		{&p.Anchors.Accepted, "-accepted"}, {&p.Anchors.Images, "-images"}, {&p.Anchors.Inputs, "-inputs"},
		{&p.Anchors.Errors, "-errors"}, {&p.Anchors.Notices, "-notices"}, {&p.Anchors.Framework, "-framework"},
		{&p.Anchors.Controls, "-controls"},
	} {
		*a.anchor = names.make(s.Name + a.name)
	}
	for _, g := range d.Guides {
		p.Guides = append(p.Guides, newGuide(d, &g, s, names))
	}
	for i, input := range s.Inputs {
		in := &Input{input, i + 1, names.make(fmt.Sprintf("%s-input-%d", s.Name, i+1))}
		p.Inputs = append(p.Inputs, in)
		p.byPath[input.Path] = in
		if strings.ContainsAny(path.Base(input.Path), "*?[") {
			p.patterns = append(p.patterns, in)
		}
	}
	for i, a := range s.Attestations {
		p.Attestations = append(p.Attestations, &Attestation{a, i + 1, names.make(fmt.Sprintf("%s-attestation-%d", s.Name, i+1))})
	}
	if d.Framework != nil {
		for _, m := range d.Framework.Entries {
			if m.Scope == s.Name {
				p.Mappings = append(p.Mappings, m)
			}
		}
	}
	return p
}

func newGuide(d *dossier.Dossier, g *dossier.Guide, s *dossier.Scope, names anchors) *Guide {
	of := &Guide{Guide: *g, Name: g.Title + ", " + Edition(g), Tally: s.ByGuide[g.ID], Anchor: names.make(s.Name + "-" + g.ID)}
	for _, statement := range d.Of(s.Name, g.ID) {
		statement.Reasons = slices.Clone(statement.Reasons)
		slices.SortStableFunc(statement.Reasons, func(a, b dossier.Reason) int { return cmp.Compare(order(a.Kind), order(b.Kind)) })
		i := slices.IndexFunc(of.Sections, func(one *Section) bool { return one.Title == statement.Section })
		if i < 0 {
			i = len(of.Sections)
			of.Sections = append(of.Sections, &Section{Title: statement.Section, Anchor: names.make(s.Name + "-" + g.ID + "-section-" + statement.Section)})
		}
		of.Sections[i].Statements = append(of.Sections[i].Statements, &Statement{statement, names.make(s.Name + "-" + statement.ID)})
	}
	return of
}

// Edition says which edition of a guide was read.
func Edition(g *dossier.Guide) string {
	if g.Version != "" {
		return "version " + g.Version + " of " + g.Date
	}
	return g.Date
}

// Heading returns the title of a section with what it is called, where the guide only numbers it.
func (s *Section) Heading() string {
	if s.Title == "" {
		return "Without a section"
	}
	if strings.Trim(s.Title, "0123456789.") == "" {
		return "Section " + s.Title
	}
	return s.Title
}

// kinds are the kinds of reasons, in the order in which they are told: what is wrong comes first.
var kinds = []struct{ kind, text string }{
	{"erratum", "Erratum"}, {"finding", "Found"}, {"unknown", "Not known"}, {"missing", "Missing"}, {"accepted", "Accepted"},
	{"attested", "Attested"}, {"shown", "Shown"}, {"fact", "Fact"},
}

func order(kind string) int {
	for i, k := range kinds {
		if k.kind == kind {
			return i
		}
	}
	return len(kinds)
}

// KindText returns the kind of a reason as people read it.
func KindText(kind string) string {
	if i := order(kind); i < len(kinds) {
		return kinds[i].text
	}
	return kind
}

// Meaning says what a verdict means.
func Meaning(v dossier.Verdict) string {
	switch v {
	case dossier.Holds:
		return "Artefacts show that every requirement of the statement is met; where one asks for an attestation as well, there is one."
	case dossier.Attested:
		return "Every requirement is met, and signed attestations alone show it."
	case dossier.Waived:
		return "Something was found, and somebody accepted it, for a reason and mostly until a day."
	case dossier.Partly:
		return "Some of it was shown; the rest is missing or not known."
	case dossier.Fails:
		return "At least one finding is not accepted."
	case dossier.NothingShown:
		return "Nothing in the scope could tell. It is neither a pass nor a failure."
	case dossier.NotApplicable:
		return "The statement is about something that, as a named fact shows, this scope does not have."
	case dossier.Contradicted:
		return "The guide is mistaken here; the erratum says why."
	case dossier.NotCheckable:
		return "The statement demands nothing that could hold or fail."
	}
	return ""
}

// Count is how many statements have a verdict.
type Count struct {
	Verdict dossier.Verdict
	Count   int
}

// Counts returns the verdicts that a tally has, in their order.
func Counts(t dossier.Tally) []Count {
	var all []Count
	for _, v := range dossier.Verdicts() {
		if t[v] > 0 {
			all = append(all, Count{v, t[v]})
		}
	}
	return all
}

// Total returns how many statements a tally counts.
func Total(t dossier.Tally) int {
	n := 0
	for _, one := range t {
		n += one
	}
	return n
}

// Open is a verdict that asks for something to be looked at, with the statements that have it.
type Open struct {
	Verdict    dossier.Verdict
	Statements []*Statement
}

// Open returns the statements that an auditor would ask about first.
func (p *Part) Open() []Open {
	var all []Open
	for _, v := range []dossier.Verdict{dossier.Fails, dossier.NothingShown, dossier.Partly, dossier.Waived} {
		o := Open{Verdict: v}
		for _, s := range p.statements() {
			if s.Verdict == v {
				o.Statements = append(o.Statements, s)
			}
		}
		if len(o.Statements) > 0 {
			all = append(all, o)
		}
	}
	return all
}

// Changed returns the statements whose sentences the compared text no longer has.
func (p *Part) Changed() []*Statement {
	return slices.DeleteFunc(p.statements(), func(s *Statement) bool { return !s.HasChanged })
}

// OnItsWord returns the statements that are not applicable on the word of the scope alone.
func (p *Part) OnItsWord() []*Statement {
	return slices.DeleteFunc(p.statements(), func(s *Statement) bool { return s.Basis != dossier.BasisScope })
}

func (p *Part) statements() []*Statement {
	var all []*Statement
	for _, g := range p.Guides {
		for _, section := range g.Sections {
			all = append(all, section.Statements...)
		}
	}
	return all
}

// At returns a place in a file of the scope.
func (p *Part) At(file string, line int) Place {
	place := Place{Text: artefact.Position{File: file, Line: line}.String()}
	if in := p.input(file); in != nil {
		place.Anchor = in.Anchor
	}
	return place
}

// input returns the input that a file is, or is in; nil if there is none.
func (p *Part) input(file string) *Input {
	if file == "" {
		return nil
	}
	if in := p.byPath[file]; in != nil {
		return in
	}
	for _, in := range p.patterns {
		if matches, err := path.Match(in.Path, file); err == nil && matches {
			return in
		}
	}
	for folder := path.Dir(file); folder != "." && folder != "/"; folder = path.Dir(folder) {
		if in := p.byPath[folder]; in != nil {
			return in
		}
	}
	return nil
}

// Attestation returns the attestation that a reason names; nil if it names none.
func (p *Part) Attestation(r *dossier.Reason) *Attestation {
	if r.Attestation == "" {
		return nil
	}
	for _, a := range p.Attestations {
		if a.Name == r.Attestation && a.Requirement == r.Requirement && a.Counts {
			return a
		}
	}
	return nil
}

// Evidence returns the file that an attestation rests on, as a place in the scope.
func (p *Part) Evidence(a *Attestation, e *dossier.AttestedEvidence) Place {
	place := p.At(path.Join(path.Dir(a.File), e.File), 0)
	place.Text = e.File
	return place
}

// Contents says what is in an input.
func (in *Input) Contents() string {
	var parts []string
	for kind, n := range in.Artefacts {
		text := strings.ReplaceAll(kind, "-", " ")
		if n > 1 {
			text = fmt.Sprintf("%s (%d)", text, n)
		}
		parts = append(parts, text)
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// Said is what a control said of a scope, in words.
func Said(c dossier.ControlResult) string {
	if c.Excluded != "" {
		return "left out: " + c.Excluded
	}
	var parts []string
	for _, verdict := range []string{"fail", "error", "unknown", "waived", "pass"} {
		if n := c.Verdicts[verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", verdict, n))
		}
	}
	if len(parts) == 0 {
		return "nothing to judge"
	}
	return strings.Join(parts, ", ")
}

// SHA256 returns a digest without the name of its algorithm.
func SHA256(digest string) string { return strings.TrimPrefix(digest, "sha256:") }

// More returns how many a reason is about beyond those that it lists.
func More(r *dossier.Reason) int {
	listed := max(len(r.Evidence), len(r.Findings))
	if listed == 0 {
		return 0
	}
	return max(0, r.Count-listed)
}

// Terms says until when somebody accepts a finding, who has to see to it and where that is tracked.
func Terms(a *dossier.Acceptance) string {
	parts := []string{"by " + a.By}
	if a.Owner != "" {
		parts = append(parts, "owner "+a.Owner)
	}
	if a.Ticket != "" {
		parts = append(parts, "ticket "+a.Ticket)
	}
	if a.Expires != "" {
		return strings.Join(append(parts, "until "+a.Expires), ", ")
	}
	return strings.Join(append(parts, "without an end"), ", ")
}

// anchors counts the names that are taken.
type anchors map[string]int

// make returns a name that is made of a text and of which there is only one.
func (a anchors) make(text string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_':
			return r
		}
		return '-'
	}, text)
	unique := name
	for a[unique] > 0 {
		a[name]++
		unique = fmt.Sprintf("%s-%d", name, a[name])
	}
	a[unique]++
	return unique
}

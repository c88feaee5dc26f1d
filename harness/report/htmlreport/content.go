package htmlreport

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/htmlpage"
)

// content is what the template of the page is filled with.
type content struct {
	Policy string // Content-Security-Policy
	Style  template.CSS
	Script template.JS

	Run        *report.Run
	Summary    *report.Summary
	Findings   int
	Omitted    int // findings that are counted and not listed
	Severities []severityCount
	Verdicts   []verdictCount
	// Found are the controls that found something, the worst first, Explained all that the page mentions.
	Found, Explained []*explained
	Guides           []guideStatements
	Files            []*file
	Waived           list[accepted]
	Evidence         list[evidence]
	Errors           list[remark]
	Unknowns         list[remark]
	Notices          list[remark]
	Deployed         list[remark]
	Unchecked        []kindCount
	UnknownKinds     []kindCount
	Excluded         []exclusion
	IsAllJudged      bool
}

type severityCount struct {
	Severity control.Severity
	Count    int
}

type verdictCount struct {
	Verdict string
	Count   int
}

type kindCount struct {
	Kind  string
	Count int
}

type exclusion struct{ ID, Reason string }

// long is how many findings make a long page, in which a file has the fix of a control once.
const long = 2000

// file has the objects of a file that have findings, the worst first.
type file struct {
	Number   int
	Path     string
	Objects  []*object
	Findings int
	worst    control.Severity
}

type object struct {
	Name     string
	File     string // to edit, where it is another one than was read
	Groups   []*group
	Findings int
	order    int
	worst    control.Severity
}

// group is what one control finds in one object.
type group struct {
	*explained
	Rows []row
	// IsBrief reports that a long page has the fix and the references of the control further up already.
	IsBrief bool
}

// row is a finding at a line of the object's file. Elsewhere says where it is if it is at none.
type row struct {
	judge.Finding
	Line      int
	Elsewhere string
}

func rowOf(f *finding) row {
	switch at := f.Position; {
	case at.File != f.at && at.RenderedFrom != "":
		at.Column = 0
		return row{Finding: f.Finding, Elsewhere: at.String()}
	case at.Line == 0:
		return row{Finding: f.Finding, Elsewhere: at.Rendered()}
	default:
		return row{Finding: f.Finding, Line: at.Line}
	}
}

// explained is a control with what the page says of it.
type explained struct {
	*control.Control
	Statements        []guide.Statement
	Findings, Objects int
}

// StatementIDs returns the IDs of the statements, with spaces between them.
func (e *explained) StatementIDs() string {
	ids := make([]string, len(e.Statements))
	for i, s := range e.Statements {
		ids[i] = s.ID
	}
	return strings.Join(ids, " ")
}

// guideStatements are the statements of a guide that the listed findings are against.
type guideStatements struct {
	Title      string
	Statements []guide.Statement
}

func (h *Reporter) content(s *report.Summary) (*content, error) {
	css := htmlpage.Style(style)
	c := &content{
		Policy: htmlpage.Policy(css, script),
		Style:  template.CSS(css), Script: template.JS(script), // both are part of the program
		Run: h.run, Summary: s, Findings: h.findings, Omitted: h.findings - h.listed,
		Waived: h.waived, Evidence: h.evidence, Errors: h.errors, Unknowns: h.unknowns, Notices: h.notices, Deployed: h.deployed,
		UnknownKinds: kinds(s.UnknownKinds), Unchecked: unchecked(s),
	}
	for severity := control.Critical; severity >= control.Info; severity-- {
		c.Severities = append(c.Severities, severityCount{severity, s.Findings[severity]})
	}
	for _, v := range judge.Verdicts() {
		c.Verdicts = append(c.Verdicts, verdictCount{strings.ReplaceAll(string(v), "_", " "), s.Verdicts[v]})
	}
	if h.run.Profile != nil {
		for _, id := range slices.Sorted(maps.Keys(h.run.Profile.Excluded)) {
			c.Excluded = append(c.Excluded, exclusion{id, h.run.Profile.Excluded[id]})
		}
	}
	c.IsAllJudged = h.unknowns.Len()+h.notices.Len()+h.deployed.Len()+h.errors.Len()+len(s.UnknownKinds)+len(c.Unchecked)+len(s.Undeclared)+len(s.Unexercised)+len(c.Excluded) == 0
	library, err := h.run.Catalogue.Guides()
	if err != nil {
		return nil, err
	}
	controls := h.explain(library)
	c.Explained = slices.SortedFunc(maps.Values(controls), func(a, b *explained) int { return cmp.Compare(a.ID, b.ID) })
	for _, e := range c.Explained {
		if e.Findings > 0 {
			c.Found = append(c.Found, e)
		}
	}
	slices.SortStableFunc(c.Found, func(a, b *explained) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Findings, a.Findings))
	})
	c.Guides = statementsOf(library, c.Found)
	c.Files = h.files(controls)
	return c, nil
}

// explain returns what the page says of the controls that it mentions, by their IDs.
func (h *Reporter) explain(library *guide.Library) map[string]*explained {
	controls := map[string]*explained{}
	note := func(c *control.Control) *explained {
		if c == nil {
			return nil
		}
		e := controls[c.ID]
		if e == nil {
			e = &explained{Control: c}
			for _, g := range library.Guides {
				for _, s := range g.Statements {
					if len(c.Requirements) > 0 && s.IsAnsweredBy(c.Requirements) {
						e.Statements = append(e.Statements, s)
					}
				}
			}
			controls[c.ID] = e
		}
		return e
	}
	for _, found := range h.controls {
		e := note(found.control)
		e.Findings, e.Objects = found.findings, found.objects
	}
	for _, w := range h.waived.Entries {
		note(w.Control)
	}
	for _, u := range h.unknowns.Entries {
		note(u.Control)
	}
	return controls
}

// statementsOf returns the statements that some controls enforce, by guide and in its order.
func statementsOf(library *guide.Library, controls []*explained) []guideStatements {
	var all []guideStatements
	for _, g := range library.Guides {
		of := guideStatements{Title: g.Title}
		for _, s := range g.Statements {
			if slices.ContainsFunc(controls, func(e *explained) bool {
				return slices.ContainsFunc(e.Statements, func(t guide.Statement) bool { return t.ID == s.ID })
			}) {
				of.Statements = append(of.Statements, s)
			}
		}
		if len(of.Statements) > 0 {
			all = append(all, of)
		}
	}
	return all
}

// files returns the findings by file, object and control, the worst first.
func (h *Reporter) files(controls map[string]*explained) []*file {
	all := slices.Concat(h.kept...)
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(b.Control.Severity, a.Control.Severity))
	})
	var files []*file
	byPath := map[string]*file{}
	var last *object
	seen := map[*file]map[string]bool{}
	for _, f := range all {
		of := byPath[f.file]
		if of == nil {
			of = &file{Path: f.file}
			byPath[f.file] = of
			files = append(files, of)
		}
		if last == nil || last.order != f.order {
			last = &object{Name: f.Artefact.String(), order: f.order, worst: f.Control.Severity}
			if f.at != f.file {
				last.File = f.at
			}
			of.Objects = append(of.Objects, last)
			of.worst = max(of.worst, last.worst)
		}
		i := slices.IndexFunc(last.Groups, func(g *group) bool { return g.ID == f.Control.ID })
		if i < 0 {
			i = len(last.Groups)
			if seen[of] == nil {
				seen[of] = map[string]bool{}
			}
			last.Groups = append(last.Groups, &group{explained: controls[f.Control.ID], IsBrief: len(all) > long && seen[of][f.Control.ID]})
			seen[of][f.Control.ID] = true
		}
		last.Groups[i].Rows = append(last.Groups[i].Rows, rowOf(&f))
		last.Findings++
		of.Findings++
	}
	for _, of := range files {
		slices.SortStableFunc(of.Objects, func(a, b *object) int { return cmp.Compare(b.worst, a.worst) })
	}
	slices.SortStableFunc(files, func(a, b *file) int { return cmp.Compare(b.worst, a.worst) })
	for i, of := range files {
		of.Number = i + 1
	}
	return files
}

// unchecked counts the objects whose fields were not checked, of kinds that some control covers.
func unchecked(s *report.Summary) []kindCount {
	counts := maps.Clone(s.NotSchemaChecked)
	for kind := range s.UnknownKinds {
		delete(counts, kind)
	}
	return kinds(counts)
}

func kinds(counts map[string]int) []kindCount {
	var all []kindCount
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, kindCount{kind, counts[kind]})
	}
	return all
}

// Note says in a few words what the policies of the run are; "" for the built-in ones.
func (c *content) Note() string {
	p := c.Run.Policy
	switch {
	case p == nil:
		return ""
	case p.Digest == "":
		return p.Reference + ", a directory"
	case p.Verified:
		return fmt.Sprintf("%s, revision %s, signature verified, %s", p.Reference, p.Revision, p.Digest)
	}
	return fmt.Sprintf("%s, revision %s, NOT VERIFIED, %s", p.Reference, p.Revision, p.Digest)
}

// Listed returns how many findings the page lists.
func (c *content) Listed() int { return c.Findings - c.Omitted }

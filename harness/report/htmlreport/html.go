// Package htmlreport writes a run as one page for people. It needs nothing but itself: what it is styled and filtered
// by is part of it, a Content-Security-Policy forbids everything else, and without JavaScript it shows all that it
// has.
package htmlreport

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/htmlpage"
	"github.com/guiderail/guiderail/internal/prose"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	style string
	//go:embed page.js
	script string
)

// most is how many findings a page lists, and how many entries each of its other lists has. A longer page would not
// open everywhere. The worst findings stay; what is left out is counted.
const most = 20_000

// New makes a reporter.
func New(w io.Writer) *Reporter {
	return &Reporter{w: w, kept: make([][]finding, control.Critical+1), controls: map[string]*counts{}, most: most}
}

// Reporter keeps what was found until the end, since the page begins with the counts.
type Reporter struct {
	w    io.Writer
	run  *report.Run
	most int

	kept     [][]finding // by severity
	listed   int
	findings int
	order    int // of the next object
	controls map[string]*counts
	waived   list[accepted]
	evidence list[evidence]
	unknowns list[remark]
	notices  list[remark]
	deployed list[remark]
	errors   list[remark]
}

// finding is a finding with where it comes in the run.
type finding struct {
	judge.Finding
	file  string // that was read
	at    string // the file to edit for the object
	order int    // of its object
}

// counts are those of what one control found.
type counts struct {
	control           *control.Control
	findings, objects int
	last              int // object that was counted
}

// list keeps so many entries, and counts the others.
type list[T any] struct {
	Entries []T
	More    int
}

func (l *list[T]) add(most int, entry T) {
	if len(l.Entries) < most {
		l.Entries = append(l.Entries, entry)
	} else {
		l.More++
	}
}

// Len returns how many entries there were.
func (l *list[T]) Len() int { return len(l.Entries) + l.More }

// remark is something to be said of a place. Control and Object are nil or empty where it is about neither.
type remark struct {
	Position, Object, Message string
	Control                   *control.Control
}

// accepted is a finding that somebody accepts.
type accepted struct {
	remark
	By, Reason, Until string
}

// evidence is what a scan report tells of the image of a container.
type evidence struct {
	report.Evidence
	Position, Object string
}

// Begin keeps the description of the run.
func (h *Reporter) Begin(run *report.Run) error {
	h.run = run
	return nil
}

// Result keeps what was found in a document.
func (h *Reporter) Result(r *report.Result) error {
	for i := range r.Judgements {
		j := &r.Judgements[i]
		h.order++
		for _, f := range j.Findings {
			h.count(f.Control)
			h.keep(finding{f, r.File, cmp.Or(j.Position.File, r.File), h.order})
		}
		for _, f := range j.Waived {
			h.waived.add(h.most, acceptedOf(j, &f))
		}
		for i := range j.Evidence {
			e := &j.Evidence[i]
			h.evidence.add(h.most, evidence{report.NewEvidence(e), report.Place(e.Position), j.Ref.String()})
		}
		for _, u := range j.Unknowns {
			h.unknowns.add(h.most, remark{report.Place(u.Position), j.Ref.String(), u.Message, u.Control})
		}
		for _, id := range slices.Sorted(maps.Keys(j.Errors)) {
			message := fmt.Sprintf("control %s could not be evaluated: %v", id, j.Errors[id])
			h.errors.add(h.most, remark{report.Place(j.Position), j.Ref.String(), message, nil})
		}
	}
	for _, n := range r.Notices {
		list := &h.notices
		if n.IsDeployed {
			list = &h.deployed
		}
		list.add(h.most, remark{Position: report.Place(n.Position), Message: n.Message})
	}
	for _, err := range r.Errors {
		h.errors.add(h.most, remark{Position: report.Place(err.Position), Message: err.Message})
	}
	return nil
}

func (h *Reporter) count(c *control.Control) {
	known := h.controls[c.ID]
	if known == nil {
		known = &counts{control: c}
		h.controls[c.ID] = known
	}
	known.findings++
	if known.last != h.order {
		known.last = h.order
		known.objects++
	}
	h.findings++
}

// keep keeps a finding; where there are too many, one of the least severe goes.
func (h *Reporter) keep(f finding) {
	severity := f.Control.Severity
	h.kept[severity] = append(h.kept[severity], f)
	if h.listed++; h.listed <= h.most {
		return
	}
	h.listed--
	for s, findings := range h.kept {
		if n := len(findings); n > 0 {
			h.kept[s] = findings[:n-1]
			return
		}
	}
}

// acceptedOf says who accepts a finding, why and until when.
func acceptedOf(j *judge.Judgement, f *judge.Finding) accepted {
	a := accepted{remark: remark{report.Place(f.Position), j.Ref.String(), f.Message, f.Control}}
	if x := f.Acceptance; x != nil {
		a.By, a.Reason, a.Until = string(x.By), x.Reason, x.Until
		for _, part := range []string{x.Owner, x.Ticket, x.Position.String()} {
			if part != "" {
				a.By += ", " + part
			}
		}
	}
	return a
}

// End writes the page.
func (h *Reporter) End(s *report.Summary) error {
	content, err := h.content(s)
	if err != nil {
		return err
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"p": report.Printable, "evidenceTitle": evidenceTitle, "count": prose.Count, "pathText": artefact.PathText, "paragraphs": htmlpage.Paragraphs, "label": label,
	}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	out := bufio.NewWriter(h.w)
	if err := page.Execute(out, content); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return out.Flush()
}

func evidenceTitle() string {
	return strings.ToUpper(report.EvidenceTitle[:1]) + report.EvidenceTitle[1:]
}

// label shortens a URL to its host and the last part of its path.
func label(reference string) string {
	u, err := url.Parse(reference)
	if err != nil || u.Host == "" {
		return reference
	}
	last := path.Base(strings.TrimRight(u.Path, "/"))
	if last == "." || last == "/" {
		return u.Host
	}
	return u.Host + "/…/" + last
}

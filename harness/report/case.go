package report

import (
	"cmp"
	"slices"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
)

// Case is what one control says of one artefact, for formats that report tests rather than findings.
type Case struct {
	Control *control.Control
	Verdict judge.Verdict
	// Findings, Unknowns and Waived are those of the control.
	Findings, Unknowns, Waived []judge.Finding
	// Err is the reason why the control could not be evaluated.
	Err error
}

// Cases returns what each control says of an artefact, in the order of their IDs. Controls that do not apply to the
// artefact are left out.
func (r *Run) Cases(j *judge.Judgement) []Case {
	byID := map[string]*Case{}
	of := func(id string) *Case {
		if byID[id] == nil {
			byID[id] = &Case{Control: r.control(id), Verdict: judge.NotApplicable}
		}
		return byID[id]
	}
	for id, verdict := range j.Verdicts {
		of(id).Verdict = verdict
	}
	for _, f := range j.Waived {
		c := of(f.Control.ID)
		c.Control, c.Waived = f.Control, append(c.Waived, f)
	}
	for _, f := range j.Unknowns {
		c := of(f.Control.ID)
		c.Control, c.Unknowns = f.Control, append(c.Unknowns, f)
	}
	for _, f := range j.Findings {
		c := of(f.Control.ID)
		c.Control, c.Findings = f.Control, append(c.Findings, f)
	}
	for id, err := range j.Errors {
		of(id).Err = err
	}
	var all []Case
	for _, c := range byID {
		if c.Verdict != judge.NotApplicable || c.Err != nil || len(c.Findings)+len(c.Unknowns)+len(c.Waived) > 0 {
			all = append(all, *c)
		}
	}
	slices.SortFunc(all, func(a, b Case) int { return cmp.Compare(a.Control.ID, b.Control.ID) })
	return all
}

// control returns the control of the run that has an ID.
func (r *Run) control(id string) *control.Control {
	i, found := slices.BinarySearchFunc(r.Controls, id, func(c *control.Control, id string) int { return cmp.Compare(c.ID, id) })
	if !found {
		return &control.Control{ID: id}
	}
	return r.Controls[i]
}

// Accepted returns why a finding is waived: the reason, or what accepts it where that gives none.
func Accepted(f *judge.Finding) string {
	switch a := f.Acceptance; {
	case a == nil:
		return ""
	case a.Reason != "":
		return a.Reason
	default:
		return "accepted by the " + string(a.By)
	}
}

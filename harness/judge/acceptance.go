package judge

import (
	"github.com/guiderail/guiderail/harness/artefact"
)

// Acceptor is what accepts a finding.
type Acceptor string

// The acceptors, in the order in which they are asked.
const (
	ByProfile    Acceptor = "profile"
	ByWaiver     Acceptor = "waiver"
	ByAnnotation Acceptor = "annotation"
	ByBaseline   Acceptor = "baseline"
)

// Acceptors lists all acceptors in the order in which they are asked.
func Acceptors() []Acceptor { return []Acceptor{ByProfile, ByWaiver, ByAnnotation, ByBaseline} }

// Acceptance says why a finding fails no run.
type Acceptance struct {
	By     Acceptor `json:"by"`
	Owner  string   `json:"owner,omitempty"`
	Reason string   `json:"reason,omitempty"`
	Ticket string   `json:"ticket,omitempty"`
	// Until is the last day on which it counts, as 2006-01-02; "" is for good.
	Until string `json:"until,omitempty"`
	// Position is that of the entry that accepts it, if it has one.
	Position artefact.Position `json:"position,omitzero"`
}

// Accept accepts the findings for which by returns an acceptance. Where no finding of a control is left, the verdict
// of the control becomes Waived.
func (j *Judgement) Accept(by func(*Finding) *Acceptance) {
	kept := j.Findings[:0:0]
	accepted := map[string]bool{}
	left := map[string]bool{}
	for i := range j.Findings {
		f := j.Findings[i]
		if f.Acceptance = by(&f); f.Acceptance == nil {
			kept = append(kept, f)
			left[f.Control.ID] = true
			continue
		}
		accepted[f.Control.ID] = true
		j.Waived = append(j.Waived, f)
	}
	if len(accepted) == 0 {
		return
	}
	j.Findings = kept
	for id := range accepted {
		if !left[id] && j.Verdicts[id] == Fail {
			j.Verdicts[id] = Waived
		}
	}
}

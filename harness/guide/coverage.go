package guide

import "slices"

// Status is how far a statement is answered.
type Status string

const (
	// Enforced is the status of a statement each of whose requirements that
	// ask for a control has one.
	Enforced Status = "enforced"
	// PartlyEnforced is the status of a statement some of whose requirements
	// that ask for a control have one.
	PartlyEnforced Status = "partly enforced"
	// Planned is the status of a statement none of whose requirements that
	// ask for a control has one yet. It never counts as enforced.
	Planned Status = "planned"
	// Attested is the status of a statement whose requirements all ask for an
	// attestation.
	Attested Status = "attested"
	// NotCheckable is the status of a statement without requirements.
	NotCheckable Status = "not checkable"
)

// Statuses returns every status, the best answered first.
func Statuses() []Status {
	return []Status{Enforced, PartlyEnforced, Planned, Attested, NotCheckable}
}

// Coverage is how far one statement of a guide is answered.
type Coverage struct {
	// Guide is the ID of the statement's guide.
	Guide     string    `json:"guide"`
	Statement Statement `json:"statement"`
	Status    Status    `json:"status"`
	// Controls are the IDs of the controls that enforce any of the
	// statement's requirements, sorted.
	Controls []string `json:"controls,omitempty"`
	// Planned are the statement's requirements that ask for a control and
	// have none yet, in the statement's order.
	Planned []string `json:"planned,omitempty"`
	// Attested are the statement's requirements that ask for an attestation,
	// in the statement's order.
	Attested []string `json:"attested,omitempty"`
}

// Coverage returns the coverage of every statement, guide by guide. The
// argument maps the ID of a requirement to the IDs of the controls that
// enforce it; a requirement that is missing there, or has no control there, is
// not enforced.
func (l *Library) Coverage(enforced map[string][]string) []Coverage {
	var coverage []Coverage
	for _, guide := range l.Guides {
		for _, statement := range guide.Statements {
			covered := l.cover(statement, enforced)
			covered.Guide = guide.ID
			coverage = append(coverage, covered)
		}
	}

	return coverage
}

func (l *Library) cover(statement Statement, enforced map[string][]string) Coverage {
	covered := Coverage{Statement: statement}
	met := 0
	for _, id := range statement.Requirements {
		controls := enforced[id]
		covered.Controls = append(covered.Controls, controls...)
		requirement, _ := l.Requirement(id)
		if requirement.Answer == Both {
			covered.Attested = append(covered.Attested, id)
		}
		switch {
		case requirement.Answer == Attestation:
			covered.Attested = append(covered.Attested, id)
		case len(controls) == 0:
			covered.Planned = append(covered.Planned, id)
		default:
			met++
		}
	}
	slices.Sort(covered.Controls)
	covered.Controls = slices.Compact(covered.Controls)

	switch {
	case len(statement.Requirements) == 0:
		covered.Status = NotCheckable
	case met > 0 && len(covered.Planned) == 0:
		covered.Status = Enforced
	case met > 0:
		covered.Status = PartlyEnforced
	case len(covered.Planned) > 0:
		covered.Status = Planned
	default:
		covered.Status = Attested
	}

	return covered
}

// Summary counts the statements of one guide by status.
type Summary struct {
	Guide      string `json:"guide"`
	Statements int    `json:"statements"`
	// Counts has an entry for every status, zero or not.
	Counts map[Status]int `json:"counts"`
}

// Summarise counts coverage guide by guide, in the order of coverage.
func Summarise(coverage []Coverage) []Summary {
	var summaries []Summary
	for _, covered := range coverage {
		i := slices.IndexFunc(summaries, func(s Summary) bool { return s.Guide == covered.Guide })
		if i < 0 {
			i = len(summaries)
			counts := map[Status]int{}
			for _, status := range Statuses() {
				counts[status] = 0
			}
			summaries = append(summaries, Summary{Guide: covered.Guide, Counts: counts})
		}
		summaries[i].Statements++
		summaries[i].Counts[covered.Status]++
	}

	return summaries
}

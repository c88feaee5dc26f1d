package text

import (
	"context"
	"errors"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/waiver"
)

// WaiversBounded is the control of files of waivers.
const WaiversBounded = "waivers.bounded"

func waiversBounded() *control.Control {
	const limit = "Not available, because files of waivers never reach it."
	return &control.Control{
		ID: WaiversBounded, Title: "Waivers must name a control, an object, an owner, a reason and a last day", Severity: control.Medium,
		Description: "A waiver that names no owner and no end outlives the reason for which it was granted, and nobody remembers why the finding is accepted. One that names a control that does not exist does nothing, and nobody notices.",
		Match:       []control.Match{{Type: record.Waivers}}, Requirements: []string{"META-02"},
		Remediation: "Write each waiver with control, object, owner, reason and expires, at most a year after it was granted; guiderail waiver new writes one.",
		References:  []string{"https://csrc.nist.gov/pubs/sp/800/37/r2/final"},
		Limits:      map[string]string{"conftest": limit, "gatekeeper": limit, "opa": limit},
	}
}

// Waivers judges files of waivers.
type Waivers struct {
	controls []*control.Control
	options  waiver.Options
}

// NewWaivers makes the judge. It evaluates the control WaiversBounded if that is among the controls; the options are
// what waivers are held against.
func NewWaivers(controls []*control.Control, options waiver.Options) *Waivers {
	w := &Waivers{options: options}
	for _, c := range controls {
		if c.ID == WaiversBounded {
			w.controls = append(w.controls, c)
		}
	}
	return w
}

// Controls lists the control, if it is selected.
func (w *Waivers) Controls() []*control.Control { return w.controls }

// Judge says what is wrong with a file of waivers.
func (w *Waivers) Judge(_ context.Context, a *artefact.Artefact, _ judge.Lookup) ([]judge.Outcome, error) {
	if len(w.controls) == 0 || a.Type != record.Waivers {
		return nil, nil
	}
	return []judge.Outcome{{Control: w.controls[0], Applies: true, Violations: statements(waiver.Check(a, w.options))}}, nil
}

// statements says what is wrong with a record, each at its place where that is known.
func statements(errs []error) []judge.Statement {
	var all []judge.Statement
	for _, err := range errs {
		s := judge.Statement{Message: err.Error(), Path: []any{}}
		var placed *artefact.Error
		if errors.As(err, &placed) {
			s.Message, s.Position = placed.Message, placed.Position
		}
		all = append(all, s)
	}
	return all
}

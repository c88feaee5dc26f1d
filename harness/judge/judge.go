// Package judge says what a judge is: what gives verdicts, whatever the controls are written in. Package rego asks
// the controls of a policy directory, package text those that look at what only the text shows.
package judge

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
)

// Verdict is what one control says of one artefact.
type Verdict string

// The verdicts. What was not evaluated never counts as Pass.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Waived        Verdict = "waived"
	NotApplicable Verdict = "not_applicable"
	Unknown       Verdict = "unknown"
	Errored       Verdict = "error"
)

// Verdicts lists all verdicts in the order in which reports show them.
func Verdicts() []Verdict { return []Verdict{Pass, Fail, Waived, NotApplicable, Unknown, Errored} }

// Judge gives verdicts on artefacts, one at a time and independent of one another.
type Judge interface {
	// Controls lists the controls that it asks.
	Controls() []*control.Control
	// Judge asks those that an artefact concerns. An error is one of the judge, which ends the run;
	// ErrTooLong says that the artefact takes too long to judge, and an outcome's own error is one control's.
	Judge(context.Context, *artefact.Artefact, Lookup) ([]Outcome, error)
}

// Lookup gives what the controls may look up beside the artefact. It is made when it is first asked for.
type Lookup func() (*inventory.Inventory, error)

// Sequential is a judge that holds the artefacts of a run against those before them.
type Sequential interface {
	Controls() []*control.Control
	// Judge is asked about one artefact after another, in the order of the sources, after the judges that need
	// no order.
	Judge(*Judgement) []Outcome
}

// ErrTooLong says that an artefact takes longer to judge than it may.
var ErrTooLong = errors.New("took too long")

// Outcome is what one control says of one artefact.
type Outcome struct {
	Control    *control.Control
	Violations []Statement
	Unknowns   []Statement
	// Applies tells that the control has something to say of the artefact, be it that all is well.
	Applies bool
	// IsOwned tells that something was left out that the artefact's owner is told.
	IsOwned bool
	// Err tells why the control could not be evaluated.
	Err error
}

// Statement is one violation, or one value that cannot be known.
type Statement struct {
	Message string
	// Path leads from the artefact's root to the offending value, which may be absent.
	Path []any
	// Position is set where the path does not tell the place, as with a key that is set twice.
	Position artefact.Position
}

// Finding is one violation, or one value that a control could not know.
type Finding struct {
	Control *control.Control
	// Artefact is what it was found in.
	Artefact artefact.Ref
	Message  string
	// Path leads from the artefact's root to the offending value, which may be absent.
	Path     []any
	Position artefact.Position
}

// Judgement is what the controls say of one artefact.
type Judgement struct {
	artefact.Ref
	Position artefact.Position
	Document int
	// Verdicts holds the verdict of every control that matches the artefact, by the control's ID.
	Verdicts map[string]Verdict
	Findings []Finding
	Unknowns []Finding
	// Waived are findings that are accepted.
	Waived []Finding
	// IsOwned tells that findings or unknowns were left out because the same is said of the object of the run
	// that controls this one. The verdict of a control that says nothing else of it is NotApplicable.
	IsOwned bool
	// Errors tells, by the control's ID, why a control could not be evaluated.
	Errors map[string]error
	// SchemaChecked tells whether there is an API type that the artefact was held against.
	SchemaChecked bool
	// UnknownKind tells that there is none, and no control that speaks of this very kind either.
	UnknownKind bool
	// Named is where the name is written of an object that is applied under it, and no other's part.
	Named artefact.Position
	// IsRequested tells that it is the object of an admission request, IsDeleted that this asks to remove it.
	IsRequested, IsDeleted bool
}

// New begins a judgement of an artefact, of which nothing is said yet.
func New(a *artefact.Artefact) *Judgement {
	j := &Judgement{Ref: a.Ref, Position: a.Position(nil), Document: a.Document, Verdicts: map[string]Verdict{}, IsRequested: a.IsRequested(), IsDeleted: a.IsDeleted()}
	if !a.IsRequested() && !a.Embedded && a.Name != "" && !a.GeneratesName {
		j.Named = a.Position([]any{"metadata", "name"})
	}
	return j
}

// Take turns what a control said into its verdict and findings. Locate gives the place of a path, where a
// statement has none of its own.
func (j *Judgement) Take(o *Outcome, locate func(path []any) artefact.Position) {
	place := func(statements []Statement) []Finding {
		var findings []Finding
		for _, s := range statements {
			at := s.Position
			if at == (artefact.Position{}) {
				at = locate(s.Path)
			}
			findings = append(findings, Finding{Control: o.Control, Artefact: j.Ref, Message: s.Message, Path: s.Path, Position: at})
		}
		return findings
	}
	j.Findings = append(j.Findings, place(o.Violations)...)
	j.Unknowns = append(j.Unknowns, place(o.Unknowns)...)
	j.IsOwned = j.IsOwned || o.IsOwned
	verdict := Pass
	switch {
	case o.Err != nil:
		verdict = Errored
		if j.Errors == nil {
			j.Errors = map[string]error{}
		}
		j.Errors[o.Control.ID] = o.Err
	case len(o.Violations) > 0:
		verdict = Fail
	case len(o.Unknowns) > 0:
		verdict = Unknown
	case !o.Applies:
		verdict = NotApplicable
	}
	j.Verdicts[o.Control.ID] = verdict
}

// Sort puts what was found into the order of its lines.
func (j *Judgement) Sort() {
	order := func(x, y Finding) int {
		return cmp.Or(
			cmp.Compare(x.Position.Line, y.Position.Line),
			cmp.Compare(x.Position.Column, y.Position.Column),
			-cmp.Compare(x.Control.Severity, y.Control.Severity),
			cmp.Compare(x.Control.ID, y.Control.ID),
			cmp.Compare(x.Message, y.Message),
		)
	}
	slices.SortFunc(j.Findings, order)
	slices.SortFunc(j.Unknowns, order)
	slices.SortFunc(j.Waived, order)
}

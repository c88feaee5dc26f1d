// Package judge defines judges, which give verdicts. Package rego evaluates the controls of a policy directory;
// package text has the controls that need the text of a file.
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

// Verdict is the verdict of one control on one artefact.
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

// Judge gives verdicts on artefacts, one at a time and independently of each other.
type Judge interface {
	// Controls lists the controls of the judge.
	Controls() []*control.Control
	// Judge evaluates the controls that match an artefact. An error ends the run, except ErrTooLong, which means
	// that this artefact takes too long. The error of an outcome concerns one control.
	Judge(context.Context, *artefact.Artefact, Lookup) ([]Outcome, error)
}

// Lookup returns the inventory. It is built on first use.
type Lookup func() (*inventory.Inventory, error)

// Sequential is a judge that compares the artefacts of a run with the ones before them.
type Sequential interface {
	Controls() []*control.Control
	// Judge is called for one artefact after another, in the order of the sources, after the other judges.
	Judge(*Judgement) []Outcome
}

// ErrTooLong means that judging an artefact exceeds the time limit.
var ErrTooLong = errors.New("took too long")

// Outcome is the result of one control for one artefact.
type Outcome struct {
	Control    *control.Control
	Violations []Statement
	Unknowns   []Statement
	// Evidence is what the control saw, whatever it makes of it.
	Evidence []Statement
	// Applies reports that the control applies to the artefact, whether or not there is a violation.
	Applies bool
	// IsOwned reports that something was omitted because it is reported for the owner of the artefact.
	IsOwned bool
	// Err is the reason why the control could not be evaluated.
	Err error
	// Fallback is the reason why the plan of the policies did not do, so that OPA's evaluator was asked; nil if it did.
	Fallback error
}

// Statement is one violation, or one value that is not known.
type Statement struct {
	Message string
	// Path leads from the artefact's root to the offending value, which may be absent.
	Path []any
	// Position is set if the path does not determine it, as for a duplicate key.
	Position artefact.Position
	// Details and Files are of evidence alone: what it tells for programs, and the files that tell it.
	Details map[string]any
	Files   []string
}

// Evidence is what a control saw of an artefact, such as which report speaks of an image. It is no verdict.
type Evidence struct {
	Control *control.Control
	Message string
	// Path leads from the artefact's root to the value that it is about.
	Path     []any
	Position artefact.Position
	// Details tell the same for programs.
	Details map[string]any
	// Files are the other files that tell it.
	Files []string
}

// Finding is one violation, or one value that is not known.
type Finding struct {
	Control *control.Control
	// Artefact is the artefact that has it.
	Artefact artefact.Ref
	Message  string
	// Path leads from the artefact's root to the offending value, which may be absent.
	Path     []any
	Position artefact.Position
	// Snippet is the line at the position, with every value hidden that may be a secret; "" where there is none, or
	// it would not show the offending value.
	Snippet string
	// Fingerprint identifies the finding in other runs: it stays the same when lines move.
	Fingerprint string
	// Container is the name of the container that has the offending value; "" where it is in none.
	Container string
	// Address is that of the resource of a Terraform plan that has it; "" elsewhere.
	Address string
	// Resources has the names of the resources of an Azure template on the way of the path, by the step that is the number of
	// each in its list: as the template writes them, alone and after the type.
	Resources map[int][]string
	// Acceptance says why the finding is accepted; nil where it is not.
	Acceptance *Acceptance

	place string // the path with names of items, for the fingerprint
}

// Judgement has the results of all controls for one artefact.
type Judgement struct {
	artefact.Ref
	Position artefact.Position
	Document int
	// Verdicts holds the verdict of every control that matches the artefact, by the control's ID.
	Verdicts map[string]Verdict
	Findings []Finding
	Unknowns []Finding
	// Waived are accepted findings.
	Waived []Finding
	// Evidence is what controls saw of the artefact, whatever they make of it.
	Evidence []Evidence
	// IsOwned reports that findings or unknowns were omitted because they are reported for the controller of this
	// object. If nothing else remains, the verdict of the control is NotApplicable.
	IsOwned bool
	// Errors has the reasons why controls could not be evaluated, by ID.
	Errors map[string]error
	// Fallback is the reason why the plan of the policies did not do, so that OPA's evaluator was asked; nil if it did.
	Fallback error
	// SchemaChecked reports whether the artefact was compared with an API type.
	SchemaChecked bool
	// UnknownKind reports that there is no API type for the kind, and no control names it either.
	UnknownKind bool
	// Named is the position of the name, for an object that is applied under it and is not part of another one. A cluster
	// has each object once, so that it is none of what was read there.
	Named artefact.Position
	// IsRequested reports that it is the object of an admission request, and IsDeleted that the request deletes it.
	IsRequested, IsDeleted bool
	// Annotated are the annotations with which the object asks that its findings be waived; nil where it does not.
	Annotated *Annotated
	// Remarks are about what the object asks to be waived and is not.
	Remarks []artefact.Notice
	// Clusters are the clusters that the artefact names, each at its place.
	Clusters []Cluster
	// Unit is what the object is applied together with, as in artefact.Artefact.
	Unit string
	// Scope is the scope of its source: two judgements of different scopes, other than 0, are about objects that are not
	// applied together.
	Scope int
	// Held reports that it is not known yet whether all Findings are: an entry of the baseline that would fit one of them
	// waits for its own file.
	Held bool
}

// Cluster is a cluster that an artefact names, and where.
type Cluster struct {
	artefact.Cluster

	Position artefact.Position
}

// New makes an empty judgement of an artefact.
func New(a *artefact.Artefact) *Judgement {
	j := &Judgement{Ref: a.Ref, Position: a.Position(nil), Document: a.Document, Unit: a.Unit, Verdicts: map[string]Verdict{}, IsRequested: a.IsRequested(), IsDeleted: a.IsDeleted(), Annotated: annotated(a)}
	if !a.IsRequested() && !a.Embedded && a.Name != "" && !a.GeneratesName && a.Snapshot == nil {
		j.Named = a.Position([]any{"metadata", "name"})
	}
	for _, c := range a.Clusters {
		j.Clusters = append(j.Clusters, Cluster{c, a.Position(c.Path)})
	}
	return j
}

// Take adds an outcome to the judgement. Locate returns the position of a path, for statements without a position.
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
	for _, s := range o.Evidence {
		j.Evidence = append(j.Evidence, Evidence{o.Control, s.Message, s.Path, locate(s.Path), s.Details, s.Files})
	}
	j.IsOwned = j.IsOwned || o.IsOwned
	if o.Fallback != nil {
		j.Fallback = o.Fallback
	}
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

// Sort sorts the findings by position, in the order of the text that was read.
func (j *Judgement) Sort() {
	order := func(x, y Finding) int {
		return cmp.Or(
			cmp.Compare(x.Position.LineRead(), y.Position.LineRead()),
			cmp.Compare(x.Position.Column, y.Position.Column),
			-cmp.Compare(x.Control.Severity, y.Control.Severity),
			cmp.Compare(x.Control.ID, y.Control.ID),
			cmp.Compare(x.Message, y.Message),
		)
	}
	slices.SortFunc(j.Findings, order)
	slices.SortFunc(j.Unknowns, order)
	slices.SortFunc(j.Waived, order)
	slices.SortStableFunc(j.Evidence, func(x, y Evidence) int {
		return cmp.Or(
			cmp.Compare(x.Position.LineRead(), y.Position.LineRead()),
			cmp.Compare(x.Position.Column, y.Position.Column),
			cmp.Compare(x.Message, y.Message),
			slices.Compare(x.Files, y.Files),
		)
	})
}

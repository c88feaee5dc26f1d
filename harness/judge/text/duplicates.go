package text

import (
	"cmp"
	"fmt"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
)

// Duplicates finds objects of a run that are declared more than once. In one file, the later object replaces the
// earlier one. Files can be alternatives, such as overlays; whether they are applied together is not known.
type Duplicates struct {
	controls []*control.Control // none when it is not chosen
	first    map[scoped]first
}

// scoped is an object in a scope.
type scoped struct {
	artefact.Ref
	scope int
}

type first struct {
	at        artefact.Position
	namespace string // that it names
	unit      string
}

// NewDuplicates makes the judge of one run. It evaluates the control DuplicateObject if that is among the controls.
func NewDuplicates(controls []*control.Control) *Duplicates {
	d := &Duplicates{first: map[scoped]first{}}
	for _, c := range controls {
		if c.ID == DuplicateObject {
			d.controls = append(d.controls, c)
		}
	}
	return d
}

// Controls lists the control, if it is selected.
func (d *Duplicates) Controls() []*control.Control { return d.controls }

// Judge compares an object with the ones before it.
func (d *Duplicates) Judge(j *judge.Judgement) []judge.Outcome {
	if len(d.controls) == 0 || j.Type != artefact.Kubernetes || j.IsDeleted {
		return nil
	}
	o := judge.Outcome{Control: d.controls[0], Applies: j.Named.LineRead() > 0}
	if o.Applies {
		d.judge(j, &o)
	}
	return []judge.Outcome{o}
}

func (d *Duplicates) judge(j *judge.Judgement, o *judge.Outcome) {
	// Where it names no namespace, an object is in none, as all of its kind, or where whoever applies it says,
	// which may be the one called default. The version is but one of the forms that an API server gives it in.
	key := j.Ref
	key.APIVersion, key.Namespace = j.Group(), cmp.Or(j.Namespace, "default")
	before, again := d.first[scoped{key, j.Scope}]
	if !again && j.Scope != 0 {
		before, again = d.first[scoped{key, 0}]
	}
	if !again {
		d.first[scoped{key, j.Scope}] = first{j.Named, j.Namespace, j.Unit}
		return
	}
	s := judge.Statement{Path: []any{"metadata", "name"}, Position: j.Named}
	switch {
	case before.namespace != j.Namespace:
		s.Message = fmt.Sprintf("%s is also in %s, and one of the two has no namespace; if both are applied to the namespace default, the later one replaces the earlier", j.Ref, elsewhere(before.at, j.Named))
		o.Unknowns = append(o.Unknowns, s)
	case before.unit == j.Unit:
		s.Message = fmt.Sprintf("%s is already declared %s, and replaces that one; give it another name", j.Ref, declared(before.at, j.Named))
		o.Violations = append(o.Violations, s)
	default:
		s.Message = fmt.Sprintf("%s is also in %s; if both are applied, the later one replaces the earlier", j.Ref, elsewhere(before.at, j.Named))
		o.Unknowns = append(o.Unknowns, s)
	}
}

// elsewhere names a position for a message at another one, which may be the same if it was rendered twice.
func elsewhere(at, from artefact.Position) string {
	if at.File == from.File && at.Line == from.Line && at.ReadFrom() != from.ReadFrom() {
		return "what is rendered from " + at.ReadFrom()
	}
	return at.String()
}

// declared says where a position is, for a message at another one.
func declared(at, from artefact.Position) string {
	switch {
	case at.File != from.File:
		return "in " + at.String()
	case at.Line == 0:
		return "in " + at.Rendered()
	}
	return fmt.Sprintf("on line %d", at.Line)
}

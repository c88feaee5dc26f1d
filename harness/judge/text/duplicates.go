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
	first    map[artefact.Ref]first
}

type first struct {
	at        artefact.Position
	namespace string // that it names
}

// NewDuplicates makes the judge of one run. It evaluates the control DuplicateObject if that is among the controls.
func NewDuplicates(controls []*control.Control) *Duplicates {
	d := &Duplicates{first: map[artefact.Ref]first{}}
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
	o := judge.Outcome{Control: d.controls[0], Applies: j.Named.Line > 0}
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
	before, again := d.first[key]
	if !again {
		d.first[key] = first{j.Named, j.Namespace}
		return
	}
	s := judge.Statement{Path: []any{"metadata", "name"}, Position: j.Named}
	switch {
	case before.namespace != j.Namespace:
		s.Message = fmt.Sprintf("%s is also in %s, and one of the two has no namespace; if both are applied to the namespace default, the later one replaces the earlier", j.Ref, before.at)
		o.Unknowns = append(o.Unknowns, s)
	case before.at.File == j.Named.File:
		s.Message = fmt.Sprintf("%s is already declared on line %d, and replaces that one; give it another name", j.Ref, before.at.Line)
		o.Violations = append(o.Violations, s)
	default:
		s.Message = fmt.Sprintf("%s is also in %s; if both are applied, the later one replaces the earlier", j.Ref, before.at)
		o.Unknowns = append(o.Unknowns, s)
	}
}

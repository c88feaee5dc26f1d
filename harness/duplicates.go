package harness

import (
	"cmp"
	"context"
	"fmt"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/schema"
)

// duplicates notes where the objects of a run stand, and says which stand there again. In one file the later
// object replaces the earlier one. Files may be alternatives, as the overlays of a deployment are: whether
// they are applied together is not known.
type duplicates struct {
	control *control.Control // nil when it is not chosen
	first   map[objectKey]firstObject
}

type objectKey struct{ group, kind, namespace, name string }

type firstObject struct {
	at        artefact.Position
	namespace string // that it names
}

func (e *Engine) newDuplicates() *duplicates {
	return &duplicates{e.native[schema.DuplicateObject], map[objectKey]firstObject{}}
}

// judge looks at the artefacts of a result, which come in the order of the files.
func (d *duplicates) judge(ctx context.Context, e *Engine, r *Result) error {
	if d.control == nil {
		return nil
	}
	for i := range r.Artefacts {
		a := &r.Artefacts[i]
		if a.named.Line == 0 {
			continue
		}
		// Where it names no namespace, an object is in none, as all of its kind, or where whoever applies it says,
		// which may be the one called default.
		key := objectKey{a.Group(), a.Kind, cmp.Or(a.Namespace, "default"), a.Name}
		first, again := d.first[key]
		if !again {
			d.first[key] = firstObject{a.named, a.Namespace}
			continue
		}
		finding := Finding{d.control, "", []any{"metadata", "name"}, a.named}
		switch {
		case first.namespace != a.Namespace:
			finding.Message = fmt.Sprintf("%s stands in %s as well, where one of the two names no namespace; applied to the namespace default, the later replaces the earlier", a.Identity, first.at)
			a.Verdicts[d.control.ID] = Unknown
			a.Unknowns = append(a.Unknowns, finding)
		case first.at.File == a.named.File:
			finding.Message = fmt.Sprintf("%s is declared on line %d already, and replaces that one; give it another name", a.Identity, first.at.Line)
			a.Verdicts[d.control.ID] = Fail
			a.Findings = append(a.Findings, finding)
			if err := e.waive(ctx, a); err != nil {
				return err
			}
		default:
			finding.Message = fmt.Sprintf("%s stands in %s as well; applied together, the later replaces the earlier", a.Identity, first.at)
			a.Verdicts[d.control.ID] = Unknown
			a.Unknowns = append(a.Unknowns, finding)
		}
		a.sort()
	}
	return nil
}

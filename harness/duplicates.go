package harness

import (
	"cmp"
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
	first   map[objectKey]artefact.Position
}

type objectKey struct{ group, kind, namespace, name string }

func (e *Engine) newDuplicates() *duplicates {
	return &duplicates{e.native[schema.DuplicateObject], map[objectKey]artefact.Position{}}
}

// judge looks at the artefacts of a result, which come in the order of the files.
func (d *duplicates) judge(e *Engine, r *Result) {
	if d.control == nil {
		return
	}
	for i := range r.Artefacts {
		a := &r.Artefacts[i]
		if a.named.Line == 0 {
			continue
		}
		// Where it names no namespace, an object is in the one called default, or in none, as all of its kind.
		key := objectKey{a.Group(), a.Kind, cmp.Or(a.Namespace, "default"), a.Name}
		first, again := d.first[key]
		if !again {
			d.first[key] = a.named
			continue
		}
		finding := Finding{d.control, "", []any{"metadata", "name"}, a.named}
		if first.File == a.named.File {
			finding.Message = fmt.Sprintf("%s is declared on line %d already, and replaces that one; give it another name", a.Identity, first.Line)
			a.Verdicts[d.control.ID] = Fail
			a.Findings = append(a.Findings, finding)
			e.waive(a)
		} else {
			finding.Message = fmt.Sprintf("%s stands in %s as well; applied together, the later replaces the earlier", a.Identity, first)
			a.Verdicts[d.control.ID] = Unknown
			a.Unknowns = append(a.Unknowns, finding)
		}
		a.sort()
	}
}

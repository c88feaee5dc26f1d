// Package decide determines which findings are accepted, by whom and until when. It is the last stage that changes
// verdicts.
package decide

import (
	"context"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
)

// Decider decides on the findings of a complete judgement.
type Decider interface {
	Decide(context.Context, *judge.Judgement) error
}

// Exclusions waives the findings that a profile accepts in some namespaces.
type Exclusions struct {
	Profile  *profile.Profile
	Controls []*control.Control
	// IsNamespaced reports whether a kind is known to be namespaced. The namespace of an object of any other kind
	// is ignored.
	IsNamespaced func(ctx context.Context, group, kind string) (bool, error)
}

// Decide waives the findings that the profile accepts in the namespace of the object.
func (e *Exclusions) Decide(ctx context.Context, j *judge.Judgement) error {
	if len(e.Profile.Waived) == 0 || j.Type != artefact.Kubernetes {
		return nil
	}
	namespace := j.Namespace
	if j.IsNamespace() {
		namespace = j.Name
	} else if isNamespaced, err := e.IsNamespaced(ctx, j.Group(), j.Kind); err != nil || !isNamespaced {
		return err
	}
	if namespace == "" {
		return nil
	}
	for _, c := range e.Controls {
		if j.Verdicts[c.ID] != judge.Fail || e.Profile.Waiver(c, namespace) == nil {
			continue
		}
		j.Verdicts[c.ID] = judge.Waived
		j.Findings = slices.DeleteFunc(j.Findings, func(f judge.Finding) bool {
			if f.Control.ID == c.ID {
				j.Waived = append(j.Waived, f)
			}
			return f.Control.ID == c.ID
		})
	}
	return nil
}

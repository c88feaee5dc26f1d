// Package decide says what becomes of the findings: which of them are accepted, by whom and until when. It is the
// last to change a verdict.
package decide

import (
	"context"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
)

// Decider decides about the findings of a judgement on which everything has been said.
type Decider interface {
	Decide(context.Context, *judge.Judgement) error
}

// Exclusions sets apart what a profile accepts in some namespaces.
type Exclusions struct {
	Profile  *profile.Profile
	Controls []*control.Control
	// IsNamespaced tells whether the objects of a kind are known to live in namespaces. One that belongs to
	// the cluster, or of which that is not known, is in no namespace, whatever it says itself.
	IsNamespaced func(ctx context.Context, group, kind string) (bool, error)
}

// Decide sets apart what the profile accepts in the namespace of an object.
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

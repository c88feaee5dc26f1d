// Package decide determines which findings are accepted, by whom and until when. It is the last stage that changes
// verdicts: a Chain asks the exclusions of the profile, then waivers, then annotations, then the baseline, and the first
// that accepts a finding counts.
package decide

import (
	"context"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
)

// Decider decides on the findings of a complete judgement. It is for one run, and is asked about one artefact after
// another, in the order of the sources.
type Decider interface {
	Decide(context.Context, *judge.Judgement) error
}

// Chain asks deciders one after another.
type Chain []Decider

// Decide asks all deciders.
func (c Chain) Decide(ctx context.Context, j *judge.Judgement) error {
	for _, decider := range c {
		if err := decider.Decide(ctx, j); err != nil {
			return err
		}
	}
	return nil
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
	if len(e.Profile.Waived) == 0 || len(j.Findings) == 0 || j.Type != artefact.Kubernetes {
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
	j.Accept(func(f *judge.Finding) *judge.Acceptance {
		x := e.Profile.Waiver(f.Control, namespace)
		if x == nil {
			return nil
		}
		return &judge.Acceptance{By: judge.ByProfile, Reason: x.Reason, Until: x.Expires, Position: x.Position}
	})
	return nil
}

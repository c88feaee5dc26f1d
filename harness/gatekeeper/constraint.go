package gatekeeper

import (
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

type constraintSpec struct {
	EnforcementAction        string         `yaml:"enforcementAction"`
	ScopedEnforcementActions []scopedAction `yaml:"scopedEnforcementActions,omitempty"`
	Match                    match          `yaml:"match"`
	Parameters               map[string]any `yaml:"parameters,omitempty"`
}

type scopedAction struct {
	Action            profile.Action `yaml:"action"`
	EnforcementPoints []named        `yaml:"enforcementPoints"`
}

type named struct {
	Name string `yaml:"name"`
}

type match struct {
	Kinds              []kinds  `yaml:"kinds"`
	Scope              string   `yaml:"scope,omitempty"`
	Namespaces         []string `yaml:"namespaces,omitempty"`
	ExcludedNamespaces []string `yaml:"excludedNamespaces,omitempty"`
}

type kinds struct {
	APIGroups []string `yaml:"apiGroups,flow"`
	Kinds     []string `yaml:"kinds,flow"`
}

// constraint is a constraint before it is written.
type constraint struct {
	kind     string
	metadata metadata
	spec     *constraintSpec
}

// Constraint renders the constraint of a control in a profile.
func Constraint(p *profile.Profile, c *control.Control) ([]byte, error) {
	return constraintOf(p, c).render()
}

func (c constraint) render() ([]byte, error) {
	return render(object{APIVersion: "constraints.gatekeeper.sh/v1beta1", Kind: c.kind, Metadata: c.metadata, Spec: c.spec})
}

func constraintOf(p *profile.Profile, c *control.Control) constraint {
	spec := &constraintSpec{
		Match:      match{ExcludedNamespaces: p.WaivedNamespaces(c)},
		Parameters: p.Parameters[c.ID],
	}
	spec.enforce(p.Enforcement(c))
	for _, m := range c.Objects() {
		spec.Match.Kinds = append(spec.Match.Kinds, kinds{APIGroups: m.Groups, Kinds: m.Kinds})
	}
	return constraint{Kind(c), metadata{
		Name:   ConstraintName(c),
		Labels: map[string]string{"app.kubernetes.io/part-of": "guiderail", "guiderail.dev/profile": p.Name},
		Annotations: map[string]string{
			"guiderail.dev/control":     c.ID,
			"guiderail.dev/severity":    p.Severity(c).String(),
			"guiderail.dev/remediation": c.Remediation,
			"guiderail.dev/explain":     "guiderail explain " + c.ID,
		},
	}, spec}
}

// enforce says what Gatekeeper does at its points. What it does for a request, the command line gator
// does as well: there it judges what is to become one.
func (s *constraintSpec) enforce(e profile.Enforcement) {
	if e.Webhook == e.Audit {
		s.EnforcementAction = string(e.Webhook)
		return
	}
	s.EnforcementAction = "scoped"
	if e.Webhook != "" {
		s.ScopedEnforcementActions = append(s.ScopedEnforcementActions, scopedAction{e.Webhook, []named{{"validation.gatekeeper.sh"}, {"gator.gatekeeper.sh"}}})
	}
	if e.Audit != "" {
		s.ScopedEnforcementActions = append(s.ScopedEnforcementActions, scopedAction{e.Audit, []named{{"audit.gatekeeper.sh"}}})
	}
}

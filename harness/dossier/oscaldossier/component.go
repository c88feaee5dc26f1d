package oscaldossier

import (
	"fmt"
	"strings"

	"github.com/guiderail/guiderail/harness/guide"
)

// componentDefinition makes a component of the policies: which controls answer each statement, and what people attest.
func (s *source) componentDefinition() *componentDefinition {
	enforced := map[string][]string{}
	titles := map[string]string{}
	c := definedComponent{
		UUID:        identify("component", "policies"),
		Type:        "software",
		Title:       "Guiderail's policies",
		Description: "Controls that judge the artefacts of a deployment by the statements of security guides. The properties have each control with its title and its remediation; what no artefact shows is attested.",
		Props:       props(prop("version", s.Tool.Version), prop("digest", s.Policies.Digest)),
	}
	for _, one := range s.controls {
		titles[one.ID] = one.Title
		for _, id := range one.Requirements {
			enforced[id] = append(enforced[id], one.ID)
		}
		p := prop("control", one.ID)
		p.Class = one.DefaultSeverity().String()
		p.Remarks = markup(one.Title)
		if one.Remediation != "" {
			p.Remarks += "\n\n" + prose(one.Remediation)
		}
		c.Props = append(c.Props, p)
	}
	c.Props = props(c.Props...)
	coverage := s.library.Coverage(enforced)
	for _, g := range s.library.Guides {
		implementation := controlImplementation{
			UUID:        identify("implementation", g.ID),
			Source:      "#" + catalogResource().UUID,
			Description: markup("How the statements of " + g.Title + " are answered."),
		}
		for _, covered := range coverage {
			if covered.Guide == g.ID && covered.Status != guide.NotCheckable {
				implementation.ImplementedRequirements = append(implementation.ImplementedRequirements, s.implemented(&covered, titles))
			}
		}
		if len(implementation.ImplementedRequirements) > 0 {
			c.ControlImplementations = append(c.ControlImplementations, implementation)
		}
	}
	return &componentDefinition{
		Metadata:   s.metadata("Controls for security guides for services on Kubernetes"),
		Components: []definedComponent{c},
		BackMatter: &backMatter{[]resource{catalogResource()}},
	}
}

// implemented says what answers one statement.
func (s *source) implemented(covered *guide.Coverage, titles map[string]string) implementedRequirement {
	statement := &covered.Statement
	all := append([]property{prop("status", strings.ReplaceAll(string(covered.Status), " ", "-"))}, each("requirement", statement.Requirements)...)
	var said []string
	if n := len(covered.Controls); n > 0 {
		said = append(said, fmt.Sprintf("Controls that answer the statement: %d.", n))
	}
	for _, id := range covered.Controls {
		p := prop("control", id)
		p.Remarks = markup(titles[id])
		all = append(all, p)
	}
	var attested []string
	for _, id := range statement.Requirements {
		r, isKnown := s.library.Requirement(id)
		if !isKnown || r.Attestation == nil {
			continue
		}
		p := prop("attestation", id)
		p.Remarks = markup(fmt.Sprintf("%s At least every %d days.", r.Attestation.About, r.Attestation.Days))
		all = append(all, p)
		attested = append(attested, id)
	}
	if len(attested) > 0 {
		said = append(said, "Somebody attests: "+strings.Join(attested, ", ")+".")
	}
	if len(covered.Planned) > 0 {
		said = append(said, "No control answers yet: "+strings.Join(covered.Planned, ", ")+".")
	}
	return implementedRequirement{
		UUID:        identify("implemented", statement.ID),
		ControlID:   token(statement.ID),
		Description: markup(strings.Join(said, " ")),
		Props:       props(all...),
	}
}

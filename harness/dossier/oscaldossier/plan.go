package oscaldossier

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/guiderail/guiderail/harness/dossier"
)

// plan makes the assessment plan that the dossier carries out.
func (s *source) plan() *assessmentPlan {
	judge := activity{
		UUID:        identify("activity", "judge"),
		Title:       "Judge the artefacts",
		Description: "The policies judge every artefact in the scope's paths: manifests, infrastructure, the configuration of hosts and clients, and reports of scans. A statement holds only if something was judged that shows it.",
	}
	attest := activity{
		UUID:        identify("activity", "attest"),
		Title:       "Verify the attestations",
		Description: "What no artefact shows, somebody attests. The signature, the scope, the period and the evidence of each attestation are verified.",
	}
	scopes := resource{
		UUID:        identify("resource", "scopes"),
		Title:       "The scopes",
		Description: "What the assessment is about, in place of a system security plan.",
	}
	p := &assessmentPlan{
		Metadata: s.metadata("Assessment by the statements of security guides"),
		ImportSSP: reference{
			Href:    "#" + scopes.UUID,
			Remarks: "There is no system security plan in OSCAL. The scopes say what is assessed, and the catalogue by which statements.",
		},
		LocalDefinitions: &localDefinitions{Activities: []activity{judge, attest}},
		ReviewedControls: reviewedControls{[]controlSelection{everyStatement()}},
		AssessmentAssets: s.assets(),
	}
	all := subjects{Type: "component"}
	for _, scope := range s.Scopes {
		if scope.File != "" {
			scopes.RLinks = append(scopes.RLinks, rlink{Href: fileReference(scope.File), Hashes: digestOf(&scope, scope.File)})
		}
		cluster := s.cluster(&scope)
		p.LocalDefinitions.Components = append(p.LocalDefinitions.Components, cluster)
		own := subject{cluster.UUID, "component"}
		all.IncludeSubjects = append(all.IncludeSubjects, own)
		p.Tasks = append(p.Tasks, task{
			UUID:        identify("task", scope.Name),
			Type:        "action",
			Title:       markup("Assess " + nameOf(&scope)),
			Description: markup(fmt.Sprintf("Judge what is in the scope's %d paths, and verify its attestations.", len(scope.Paths))),
			Props:       props(append([]property{prop("scope", scope.Name), prop("profile", scope.Profile)}, each("path", scope.Paths)...)...),
			Timing:      timing{onDate{s.now}},
			AssociatedActivities: []associatedActivity{
				{judge.UUID, []subjects{{"component", []subject{own}}}},
				{attest.UUID, []subjects{{"component", []subject{own}}}},
			},
		})
	}
	p.AssessmentSubjects = []subjects{all}
	p.BackMatter = &backMatter{[]resource{scopes, catalogResource()}}
	return p
}

func everyStatement() controlSelection {
	return controlSelection{Description: "Every statement of the guides, as the catalogue has them.", IncludeAll: &struct{}{}}
}

func nameOf(scope *dossier.Scope) string { return cmp.Or(scope.Title, scope.Name) }

// cluster is the cluster of a scope.
func (s *source) cluster(scope *dossier.Scope) component {
	return component{
		UUID:        identify("cluster", scope.Name),
		Type:        "this-system",
		Title:       markup(cmp.Or(scope.Cluster.Name, scope.Name)),
		Description: markup("The cluster that the scope " + scope.Name + " is about."),
		Props: props(append(
			[]property{prop("scope", scope.Name), prop("platform", scope.Cluster.Platform)},
			each("namespace", scope.Cluster.Namespaces)...,
		)...),
		Status: status{State: "operational"},
	}
}

// tool is the UUID of the component that made the dossier.
func (s *source) tool() string { return identify("tool", s.Tool.Name, s.Tool.Version) }

// assets are what assesses: the tool, and the policies that it judged by.
func (s *source) assets() *assessmentAssets {
	tool := component{
		UUID:        s.tool(),
		Type:        "software",
		Title:       markup(s.Tool.Name),
		Description: "The tool that judged the artefacts and verified the attestations.",
		Props:       props(prop("version", s.Tool.Version)),
		Status:      status{State: "operational"},
	}
	policies := component{
		UUID:        identify("policies", s.Policies.Reference, s.Policies.Digest),
		Type:        "software",
		Title:       "Policies",
		Description: markup(fmt.Sprintf("The %d controls that artefacts were judged by.", s.Policies.Controls)),
		Props: props(
			prop("reference", s.Policies.Reference),
			prop("digest", s.Policies.Digest),
			prop("revision", s.Policies.Revision),
			prop("signature-verified", fmt.Sprint(s.Policies.Verified)),
		),
		Status: status{State: "operational"},
	}
	return &assessmentAssets{
		Components: []component{tool, policies},
		AssessmentPlatforms: []platform{{
			UUID:           identify("platform", tool.UUID, policies.UUID),
			Title:          "The tool with the policies",
			UsesComponents: []usedComponent{{tool.UUID}, {policies.UUID}},
		}},
	}
}

// digestOf returns the hashes of a file of the scope, if it was read.
func digestOf(scope *dossier.Scope, file string) []hash {
	if i := slices.IndexFunc(scope.Inputs, func(in dossier.Input) bool { return in.Path == file }); i >= 0 {
		return hashes(scope.Inputs[i].Digest)
	}
	return nil
}

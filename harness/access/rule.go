package access

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Rule is one rule of a role, counted from 0, and where it stands.
type Rule struct {
	Index    int               `json:"index"`
	Position artefact.Position `json:"position,omitzero"`

	rbacv1.PolicyRule
}

// match is a rule that grants a request, and the roles through which it does.
type match struct {
	rule      *Rule
	path      []Object
	onlyNames []string
}

// matches returns the rules of a role that grant a request, its own or those that it is given by others.
func (r *role) matches(request Request) []match {
	var matches []match
	r.reach(func(owner *role, path func() []Object) {
		for i := range owner.rules {
			if granted, onlyNames := owner.rules[i].allows(request); granted {
				matches = append(matches, match{&owner.rules[i], path(), onlyNames})
			}
		}
	})
	return matches
}

// allows reports whether a rule grants a request, as the authorizer of an API server decides it. If the
// rule is narrowed to objects and the request names none, it is granted only for these; for requests that
// cannot name one it is not granted at all.
//
// validation.Covers of k8s.io/component-helpers compares rules with rules; it would have resource names
// say something of URLs, where an authorizer ignores them.
func (r *Rule) allows(request Request) (granted bool, onlyNames []string) {
	if !has(r.Verbs, request.Verb) {
		return false, nil
	}
	if request.URL != "" {
		return slices.ContainsFunc(r.NonResourceURLs, func(pattern string) bool { return matchesURL(pattern, request.URL) }), nil
	}
	if !has(r.APIGroups, request.Group) || !coversResource(r.Resources, request.Resource, request.Subresource) {
		return false, nil
	}
	switch {
	case len(r.ResourceNames) == 0 || slices.Contains(r.ResourceNames, request.Name):
		return true, nil
	case request.Name != "":
		return false, nil
	case request.Subresource == "" && (request.Verb == "create" || request.Verb == "deletecollection"):
		return false, nil
	}
	return true, r.ResourceNames
}

func has(list []string, wanted string) bool {
	return slices.Contains(list, "*") || slices.Contains(list, wanted)
}

func coversResource(resources []string, resource, subresource string) bool {
	if subresource == "" {
		return has(resources, resource)
	}
	return has(resources, resource+"/"+subresource) || slices.Contains(resources, "*/"+subresource)
}

func matchesURL(pattern, url string) bool {
	return pattern == url || strings.HasSuffix(pattern, "*") && strings.HasPrefix(url, strings.TrimRight(pattern, "*"))
}

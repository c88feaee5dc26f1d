package access

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/internal/apitypes"
)

// ParseResource reads what a request is about: RESOURCE[/SUBRESOURCE][.GROUP], a resource in the plural as
// roles name it, or a path of the API server. The group of Kubernetes' own resources may be left out.
func ParseResource(text string) (Request, error) {
	if strings.HasPrefix(text, "/") {
		return Request{URL: text}, nil
	}
	// deployments.apps/scale is as good as deployments/scale.apps.
	resource, subresource, _ := strings.Cut(text, "/")
	resource, group, hasGroup := strings.Cut(resource, ".")
	if !hasGroup {
		subresource, group, hasGroup = strings.Cut(subresource, ".")
	}
	r := Request{Group: group, Resource: resource, Subresource: subresource}
	switch {
	case resource == "" || strings.HasSuffix(text, "/"):
		return Request{}, fmt.Errorf("%q is not a resource; write RESOURCE[/SUBRESOURCE][.GROUP] or a path that begins with /", text)
	case hasGroup:
		return r, nil
	case resource == "*":
		r.Group = "*"
		return r, nil
	}
	groups, ok := groupsOf()[resource]
	if !ok {
		return Request{}, fmt.Errorf("%q is not a built-in Kubernetes resource (lowercase plural); for another API group, write %s.GROUP", resource, text)
	}
	r.Group = groups[0]
	return r, nil
}

// superseded are groups whose resources have moved to others.
var superseded = map[string]bool{"extensions": true, "events.k8s.io": true}

// groupsOf returns the API groups of Kubernetes' own resources, that of today first.
var groupsOf = sync.OnceValue(func() map[string][]string {
	groups := map[string][]string{}
	add := func(group, resource string) {
		if !slices.Contains(groups[resource], group) {
			groups[resource] = append(groups[resource], group)
		}
	}
	for kind := range apitypes.Kinds() {
		if kind.Resource != "" {
			group, _, hasGroup := strings.Cut(kind.APIVersion, "/")
			if !hasGroup {
				group = ""
			}
			add(group, kind.Resource)
		}
	}
	// What no object is, and roles name all the same.
	for _, resource := range []string{"users", "groups"} {
		add("", resource)
	}
	add("certificates.k8s.io", "signers")
	add("authentication.k8s.io", "uids")
	add("authentication.k8s.io", "userextras")
	for _, some := range groups {
		slices.SortFunc(some, func(a, b string) int {
			if superseded[a] != superseded[b] {
				if superseded[a] {
					return 1
				}
				return -1
			}
			return strings.Compare(a, b)
		})
	}
	return groups
})

// clusterWide are Kubernetes' own resources that are in no namespace.
var clusterWide = map[string][]string{
	"":                             {"componentstatuses", "nodes", "persistentvolumes", "users", "groups"},
	"admissionregistration.k8s.io": {"*"},
	"apiextensions.k8s.io":         {"*"},
	"apiregistration.k8s.io":       {"*"},
	"authentication.k8s.io":        {"nodes", "selfsubjectreviews", "tokenreviews", "groups", "uids", "userextras", "users"},
	"authorization.k8s.io":         {"selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"},
	"certificates.k8s.io":          {"certificatesigningrequests", "clustertrustbundles", "signers"},
	"flowcontrol.apiserver.k8s.io": {"*"},
	"internal.apiserver.k8s.io":    {"*"},
	"networking.k8s.io":            {"ingressclasses", "ipaddresses", "servicecidrs"},
	"node.k8s.io":                  {"*"},
	"rbac.authorization.k8s.io":    {"clusterroles", "clusterrolebindings"},
	"resource.k8s.io":              {"deviceclasses", "devicetaintrules", "resourcepoolstatusrequests", "resourceslices"},
	"scheduling.k8s.io":            {"priorityclasses"},
	"storage.k8s.io":               {"csidrivers", "csinodes", "storageclasses", "volumeattachments", "volumeattributesclasses"},
	"storagemigration.k8s.io":      {"*"},
}

// IsClusterWide reports whether a resource of Kubernetes itself belongs to no namespace. Namespaces are in
// themselves: a request about one is made in it.
func IsClusterWide(group, resource string) bool {
	resources := clusterWide[group]
	return slices.Contains(resources, "*") || slices.Contains(resources, resource)
}

package cluster

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Role writes the ClusterRole by which an account may read kinds; what a cluster has of them, where that is known. It
// leaves out Secrets: no role allows their metadata without their values.
func (k Kinds) Role(served *Served, profile string) string {
	groups := map[string][]string{}
	var left []string
	add := func(group, plural string) {
		if !slices.Contains(groups[group], plural) {
			groups[group] = append(groups[group], plural)
		}
	}
	if served != nil {
		for _, r := range served.resources {
			if !isSecret(r) {
				add(r.group, r.plural)
			}
		}
	} else {
		for _, kind := range k.sorted() {
			switch {
			case kind.Kind == every || kind.Group == every:
				left = append(left, kind.Group)
			case isRemoved(kind.Group, kind.Kind):
			case kind.Group != "" || kind.Kind != "Secret":
				add(kind.Group, plural(kind.Kind))
			}
		}
	}
	var b strings.Builder
	selected := "the selected controls"
	if profile != "" {
		selected = "profile " + profile
	}
	fmt.Fprintf(&b, "# What guiderail audit reads for %s. It does not include Secrets:\n# no role allows their metadata without their values.\n", selected)
	for _, group := range left {
		fmt.Fprintf(&b, "# Not included, since its kinds are not known without a cluster (pass --context): %s\n", group)
	}
	fmt.Fprintf(&b, "#\n# Bind it to the account of the audit:\n#   kubectl create clusterrolebinding guiderail-audit --clusterrole=guiderail-audit --serviceaccount=NAMESPACE:NAME\n")
	b.WriteString("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: guiderail-audit\nrules:\n")
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		resources := slices.Sorted(slices.Values(groups[group]))
		fmt.Fprintf(&b, "- apiGroups: [%s]\n  resources: [%s]\n  verbs: [list]\n", quoted(group), strings.Join(resources, ", "))
		if group == "" && slices.Contains(resources, "namespaces") {
			b.WriteString("- apiGroups: [\"\"]\n  resources: [namespaces]\n  verbs: [get] # for -n\n")
		}
	}
	return b.String()
}

// isRemoved reports whether Kubernetes has a kind no more: since 1.22 or 1.25.
func isRemoved(group, kind string) bool {
	return group == "extensions" || group == "policy" && kind == "PodSecurityPolicy"
}

func quoted(group string) string {
	if group == "" {
		return `""`
	}
	return group
}

// plural returns the name of a kind in paths, as people form it.
func plural(kind string) string {
	name := strings.ToLower(kind)
	switch {
	case strings.HasSuffix(name, "ay"): // Gateway
		return name + "s"
	case strings.HasSuffix(name, "y"):
		return strings.TrimSuffix(name, "y") + "ies"
	case strings.HasSuffix(name, "s"), strings.HasSuffix(name, "x"):
		return name + "es"
	}
	return name + "s"
}

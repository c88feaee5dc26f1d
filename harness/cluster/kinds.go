package cluster

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// every stands for every group or kind.
const every = "*"

// Kinds are what controls need of a cluster: the kinds that they name to judge, and those that they look up. A control
// for objects of every kind needs none of its own: it judges what is read for the others.
type Kinds struct {
	named map[schema.GroupKind]bool
	// versions are those that controls look up. Objects of other versions are not found.
	versions map[schema.GroupKind][]string
}

// NeededBy returns what controls need. If they name no kind, they need what all controls name.
func NeededBy(controls, all []*control.Control) Kinds {
	kinds := of(controls)
	if len(kinds.named) == 0 {
		return of(all)
	}
	return kinds
}

func of(controls []*control.Control) Kinds {
	k := Kinds{named: map[schema.GroupKind]bool{}, versions: map[schema.GroupKind][]string{}}
	for _, c := range controls {
		if c.FilesOnly {
			continue
		}
		for _, match := range c.Objects() {
			groups, named := match.Groups, match.Kinds
			if len(groups) == 0 {
				groups = []string{every}
			}
			if len(named) == 0 {
				named = []string{every}
			}
			for _, group := range groups {
				for _, kind := range named {
					if (group != every || kind != every) && isServed(group, kind) {
						k.named[schema.GroupKind{Group: group, Kind: kind}] = true
					}
				}
			}
		}
		for _, read := range c.Reads {
			if kind := read.GroupKind(); isServed(kind.Group, kind.Kind) {
				k.named[kind] = true
				if !slices.Contains(k.versions[kind], read.Version) {
					k.versions[kind] = append(k.versions[kind], read.Version)
				}
			}
		}
	}
	return k
}

// isServed reports whether an API server may have objects of a kind. Others only stand in files, or in requests.
func isServed(group, kind string) bool {
	switch group {
	case "":
		return !slices.Contains([]string{"DeploymentConfig", "EncryptionConfig", "EncryptionConfiguration", "PodAttachOptions", "PodExecOptions", "Template"}, kind)
	case "inventory.guiderail", "apiserver.k8s.io", "audit.k8s.io", "kind.x-k8s.io", "kubeadm.k8s.io", "kubecontrolplane.config.openshift.io":
		return false
	case "batch":
		return kind != "JobTemplate" // which is a part of a CronJob
	}
	return !strings.HasSuffix(group, ".config.k8s.io")
}

// needs reports whether objects of a kind are needed.
func (k Kinds) needs(group, kind string) bool {
	return k.named[schema.GroupKind{Group: group, Kind: kind}] || k.named[schema.GroupKind{Group: group, Kind: every}] || k.named[schema.GroupKind{Group: every, Kind: kind}]
}

// needsGroup reports whether objects of a group are needed.
func (k Kinds) needsGroup(group string) bool {
	for kind := range k.named {
		if kind.Group == group || kind.Group == every {
			return true
		}
	}
	return false
}

// sorted lists the kinds that are named, by group and kind.
func (k Kinds) sorted() []schema.GroupKind {
	return slices.SortedFunc(maps.Keys(k.named), func(a, b schema.GroupKind) int {
		return strings.Compare(a.Group+"/"+a.Kind, b.Group+"/"+b.Kind)
	})
}

// replaced are groups whose kinds are served by another group as well: the same objects would be read twice.
var replaced = map[string][]string{"extensions": {"apps", "networking.k8s.io", "policy"}}

// choice is what is read, and what cannot be.
type choice struct {
	resources []resource
	unread    []artefact.Unread
	notServed []string
}

// choose returns which of the resources of a cluster are read, each in one version.
func (k Kinds) choose(found *discovered) choice {
	var c choice
	byKind := map[schema.GroupKind][]resource{}
	for _, r := range found.resources {
		if kind := (schema.GroupKind{Group: r.group, Kind: r.kind}); r.isListed && k.needs(r.group, r.kind) {
			byKind[kind] = append(byKind[kind], r)
		}
	}
	for _, kind := range slices.SortedFunc(maps.Keys(byKind), func(a, b schema.GroupKind) int {
		return strings.Compare(a.Group+"/"+a.Kind, b.Group+"/"+b.Kind)
	}) {
		if slices.ContainsFunc(replaced[kind.Group], func(group string) bool { return byKind[schema.GroupKind{Group: group, Kind: kind.Kind}] != nil }) {
			continue
		}
		served := byKind[kind]
		chosen := served[0] // the version that the server prefers
		if looked := k.versions[kind]; len(looked) > 0 {
			i := slices.IndexFunc(served, func(r resource) bool { return slices.Contains(looked, r.version) })
			if i >= 0 {
				chosen = served[i]
			} else {
				c.unread = append(c.unread, artefact.Unread{Group: kind.Group, Kind: kind.Kind, Reason: "the cluster has version " + chosen.version + ", and controls look up " + strings.Join(looked, ", ")})
			}
		}
		c.resources = append(c.resources, chosen)
	}
	for _, kind := range k.sorted() {
		if byKind[kind] != nil || kind.Kind == every || kind.Group == every {
			continue
		}
		if reason, failed := found.failed[kind.Group]; failed {
			c.unread = append(c.unread, artefact.Unread{Group: kind.Group, Kind: kind.Kind, Reason: reason})
		} else {
			c.notServed = append(c.notServed, artefact.KindTitle(kind.Group, kind.Kind))
		}
	}
	for group, reason := range found.failed {
		if k.named[schema.GroupKind{Group: group, Kind: every}] {
			c.unread = append(c.unread, artefact.Unread{Group: group, Kind: every, Reason: reason})
		}
	}
	return c
}

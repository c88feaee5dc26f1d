package rego

import "github.com/guiderail/guiderail/harness/inventory"

// tree is an object in the making, whose values are trees and leaves.
type tree map[string]any

// treeOf returns an inventory in the shape in which Gatekeeper shows it: namespace[namespace][groupVersion][Kind][name]
// and cluster[groupVersion][Kind][name].
func treeOf(objects *inventory.Inventory) tree {
	all := tree{"namespace": tree{}, "cluster": tree{}}
	for at, object := range objects.All() {
		path := []string{"cluster"}
		if at.IsNamespaced {
			path = []string{"namespace", at.Namespace}
		}
		all.put(object, append(path, at.APIVersion, at.Kind, at.Name)...)
	}
	return all
}

func (t tree) put(leaf any, path ...string) {
	for _, step := range path[:len(path)-1] {
		branch, ok := t[step].(tree)
		if !ok {
			branch = tree{}
			t[step] = branch
		}
		t = branch
	}
	t[path[len(path)-1]] = leaf
}

// objectOf returns a tree in the form of an engine, by how that makes its values of leaves and of members.
func objectOf[T any](t tree, ofLeaf func(any) T, ofMembers func(map[string]T) T) T {
	members := make(map[string]T, len(t))
	for name, below := range t {
		if branch, ok := below.(tree); ok {
			members[name] = objectOf(branch, ofLeaf, ofMembers)
		} else {
			members[name] = ofLeaf(below)
		}
	}
	return ofMembers(members)
}

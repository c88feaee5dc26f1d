package kustomization

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// instance is a file of resources, or a generator, as often as it takes part in the build, with the kustomizations that
// transform what comes of it, in the order of their work.
type instance struct {
	file *text // nil if it is generated
	// generator is the kustomization, and index and secret the entry of its generators.
	generator *kustomization
	index     int
	secret    bool
	steps     []*kustomization
}

// identity is what names an object.
type identity struct{ group, version, kind, namespace, name string }

func identify(node *yaml.Node) identity {
	group, version := resid.ParseGroupVersion(value(node, "apiVersion"))
	return identity{group, version, value(node, "kind"), value(node, "metadata", "namespace"), value(node, "metadata", "name")}
}

// names returns the names and namespaces that an object has one after the other.
func (id identity) names(steps []*kustomization) (names, namespaces []string) {
	names, namespaces = []string{id.name}, []string{id.namespace}
	fixed := id.kind == "CustomResourceDefinition" || id.kind == "Namespace" || (id.kind == "APIService" && id.group == "apiregistration.k8s.io")
	name := id.name
	for _, k := range steps {
		if k.fields.Namespace != "" {
			namespaces = append(namespaces, k.fields.Namespace)
			if id.kind == "Namespace" {
				name = k.fields.Namespace
				names = append(names, name)
			}
		}
		if !fixed && k.fields.NamePrefix+k.fields.NameSuffix != "" {
			name = k.fields.NamePrefix + name + k.fields.NameSuffix
			names = append(names, name)
		}
	}
	return names, namespaces
}

// instances walks the tree as kustomize does. It stops, and returns false, when there are too many.
func (t *tree) instances(k *kustomization, component bool, before []*instance) ([]*instance, bool) {
	if t.built++; t.built > maxKustomizations {
		return nil, false
	}
	all := before
	if !component {
		all = nil
	}
	for _, part := range k.resources {
		if part.file != nil {
			all = append(all, &instance{file: part.file})
			continue
		}
		inner, ok := t.instances(part.kustomization, false, nil)
		if !ok {
			return nil, false
		}
		all = append(all, inner...)
	}
	for i := range k.fields.ConfigMapGenerator {
		all = append(all, &instance{generator: k, index: i})
	}
	for i := range k.fields.SecretGenerator {
		all = append(all, &instance{generator: k, index: i, secret: true})
	}
	for _, part := range k.components {
		if part.kustomization == nil {
			continue
		}
		var ok bool
		if all, ok = t.instances(part.kustomization, true, all); !ok {
			return nil, false
		}
	}
	for _, one := range all {
		one.steps = append(one.steps, k)
	}
	return all, true
}

// candidate is an object of an instance, before it is transformed.
type candidate struct {
	instance          *instance
	node              *yaml.Node // nil if it is generated
	id                identity
	names, namespaces []string
	taken             bool
}

// candidates returns the objects of instances. Lists are their items.
func candidates(instances []*instance) []*candidate {
	var all []*candidate
	for _, one := range instances {
		add := func(node *yaml.Node, id identity) {
			c := &candidate{instance: one, node: node, id: id}
			c.names, c.namespaces = id.names(one.steps)
			all = append(all, c)
		}
		if one.file == nil {
			id := identity{version: "v1", kind: "ConfigMap"}
			if one.secret {
				id.kind = "Secret"
			}
			args := one.args()
			id.name, id.namespace = args.Name, args.Namespace
			add(nil, id)
			continue
		}
		var document func(node *yaml.Node)
		document = func(node *yaml.Node) {
			node = resolve(node)
			if node.Kind == yaml.SequenceNode { // kustomize takes one for the documents
				for _, inner := range node.Content {
					document(inner)
				}
				return
			}
			if _, items := entry(node, "items"); items != nil && strings.HasSuffix(value(node, "kind"), "List") {
				if items = resolve(items); items.Kind == yaml.SequenceNode {
					for _, inner := range items.Content {
						document(inner)
					}
					return
				}
			}
			add(node, identify(node))
		}
		for _, node := range one.file.documents {
			document(node)
		}
	}
	return all
}

// assign finds the candidate of each object, by its name and namespace. kustomize can say which file an object comes from,
// but not which document, and writing that down takes it much longer than the build.
func assign(objects []*object, all []*candidate) {
	type key struct{ kind, name string }
	named := map[key][]*candidate{}
	for _, one := range all {
		key := key{one.id.kind, one.names[len(one.names)-1]}
		named[key] = append(named[key], one)
	}
	for _, object := range objects {
		found := named[key{object.id.kind, object.id.name}]
		if cut := strings.LastIndex(object.id.name, "-"); cut > 0 {
			for _, one := range named[key{object.id.kind, object.id.name[:cut]}] {
				if one.node == nil { // a name with a hash
					found = append(found, one)
				}
			}
		}
		most := 0
		for _, one := range found {
			score := 1
			if one.namespaces[len(one.namespaces)-1] == object.id.namespace {
				score += 2
			}
			if one.id.group == object.id.group {
				score += 4
			}
			if !one.taken && score > most {
				object.candidate, most = one, score
			}
		}
		if object.candidate != nil {
			object.candidate.taken = true
		}
	}
	// A patch may change the name or kind of an object, which then is the one that is most alike, if half of it is.
	for _, object := range objects {
		if object.candidate != nil {
			continue
		}
		most := 0
		for _, one := range all {
			if one.taken || one.node == nil || (one.id.kind != object.id.kind && !slices.Contains(one.names, object.id.name)) {
				continue
			}
			if score := alike(one.node, object.node); score > most && 2*score >= alike(object.node, object.node) {
				object.candidate, most = one, score
			}
		}
		if object.candidate != nil {
			object.candidate.taken = true
		}
	}
}

// alike counts the scalars that two nodes have in common.
func alike(a, b *yaml.Node) (count int) {
	a, b = resolve(a), resolve(b)
	switch {
	case a.Kind != b.Kind:
	case a.Kind == yaml.ScalarNode && equalScalars(a, b):
		return 1
	case a.Kind == yaml.SequenceNode:
		for i := range min(len(a.Content), len(b.Content)) {
			count += alike(a.Content[i], b.Content[i])
		}
	case a.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(b.Content); i += 2 {
			if _, other := entry(a, b.Content[i].Value); other != nil {
				count += alike(other, b.Content[i+1])
			}
		}
	}
	return count
}

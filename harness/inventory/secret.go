package inventory

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
)

// outline gives what is kept of a Secret, in the form of a Secret: apiVersion, kind, name and namespace,
// type, the keys of data and stringData and those of annotations that have it copied, each with an empty
// value. Its texts are copies, lest one of
// them keep the document in memory of which it is a part.
func outline(a *artefact.Artefact) ast.Value {
	kept := identity(a)
	secret, ok := a.Value.(ast.Object)
	if !ok {
		return kept
	}
	if annotations, err := secret.Find(annotationsRef); err == nil {
		keep(kept.Get(ast.InternedTerm("metadata")).Value.(ast.Object), "annotations", annotations, func(name string) bool {
			return slices.ContainsFunc(copiers, func(c string) bool { return strings.HasPrefix(name, c) })
		})
	}
	if kind := secret.Get(ast.InternedTerm("type")); kind != nil {
		if text, ok := kind.Value.(ast.String); ok {
			put(kept, "type", string(text))
		}
	}
	for _, field := range []string{"data", "stringData"} {
		if values := secret.Get(ast.InternedTerm(field)); values != nil {
			keep(kept, field, values.Value, func(string) bool { return true })
		}
	}
	return kept
}

var annotationsRef = ast.Ref{ast.InternedTerm("metadata"), ast.InternedTerm("annotations")}

// copiers are what the annotations begin with by which Reflector, kubernetes-replicator and kubed are told
// to copy a Secret to other namespaces.
var copiers = []string{"reflector.v1.k8s.emberstack.com/", "replicator.v1.mittwald.de/", "kubed.appscode.com/"}

// keep puts the keys of an object that are wanted, if there is any or no choice, each with an empty value.
func keep(kept ast.Object, field string, values ast.Value, wanted func(string) bool) {
	object, ok := values.(ast.Object)
	if !ok {
		return
	}
	keys := ast.NewObject()
	object.Foreach(func(key, _ *ast.Term) {
		if name, ok := key.Value.(ast.String); ok && wanted(string(name)) {
			put(keys, string(name), "")
		}
	})
	if keys.Len() > 0 || field != "annotations" {
		kept.Insert(ast.InternedTerm(field), ast.NewTerm(keys))
	}
}

// identity gives what tells an object from others.
func identity(a *artefact.Artefact) ast.Object {
	metadata := ast.NewObject()
	put(metadata, "name", a.Name)
	if a.Namespace != "" {
		put(metadata, "namespace", a.Namespace)
	}
	kept := ast.NewObject([2]*ast.Term{ast.InternedTerm("metadata"), ast.NewTerm(metadata)})
	put(kept, "apiVersion", a.APIVersion)
	put(kept, "kind", a.Kind)
	return kept
}

func put(object ast.Object, key, text string) {
	object.Insert(ast.StringTerm(strings.Clone(key)), ast.StringTerm(strings.Clone(text)))
}

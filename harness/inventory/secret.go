package inventory

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
)

// outline gives what is kept of a Secret, in the form of a Secret: apiVersion, kind, name and namespace,
// type, and the keys of data and stringData, each with an empty value. Its texts are copies, lest one of
// them keep the document in memory of which it is a part.
func outline(a *artefact.Artefact) ast.Value {
	metadata := ast.NewObject()
	put(metadata, "name", a.Name)
	if a.Namespace != "" {
		put(metadata, "namespace", a.Namespace)
	}
	kept := ast.NewObject([2]*ast.Term{ast.InternedTerm("metadata"), ast.NewTerm(metadata)})
	put(kept, "apiVersion", a.APIVersion)
	put(kept, "kind", a.Kind)
	secret, ok := a.Value.(ast.Object)
	if !ok {
		return kept
	}
	if kind := secret.Get(ast.InternedTerm("type")); kind != nil {
		if text, ok := kind.Value.(ast.String); ok {
			put(kept, "type", string(text))
		}
	}
	for _, field := range []string{"data", "stringData"} {
		values := secret.Get(ast.InternedTerm(field))
		if values == nil {
			continue
		}
		if object, ok := values.Value.(ast.Object); ok {
			keys := ast.NewObject()
			object.Foreach(func(key, _ *ast.Term) {
				if name, ok := key.Value.(ast.String); ok {
					put(keys, string(name), "")
				}
			})
			kept.Insert(ast.InternedTerm(field), ast.NewTerm(keys))
		}
	}
	return kept
}

func put(object ast.Object, key, text string) {
	object.Insert(ast.StringTerm(strings.Clone(key)), ast.StringTerm(strings.Clone(text)))
}

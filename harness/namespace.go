package harness

import (
	"cmp"
	"context"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// inNamespace is a format whose objects are in a namespace if they name none, as kubectl -n has it, or where Flux or Argo CD
// installs the chart that they are from. An object of a
// kind that is cluster-scoped, or that nobody knows, stays as it is.
type inNamespace struct {
	format.Format
	namespace    string
	isNamespaced func(ctx context.Context, group, kind string) (bool, error)
}

// Parse reads the artefacts of a document.
func (n *inNamespace) Parse(d *source.Document) format.Parsed {
	parsed := n.Format.Parse(d)
	if d.Snapshot != nil {
		for _, a := range parsed.Artefacts {
			a.Snapshot = d.Snapshot
		}
	}
	for _, a := range parsed.Artefacts {
		namespace := cmp.Or(a.InNamespace, n.namespace, d.Namespace)
		if namespace == "" || a.Type != artefact.Kubernetes || a.Namespace != "" || a.IsRequested() || a.Embedded && a.InNamespace == "" {
			continue
		}
		if is, err := n.isNamespaced(context.Background(), a.Group(), a.Kind); err != nil || !is {
			continue
		}
		metadata := a.Value.Get("metadata")
		if metadata.Kind() != value.Object || metadata.Get("namespace").Exists() {
			continue
		}
		a.Namespace = namespace
		a.Value = a.Value.With(value.Member{Name: "metadata", Value: metadata.With(value.Member{Name: "namespace", Value: value.NewText(namespace)})})
	}
	return parsed
}

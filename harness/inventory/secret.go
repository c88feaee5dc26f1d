package inventory

import (
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// outline returns what is kept of a Secret, in the form of a Secret: apiVersion, kind, name and namespace,
// type, the keys of data and stringData and those of annotations that have it copied, each with an empty
// value. Its texts are copies, lest one of
// them keep the document in memory of which it is a part.
func outline(a *artefact.Artefact) value.Value {
	kept := identity(a)
	secret := a.Value
	copied := keys(secret.At("metadata", "annotations"), func(name string) bool {
		return slices.ContainsFunc(Copiers(), func(c string) bool { return strings.HasPrefix(name, c) })
	})
	if copied.Len() > 0 {
		kept = kept.With(value.Member{Name: "metadata", Value: kept.Get("metadata").With(value.Member{Name: "annotations", Value: copied})})
	}
	if kind, ok := secret.Get("type").Text(); ok {
		kept = kept.With(text("type", kind))
	}
	for _, field := range []string{"data", "stringData"} {
		if values := secret.Get(field); values.Kind() == value.Object {
			kept = kept.With(value.Member{Name: field, Value: keys(values, func(string) bool { return true })})
		}
	}
	return kept
}

// Copiers lists the prefixes of the annotations by which Reflector, kubernetes-replicator and kubed are told
// to copy a Secret to other namespaces.
func Copiers() []string {
	return []string{"reflector.v1.k8s.emberstack.com/", "replicator.v1.mittwald.de/", "kubed.appscode.com/"}
}

// keys returns an object with the wanted ones of an object's keys, each with an empty value.
func keys(of value.Value, wanted func(string) bool) value.Value {
	var kept []value.Member
	for name := range of.Members() {
		if wanted(name) {
			kept = append(kept, text(name, ""))
		}
	}
	return value.NewObject(kept...)
}

// identity returns what distinguishes an object from others.
func identity(a *artefact.Artefact) value.Value {
	metadata := []value.Member{text("name", a.Name)}
	if a.Namespace != "" {
		metadata = append(metadata, text("namespace", a.Namespace))
	}
	return value.NewObject(text("apiVersion", a.APIVersion), text("kind", a.Kind), value.Member{Name: "metadata", Value: value.NewObject(metadata...)})
}

func text(name, says string) value.Member {
	return value.Member{Name: strings.Clone(name), Value: value.NewText(strings.Clone(says))}
}

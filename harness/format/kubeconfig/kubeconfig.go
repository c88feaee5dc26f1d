// Package kubeconfig reads the files that tell kubectl and other clients of Kubernetes how to reach clusters.
package kubeconfig

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "kubeconfig"

// New makes the format. An artefact is the file as it is written, before clients merge it with others.
func New() format.Format {
	return structured.New(structured.Spec{
		Type: Type,
		Kind: "Config",
		Detect: func(head []byte) bool {
			if bytes.Contains(head, []byte("contexts")) {
				return true
			}
			return (bytes.Contains(head, []byte("clusters")) || bytes.Contains(head, []byte("users"))) && kind().Match(head)
		},
		Is: is,
	})
}

var kind = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`kind["']?\s*:\s*["']?Config\b`) })

// is reports whether a value is a kubeconfig. Clients need neither apiVersion nor kind; a file without a kind is one if
// it has clusters and contexts.
func is(v value.Value) bool {
	if version := v.At("apiVersion"); !isEmpty(version) && version.TextOrEmpty() != "v1" {
		return false
	}
	if kind := v.At("kind"); isEmpty(kind) {
		return isNamedList(v.At("clusters"), "cluster") && isNamedList(v.At("contexts"), "context")
	} else if kind.TextOrEmpty() != "Config" {
		return false
	}
	return v.At("clusters").Exists() || v.At("contexts").Exists() || v.At("users").Exists()
}

func isEmpty(v value.Value) bool {
	text, isText := v.Text()
	return !v.Exists() || v.Kind() == value.Null || isText && text == ""
}

// isNamedList reports whether a value is a list whose first item has an object in a field.
func isNamedList(v value.Value, field string) bool {
	items := v.Items()
	return len(items) > 0 && items[0].At(field).Kind() == value.Object
}

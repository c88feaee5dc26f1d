// Package eksctl reads the configuration files of eksctl, which creates clusters of Amazon EKS.
package eksctl

import (
	"bytes"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "eksctl"

// New makes the format. An artefact is a ClusterConfig as it is written.
func New() format.Format {
	return structured.New(structured.Spec{
		Type:   Type,
		Kind:   "ClusterConfig",
		Detect: func(head []byte) bool { return bytes.Contains(head, []byte("eksctl.io/")) },
		Is: func(v value.Value) bool {
			return strings.HasPrefix(v.At("apiVersion").TextOrEmpty(), "eksctl.io/") && v.At("kind").TextOrEmpty() == "ClusterConfig"
		},
		Name: func(v value.Value) string { return v.At("metadata", "name").TextOrEmpty() },
		Clusters: func(v value.Value) []artefact.Cluster {
			name := v.At("metadata", "name").TextOrEmpty()
			if name == "" {
				return nil
			}
			return []artefact.Cluster{{Name: strings.Clone(name), Path: []any{"metadata", "name"}}}
		},
	})
}

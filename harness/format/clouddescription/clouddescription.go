// Package clouddescription reads what the command lines of AWS and Azure print about a cluster.
package clouddescription

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// EKSType is the type of what aws eks describe-cluster prints.
const EKSType = "eks-cluster"

// NewEKS makes the format of aws eks describe-cluster.
func NewEKS() format.Format {
	return structured.New(structured.Spec{
		Type:   EKSType,
		Kind:   "Cluster",
		Detect: func(head []byte) bool { return bytes.Contains(head, []byte(":eks:")) },
		Is: func(v value.Value) bool {
			return strings.Contains(v.At("cluster", "arn").TextOrEmpty(), ":eks:") || strings.Contains(v.At("data", "Cluster", "Arn").TextOrEmpty(), ":eks:")
		},
		Name: func(v value.Value) string {
			return cmp.Or(v.At("cluster", "name").TextOrEmpty(), v.At("data", "Cluster", "Name").TextOrEmpty())
		},
	})
}

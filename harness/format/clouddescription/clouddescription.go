// Package clouddescription reads what the command lines of AWS and Azure print about a cluster.
package clouddescription

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
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
		Clusters: func(v value.Value) []artefact.Cluster {
			return named(v, false, []any{"cluster", "name"}, []any{"data", "Cluster", "Name"})
		},
	})
}

// AKSType is the type of what az aks show prints.
const AKSType = "aks-cluster"

// aksResource is the type of clusters in Azure, whose case differs from one tool to the next.
const aksResource = "microsoft.containerservice/managedclusters"

// NewAKS makes the format of az aks show, alone or as kubescape wraps it.
func NewAKS() format.Format {
	return structured.New(structured.Spec{
		Type:   AKSType,
		Kind:   "Cluster",
		Detect: func(head []byte) bool { return bytes.Contains(head, []byte("icrosoft.ContainerService/")) },
		Is: func(v value.Value) bool {
			return isAKS(v) || v.At("kind").TextOrEmpty() == "ClusterDescribe" && isAKS(v.At("data"))
		},
		Name: func(v value.Value) string {
			return cmp.Or(v.At("data", "name").TextOrEmpty(), v.At("name").TextOrEmpty())
		},
		Clusters: func(v value.Value) []artefact.Cluster { return named(v, true, []any{"data", "name"}, []any{"name"}) },
	})
}

// named returns the cluster that stands at the first of some paths that has one.
func named(v value.Value, isAzure bool, paths ...[]any) []artefact.Cluster {
	for _, path := range paths {
		if name := v.At(path...).TextOrEmpty(); name != "" {
			return []artefact.Cluster{{Name: strings.Clone(name), Path: path, IsAzure: isAzure}}
		}
	}
	return nil
}

// isAKS reports whether a value is a cluster that exists: unlike one in a template, it has an ID.
func isAKS(v value.Value) bool {
	return strings.EqualFold(v.At("type").TextOrEmpty(), aksResource) && strings.HasPrefix(v.At("id").TextOrEmpty(), "/subscriptions/")
}

package inventory

import (
	"bytes"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/scanreport"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// fileKind is a kind of files that are no Kubernetes objects, and that controls look up.
type fileKind struct {
	read control.Read
	// mayHold reports at a glance which documents are none of them, so that they need not be parsed for it.
	mayHold func(*source.Document) bool
	is      func(*artefact.Artefact) bool
	// kept returns what is kept of one.
	kept func(*artefact.Artefact) value.Value
}

var fileKinds = []fileKind{
	{
		read:    control.ScanReports,
		mayHold: func(d *source.Document) bool { return scanreport.MayBe(format.Head(d)) },
		is:      func(a *artefact.Artefact) bool { return a.Type == scanreport.Type },
		kept:    func(a *artefact.Artefact) value.Value { return a.Value },
	},
	{
		read:    control.Infrastructure,
		mayHold: func(d *source.Document) bool { return mayHoldInfrastructure(d.Text) },
		is:      IsInfrastructure,
		kept:    infrastructure,
	},
}

// IsInfrastructure reports whether an artefact makes or describes something in AWS. The types are those of the packages
// of formats.
func IsInfrastructure(a *artefact.Artefact) bool {
	return slices.Contains([]string{"cloudformation", "eks-cluster", "eksctl", "iam-policy", "terraform", "terraform-plan"}, a.Type)
}

// mayHoldInfrastructure reports at a glance which documents make or describe nothing in AWS that controls look up.
func mayHoldInfrastructure(text []byte) bool {
	return slices.ContainsFunc([]string{"aws_", "AWS::", "eksctl.io/", "Statement", ":eks:"}, func(word string) bool { return bytes.Contains(text, []byte(word)) })
}

// infrastructure returns what is kept of an artefact: the whole of it, but for the resources of a plan that have nothing
// to do with IAM and EKS, which may be many, and may contain passwords.
func infrastructure(a *artefact.Artefact) value.Value {
	if a.Type != "terraform-plan" {
		return a.Value
	}
	var kept []value.Value
	for _, change := range a.Value.Get("resource_changes").Items() {
		if isLookedUp(change.Get("type").TextOrEmpty()) {
			kept = append(kept, change)
		}
	}
	members := []value.Member{{Name: "resource_changes", Value: value.NewList(kept...)}}
	for _, name := range []string{"format_version", "configuration"} {
		if v := a.Value.Get(name); v.Exists() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	return value.NewObject(members...)
}

func isLookedUp(resource string) bool {
	return slices.ContainsFunc([]string{"aws_iam_", "aws_eks_", "kubernetes_service_account", "helm_release"}, func(prefix string) bool {
		return strings.HasPrefix(resource, prefix)
	})
}

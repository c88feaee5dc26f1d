package control

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Read names a kind of objects that a control looks up in data.inventory.
type Read struct {
	schema.GroupVersionKind
	// Namespaced reports whether the control looks up namespaced or cluster-scoped objects.
	Namespaced bool
}

// ReadsSecrets reports whether the control looks up Secrets. It runs where only their names and keys are kept
// for it, and so not in Gatekeeper, which keeps objects as they are.
func (c *Control) ReadsSecrets() bool { return ReadSecrets(c.Reads) }

// ReadSecrets reports whether Secrets are among what is looked up.
func ReadSecrets(reads []Read) bool {
	return slices.ContainsFunc(reads, func(r Read) bool { return IsSecret(r.GroupKind()) })
}

// IsSecret reports whether a kind is that of Secrets.
func IsSecret(kind schema.GroupKind) bool { return kind == schema.GroupKind{Kind: "Secret"} }

// CustomResources is what a control looks up that has to know of every object whose kind Kubernetes does
// not define, whatever it is. Of each there is no more than its apiVersion, kind, name and namespace, under
// the three first, with slashes between.
var CustomResources = Read{schema.GroupVersionKind{Group: "inventory.guiderail", Version: "v1", Kind: "CustomResource"}, true}

// Infrastructure is what a control looks up that has to know what other files of the run make in AWS. Each of them is
// there as a whole, under a key of no meaning.
var Infrastructure = Read{schema.GroupVersionKind{Group: "inventory.guiderail", Version: "v1", Kind: "Infrastructure"}, false}

// ScanReports is what a control looks up that has to know what scanners found in images, as other files of the run tell
// it. Each report is there as a whole, under a key of no meaning.
var ScanReports = Read{schema.GroupVersionKind{Group: "inventory.guiderail", Version: "v1", Kind: "ScanReport"}, false}

// ReadsFiles reports whether the control looks up files that are no Kubernetes objects, which a cluster does not have.
func (c *Control) ReadsFiles() bool {
	return slices.Contains(c.Reads, Infrastructure) || slices.Contains(c.Reads, ScanReports)
}

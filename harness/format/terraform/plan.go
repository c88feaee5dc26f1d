// Package terraform reads what Terraform and OpenTofu plan.
package terraform

import (
	"bytes"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// PlanType is the type of plans as artefacts.
const PlanType = "terraform-plan"

// NewPlan makes the format of plans in JSON, as terraform show -json writes them. An artefact is a whole plan.
// Source: https://developer.hashicorp.com/terraform/internals/json-format
func NewPlan() format.Format {
	return structured.New(structured.Spec{
		Type:   PlanType,
		Kind:   "Plan",
		Detect: func(head []byte) bool { return bytes.Contains(head, []byte(`"format_version"`)) },
		Is: func(v value.Value) bool {
			return v.At("format_version").Kind() == value.Text && (v.At("resource_changes").Exists() || v.At("planned_values").Exists())
		},
		Clusters: plannedClusters,
		Others: func(v value.Value) (string, bool) {
			ok := v.At("format_version").Kind() == value.Text && v.At("values").Exists()
			return "is a Terraform state, which is not judged; write a plan: terraform plan -out FILE, terraform show -json FILE", ok
		},
	})
}

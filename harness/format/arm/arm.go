// Package arm reads templates of the Azure Resource Manager in JSON, which Bicep compiles to as well.
package arm

import (
	"bytes"
	"strings"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "arm"

// New makes the format. An artefact is a template as it is written, with its expressions.
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/syntax
func New() format.Format {
	return structured.New(structured.Spec{
		Type: Type,
		Kind: "Template",
		// Templates for a subscription, a management group or a tenant say so before the D.
		Detect: func(head []byte) bool {
			return bytes.Contains(head, []byte("eploymentTemplate.json")) || bytes.Contains(head, []byte("eploymentParameters.json"))
		},
		Is: func(v value.Value) bool { return hasSchema(v, "deploymenttemplate.json") },
		Others: func(v value.Value) (string, bool) {
			return "has parameters of an Azure template, and is not judged; a template is judged with its default values", hasSchema(v, "deploymentparameters.json")
		},
	})
}

// hasSchema reports whether a value names a schema of Azure's, whose names differ in case.
func hasSchema(v value.Value, name string) bool {
	return strings.Contains(strings.ToLower(v.At("$schema").TextOrEmpty()), name)
}

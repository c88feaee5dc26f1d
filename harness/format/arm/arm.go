// Package arm reads templates of the Azure Resource Manager in JSON, which Bicep compiles to as well.
package arm

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
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
		Clusters: func(v value.Value) []artefact.Cluster {
			return clusters(v, nil, v)
		},
		Others: func(v value.Value) (string, bool) {
			return "has parameters of an Azure template, and is not judged; a template is judged with its default values", hasSchema(v, "deploymentparameters.json")
		},
	})
}

// hasSchema reports whether a value names a schema of Azure's, whose names differ in case.
func hasSchema(v value.Value, name string) bool {
	return strings.Contains(strings.ToLower(v.At("$schema").TextOrEmpty()), name)
}

// clusterType is the type of clusters, and what the types of all within them begin with.
const clusterType = "microsoft.containerservice/managedclusters"

// clusters returns the clusters that are named within a value at a path, whose expressions see the parameters and variables of
// a template. Those of a nested template with a scope of its own are not looked up.
func clusters(v value.Value, path []any, template value.Value) []artefact.Cluster {
	var all []artefact.Cluster
	at := func(step any) []any { return append(slices.Clone(path), step) }
	for i, item := range v.Items() {
		all = append(all, clusters(item, at(i), template)...)
	}
	if kind := strings.ToLower(member(v, "type").TextOrEmpty()); kind == clusterType || strings.HasPrefix(kind, clusterType+"/") {
		isElsewhere, _ := member(v, "existing").Boolean()
		for key, written := range v.Members() {
			if name := nameOf(written, template); !isElsewhere && strings.EqualFold(key, "name") && name != "" {
				all = append(all, artefact.Cluster{Name: name, Path: at(strings.Clone(key)), IsAzure: true})
			}
		}
	}
	for key, inner := range v.Members() {
		scope := member(member(member(v, "properties"), "expressionEvaluationOptions"), "scope").TextOrEmpty()
		if strings.EqualFold(key, "properties") && strings.EqualFold(scope, "inner") {
			all = append(all, clusters(inner, at(strings.Clone(key)), value.Value{})...)
		} else {
			all = append(all, clusters(inner, at(strings.Clone(key)), template)...)
		}
	}
	return all
}

// reference is an expression that is nothing but a parameter or a variable.
var reference = regexp.MustCompile(`(?i)^\[\s*(parameters|variables)\s*\(\s*'([^']+)'\s*\)\s*\]$`)

// nameOf returns the name of the cluster of a resource; "" where it is not known. What is within a cluster has a name after its.
func nameOf(written, template value.Value) string {
	text := written.TextOrEmpty()
	if found := reference.FindStringSubmatch(text); found != nil {
		one := member(member(template, found[1]), found[2])
		if strings.EqualFold(found[1], "parameters") {
			one = member(one, "defaultValue")
		}
		text = one.TextOrEmpty()
	}
	if strings.HasPrefix(text, "[") {
		return ""
	}
	name, _, _ := strings.Cut(text, "/")
	return strings.Clone(name)
}

// member returns the member of an object whose name has any case.
func member(v value.Value, name string) value.Value {
	for key, inner := range v.Members() {
		if strings.EqualFold(key, name) {
			return inner
		}
	}
	return value.Value{}
}

// Package cloudformation reads templates of AWS CloudFormation and the Serverless Application Model in YAML and JSON.
package cloudformation

import (
	"bytes"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "cloudformation"

// New makes the format. An artefact is a template, with the short form of functions (!Ref a) in the long one ({"Ref": "a"}).
func New() format.Format {
	return structured.New(structured.Spec{
		Type: Type,
		Kind: "Template",
		Detect: func(head []byte) bool {
			return bytes.Contains(head, []byte("AWSTemplateFormatVersion")) || bytes.Contains(head, []byte("::")) && bytes.Contains(head, []byte("Resources"))
		},
		Is:       isTemplate,
		Clusters: clusters,
		Tags:     tags(),
	})
}

// isTemplate reports whether any resource has a type of CloudFormation, such as AWS::EKS::Cluster.
func isTemplate(v value.Value) bool {
	if v.Kind() != value.Object {
		return false
	}
	for _, resource := range v.At("Resources").Members() {
		if strings.Contains(resource.At("Type").TextOrEmpty(), "::") {
			return true
		}
	}
	return false
}

// clusters returns the clusters of EKS that a template makes or adds to. A name is known that is written, or is the default of a
// parameter, with which templates are judged.
func clusters(v value.Value) []artefact.Cluster {
	var all []artefact.Cluster
	for id, resource := range v.At("Resources").Members() {
		key := "ClusterName"
		switch kind := resource.At("Type").TextOrEmpty(); {
		case kind == "AWS::EKS::Cluster":
			key = "Name"
		case !strings.HasPrefix(kind, "AWS::EKS::"):
			continue
		}
		name := resource.At("Properties", key)
		if parameter := name.At("Ref").TextOrEmpty(); parameter != "" {
			name = v.At("Parameters", parameter, "Default")
		}
		if text := name.TextOrEmpty(); text != "" {
			all = append(all, artefact.Cluster{Name: strings.Clone(text), Path: []any{"Resources", strings.Clone(id), "Properties", key}})
		}
	}
	return all
}

// tags returns the short forms of intrinsic functions. GetAtt stays a text with a dot in it.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
func tags() map[string]string {
	all := map[string]string{"!Ref": "Ref", "!Condition": "Condition"}
	for _, name := range []string{
		"And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAtt", "GetAZs", "If",
		"ImportValue", "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform", "ValueOf",
		"ValueOfAll",
	} {
		all["!"+name] = "Fn::" + name
	}
	return all
}

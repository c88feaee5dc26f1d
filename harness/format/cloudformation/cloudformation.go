// Package cloudformation reads templates of AWS CloudFormation and the Serverless Application Model in YAML and JSON.
package cloudformation

import (
	"bytes"
	"strings"

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
		Is:   isTemplate,
		Tags: tags(),
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

// Package iam reads policies of AWS IAM that are files of their own, as the AWS CLI takes and prints them.
package iam

import (
	"bytes"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "iam-policy"

// New makes the format. An artefact is the file: a policy, or what the CLI prints around one.
func New() format.Format {
	return structured.New(structured.Spec{
		Type: Type,
		Kind: "Policy",
		Detect: func(head []byte) bool {
			return bytes.Contains(head, []byte("Statement")) && bytes.Contains(head, []byte("Effect")) || bytes.Contains(head, []byte("AssumeRolePolicyDocument"))
		},
		Is:   func(v value.Value) bool { return isPolicy(v) || isWrapped(v) },
		Name: func(v value.Value) string { return v.At("Role", "RoleName").TextOrEmpty() },
	})
}

// isPolicy reports whether a value is a policy: it has statements, and nothing that a policy has not.
func isPolicy(v value.Value) bool {
	if v.Kind() != value.Object || !v.At("Statement").Exists() {
		return false
	}
	for name := range v.Members() {
		switch name {
		case "Version", "Id", "Statement":
		default:
			return false
		}
	}
	return true
}

// isWrapped reports whether it is what aws iam get-role, get-policy-version or get-role-policy print.
func isWrapped(v value.Value) bool {
	return isPolicy(v.At("Role", "AssumeRolePolicyDocument")) || isPolicy(v.At("PolicyVersion", "Document")) || isPolicy(v.At("PolicyDocument"))
}

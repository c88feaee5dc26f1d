package policytest

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestNegatedReferencesAreFound holds the check against what it is to find.
func TestNegatedReferencesAreFound(t *testing.T) {
	for body, want := range map[string]int{
		"some pod in pods; not f(pod.spec)":                         1,
		"some pod in pods; not f(object.get(pod.spec, `a`, 1))":     1,
		"some pod in pods; not pod.name in {1}":                     1,
		"some pod in pods; not `a` in pod.names":                    1,
		"some pod in pods; not f([x | x := pod.a; not f(pod.b)])":   1,
		"some pod in pods; x := [1 | f(pod.spec)]; not f(pod.spec)": 1,
		"some pod in pods; f(pod.spec.a); not f(pod.spec)":          0,
		"some pod in pods; not f(pod)":                              0,
		"some pod in pods; not pod.spec.a":                          0,
		"some pod in pods; not pod.spec.a == 1":                     0,
		"some pod in pods; not f([x | x := pod.spec])":              0,
	} {
		module := ast.MustParseModuleWithOpts("package a\n\nviolation if { "+body+" }", ast.ParserOptions{RegoVersion: ast.RegoV1})
		if found := negatedReferences(module); len(found) != want {
			t.Errorf("%s: found %v, want %d", body, found, want)
		}
	}
}

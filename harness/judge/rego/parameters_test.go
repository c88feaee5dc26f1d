package rego

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/artefact"
)

// TestParameters refuses controls into which values could not be put.
func TestParameters(t *testing.T) {
	file := func(rules string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`# METADATA
# title: A control
# description: It is here for the test.
# custom:
#   severity: low
#   requirements: [X-01]
#   match: [{groups: [""], kinds: [Pod]}]
#   remediation: None.
#   parameters: {names: {type: array}}
package guiderail.test.one

import data.lib.guiderail.ctx

` + rules)}
	}
	for name, test := range map[string]struct{ rules, want string }{
		"not read":     {"violation contains ctx.resource if false\n", "the control takes no parameters"},
		"read in part": {"violation contains ctx.parameters.names if true\n", "line 14: ctx.parameters.names is read directly"},
	} {
		t.Run(name, func(t *testing.T) {
			policies, err := Load(fstest.MapFS{"test/one.rego": file(test.rules), "lib/ctx.rego": {Data: []byte("package lib.guiderail.ctx\n\nresource := 1\n")}})
			if err != nil {
				t.Fatal(err)
			}
			asked := policies.Judge(policies.Controls(), Options{Parameters: map[string]map[string]any{"test.one": {"names": []any{}}}})
			pod := &artefact.Artefact{Ref: artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod"}}
			if _, err := asked.Judge(t.Context(), pod, nil); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

package kubernetes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

func parseText(text string, limits source.Limits) format.Parsed {
	return kubernetes.New().Parse(&source.Document{File: "a.yaml", Index: 1, Line: 1, Text: []byte(text), Limits: limits})
}

const heldPod = "{apiVersion: v1, kind: Pod, metadata: {name: p}}"

func TestEmbedded(t *testing.T) {
	workflow := func(templates string) string {
		return "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n" + templates
	}
	work := func(manifests string) string {
		return "apiVersion: work.karmada.io/v1alpha1\nkind: Work\nspec: {workload: {manifests: " + manifests + "}}\n"
	}
	for name, test := range map[string]struct {
		text   string
		limits source.Limits
		want   []string
	}{
		"alias":                     {text: "x: &pod " + heldPod + "\n" + work("[*pod, *pod]"), want: []string{"1 Pod p held", "1 Pod p held"}},
		"in a review":               {text: "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {object: {apiVersion: work.karmada.io/v1alpha1, kind: Work, spec: {workload: {manifests: [" + heldPod + "]}}}}}"},
		"wrong types":               {text: work("{a: " + heldPod + "}")},
		"no object":                 {text: work("[null, a, [" + heldPod + "]]"), want: []string{"3 object 2 in the Work of document 1 is not a Kubernetes object: it is a scalar", "3 object 3 in the Work of document 1 is not a Kubernetes object: it is a list"}},
		"another group":             {text: "apiVersion: example.org/v1\nkind: Template\nobjects: [" + heldPod + "]"},
		"the kind is not inherited": {text: "{apiVersion: v1, kind: Template, objects: [{metadata: {name: a}}]}", want: []string{"1 object 1 in the Template of document 1 is not a Kubernetes object: kind is missing"}},
		"too deep": {
			text: "{apiVersion: v1, kind: Template, objects: [{apiVersion: v1, kind: Template, objects: [{apiVersion: v1, kind: Template, objects: [" + heldPod + "]}]}]}",
			want: []string{"1 Template (no name) held", "1 Template (no name) held", "1 object 1 in the Template of document 1 is nested too deeply in other objects, and is not judged"},
		},
		"text in quotes": {text: workflow("  - resource:\n      manifest: '" + heldPod + "'"), want: []string{"6 Pod p held"}},
		"text in lines":  {text: workflow("  - resource:\n      manifest: |2\n\n          apiVersion: v1\n          kind: Pod\n          metadata: {name: p}\n"), want: []string{"10 Pod p held"}},
		"folded text":    {text: workflow("  - resource:\n      manifest: >-\n        " + heldPod + "\n"), want: []string{"6 Pod p held"}},
		"several":        {text: workflow("  - resource:\n      manifest: |\n        " + heldPod + "\n        ---\n        # none\n        ---\n        " + heldPod + "\n"), want: []string{"11 Pod p held", "7 Pod p held"}},
		"a patch":        {text: workflow("  - resource: {action: patch, manifest: '{}'}"), want: []string{"5 object 1 in the Workflow of document 1 is a patch of another object; what it sets is not judged"}},
		"read":           {text: workflow("  - resource: {action: get, manifest: '" + heldPod + "'}")},
		"no manifest":    {text: workflow("  - resource: {manifest: '[a'}"), want: []string{"5 object 1 in the Workflow of document 1 is not a manifest until its parameters are filled in, and is not judged"}},
		"no text":        {text: workflow("  - resource: {manifest: null}\n  - resource: {manifest: {}}\n  - resource: {manifest: ''}\n  - resource: null")},
		"text by aliases": {
			text:   "x: &text '" + heldPod + "'\n" + workflow(strings.Repeat("  - resource: {manifest: *text}\n", 100)),
			limits: source.Limits{Document: 4096},
			want:   append(slices.Repeat([]string{"Pod p held"}, 85), "the manifests in the document exceed 4 KiB here; the rest of it is not judged"),
		},
		"text in itself": {text: "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: &spec\n  templates:\n  - *spec\n  resource: {manifest: '{}'}\n", want: []string{"5: has an anchor that contains itself"}},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parseText(test.text, test.limits)
			var got []string
			line := func(p artefact.Position) string { return fmt.Sprintf("%d ", p.Line) }
			if test.limits.Document > 0 {
				line = func(artefact.Position) string { return "" }
			}
			for _, a := range parsed.Artefacts {
				if a.Embedded {
					got = append(got, line(a.Position([]any{"metadata", "name"}))+a.String()+" held")
				}
			}
			for _, n := range parsed.Notices {
				got = append(got, line(n.Position)+n.Message)
			}
			for _, err := range parsed.Errors {
				if test.limits.Document > 0 {
					got = append(got, err.Message)
				} else {
					got = append(got, strings.TrimPrefix(err.Error(), "a.yaml:"))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

package artefact_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
)

// parse reads one document from line 1 of f.yaml.
func parse(text string) artefact.Parsed {
	return artefact.NewParser().Parse(&artefact.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(text)})
}

// only gives the one artefact of a document.
func only(t *testing.T, parsed artefact.Parsed) *artefact.Artefact {
	t.Helper()
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("got %d artefacts, want 1; errors: %v; notices: %v", len(parsed.Artefacts), parsed.Errors, parsed.Notices)
	}
	return parsed.Artefacts[0]
}

func fieldJSON(t *testing.T, a *artefact.Artefact, field string) string {
	t.Helper()
	value, err := a.Value.Find(ast.Ref{ast.StringTerm(field)})
	if err != nil {
		t.Fatalf("%s has no %s: %v", a.Value, field, err)
	}
	text, err := artefact.JSON(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func compareErrors(t *testing.T, parsed artefact.Parsed, want ...string) {
	t.Helper()
	want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
	var got []string
	for _, err := range parsed.Errors {
		got = append(got, err.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("errors:\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

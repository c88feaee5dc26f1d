package scanwaivers_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/scanwaivers"
	"github.com/guiderail/guiderail/harness/source"
)

func parse(file, text string) format.Parsed {
	set := format.Set{kubernetes.New(), scanwaivers.NewLines(), scanwaivers.New()}
	return set.Parse(&source.Document{File: file, Index: 1, Line: 1, Text: []byte(text), Limits: source.DefaultLimits()})
}

func TestLines(t *testing.T) {
	parsed := parse("app/.trivyignore", "# not used,\r\n#\r\n# nor reachable\r\nCVE-1\r\nCVE-2 exp:2026-12-31 # not reachable\nCVE-3\n# other\n\nCVE-4\n#last\nCVE-5\n")
	if len(parsed.Artefacts) != 1 || len(parsed.Errors)+len(parsed.Notices) > 0 {
		t.Fatalf("%+v", parsed)
	}
	a := parsed.Artefacts[0]
	want := `{"trivyignore":[{"comment":"not used, nor reachable","exp":"","id":"CVE-1"},{"comment":"not reachable","exp":"2026-12-31","id":"CVE-2"},` +
		`{"comment":"not used, nor reachable","exp":"","id":"CVE-3"},{"comment":"","exp":"","id":"CVE-4"},{"comment":"last","exp":"","id":"CVE-5"}]}`
	if got := a.Value.String(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for i, line := range []int{4, 5, 6, 9, 11} {
		if at := a.Position([]any{"trivyignore", i}); at.Line != line {
			t.Errorf("entry %d is at %v, want line %d", i, at, line)
		}
	}
	if at := a.Position([]any{"trivyignore", 9}); at.Line != 1 {
		t.Errorf("no entry is at %v", at)
	}
}

func TestManyLines(t *testing.T) {
	parsed := parse(".trivyignore", strings.Repeat("CVE-1\n", 100_001))
	if len(parsed.Artefacts) > 0 || len(parsed.Errors) != 1 || parsed.Errors[0].Line != 100_001 || !strings.Contains(parsed.Errors[0].Message, "--limit objects=") {
		t.Errorf("%+v", parsed)
	}
}

func TestRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"vulnerabilities: [{id: CVE-1}]":                                  true,
		"ignore: [{vulnerability: CVE-1}]":                                true,
		"version: v1.25.0\nignore: {A: [{'*': {reason: b}}]}":             true,
		`{"@context": "https://openvex.dev/ns/v0.2.0", "statements": []}`: true,
		`{"document": {"csaf_version": "2.0"}, "vulnerabilities": []}`:    true,
		"vulnerabilities: [a]":                                            false,
		"ignore: [a]":                                                     false,
		"version: '1'\nignore: {a: b}":                                    false,
		"secrets: []\nother: []":                                          false,
	} {
		if got := len(parse("a.yaml", text).Artefacts) == 1; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

package guide_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/guide"
)

const (
	requirements = `
requirements:
  - {id: R-01, name: first, severity: high, answer: control}
  - {id: R-02, name: second, severity: low, answer: control}
  - {id: R-03, name: third, severity: info, answer: attestation, attestation: {days: 90, about: A third thing.}}
  - {id: R-04, name: fourth, severity: info, answer: attestation, attestation: {days: 90, about: A fourth thing.}, derived: true}
`
	source = "a1d302d7ced880638cf6a11242176c11b5383574df22162321dacca23952c46a"
	header = `
id: short
title: A short guide
date: "2026-01-02"
licence: CC0-1.0
statements:
`
	statement = `  - {id: S1, section: "1", statement: Keep it., requirements: [R-01], sources: [` + source + `]}
`
)

// policies is a policies directory with one guide.
func policies(requirements, short string) fstest.MapFS {
	return fstest.MapFS{
		"guides/requirements.yaml": {Data: []byte(requirements)},
		"guides/short.yaml":        {Data: []byte(short)},
	}
}

func TestLoad(t *testing.T) {
	fsys := policies(requirements, header+statement)
	fsys["guides/another.yaml"] = &fstest.MapFile{Data: []byte(`
id: another
title: Another
version: "2"
date: "2026-01-03"
licence: CC0-1.0
statements:
  - {id: T1, section: Intro, statement: Read it., not_checkable: It only greets., erratum: [E-01], sources: [` + source + `]}
`)}
	fsys["guides/README.md"] = &fstest.MapFile{Data: []byte("not a guide")}

	library, err := guide.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(library.Requirements); got != 4 {
		t.Errorf("got %d requirements, want 4", got)
	}
	if got := len(library.Guides); got != 2 {
		t.Fatalf("got %d guides, want 2", got)
	}
	another, short := library.Guides[0], library.Guides[1]
	if another.ID != "another" || another.Version != "2" || another.Date != "2026-01-03" {
		t.Errorf("got guide %+v", another)
	}
	if got := another.Statements[0]; got.NotCheckable != "It only greets." || got.Errata[0] != "E-01" {
		t.Errorf("got statement %+v", got)
	}
	if got := short.Statements[0]; got.Text != "Keep it." || got.Requirements[0] != "R-01" || got.Sources[0] != source {
		t.Errorf("got statement %+v", got)
	}
}

func TestLoadErrors(t *testing.T) {
	// with returns a guide with one statement, changed.
	with := func(old, new string) string {
		if !strings.Contains(statement, old) {
			t.Fatalf("%q is not in the statement", old)
		}

		return header + strings.Replace(statement, old, new, 1)
	}
	tests := map[string]struct {
		fsys fs.FS
		want string
	}{
		"no requirements file": {
			fstest.MapFS{"guides/short.yaml": {Data: []byte(header + statement)}},
			"reading guides/requirements.yaml: open guides/requirements.yaml: file does not exist",
		},
		"no guide": {
			fstest.MapFS{"guides/requirements.yaml": {Data: []byte(requirements)}},
			"reading guides: no guides found",
		},
		"not YAML": {
			policies(requirements, "id: ["),
			"reading guides/short.yaml: error converting YAML to JSON",
		},
		"unknown field of a guide": {
			policies(requirements, "author: me\n"+header+statement),
			`reading guides/short.yaml: error unmarshaling JSON: while decoding JSON: json: unknown field "author"`,
		},
		"unknown field of a statement": {
			policies(requirements, with("section:", "chapter:")),
			`unknown field "chapter"`,
		},
		"unknown field of a requirement": {
			policies(strings.Replace(requirements, "name: first", "title: first", 1), header+statement),
			`reading guides/requirements.yaml: error unmarshaling JSON: while decoding JSON: json: unknown field "title"`,
		},
		"key twice": {
			policies(requirements, "id: short\n"+header+statement),
			`reading guides/short.yaml: error converting YAML to JSON: yaml: unmarshal errors:`,
		},
		"file is not named after the guide": {
			policies(requirements, strings.Replace(header, "id: short", "id: long", 1)+statement),
			`reading guides/short.yaml: id is "long", want the file's name, "short"`,
		},
		"guide without a title": {
			policies(requirements, strings.Replace(header, "A short guide", `""`, 1)+statement),
			"reading guides/short.yaml: title is missing",
		},
		"guide without statements": {
			policies(requirements, header),
			"reading guides/short.yaml: no statements found",
		},
		"no requirement": {
			policies("requirements: []", header+statement),
			"reading guides/requirements.yaml: no requirements found",
		},
		"requirement without an id": {
			policies(strings.Replace(requirements, "id: R-02, ", "", 1), header+statement),
			"reading guides/requirements.yaml: requirement 2 has no id",
		},
		"requirement twice": {
			policies(strings.Replace(requirements, "R-02", "R-01", 1), header+statement),
			"reading guides/requirements.yaml: requirement R-01: id is used twice",
		},
		"requirement without a name": {
			policies(strings.Replace(requirements, "name: second, ", "", 1), header+statement),
			"reading guides/requirements.yaml: requirement R-02: name is missing",
		},
		"unknown severity": {
			policies(strings.Replace(requirements, "severity: low", "severity: mild", 1), header+statement),
			`requirement R-02: severity is "mild", want one of ["critical" "high" "medium" "low" "info"]`,
		},
		"attestation missing": {
			policies(strings.Replace(requirements, ", attestation: {days: 90, about: A third thing.}", "", 1), header+statement),
			"requirement R-03: attestation is required exactly where the answer asks for one",
		},
		"attestation without days": {
			policies(strings.Replace(requirements, "days: 90, ", "", 1), header+statement),
			"requirement R-03: attestation.days and attestation.about are required",
		},
		"unknown platform": {
			policies(strings.Replace(requirements, "answer: control}", "answer: control, platforms: [moon]}", 1), header+statement),
			`requirement R-01: unknown platform "moon"`,
		},
		"unknown answer": {
			policies(strings.Replace(requirements, "answer: control", "answer: hope", 1), header+statement),
			`requirement R-01: answer is "hope", want one of ["control" "attestation" "control and attestation"]`,
		},
		"statement without an id": {
			policies(requirements, with("id: S1, ", "")),
			"reading guides/short.yaml: statement 1 has no id",
		},
		"statement twice": {
			policies(requirements, header+statement+statement),
			"reading guides/short.yaml: statement S1: id is already used in guide short",
		},
		"statement without a text": {
			policies(requirements, with("statement: Keep it., ", "")),
			"reading guides/short.yaml: statement S1: text is missing",
		},
		"unknown requirement": {
			policies(requirements, with("[R-01]", "[R-01, R-05]")),
			`reading guides/short.yaml: statement S1: unknown requirement "R-05"`,
		},
		"requirement listed twice": {
			policies(requirements, with("[R-01]", "[R-01, R-02, R-01]")),
			"reading guides/short.yaml: statement S1: requirement R-01 listed twice",
		},
		"neither": {
			policies(requirements, with("[R-01]", "[]")),
			"reading guides/short.yaml: statement S1: requirements or not_checkable is required",
		},
		"both": {
			policies(requirements, with("sources:", "not_checkable: It cannot be., sources:")),
			"reading guides/short.yaml: statement S1: requirements and not_checkable cannot be combined",
		},
		"no sources": {
			policies(requirements, with("["+source+"]", "[]")),
			"reading guides/short.yaml: statement S1: sources is empty",
		},
		"source in upper case": {
			policies(requirements, with(source, strings.ToUpper(source))),
			`is not a SHA-256 in lower case hexadecimal`,
		},
		"source that is too short": {
			policies(requirements, with(source, source[1:])),
			`is not a SHA-256 in lower case hexadecimal`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			library, err := guide.Load(test.fsys)
			if err == nil {
				t.Fatalf("got %+v, want an error", library)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want %q in it", err, test.want)
			}
		})
	}
}

func TestLoadErrorsOverGuides(t *testing.T) {
	fsys := policies(requirements, header+statement)
	fsys["guides/other.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(header, "id: short", "id: other", 1) + statement)}
	_, err := guide.Load(fsys)
	const want = "reading guides/short.yaml: statement S1: id is already used in guide other"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestLoadWrapsErrors(t *testing.T) {
	if _, err := guide.Load(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist in it", err)
	}
}

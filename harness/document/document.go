// Package document reads the files that are written for Guiderail itself, one YAML or JSON document each,
// and holds them against a JSON Schema. Whatever is wrong is an error with file, line and column.
package document

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/guiderail/guiderail/harness/artefact"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// Document is a file of one document.
type Document struct {
	// Text is the document as JSON.
	Text []byte

	source *artefact.Artefact
	noun   string
}

// Read reads the one document of a file that a schema describes. The noun is what messages call it.
func Read(file string, text, schema []byte, noun string) (*Document, error) {
	d, err := Open(file, text, noun)
	if err != nil {
		return nil, err
	}
	return d, d.Hold(schema)
}

// Open reads the one document of a file, of which the caller has yet to say which schema describes it.
func Open(file string, text []byte, noun string) (*Document, error) {
	var found []*artefact.Artefact
	format := kubernetes.New()
	for d, err := range source.Bytes(file, text).Documents(source.Limits{}) {
		if err != nil {
			return nil, err
		}
		parsed := format.Parse(d)
		for _, err := range parsed.Errors {
			return nil, err
		}
		for _, n := range parsed.Notices {
			return nil, &artefact.Error{Position: n.Position, Message: n.Message}
		}
		found = append(found, parsed.Artefacts...)
	}
	if len(found) != 1 {
		return nil, &artefact.Error{Position: artefact.Position{File: file}, Message: fmt.Sprintf("holds %d documents; a %s is one", len(found), noun)}
	}
	d := &Document{source: found[0], noun: noun}
	for _, p := range d.source.Problems {
		return nil, &artefact.Error{Position: p.Position, Message: p.Message}
	}
	d.Text = d.source.Value.JSON()
	return d, nil
}

// Hold holds the document against a schema.
func (d *Document) Hold(schema []byte) error {
	return d.Check(schema, d.Text, nil, fmt.Sprintf("a %s has no such field", d.noun))
}

// Position gives the place of the value at a path, or of its nearest parent that exists.
func (d *Document) Position(path ...any) artefact.Position { return d.source.Position(path) }

// Errorf makes an error about the value at a path.
func (d *Document) Errorf(path []any, format string, args ...any) error {
	return d.errorf(path, format, args...)
}

func (d *Document) errorf(path []any, format string, args ...any) *artefact.Error {
	return &artefact.Error{Position: d.Position(path...), Message: Dotted(path) + ": " + fmt.Sprintf(format, args...)}
}

// Check holds a value, as JSON, that stands at a path in the document against a schema. What it says of a field
// that the schema does not know is unknown.
func (d *Document) Check(schema, value []byte, at []any, unknown string) error {
	const name = "schema.json"
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return fmt.Errorf("reading a schema: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, parsed); err != nil {
		return fmt.Errorf("reading a schema: %w", err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		return fmt.Errorf("reading a schema: %w", err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(value))
	if err != nil {
		return fmt.Errorf("reading %s: %w", d.Position(at...), err)
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(compiled.Validate(instance), &invalid) {
		return nil
	}
	var defects []*artefact.Error
	for _, defect := range leaves(invalid) {
		path := slices.Concat(at, steps(instance, defect.InstanceLocation))
		what := describe(defect.ErrorKind)
		if fields, ok := defect.ErrorKind.(*kind.AdditionalProperties); ok {
			path, what = append(path, fields.Properties[0]), unknown
		}
		defects = append(defects, d.errorf(path, "%s", what))
	}
	// The branches of a schema say the same of one value.
	slices.SortStableFunc(defects, func(a, b *artefact.Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Message, b.Message))
	})
	var all []error
	for _, defect := range slices.CompactFunc(defects, func(a, b *artefact.Error) bool { return *a == *b }) {
		all = append(all, defect)
	}
	return errors.Join(all...)
}

// describe says what is wrong with a value, and not what it is: it may be a password.
func describe(defect jsonschema.ErrorKind) string {
	switch defect := defect.(type) {
	case *kind.MinLength:
		if defect.Want == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("must have at least %d characters, not %d", defect.Want, defect.Got)
	case *kind.MaxLength:
		return fmt.Sprintf("must have at most %d characters, not %d", defect.Want, defect.Got)
	case *kind.MinItems:
		return fmt.Sprintf("must have at least %s, not %d", countOf(defect.Want, "entry", "entries"), defect.Got)
	case *kind.MaxItems:
		return fmt.Sprintf("must have at most %s, not %d", countOf(defect.Want, "entry", "entries"), defect.Got)
	case *kind.Pattern:
		return fmt.Sprintf("must match the pattern %s", defect.Want)
	case *kind.Format:
		return fmt.Sprintf("must be a valid %s", defect.Want)
	}
	return defect.LocalizedString(message.NewPrinter(language.English))
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// steps gives a location in a value as a path of keys and indexes.
func steps(value any, location []string) []any {
	var path []any
	for _, step := range location {
		switch parent := value.(type) {
		case []any:
			i, _ := strconv.Atoi(step)
			path, value = append(path, i), parent[i]
		case map[string]any:
			path, value = append(path, step), parent[step]
		}
	}
	return path
}

// leaves gives the errors that have no causes themselves.
func leaves(err *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(err.Causes) == 0 {
		return []*jsonschema.ValidationError{err}
	}
	var all []*jsonschema.ValidationError
	for _, cause := range err.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}

// Dotted writes a path as people do: spec.flows[0].from.
func Dotted(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		default:
			fmt.Fprintf(&b, ".%v", step)
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

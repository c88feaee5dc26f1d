// Package document reads the files that are written for Guiderail itself, one YAML or JSON document each,
// and holds them against a JSON Schema. Whatever is wrong is an error with file, line and column.
package document

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	for d, err := range source.Bytes(file, text).Documents(source.Limits{Object: MaxFile}) {
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
		return nil, &artefact.Error{Position: artefact.Position{File: file}, Message: fmt.Sprintf("must contain one document, %s, not %d", article(noun), len(found))}
	}
	return Of(found[0], noun)
}

// article puts the article before a noun.
func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// Of returns the document that an artefact was read from.
func Of(a *artefact.Artefact, noun string) (*Document, error) {
	d := &Document{source: a, noun: noun}
	for _, p := range d.source.Problems {
		return nil, &artefact.Error{Position: p.Position, Message: p.Message}
	}
	d.Text = d.source.Value.JSON()
	return d, nil
}

// Hold checks the document against a schema.
func (d *Document) Hold(schema []byte) error {
	return d.Check(schema, d.Text, nil, "is not a field of "+article(d.noun))
}

// Position returns the place of the value at a path, or of its nearest parent that exists.
func (d *Document) Position(path ...any) artefact.Position { return d.source.Position(path) }

// Errors returns the errors that are joined in one, as those of a document are.
func Errors(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// Errorf makes an error about the value at a path: what is said of it follows the path, as in a sentence.
func (d *Document) Errorf(path []any, format string, args ...any) error {
	return d.errorf(path, format, args...)
}

func (d *Document) errorf(path []any, format string, args ...any) *artefact.Error {
	return &artefact.Error{Position: d.Position(path...), Message: cmp.Or(artefact.PathText(path), "the "+d.noun) + " " + fmt.Sprintf(format, args...)}
}

// Check validates a value, as JSON, that is at a path in the document. What is said of a field that the schema does
// not know is unknown.
func (d *Document) Check(schema, value []byte, at []any, unknown string) error {
	parsed, err := decode(schema)
	if err != nil {
		return fmt.Errorf("reading a schema: %w", err)
	}
	instance, err := decode(value)
	if err != nil {
		return fmt.Errorf("reading %s: %w", d.Position(at...), err)
	}
	found, err := validate(parsed, instance)
	if err != nil {
		return fmt.Errorf("reading a schema: %w", err)
	}
	var defects []*artefact.Error
	for _, defect := range found {
		path := slices.Concat(at, defect.path)
		if len(defect.fields) == 0 {
			defects = append(defects, d.errorf(path, "%s", defect.text))
		}
		for _, field := range defect.fields {
			defects = append(defects, d.errorf(append(path[:len(path):len(path)], field), "%s", cmp.Or(defect.text, unknown)))
		}
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

package profile

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// document is a profile as it is written; schema.json says what may stand in it.
type document struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Extends     string `json:"extends"`
		Enforcement struct {
			Severities map[string]Enforcement `json:"severities"`
			Controls   map[string]Enforcement `json:"controls"`
		} `json:"enforcement"`
		Exclude    []Exclusion               `json:"exclude"`
		Parameters map[string]map[string]any `json:"parameters"`
	} `json:"spec"`

	source *artefact.Artefact
}

// Schema is the JSON Schema of a profile's file, for editors.
//
//go:embed schema.json
var Schema []byte

// parse reads the one document of a profile's file.
func parse(file string, text []byte) (*document, error) {
	var sources []*artefact.Artefact
	source := artefact.Source{Name: file, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
	parser := artefact.NewParser()
	for d, err := range source.Documents(artefact.DefaultMaxDocument) {
		if err != nil {
			return nil, err
		}
		parsed := parser.Parse(d)
		for _, err := range parsed.Errors {
			return nil, err
		}
		for _, n := range parsed.Notices {
			return nil, &artefact.Error{Position: n.Position, Message: n.Message}
		}
		sources = append(sources, parsed.Artefacts...)
	}
	if len(sources) != 1 {
		return nil, &artefact.Error{Position: artefact.Position{File: file}, Message: fmt.Sprintf("holds %d documents; a profile is one", len(sources))}
	}
	d := &document{source: sources[0]}
	for _, p := range d.source.Problems {
		return nil, &artefact.Error{Position: p.Position, Message: p.Message}
	}
	whole, err := artefact.JSON(d.source.Value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := d.check(Schema, whole, nil); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(whole, d); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

func (d *document) position(path ...any) artefact.Position { return d.source.Position(path) }

// checkParameters holds the values that the document gives a control against the control's schema.
func (d *document) checkParameters(c *control.Control) error {
	known := c.Parameters
	if known == nil {
		known = map[string]any{}
	}
	schema, err := json.Marshal(map[string]any{"properties": known, "additionalProperties": false})
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	values, err := json.Marshal(d.Spec.Parameters[c.ID])
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	return d.check(schema, values, []any{"spec", "parameters", c.ID})
}

// check holds a value, which stands at a place in the document, against a JSON Schema.
func (d *document) check(schema, value []byte, at []any) error {
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
		return fmt.Errorf("reading %s: %w", d.position(at...), err)
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(compiled.Validate(instance), &invalid) {
		return nil
	}
	var defects []error
	for _, defect := range leaves(invalid) {
		defects = append(defects, d.describe(defect, slices.Concat(at, steps(instance, defect.InstanceLocation)), len(at) > 0))
	}
	return errors.Join(defects...)
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

// describe says what is wrong with a value, and where.
func (d *document) describe(defect *jsonschema.ValidationError, path []any, isParameter bool) error {
	what := defect.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if unknown, ok := defect.ErrorKind.(*kind.AdditionalProperties); ok {
		path = append(path, unknown.Properties[0])
		what = "a profile has no such field"
		if isParameter {
			what = fmt.Sprintf("the control has no such parameter; see: guiderail explain %v", path[2])
		}
	}
	return &artefact.Error{Position: d.position(path...), Message: dotted(path) + ": " + what}
}

// dotted writes a path as people do: spec.exclude[0].reason.
func dotted(path []any) string {
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

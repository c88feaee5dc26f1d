package document

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// oracle returns what a library says of a value: each keyword that refuses it, and where.
func oracle(schema, value any) ([]string, error) {
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		return nil, err
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		return nil, err
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(compiled.Validate(value), &invalid) {
		return nil, nil
	}
	var said []string
	var walk func(*jsonschema.ValidationError)
	walk = func(err *jsonschema.ValidationError) {
		for _, cause := range err.Causes {
			walk(cause)
		}
		if len(err.Causes) == 0 {
			fields := []string(nil)
			switch k := err.ErrorKind.(type) {
			case *kind.Required:
				fields = k.Missing
			case *kind.DependentRequired:
				fields = k.Missing
			case *kind.AdditionalProperties:
				fields = k.Properties
			}
			keyword := "false"
			if path := err.ErrorKind.KeywordPath(); len(path) > 0 {
				keyword = path[0]
			} else if _, is := err.ErrorKind.(*kind.Not); is {
				keyword = "not"
			}
			said = append(said, spelt(err.InstanceLocation, keyword, fields))
		}
	}
	walk(invalid)
	slices.Sort(said)
	return slices.Compact(said), nil
}

func spelt(path []string, keyword string, fields []string) string {
	return fmt.Sprintf("/%s %s %q", strings.Join(path, "/"), keyword, slices.Sorted(slices.Values(fields)))
}

// ours returns what we say, as oracle does.
func ours(schema, value any) ([]string, error) {
	defects, err := validate(schema, value)
	var said []string
	for _, d := range defects {
		var path []string
		for _, step := range d.path {
			path = append(path, fmt.Sprint(step))
		}
		if d.keyword != "anyOf" {
			said = append(said, spelt(path, d.keyword, d.fields))
			continue
		}
		for field := range strings.SplitSeq(strings.TrimPrefix(d.text, "must have "), " or ") {
			said = append(said, spelt(path, "required", []string{field}))
		}
	}
	slices.Sort(said)
	return slices.Compact(said), err
}

type writer struct{ *rand.Rand }

func (w writer) one(all ...any) any { return all[w.IntN(len(all))] }

func (w writer) value(depth int) any {
	n := 9
	if depth == 0 {
		n = 7
	}
	switch w.IntN(n) {
	case 0:
		return nil
	case 1:
		return w.IntN(2) == 0
	case 2, 3:
		return w.one(json.Number("0"), json.Number("1"), json.Number("1.0"), json.Number("2.5"), json.Number("-3"), json.Number("1e2"), json.Number("10"))
	case 4, 5, 6:
		return w.one("", "a", "b", "ab", "é", "abc", "a1")
	case 7:
		items := []any{}
		for range w.IntN(4) {
			items = append(items, w.value(depth-1))
		}
		return items
	}
	members := map[string]any{}
	for range w.IntN(4) {
		members[w.one("a", "b", "c", "d").(string)] = w.value(depth - 1)
	}
	return members
}

func (w writer) schema(depth int) any {
	if w.IntN(12) == 0 {
		return w.IntN(2) == 0
	}
	schema := map[string]any{}
	count := func() any { return w.one(json.Number("0"), json.Number("1"), json.Number("2"), json.Number("3.0")) }
	names := func() any { return w.one([]any{"a"}, []any{"b"}, []any{"a", "b"}, []any{}) }
	below := func() any { return w.schema(depth - 1) }
	several := func() any { return []any{below(), below()} }
	byName := func() any { return map[string]any{"a": below(), "b": below()} }
	keywords := map[string]func() any{
		"type": func() any {
			return w.one("object", "array", "string", "integer", "number", "boolean", "null", []any{"string", "null"}, []any{"integer", "array"}, "object", "object")
		},
		"enum":              func() any { return []any{w.value(1), w.value(1), w.value(0)} },
		"const":             func() any { return w.value(1) },
		"minimum":           func() any { return w.one(json.Number("1"), json.Number("2.5")) },
		"maximum":           func() any { return json.Number("2") },
		"exclusiveMinimum":  func() any { return json.Number("1") },
		"exclusiveMaximum":  func() any { return json.Number("10.0") },
		"multipleOf":        func() any { return w.one(json.Number("0.5"), json.Number("2")) },
		"minLength":         count,
		"maxLength":         count,
		"pattern":           func() any { return w.one("^a", "b$", "[0-9]") },
		"minItems":          count,
		"maxItems":          count,
		"uniqueItems":       func() any { return w.IntN(2) == 0 },
		"minProperties":     count,
		"maxProperties":     count,
		"required":          names,
		"dependentRequired": func() any { return map[string]any{"a": names()} },
		"format":            func() any { return "date" },
		"nullable":          func() any { return true },
		"description":       func() any { return "what it is" },
	}
	if depth > 0 {
		for keyword, make := range map[string]func() any{
			"properties": byName, "dependentSchemas": byName, "patternProperties": func() any { return map[string]any{"^[cd]": below()} },
			"additionalProperties": func() any { return w.one(false, below()) }, "items": below,
			"prefixItems": several, "allOf": several, "anyOf": several, "oneOf": several, "not": below, "if": below, "then": below, "else": below,
			"$ref": func() any { return "#/$defs/a" },
		} {
			keywords[keyword] = make
		}
	}
	all := slices.Sorted(func(yield func(string) bool) {
		for keyword := range keywords {
			if !yield(keyword) {
				return
			}
		}
	})
	for range 1 + w.IntN(4) {
		keyword := all[w.IntN(len(all))]
		schema[keyword] = keywords[keyword]()
	}
	return schema
}

// TestValidateAgrees holds what is said of generated values, by generated schemas, against what a library says.
func TestValidateAgrees(t *testing.T) {
	valid := 0
	for seed := range uint64(20_000) {
		w := writer{rand.New(rand.NewPCG(seed, 5))}
		schema, value := w.schema(3), w.value(3)
		if of, ok := schema.(map[string]any); ok {
			of["$defs"] = map[string]any{"a": w.schema(0)}
		} else {
			continue
		}
		want, err := oracle(schema, value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ours(schema, value)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(want) == 0 {
			valid++
		}
		if !slices.Equal(got, want) {
			s, _ := json.Marshal(schema)
			v, _ := json.Marshal(value)
			t.Fatalf("seed %d: %s of %s\n got %q\nwant %q", seed, v, s, got, want)
		}
	}
	if valid < 4_000 {
		t.Errorf("only %d values are valid", valid)
	}
}

// TestBadSchemas refuses schemas that say nothing, or what is not known here.
func TestBadSchemas(t *testing.T) {
	for schema, want := range map[string]string{
		`1`:                      "the schema must be an object",
		`{"$ref": "#/$defs/a"}`:  "$ref #/$defs/a leads nowhere",
		`{"$ref": "other.json"}`: "$ref other.json leads out of the schema",
		`{"$ref": "#"}`:          "the schema refers to itself without an end",
		`{"$schema": "http://json-schema.org/draft-07/schema#"}`: "$schema must be https://json-schema.org/draft/2020-12/schema",
		`{"unevaluatedProperties": false}`:                       "unevaluatedProperties is not supported",
		`{"type": "text"}`:                                       `"text" is not a type`,
		`{"properties": []}`:                                     "properties must be an object",
		`{"required": "a"}`:                                      "required must be a list",
		`{"required": [1]}`:                                      "required must be a list of strings",
		`{"minProperties": "1"}`:                                 "minProperties must be a number",
		`{"minProperties": 1.5}`:                                 "minProperties must be a whole number",
		`{"patternProperties": {"(": true}}`:                     "pattern ( is not a regular expression",
		`{"properties": {"a": {"multipleOf": 0}}}`:               "multipleOf must be greater than 0",
	} {
		decoded, err := decode([]byte(schema))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := validate(decoded, map[string]any{"a": json.Number("1")}); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", schema, err, want)
		}
	}
	for _, text := range []string{"", "{", "{} {}"} {
		if _, err := decode([]byte(text)); err == nil {
			t.Errorf("%q is decoded", text)
		}
	}
}

package document_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/internal/document"
	"github.com/guiderail/guiderail/policies"
)

// sentences has a schema and a value for each keyword, and what is said of the value.
var sentences = map[string]struct{ schema, value, want string }{
	"type":                 {`{"type": "object"}`, `[1]`, "spec.x must be an object"},
	"type, several":        {`{"type": ["integer", "string"]}`, `true`, "spec.x must be a whole number or a string"},
	"type, the rest":       {`{"type": ["number", "boolean", "array", "null"]}`, `"a"`, "spec.x must be null or true or false or a number or a list"},
	"required":             {`{"required": ["a", "b"]}`, `{}`, "spec.x.a is missing\nspec.x.b is missing"},
	"required, one of two": {`{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`, `{}`, "spec.x must have a or b"},
	"anyOf, other":         {`{"anyOf": [{"type": "string"}, {"required": ["b"]}]}`, `{}`, "spec.x must be a string\nspec.x.b is missing"},
	"dependentRequired":    {`{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, "spec.x.b is missing: a requires it"},
	"additionalProperties": {`{"additionalProperties": false}`, `{"a.b": 1}`, `spec.x["a.b"] is not known`},
	"enum":                 {`{"enum": ["deny", "warn", 1]}`, `"secret"`, "spec.x must be one of deny, warn, 1"},
	"const":                {`{"const": "Profile"}`, `"secret"`, "spec.x must be Profile"},
	"pattern":              {`{"pattern": "^a$"}`, `"secret"`, "spec.x must match the pattern ^a$"},
	"minLength":            {`{"minLength": 10}`, `"secret"`, "spec.x is too short: at least 10 characters"},
	"minLength, 1":         {`{"minLength": 1}`, `""`, "spec.x must not be empty"},
	"maxLength":            {`{"maxLength": 2}`, `"secret"`, "spec.x is too long: at most 2 characters"},
	"minItems":             {`{"minItems": 2}`, `[1]`, "spec.x has too few entries: at least 2"},
	"minItems, 1":          {`{"minItems": 1}`, `[]`, "spec.x must not be empty"},
	"maxItems":             {`{"maxItems": 1}`, `[1, 2]`, "spec.x has too many entries: at most 1"},
	"uniqueItems":          {`{"uniqueItems": true}`, `["a", "b", "a"]`, "spec.x must not have duplicates: entries 0 and 2 are equal"},
	"minProperties":        {`{"minProperties": 2}`, `{"a": 1}`, "spec.x has too few fields: at least 2"},
	"minProperties, 1":     {`{"minProperties": 1}`, `{}`, "spec.x must not be empty"},
	"maxProperties":        {`{"maxProperties": 1}`, `{"a": 1, "b": 2}`, "spec.x has too many fields: at most 1"},
	"minimum":              {`{"minimum": 1}`, `0`, "spec.x must be at least 1"},
	"maximum":              {`{"maximum": 65535}`, `70000`, "spec.x must be at most 65535"},
	"exclusiveMinimum":     {`{"exclusiveMinimum": 0}`, `0`, "spec.x must be greater than 0"},
	"exclusiveMaximum":     {`{"exclusiveMaximum": 1.5}`, `2`, "spec.x must be less than 3/2"},
	"multipleOf":           {`{"multipleOf": 5}`, `7`, "spec.x must be a multiple of 5"},
	"false":                {`{"properties": {"a": false}}`, `{"a": 1}`, "spec.x.a is not allowed"},
	"an item":              {`{"items": {"type": "string"}}`, `["a", 1]`, "spec.x[1] must be a string"},
	"propertyNames":        {`{"propertyNames": {"pattern": "^a"}}`, `{"b": 1}`, "spec.x must match the pattern ^a"},
	"not":                  {`{"not": {"type": "string"}}`, `"secret"`, "spec.x is not valid"},
}

func TestSentences(t *testing.T) {
	for name, test := range sentences {
		t.Run(name, func(t *testing.T) {
			d, err := document.Read("a.yaml", []byte("apiVersion: v1\nkind: Thing\n"), []byte(`{}`), "thing")
			if err != nil {
				t.Fatal(err)
			}
			err = d.Check([]byte(test.schema), []byte(test.value), []any{"spec", "x"}, "is not known")
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.ReplaceAll(err.Error(), "a.yaml:1:1: ", ""); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// silent are keywords that refuse no value themselves.
var silent = []string{
	"$schema", "$defs", "$ref", "title", "description", "default", "properties", "items", "if", "then", "else", "anyOf",
	"format", // an annotation, unless a validator is told otherwise
}

// Whatever our schemas refuse is said in words of ours.
func TestEveryKeyword(t *testing.T) {
	used := map[string]string{}
	collect(t, "profile", profile.Schema, used)
	collect(t, "flows", flows.Schema, used)
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Controls {
		for name, parameter := range c.Parameters {
			text, err := json.Marshal(parameter)
			if err != nil {
				t.Fatal(err)
			}
			collect(t, c.ID+" "+name, text, used)
		}
	}
	if len(used) < 10 || used["enum"] == "" {
		t.Errorf("found the keywords %v", used)
	}
	for keyword, where := range used {
		if _, ok := sentences[keyword]; !ok && !slices.Contains(silent, keyword) {
			t.Errorf("%s uses %s, of which sentences has no example", where, keyword)
		}
	}
}

// collect adds the keywords of a schema, and where each was met.
func collect(t *testing.T, where string, text []byte, used map[string]string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	if _, err := compiler.Compile("schema.json"); err != nil {
		t.Errorf("the schema of %s is none: %v", where, err)
	}
	var walk func(schema any)
	walk = func(schema any) {
		switch schema := schema.(type) {
		case []any:
			for _, branch := range schema {
				walk(branch)
			}
		case map[string]any:
			for keyword, value := range schema {
				used[keyword] = where
				switch keyword {
				case "properties", "$defs":
					for _, inner := range slices.Collect(maps.Values(value.(map[string]any))) {
						walk(inner)
					}
				case "items", "if", "then", "else", "anyOf", "additionalProperties":
					walk(value)
				}
			}
		}
	}
	walk(schema)
}

package document_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/document"
)

const schema = `{
  "type": "object",
  "required": ["kind"],
  "additionalProperties": false,
  "properties": {
    "apiVersion": {"type": "string"},
    "kind": {"const": "Thing"},
    "list": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"size": {"type": "integer"}}}}
  }
}`

func TestRead(t *testing.T) {
	d, err := document.Read("a.yaml", []byte("apiVersion: v1\nkind: Thing\nlist:\n- {size: 1}\n- size: 2\n"), []byte(schema), "thing")
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"apiVersion":"v1","kind":"Thing","list":[{"size":1},{"size":2}]}`; string(d.Text) != want {
		t.Errorf("got %s, want %s", d.Text, want)
	}
	if got := d.Position("list", 1, "size").String(); got != "a.yaml:5:9" {
		t.Errorf("got %s", got)
	}
	if got := d.Errorf([]any{"list", 0, "size"}, "is %d", 1).Error(); got != "a.yaml:4:10: list[0].size is 1" {
		t.Errorf("got %s", got)
	}
}

func TestReadErrors(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a field":   {"apiVersion: v1\nkind: Thing\nlist:\n- {m: 1}\n", "a.yaml:4:7: list[0].m is not a field of a thing"},
		"a type":    {"apiVersion: v1\nkind: Thing\nlist:\n- {size: x}\n", "a.yaml:4:10: list[0].size must be a whole number"},
		"a value":   {"apiVersion: v1\nkind: Other\n", "a.yaml:2:7: kind must be Thing"},
		"two":       {"apiVersion: v1\nkind: Thing\n---\napiVersion: v1\nkind: Thing\n", "a.yaml: must contain one document, a thing, not 2"},
		"none":      {"", "a.yaml: must contain one document, a thing, not 0"},
		"no object": {"- 1\n", "a.yaml:1"},
		"twice":     {"apiVersion: v1\nkind: Thing\nkind: Thing\n", "a.yaml:3:1: "},
		"several":   {"apiVersion: v1\nkind: Thing\nlist:\n- {size: x}\n- {m: 1}\n", "a.yaml:4:10: list[0].size must be a whole number\na.yaml:5:7: list[1].m is not a field of a thing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := document.Read("a.yaml", []byte(test.text), []byte(schema), "thing")
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

package released_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/released"
	"github.com/guiderail/guiderail/policies"
)

// TestPolicies wants the policies to keep what the last release promised.
func TestPolicies(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	record, err := released.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(record.IDs) < 100 {
		t.Errorf("the record has %d IDs", len(record.IDs))
	}
	for _, broken := range record.Broken(all.Controls) {
		t.Error(broken)
	}
	without := slices.DeleteFunc(slices.Clone(all.Controls), func(c *control.Control) bool { return c.ID == record.IDs[0] })
	if len(record.Broken(without)) == 0 {
		t.Error("a control may vanish")
	}
}

// TestRelease records a release of the policies and wants it to be kept by the same policies, in the versions that they
// had.
func TestRelease(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	before, err := released.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	digests, err := gatekeeper.Digests(policies.FS, all.Controls)
	if err != nil {
		t.Fatal(err)
	}
	next, err := before.Next("9.0.0", all.Controls, digests)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(next)
	if err != nil {
		t.Fatal(err)
	}
	record, err := released.Load(fstest.MapFS{released.File: {Data: text}})
	if err != nil {
		t.Fatal(err)
	}
	record.Retired = before.Retired
	for _, broken := range record.Broken(all.Controls) {
		t.Error(broken)
	}
	templates := 0
	for _, c := range all.Controls {
		if !gatekeeper.Runs(c) {
			continue
		}
		templates++
		old, err := gatekeeper.Template(policies.FS, before, c)
		if err != nil {
			t.Fatal(err)
		}
		same, err := gatekeeper.Template(policies.FS, record, c)
		if err != nil {
			t.Fatal(err)
		}
		if string(old) != string(same) {
			t.Errorf("the template of %s is another one after the release", c.ID)
		}
		changed := *c
		changed.Title += "!"
		text, err := gatekeeper.Template(policies.FS, record, &changed)
		if err != nil {
			t.Fatal(err)
		}
		if version(text) == version(old) {
			t.Errorf("the template of %s changes and keeps its version %s", c.ID, version(old))
		}
	}
	if templates < 100 {
		t.Errorf("%d controls have a template", templates)
	}
	again, err := record.Next("9.0.0", all.Controls, digests)
	if err != nil {
		t.Fatal(err)
	}
	if twice, err := json.Marshal(again); err != nil || string(twice) != string(text) {
		t.Errorf("recorded twice, the release is another one: %v", err)
	}
}

func version(template []byte) string {
	_, rest, _ := strings.Cut(string(template), "metadata.gatekeeper.sh/version: ")
	version, _, _ := strings.Cut(rest, "\n")
	return version
}

func parameters(t *testing.T, text string) map[string]any {
	t.Helper()
	var schemas map[string]any
	if err := json.Unmarshal([]byte(text), &schemas); err != nil {
		t.Fatal(err)
	}
	return schemas
}

func TestVersion(t *testing.T) {
	const was = `{"names": {"type": "array", "description": "Names."}}`
	for name, test := range map[string]struct{ version, digest, parameters, want string }{
		"the same":              {"1.2.3", "old", was, "1.2.3"},
		"other rules":           {"1.2.3", "new", was, "1.2.4"},
		"another description":   {"1.2.3", "new", `{"names": {"type": "array", "description": "The names."}}`, "1.2.4"},
		"another parameter":     {"1.2.3", "new", `{"names": {"type": "array"}, "more": {"type": "boolean"}}`, "1.3.0"},
		"another type":          {"1.2.3", "new", `{"names": {"type": "object"}}`, "1.3.0"},
		"had no template then":  {"", "new", was, "0.1.0"},
		"was not there at all":  {"none", "new", was, "0.1.0"},
		"no version, by a hand": {"1.2", "new", was, "error"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &released.Record{IDs: []string{"a.b"}, Controls: map[string]released.Control{"a.b": {Version: test.version, Digest: "old", Parameters: parameters(t, was)}}}
			if test.version == "none" {
				r.Controls = nil
			}
			got, err := r.Version(&control.Control{ID: "a.b", Parameters: parameters(t, test.parameters)}, test.digest)
			if err != nil {
				got = "error"
			}
			if got != test.want {
				t.Errorf("got %s, want %s (%v)", got, test.want, err)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	has := func(id string, was ...string) *control.Control { return &control.Control{ID: id, RenamedFrom: was} }
	for name, test := range map[string]struct {
		ids      []string
		retired  string
		controls []*control.Control
		want     string
	}{
		"still there":       {[]string{"a.b"}, "", []*control.Control{has("a.b"), has("a.new")}, ""},
		"renamed":           {[]string{"a.b"}, "", []*control.Control{has("a.c", "a.b")}, ""},
		"retired":           {[]string{"a.b"}, "a.b: no guide asks for it", []*control.Control{has("a.c")}, ""},
		"gone":              {[]string{"a.b"}, "", []*control.Control{has("a.c")}, "control a.b is gone"},
		"used again":        {[]string{"a.b"}, "a.b: no guide asks for it", []*control.Control{has("a.b")}, "control a.b uses the ID a.b"},
		"used as another's": {[]string{"a.b"}, "a.b: no guide asks for it", []*control.Control{has("a.c", "a.b")}, "control a.c uses the ID a.b"},
		"never was":         {[]string{"a.b"}, "a.x: a slip", []*control.Control{has("a.b")}, "lists a.x, which no control ever was"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(map[string]any{"ids": test.ids})
			if err != nil {
				t.Fatal(err)
			}
			r, err := released.Load(fstest.MapFS{released.File: {Data: text}, released.RetiredFile: {Data: []byte(test.retired)}})
			if err != nil {
				t.Fatal(err)
			}
			expect(t, r.Broken(test.controls), test.want)
		})
	}
}

// TestIDsAddUp wants a release to forget no ID.
func TestIDsAddUp(t *testing.T) {
	r := &released.Record{IDs: []string{"a.gone", "a.old"}, Retired: map[string]string{"a.gone": "no guide asks for it"}}
	for range 2 {
		var err error
		if r, err = r.Next("1.0.0", []*control.Control{{ID: "a.new", RenamedFrom: []string{"a.old", "a.older"}}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a.gone", "a.new", "a.old", "a.older"}; !slices.Equal(r.IDs, want) {
		t.Errorf("got %v, want %v", r.IDs, want)
	}
	if got := slices.Collect(maps.Keys(r.Controls)); !slices.Equal(got, []string{"a.new"}) {
		t.Errorf("got the controls %v", got)
	}
}

func TestParameters(t *testing.T) {
	for name, test := range map[string]struct{ was, is, want string }{
		"as it was":             {`{"type": "array", "items": {"type": "string"}}`, `{"type": "array", "items": {"type": "string"}}`, ""},
		"another default":       {`{"type": "string", "default": "a"}`, `{"type": "string", "default": "b", "description": "More."}`, ""},
		"gone":                  {`{"type": "string"}`, `null`, "parameter p: it is gone"},
		"another type":          {`{"type": "string"}`, `{"type": "array"}`, `its type was "string", and is "array"`},
		"other entries":         {`{"type": "array", "items": {"type": "string"}}`, `{"type": "array", "items": {"type": "object"}}`, `items: its type was "string", and is "object"`},
		"entries bound":         {`{"type": "array"}`, `{"type": "array", "items": {"type": "object"}}`, `its items was anything`},
		"entries free":          {`{"type": "array", "items": {"type": "string"}}`, `{"type": "array"}`, ""},
		"more choices":          {`{"type": "string", "enum": ["a"]}`, `{"type": "string", "enum": ["a", "b"]}`, ""},
		"fewer choices":         {`{"type": "string", "enum": ["a", "b"]}`, `{"type": "string", "enum": ["a"]}`, `its enum was ["a","b"], and is ["a"]`},
		"choices now":           {`{"type": "string"}`, `{"type": "string", "enum": ["a"]}`, `its enum was anything`},
		"more fields":           {`{"type": "object", "properties": {"a": {"type": "string"}}}`, `{"type": "object", "properties": {"a": {"type": "string"}, "b": {}}}`, ""},
		"fewer fields":          {`{"type": "object", "properties": {"a": {"type": "string"}}}`, `{"type": "object", "properties": {}}`, "a: it is gone"},
		"a field that must be":  {`{"type": "object", "required": ["a"]}`, `{"type": "object", "required": ["a", "b"]}`, "its required was"},
		"a field that need not": {`{"type": "object", "required": ["a", "b"]}`, `{"type": "object", "required": ["a"]}`, ""},
		"a smaller number":      {`{"type": "integer", "maximum": 9}`, `{"type": "integer", "maximum": 8}`, "its maximum was 9, and is 8"},
		"values bound":          {`{"type": "object", "additionalProperties": {"type": "string"}}`, `{"type": "object", "additionalProperties": {"type": "integer"}}`, "additionalProperties: its type was"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &released.Record{Controls: map[string]released.Control{"a.old": {Parameters: parameters(t, `{"p": `+test.was+`}`)}}}
			c := &control.Control{ID: "a.new", RenamedFrom: []string{"a.old"}, Parameters: parameters(t, `{"p": `+test.is+`}`)}
			expect(t, r.Broken([]*control.Control{c}), test.want)
			c.ChangedParameters = map[string]string{"p": "Write it otherwise."}
			expect(t, r.Broken([]*control.Control{c}), "")
		})
	}
}

// expect wants one promise to be broken, or none for "".
func expect(t *testing.T, broken []string, want string) {
	t.Helper()
	if got := strings.Join(broken, "\n"); (want == "") != (got == "") || len(broken) > 1 || !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

package kubernetes_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// parse reads one document from line 1 of f.yaml.
func parse(text string) format.Parsed {
	return kubernetes.New().Parse(&source.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(text)})
}

// only gives the one artefact of a document.
func only(t *testing.T, parsed format.Parsed) *artefact.Artefact {
	t.Helper()
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("got %d artefacts, want 1; errors: %v; notices: %v", len(parsed.Artefacts), parsed.Errors, parsed.Notices)
	}
	return parsed.Artefacts[0]
}

func fieldJSON(t *testing.T, a *artefact.Artefact, field string) string {
	t.Helper()
	v := a.Value.Get(field)
	if !v.Exists() {
		t.Fatalf("%s has no %s", a.Value.JSON(), field)
	}
	return string(v.JSON())
}

func compareErrors(t *testing.T, parsed format.Parsed, want ...string) {
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

func compareNotices(t *testing.T, parsed format.Parsed, want ...string) {
	t.Helper()
	var got []string
	for _, n := range parsed.Notices {
		got = append(got, n.Position.String()+": "+n.Message)
	}
	if !slices.Equal(got, want) {
		t.Errorf("notices:\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

func compareIdentities(t *testing.T, parsed format.Parsed, want ...string) {
	t.Helper()
	var got []string
	for _, a := range parsed.Artefacts {
		got = append(got, a.APIVersion+" "+a.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("artefacts: got %q, want %q", got, want)
	}
}

func TestNoObject(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"list":                  {"- a\n", "f.yaml:1:1: document 1 is not a Kubernetes object: it is a list"},
		"text":                  {"\nhello world\n", "f.yaml:2:1: document 1 is not a Kubernetes object: it is a scalar"},
		"number":                {"12\n", "f.yaml:1:1: document 1 is not a Kubernetes object: it is a scalar"},
		"null":                  {"--- ~\n", "f.yaml:1:5: document 1 is not a Kubernetes object: it is null"},
		"empty":                 {"{}", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"no kind":               {"apiVersion: v1\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"null kind":             {"apiVersion: v1\nkind:\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"empty kind":            {"apiVersion: v1\nkind: \"\"\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"number as kind":        {"apiVersion: v1\nkind: 1\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is not a string"},
		"boolean as kind":       {"apiVersion: v1\nkind: yes\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is not a string"},
		"mapping as kind":       {"apiVersion: v1\nkind: {a: b}\n", "f.yaml:1:1: document 1 is not a Kubernetes object: kind is not a string"},
		"no apiVersion":         {"kind: Pod\n", "f.yaml:1:1: document 1 is not a Kubernetes object: apiVersion is missing"},
		"number as apiVersion":  {"kind: Pod\napiVersion: 1\n", "f.yaml:1:1: document 1 is not a Kubernetes object: apiVersion is not a string"},
		"JSON list":             {"[]", "f.yaml:1:1: document 1 is not a Kubernetes object: it is a list"},
		"item of a List":        {"apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n", "f.yaml:4:3: item 1 of the List in document 1 is not a Kubernetes object: apiVersion is missing"},
		"nothing in an item":    {"apiVersion: v1\nkind: List\nitems:\n- metadata: {}\n", "f.yaml:4:3: item 1 of the List in document 1 is not a Kubernetes object: kind is missing"},
		"null item":             {"apiVersion: v1\nkind: PodList\nitems: [null]\n", "f.yaml:3:9: item 1 of the PodList in document 1 is not a Kubernetes object: it is null"},
		"half of a type":        {"apiVersion: v1\nkind: PodList\nitems: [{kind: Pod}]\n", "f.yaml:3:9: item 1 of the PodList in document 1 is not a Kubernetes object: apiVersion is missing"},
		"List without items":    {"apiVersion: v1\nkind: List\nitems: []\n", "f.yaml:1:1: document 1 is a List without items"},
		"review of nothing":     {"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {operation: CONNECT, object: null}\n", "f.yaml:1:1: document 1 is an AdmissionReview without an object"},
		"review of a text":      {"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {object: Pod}\n", "f.yaml:1:1: document 1 is an AdmissionReview without an object"},
		"review of no object":   {"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {object: {kind: Pod}}\n", "f.yaml:1:1: the object that document 1 reviews is not a Kubernetes object: apiVersion is missing"},
		"List in a List, empty": {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: PodList, items: []}\n", "f.yaml:4:3: item 1 of the List in document 1 is a PodList without items"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.text)
			compareErrors(t, parsed)
			compareIdentities(t, parsed)
			compareNotices(t, parsed, test.want)
		})
	}
}

func TestIdentities(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"plain":              {"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}\n", []string{"apps/v1 Deployment b/a"}},
		"no metadata":        {"apiVersion: v1\nkind: Pod\n", []string{"v1 Pod (no name)"}},
		"null metadata":      {"apiVersion: v1\nkind: Pod\nmetadata:\n", []string{"v1 Pod (no name)"}},
		"text metadata":      {"apiVersion: v1\nkind: Pod\nmetadata: name\n", []string{"v1 Pod (no name)"}},
		"generateName":       {"apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}\n", []string{"v1 Pod a-"}},
		"odd names":          {"apiVersion: v1\nkind: Pod\nmetadata: {name: 12, namespace: {}}\n", []string{"v1 Pod 12"}},
		"null name":          {"apiVersion: v1\nkind: Pod\nmetadata: {name: null, generateName: a}\n", []string{"v1 Pod a"}},
		"merged":             {"x: &x {apiVersion: v1, metadata: {name: a}}\nkind: Pod\n<<: *x\n", []string{"v1 Pod a"}},
		"merged over":        {"kind: Pod\n<<: {kind: Node, apiVersion: v1}\n", []string{"v1 Node (no name)"}},
		"duplicate":          {"apiVersion: v1\nkind: Pod\nkind: Node\n", []string{"v1 Node (no name)"}},
		"aliases":            {"x: &x Pod\napiVersion: v1\nkind: *x\n", []string{"v1 Pod (no name)"}},
		"tagged":             {"apiVersion: !!str v1\n!!str kind: !!binary UG9k\n", []string{"v1 Pod (no name)"}},
		"List":               {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- apiVersion: v1\n  kind: Node\n", []string{"v1 Pod (no name)", "v1 Node (no name)"}},
		"List in a List":     {"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: Pod}]\n", []string{"v1 Pod (no name)"}},
		"typed list":         {"apiVersion: apps/v1\nkind: DeploymentList\nitems: [{metadata: {name: a}}]\n", []string{"apps/v1 Deployment a"}},
		"items in vain":      {"apiVersion: x/v1\nkind: Menu\nitems: {apiVersion: v1, kind: Pod}\n", []string{"x/v1 Menu (no name)"}},
		"list of no version": {"kind: List\nitems: [{apiVersion: v1, kind: Pod}]\n", []string{"v1 Pod (no name)"}},
		"no type at all":     {"apiVersion: v1\nkind: PodList\nitems: [{kind: null, apiVersion: 1}, {kind: \"\", apiVersion: \"\"}]\n", []string{"v1 Pod (no name)", "v1 Pod (no name)"}},
		"items of a review":  {"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nitems: []\nrequest: {object: {apiVersion: v1, kind: Pod}}\n", []string{"v1 Pod (no name)"}},
		"items as text":      {"apiVersion: x/v1\nkind: AllowList\nitems: all\n", []string{"x/v1 AllowList (no name)"}},
		"items absent":       {"apiVersion: v1\nkind: List\n", []string{"v1 List (no name)"}},
		"items null":         {"apiVersion: v1\nkind: List\nitems:\n", []string{"v1 List (no name)"}},
		"aliased item":       {"apiVersion: v1\nkind: List\nx: &x {apiVersion: v1, kind: Pod}\nitems: [*x, *x]\n", []string{"v1 Pod (no name)", "v1 Pod (no name)"}},
		"JSON":               {`{"apiVersion":"v1","kind":"Pod"}`, []string{"v1 Pod (no name)"}},
		"several JSON":       {"{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}{\"apiVersion\":\"v1\",\"kind\":\"Node\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Secret\"}", []string{"v1 Pod (no name)", "v1 Node (no name)", "v1 Secret (no name)"}},
		"hidden by U+2028":   {"apiVersion: v1\nkind: Pod\u2028---\napiVersion: v1\nkind: Node\n", []string{"v1 Pod (no name)", "v1 Node (no name)"}},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.text)
			compareErrors(t, parsed)
			compareNotices(t, parsed)
			compareIdentities(t, parsed, test.want...)
		})
	}
}

// TestItemsOfAnyKind takes whatever has a sequence of items for a list, as kubectl does, and says what
// becomes of the object that it claims to be.
func TestItemsOfAnyKind(t *testing.T) {
	const said = "f.yaml:1:1: document 1 is a %[1]s with items, which kubectl treats as a list: the items are applied and judged, the %[1]s itself is not"
	for name, test := range map[string]struct {
		text, kind string
		want       []string
	}{
		"of another kind": {"apiVersion: x/v1\nkind: Menu\nitems: [{apiVersion: v1, kind: Pod}]\n", "Menu", []string{"v1 Pod (no name)"}},
		"beside a spec":   {"apiVersion: v1\nkind: Pod\nspec: {hostNetwork: true}\nitems: [{apiVersion: v1, kind: Node}]\n", "Pod", []string{"v1 Node (no name)"}},
		"of its own kind": {"apiVersion: v1\nkind: Pod\nitems: [{metadata: {name: a}}]\n", "Pod", []string{"v1 Pod a"}},
		"none":            {"apiVersion: v1\nkind: Pod\nitems: []\n", "Pod", nil},
		"beside a review": {"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {object: {apiVersion: v1, kind: Node}}\nitems: [{apiVersion: v1, kind: Pod}]\n", "AdmissionReview", []string{"v1 Pod (no name)", "v1 Node (no name)"}},
		"of the last key": {"apiVersion: v1\nkind: ConfigMap\nitems: null\nitems: [{apiVersion: v1, kind: Pod}]\n", "ConfigMap", []string{"v1 Pod (no name)"}},
		"by an alias":     {"x: &x [{apiVersion: v1, kind: Pod}]\napiVersion: v1\nkind: ConfigMap\nitems: *x\n", "ConfigMap", []string{"v1 Pod (no name)"}},
		"by a merge key":  {"apiVersion: v1\nkind: ConfigMap\n<<: {items: [{apiVersion: v1, kind: Pod}]}\n", "ConfigMap", []string{"v1 Pod (no name)"}},
		"of JSON":         {`{"kind": "ConfigMap", "items": [{"apiVersion": "v1", "kind": "Pod"}], "apiVersion": "v1"}`, "ConfigMap", []string{"v1 Pod (no name)"}},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.text)
			compareErrors(t, parsed)
			compareNotices(t, parsed, fmt.Sprintf(said, test.kind))
			compareIdentities(t, parsed, test.want...)
		})
	}
}

// TestTypedListItems shows the type to controls where the item does not name it.
func TestTypedListItems(t *testing.T) {
	a := only(t, parse("apiVersion: v1\nkind: PodList\nitems:\n- spec: {}\n"))
	if got, want := fieldJSON(t, a, "kind")+fieldJSON(t, a, "apiVersion"), `"Pod""v1"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := a.Position([]any{"kind"}).String(), "f.yaml:4:3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestReview takes an object out of the request that an API server sends, and keeps the request.
func TestReview(t *testing.T) {
	for name, test := range map[string]struct {
		request, want string
		deleted       bool
	}{
		"create":  {"operation: CREATE, oldObject: null,\n object: {apiVersion: v1, kind: Pod}", "v1 Pod f.yaml:4:10", false},
		"update":  {"operation: UPDATE, oldObject: {apiVersion: v1, kind: Pod},\n object: {apiVersion: v1, kind: Node}", "v1 Node f.yaml:4:10", false},
		"delete":  {"operation: DELETE, object: null,\n oldObject: {apiVersion: v1, kind: Pod}", "v1 Pod f.yaml:4:13", true},
		"deletes": {"operation: DELETE, object: {apiVersion: v1, kind: Node},\n oldObject: {apiVersion: v1, kind: Pod}", "v1 Pod f.yaml:4:13", true},
		"unknown": {"\n object: {apiVersion: v1, kind: Pod}", "v1 Pod f.yaml:4:10", false},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse("apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {" + test.request + "}\n")
			compareErrors(t, parsed)
			compareNotices(t, parsed)
			a := only(t, parsed)
			if got := a.APIVersion + " " + a.Kind + " " + a.Position(nil).String(); got != test.want || a.IsDeleted() != test.deleted {
				t.Errorf("got %s, deleted %t", got, a.IsDeleted())
			}
			if !a.IsRequested() || !a.Request.Get("object").Exists() && !test.deleted {
				t.Errorf("the request is lost: %s", a.Request.JSON())
			}
		})
	}
	if a := only(t, parse("apiVersion: v1\nkind: AdmissionReview\nrequest: {}\n")); a.IsRequested() || a.IsDeleted() {
		t.Error("a kind of another group is no review")
	}
	if a := only(t, parse("apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nresponse: {uid: a}\n")); a.Kind != "AdmissionReview" {
		t.Error("a response is an object of its own")
	}
}

func TestGroup(t *testing.T) {
	for apiVersion, want := range map[string]string{"v1": "", "apps/v1": "apps", "a.b/c/d": "a.b", "": ""} {
		if got := (artefact.Ref{APIVersion: apiVersion}).Group(); got != want {
			t.Errorf("%q: got %q, want %q", apiVersion, got, want)
		}
	}
}

func TestDuplicateKeys(t *testing.T) {
	problems := func(text string) []string {
		var got []string
		for _, p := range only(t, parse("apiVersion: v1\nkind: Pod\n"+text)).Problems {
			path, err := json.Marshal(p.Path)
			if err != nil || p.Kind != artefact.DuplicateKey {
				t.Fatal(p, err)
			}
			got = append(got, p.Position.String()+" "+string(path)+" "+p.Message)
		}
		return got
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"none":          {"a: 1\nb: {a: 1}\n", nil},
		"at the root":   {"a: 1\na: 2\n", []string{`f.yaml:4:1 ["a"] key "a" is already set on line 3`}},
		"three times":   {"a: 1\na: 2\na: 3\n", []string{`f.yaml:4:1 ["a"] key "a" is already set on line 3`, `f.yaml:5:1 ["a"] key "a" is already set on line 4`}},
		"deep":          {"s:\n- x\n- - b: {c: 1, c: 2}\n", []string{`f.yaml:5:15 ["s",1,0,"b","c"] key "c" is already set on line 5`}},
		"spelt apart":   {"1: a\n0x1: b\n\"1\": c\n", []string{`f.yaml:4:1 ["1"] key "1" is already set on line 3`, `f.yaml:5:1 ["1"] key "1" is already set on line 4`}},
		"booleans":      {"yes: a\ntrue: b\n", []string{`f.yaml:4:1 ["true"] key "true" is already set on line 3`}},
		"merged":        {"a: 1\n<<: {a: 2}\n<<: {a: 3}\n", nil},
		"merged before": {"<<: {a: 2}\na: 1\n", nil},
		"in an anchor":  {"x: &x {a: 1, a: 2}\ny: *x\nz: {<<: *x}\n", []string{`f.yaml:3:14 ["x","a"] key "a" is already set on line 3`}},
		"in a merge":    {"b: {<<: {a: {c: 1, c: 2}}}\n", []string{`f.yaml:3:20 ["b","a","c"] key "c" is already set on line 3`}},
		"quoted <<":     {"\"<<\": 1\n'<<': 2\n", []string{`f.yaml:4:1 ["\u003c\u003c"] key "<<" is already set on line 3`}},
		"many keys":     {manyKeys(40) + "key3: again\n", []string{`f.yaml:43:1 ["key3"] key "key3" is already set on line 6`}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := problems(test.text); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
	t.Run("JSON", func(t *testing.T) {
		a := only(t, parse("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\"a\":1,\n\"a\":2}"))
		if got := fieldJSON(t, a, "a"); got != "2" || len(a.Problems) != 1 || a.Problems[0].Position.String() != "f.yaml:3:1" {
			t.Errorf("got %s with %v", got, a.Problems)
		}
	})
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "key%d: x\n", i)
	}
	return b.String()
}

func TestValues(t *testing.T) {
	for name, test := range map[string]struct{ yaml, want string }{
		"yes":             {"yes", "true"},
		"off":             {"Off", "false"},
		"octal":           {"0644", "420"},
		"new octal":       {"0o644", "420"},
		"underscores":     {"1_000", "1000"},
		"text as word":    {`"yes"`, `"yes"`},
		"sexagesimal":     {"12:30", `"12:30"`},
		"date":            {"2001-01-01", `"2001-01-01"`},
		"large":           {"18446744073709551615", "18446744073709551615"},
		"larger":          {"18446744073709551616", "18446744073709552000"},
		"float":           {"1.50", "1.5"},
		"whole float":     {"1.0", "1"},
		"minus zero":      {"-0.0", "-0"},
		"empty":           {"", "null"},
		"hyphens":         {"---", `"---"`},
		"dots":            {"...", `"..."`},
		"hyphen":          {"[-]", `["-"]`},
		"control escapes": {`"\x01\u2028<é🎉"`, `"\u0001\u2028\u003cé🎉"`},
		"binary":          {"!!binary aGk=", `"hi"`},
		"own tag":         {"!Ref x", `"x"`},
		"tag of a list":   {"!Sub [a]", `["a"]`},
		"empty tagged":    {"!!str", `""`},
		"merge order":     {"{<<: [{a: 1}, {a: 2, b: 2}], b: 3}", `{"a":1,"b":3}`},
		"merged over":     {"{b: 3, <<: {b: 1}}", `{"b":1}`},
		"quoted <<":       {`{"<<": {b: 1}}`, `{"<<":{"b":1}}`},
		"key mark":        {"{?privileged: true}", `{"privileged":true}`}, // a YAML 1.2 parser has the key ?privileged
		"no merge":        {"{!!merge a: b}", `{"a":"b"}`},
		"block scalar":    {"|-\n  a\n   b\n", `"a\n b"`},
		"empty list":      {"[]", "[]"},
		"empty mapping":   {"{}", "{}"},
		"keys in order":   {"{b: 1, a: 2}", `{"a":2,"b":1}`},
		"number keys":     {"{1.10: a, 0x10: b, 1e10: c}", `{"1.1":"a","16":"b","1e+10":"c"}`},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse("apiVersion: v1\nkind: Pod\nfield: " + test.yaml + "\n")
			compareErrors(t, parsed)
			if got := fieldJSON(t, only(t, parsed), "field"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestJSONValues(t *testing.T) {
	for text, want := range map[string]string{
		`"\ud83c\udf89\/\u00e9"`: `"🎉/é"`,
		`"\ud83c"`:               `"�"`,
		`1.0`:                    "1",
		`1E2`:                    "100",
		`-0`:                     "0",
		`12345678901234567890`:   "12345678901234567890",
		`null`:                   "null",
		`[true,false,[]]`:        "[true,false,[]]",
		`"yes"`:                  `"yes"`,
		"\"\u2028\"":             `"\u2028"`,
		`{"":{"a":"<<"}}`:        `{"":{"a":"<<"}}`,
		`{"<<":{"a":1}}`:         `{"<<":{"a":1}}`,
	} {
		parsed := parse(`{"apiVersion":"v1","kind":"Pod","field":` + text + "}")
		compareErrors(t, parsed)
		if got := fieldJSON(t, only(t, parsed), "field"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\n"
	nested := strings.Repeat("[", 20_000)
	render := "; it contains {{ }}; if it is a template of a chart, pass the directory of the chart, else what it renders to"
	for name, test := range map[string]struct{ text, want string }{
		"flow list":          {head + "a:\n- [b, c\nd: e\n", "f.yaml:5:2: cannot be read as YAML: did not find expected ',' or ']'"},
		"indentation":        {head + "a:\n    b: c\n   d: e\n", "f.yaml:5:4: cannot be read as YAML: did not find expected key"},
		"two colons":         {head + "a: b: c\n", "f.yaml:3:5: cannot be read as YAML: mapping values are not allowed in this context"},
		"unclosed quote":     {head + "a: \"b\n", "f.yaml:3:1: cannot be read as YAML: found unexpected end of stream"},
		"tab":                {head + "a:\n\tb: c\n", "f.yaml:4:1: cannot be read as YAML: found character that cannot start any token; the line is indented with a tab; YAML requires spaces"},
		"tab, first line":    {"\ta: b\n", "f.yaml:1:1: cannot be read as YAML: found character that cannot start any token; the line is indented with a tab; YAML requires spaces"},
		"at sign":            {head + "a: @b\n", "f.yaml:3:4: cannot be read as YAML: found character that cannot start any token"},
		"unknown anchor":     {head + "a: b\nb: *c\n", "f.yaml:4:4: cannot be read as YAML: an alias (*) refers to an anchor (&) that is not defined before it; quote the value if it is a string"},
		"control character":  {head + "a: b\nb: \x07\n", "f.yaml:4: cannot be read as YAML: control characters are not allowed (value: 7)"},
		"zero byte":          {head + "a: \x00\n", "f.yaml:3: is binary: it contains a zero byte"},
		"zero byte, CR":      {"a: b\rb: \x00\n", "f.yaml:2: is binary: it contains a zero byte"},
		"not UTF-8":          {head + "a: \xff\n", "f.yaml:3: is not valid UTF-8; save the file as UTF-8 or UTF-16 with a byte order mark"},
		"CRLF":               {strings.ReplaceAll(head+"a: @b\n", "\n", "\r\n"), "f.yaml:3:4: cannot be read as YAML: found character that cannot start any token"},
		"after U+2028":       {"# \u2028\napiVersion: v1\nkind: Pod\na: @b\n", "f.yaml:4:4: cannot be read as YAML: found character that cannot start any token"},
		"YAML 1.2":           {"%YAML 1.2\n---\n" + head, "f.yaml:1:1: cannot be read as YAML: found incompatible YAML document"},
		"second directive":   {head + "%YAML 1.1\n", "f.yaml:3:1: cannot be read as YAML: did not find expected <document end> before directive"},
		"template":           {head + "a: b\n{{- if .Values.x }}\nb: c\n{{- end }}\n", "f.yaml:5:1: cannot be read as YAML (could not find expected ':')" + render},
		"template as key":    {head + "a: {{ .Values.x }}\n", "f.yaml:3: has a mapping or list as a key" + render},
		"script":             {"#!/bin/bash\nset -e\ncat <<END\na: {{ b }}: c\nEND\n", "f.yaml:1: is a script (its first line begins with #!), not YAML; pass the files that it writes instead"},
		"key":                {head + "a: {[b]: c}\n", "f.yaml:3: has a mapping or list as a key"},
		"null key":           {head + "a:\n  ~: c\n", "f.yaml:4: has null as a key; quote it if it is a string"},
		"infinite":           {head + "a:\n- .inf\n", "f.yaml:4: is an infinite number or .nan, which JSON cannot express; quote it if it is a string"},
		"misfit":             {head + "a: !!int hunter2\n", "f.yaml:3: has a value that does not match its tag !!int"},
		"bad base64":         {head + "a: !!binary hunter2\n", "f.yaml:3: has a value that does not match its tag !!binary"},
		"merged text":        {head + "a:\n  <<: b\n", "f.yaml:4: has a merge key << whose value is not a mapping"},
		"merged list alias":  {head + "a: &a [{b: c}]\nd:\n  <<: *a\n", "f.yaml:5: has a merge key << whose value is not a mapping"},
		"recursive":          {head + "a: &a\n  b:\n  - *a\n", "f.yaml:5: has an anchor that contains itself"},
		"recursive merge":    {head + "a: &a\n  <<: *a\n", "f.yaml:4: has an anchor that contains itself"},
		"recursive root":     {"&r\n" + head + "<<: [*r, *r]\n", "f.yaml:4: has an anchor that contains itself"},
		"recursive, no kind": {"&r\n<<: [*r, *r, {<<: [*r, *r]}]\napiVersion: v1\n", ""},
		"recursive List":     {"&l\napiVersion: v1\nkind: List\nitems: [*l, *l]\n", ""},
		"flow nesting":       {head + "a: " + nested, "f.yaml:3:10004: cannot be read as YAML: exceeded max depth of 10000"},
		"less flow nesting":  {head + "a: " + nested[:2000] + strings.Repeat("]", 2000), "f.yaml:3: is nested more than 1000 levels deep"},
		"block nesting":      {head + "a:\n" + strings.Repeat("- ", 20_000), "f.yaml:4:20001: cannot be read as YAML: exceeded max depth of 10000"},
		"less block nesting": {head + "a:\n" + strings.Repeat("- ", 2000), "f.yaml:4: is nested more than 1000 levels deep"},
		"JSON nesting":       {`{"apiVersion":"v1","kind":"Pod",` + "\n" + `"a":` + nested[:2000] + strings.Repeat("]", 2000) + "}", "f.yaml:2: is nested more than 1000 levels deep"},
		"JSON deep nesting":  {nested, "f.yaml:1:10001: cannot be read as YAML: exceeded max depth of 10000"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.text)
			if test.want == "" {
				compareIdentities(t, parsed)
				if len(parsed.Errors)+len(parsed.Notices) == 0 {
					t.Error("nothing is said")
				}
				return
			}
			compareErrors(t, parsed, test.want)
		})
	}
}

func TestJSONErrors(t *testing.T) {
	const object = `{"apiVersion":"v1","kind":"Pod"}`
	for name, test := range map[string]struct {
		text, file, want string
		artefacts        int
	}{
		"trailing garbage":  {object + "\ngarbage", "stdin", "stdin:2: cannot be read as JSON: invalid character 'g' looking for beginning of value", 1},
		"second is broken":  {object + "\n{\"a\":\n}", "stdin", "stdin:3: cannot be read as JSON: invalid character '}' looking for beginning of value", 1},
		"cut off":           {"{\"a\":\n[1,", "f.json", "f.json:2: cannot be read as JSON: unexpected EOF", 0},
		"trailing comma":    {"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n}", "f.json", "", 1}, // which YAML allows
		"single quotes":     {"{'apiVersion':'v1','kind':'Pod'}", "f.json", "", 1},
		"comment":           {object + " # comment", "stdin", "", 1},
		"no value":          {"{\"a\"\n:}}", "f.json", "f.json:2: cannot be read as JSON: invalid character '}' looking for beginning of value", 0},
		"range":             {"{\"a\":\n1e999}", "f.json", "", 0},
		"after a marker":    {"---\n" + object + "\n]", "stdin", "stdin:3: cannot be read as JSON: invalid character ']' looking for beginning of value", 1},
		"brackets crossed":  {"{\"a\":[1}\n", "f.json", "f.json:1: cannot be read as JSON: invalid character '}' after array element", 0},
		"YAML flow, broken": {"{a: [b}", "stdin", "stdin:1:7: cannot be read as YAML: did not find expected ',' or ']'", 0},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := kubernetes.New().Parse(&source.Document{File: test.file, Index: 1, Line: 1, Text: []byte(test.text)})
			compareErrors(t, parsed, test.want)
			if len(parsed.Artefacts) != test.artefacts {
				t.Errorf("got %d artefacts, want %d", len(parsed.Artefacts), test.artefacts)
			}
		})
	}
}

// TestBombs feeds what grows without a bound when it is read naively. Each must end soon, in an error.
func TestBombs(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\n"
	laughs := func(first, reference string) string {
		var b strings.Builder
		b.WriteString(head + "a0: &a0 " + first + "\n")
		for i := range 12 {
			fmt.Fprintf(&b, "a%d: &a%d %s\n", i+1, i+1, strings.ReplaceAll(reference, "?", fmt.Sprintf("*a%d ", i)))
		}
		return b.String()
	}
	wide := head + "a: &a [" + strings.Repeat("x, ", 5000) + "x]\nb: [" + strings.Repeat("*a , ", 5000) + "*a ]\n"
	lists := "apiVersion: v1\nkind: List\nx: &x0 {apiVersion: v1, kind: Pod}\n"
	for i := range 12 {
		lists += fmt.Sprintf("x%d: &x%d {apiVersion: v1, kind: List, items: [%s]}\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*x%d , ", i), 9))
	}
	for name, text := range map[string]string{
		"billion laughs": laughs("[ha]", "[?,?,?,?,?,?,?,?,?]"),
		"mappings":       laughs("{ha: ha}", "{a: ?, b: ?, c: ?, d: ?, e: ?, f: ?, g: ?}"),
		"merges":         laughs("{ha: ha}", "{<<: [?,?,?,?,?,?,?,?,?]}"),
		"quadratic":      wide,
		"Lists":          lists + "items: [*x12 ]\n",
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			parsed := parse(text)
			want := "expands to more than 100000 values through its aliases"
			if name == "Lists" {
				want = "nests lists more than 4 levels deep"
			}
			if len(parsed.Errors) == 0 || len(parsed.Errors) > 2 || !strings.Contains(parsed.Errors[0].Message, want) {
				t.Errorf("got %v, want one error: %s", parsed.Errors, want)
			}
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestLongLinesAreLinear reads a minified object of some megabytes, which is one line.
func TestLongLinesAreLinear(t *testing.T) {
	text := `{"apiVersion":"v1","kind":"Pod","é":[` + strings.Repeat(`{"a":1},`, 200_000) + `0]}`
	begin := time.Now()
	a := only(t, parse(text))
	if got, want := a.Position([]any{"é", 200_000}).Column, 1+len([]rune(text))-3; got != want {
		t.Errorf("got column %d, want %d", got, want)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

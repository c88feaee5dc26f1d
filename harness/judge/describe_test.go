package judge_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/source"
)

// described returns the judgement of the first object of a text with one finding of a control at each of the paths.
func described(t *testing.T, file, text, id string, paths ...[]any) *judge.Judgement {
	t.Helper()
	d := &source.Document{File: file, Index: 1, Line: 1, Text: []byte(text)}
	parsed := kubernetes.New().Parse(d)
	if len(parsed.Artefacts) == 0 {
		t.Fatalf("no object in %q: %v", text, parsed)
	}
	a := parsed.Artefacts[0]
	j := judge.New(a)
	outcome := &judge.Outcome{Control: &control.Control{ID: id}}
	for _, path := range paths {
		outcome.Violations = append(outcome.Violations, judge.Statement{Message: "wrong", Path: path})
	}
	j.Take(outcome, a.Position)
	j.Describe(a, d.File, d.Lines())
	j.Sort()
	j.Identify()
	return j
}

// TestSnippet shows a line of the file with its value where that cannot be a secret.
func TestSnippet(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
	container := func(line string) string { return head + "spec:\n  containers:\n    - name: c\n      " + line + "\n" }
	in := func(path ...any) []any { return append([]any{"spec", "containers", 0}, path...) }
	for name, test := range map[string]struct {
		text, control, want string
		path                []any
	}{
		"boolean":         {text: head + "spec:\n  hostPID: true\n", path: []any{"spec", "hostPID"}, want: "hostPID: true"},
		"with a comment":  {text: head + "spec:\n  hostPID: true # password: x\n", path: []any{"spec", "hostPID"}, want: "hostPID: true"},
		"quoted":          {text: head + "spec:\n  \"nodeName\": \"node-1\"\n", path: []any{"spec", "nodeName"}, want: `"nodeName": "node-1"`},
		"image":           {text: container("image: registry.example.org/x:1"), path: in("image"), want: "image: registry.example.org/x:1"},
		"credentials":     {text: container("image: https://me:hunter2@registry.example.org/x"), path: in("image"), want: "image: https://***@registry.example.org/x"},
		"no scheme":       {text: container("image: me:hunter2@registry.example.org/x"), path: in("image"), want: "image: ***@registry.example.org/x"},
		"item":            {text: head + "spec:\n  containers:\n    - name: c\n      command:\n        - sh\n", path: in("command", 0), want: "- ***"},
		"first of item":   {text: head + "spec:\n  containers:\n    - name: c\n", path: in("name"), want: "- name: c"},
		"environment":     {text: container("env:\n        - name: A\n          value: hunter2"), path: in("env", 0, "value"), want: "value: ***"},
		"a number there":  {text: container("env:\n        - name: A\n          value: '1234567'"), path: in("env", 0, "value"), want: "value: ***"},
		"a flag there":    {text: container("env:\n        - name: A\n          value: \"true\""), path: in("env", 0, "value"), want: `value: "true"`},
		"annotation":      {text: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    x: hunter2\n", path: []any{"metadata", "annotations", "x"}, want: "x: ***"},
		"key that tells":  {text: container("token: hunter2"), path: in("token"), want: "token: ***"},
		"of a secret":     {text: "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: hunter2/x\n", path: []any{"type"}, want: "type: ***"},
		"of anyone's":     {text: "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n  x: hunter2/y\n", path: []any{"spec", "x"}, want: "x: ***"},
		"control of text": {text: head + "spec:\n  nodeName: hunter2/x\n", control: "secrets.x", path: []any{"spec", "nodeName"}, want: "nodeName: ***"},
		"block":           {text: head + "spec:\n  nodeName: |\n    hunter2\n", path: []any{"spec", "nodeName"}, want: "nodeName: |"},
		"parent":          {text: head + "spec:\n  securityContext:\n    runAsUser: 0\n", path: []any{"spec", "securityContext"}, want: "securityContext:"},

		"flow":         {text: head + "spec: {hostPID: true, password: hunter2}\n", path: []any{"spec", "hostPID"}},
		"anchor":       {text: head + "spec:\n  nodeName: &x hunter2\n", path: []any{"spec", "nodeName"}},
		"tag":          {text: head + "spec:\n  nodeName: !!str hunter2\n", path: []any{"spec", "nodeName"}},
		"escapes":      {text: head + "spec:\n  nodeName: \"a\\\"hunter2\"\n", path: []any{"spec", "nodeName"}},
		"open quote":   {text: head + "spec:\n  nodeName: \"hunter2\n    x\"\n", path: []any{"spec", "nodeName"}},
		"long":         {text: head + "spec:\n  nodeName: " + strings.Repeat("x", 200) + "\n", path: []any{"spec", "nodeName"}},
		"absent":       {text: head + "spec: {}\n", path: []any{"spec", "hostPID"}},
		"whole object": {text: head, path: []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			id := test.control
			if id == "" {
				id = "podsecurity.x"
			}
			if got := described(t, "a.yaml", test.text, id, test.path).Findings[0].Snippet; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestFingerprint wants a fingerprint to survive what changes nothing of a finding, and nothing else.
func TestFingerprint(t *testing.T) {
	const text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec:\n  containers:\n    - {name: b, image: x}\n    - {name: c, image: y}\n"
	path := []any{"spec", "containers", 1, "image"}
	of := func(file, text, id string, path []any) string {
		return described(t, file, text, id, path).Findings[0].Fingerprint
	}
	base := of("a.yaml", text, "images.x", path)
	if len(base) != 32 {
		t.Errorf("got %q, want 32 hexadecimal digits", base)
	}
	replaced := func(old, new string) string { return strings.Replace(text, old, new, 1) }
	for name, same := range map[string]string{
		"other lines":       of("a.yaml", "# a comment\n\n"+text, "images.x", path),
		"another file":      of("b.yaml", text, "images.x", path),
		"another value":     of("a.yaml", replaced("image: y", "image: z"), "images.x", path),
		"an item before it": of("a.yaml", replaced("    - {name: b", "    - {name: a, image: x}\n    - {name: b"), "images.x", []any{"spec", "containers", 2, "image"}),
		"another version":   of("a.yaml", replaced("apiVersion: v1", "apiVersion: v2"), "images.x", path),
	} {
		if same != base {
			t.Errorf("%s: got %s, want %s", name, same, base)
		}
	}
	nameless := replaced("name: a, ", "")
	for name, other := range map[string]string{
		"another control":   of("a.yaml", text, "images.y", path),
		"another object":    of("a.yaml", replaced("name: a", "name: b"), "images.x", path),
		"another namespace": of("a.yaml", replaced("shop", "till"), "images.x", path),
		"another container": of("a.yaml", text, "images.x", []any{"spec", "containers", 0, "image"}),
		"another field":     of("a.yaml", text, "images.x", []any{"spec", "containers", 1}),
		"no name":           of("a.yaml", nameless, "images.x", path),
	} {
		if other == base {
			t.Errorf("%s: got the same fingerprint", name)
		}
	}
	if of("a.yaml", nameless, "images.x", path) == of("b.yaml", nameless, "images.x", path) {
		t.Error("objects without names in two files have the same fingerprint")
	}
	twice := described(t, "a.yaml", text, "images.x", path, path)
	if twice.Findings[0].Fingerprint == twice.Findings[1].Fingerprint || twice.Findings[0].Fingerprint != base {
		t.Errorf("two findings at one place: %s and %s, want %s and another", twice.Findings[0].Fingerprint, twice.Findings[1].Fingerprint, base)
	}
}

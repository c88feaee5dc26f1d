package fix_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/fix"
)

// TestLayouts fixes what people write in their own ways. What is to be taken away stands between « and », and what is to be
// added between ‹ and ›.
func TestLayouts(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\n"
	const added = "‹      imagePullPolicy: Always\n›"
	for name, text := range map[string]string{
		"plain":           head + "spec:\n  containers:\n    - name: a\n      image: a:1\n" + added,
		"comments":        head + "spec:\n  containers:\n    # one\n    - name: a # two\n      image: a:1 # three\n" + added + "      # four\n  # five\n",
		"CRLF":            strings.ReplaceAll(head+"spec:\n  containers:\n    - name: a\n      image: a:1\n"+added, "\n", "\r\n"),
		"CR":              strings.ReplaceAll(head+"spec:\n  containers:\n    - name: a\n      image: a:1\n"+added, "\n", "\r"),
		"no break":        head + "spec:\n  containers:\n    - name: a\n      image: a:1‹\n      imagePullPolicy: Always›",
		"byte order mark": "\ufeff" + head + "spec:\n  containers:\n    - name: a\n      image: a:1\n" + added,
		"tabs":            head + "spec:\n  containers:\n    - name:\ta\t# one\n      image:\ta:1\t\n" + added,
		"one blank":       head + "spec:\n containers:\n -   name: a\n     image: a:1\n‹     imagePullPolicy: Always\n›",
		"dash alone":      head + "spec:\n  containers:\n    -\n      name: a\n      image: a:1\n" + added,
		"block scalar":    head + "spec:\n  containers:\n    - name: a\n      image: a:1\n      args:\n        - |\n          # text\n\n          image: b\n" + added,
		"plain lines":     head + "spec:\n  containers:\n    - name: a\n      image: a:1\n      args:\n        - one\n          two\n" + added,
		"quoted lines":    head + "spec:\n  containers:\n    - name: a\n      image: a:1\n      args:\n        - \"one\n          two\"\n" + added,
		"folded image":    head + "spec:\n  containers:\n    - name: a\n      image: >-\n        a:1\n" + added,
		"quotation marks": head + "\"spec\":\n  'containers':\n    - \"name\": \"a\"\n      \"image\": 'a:1'\n" + added,
		"anchors":         head + "spec: &s\n  containers: &c\n    - &a\n      name: &n a\n      image: !!str a:1\n" + added,
		"merge keys":      head + "x: &x\n  image: a:1\nspec:\n  containers:\n    - <<: *x\n      name: a\n" + added,
		"question marks":  head + "? spec\n:\n  containers:\n    - name: a\n      image: a:1\n" + added,
		"twice":           head + "spec:\n  containers:\n    - name: a\n      image: b:1\n      image: a:1\n" + added,
		"documents":       "# one\n---\n" + head + "spec:\n  containers:\n    - name: a\n      image: a:1\n" + added + "...\n---\n# two\n---\n" + strings.Replace(head, "app", "other", 1) + "spec:\n  containers:\n    - name: a\n      image: a:1\n" + added + "...\n",
		"list":            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: app, namespace: shop}\n  spec:\n    containers:\n    - image: a:1\n      name: a\n" + added + "- {apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}}\n",
		"flow":            head + "spec: {containers: [{name: a, image: a:1‹, imagePullPolicy: Always›}]} # one\n",
		"flow of lines":   head + "spec: {\n  containers: [ # one\n    {\n      name: a,\n      image: \"a:1\"‹,\n      imagePullPolicy: Always›, # two\n    },\n  ],\n}\n",
		"JSON":            `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app", "namespace": "shop"}, "spec": {"containers": [{"name": "a", "image": "a:1"‹, "imagePullPolicy": "Always"›}]}}`,
		"JSON in short":   `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"app","namespace":"shop"},"spec":{"containers":[{"name":"a","image":"a:1"‹,"imagePullPolicy":"Always"›}]}}`,
		"JSON of lines":   "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\"name\": \"app\", \"namespace\": \"shop\"},\n\t\"spec\": {\n\t\t\"containers\": [\n\t\t\t{\n\t\t\t\t\"name\": \"a\",\n\t\t\t\t\"image\": \"a:1\"‹,\n\t\t\t\t\"imagePullPolicy\": \"Always\"›\n\t\t\t}\n\t\t]\n\t}\n}\n",
		"another value":   head + "spec:\n  containers:\n    - name: a\n      image: a:1\n      imagePullPolicy: '«IfNotPresent»‹Always›' # one\n",
		"an alias":        head + "spec:\n  containers:\n    - &a {name: a, image: a:1}\n    - *a\n",
		"an anchor":       head + "spec:\n  containers:\n    - {name: a, image: a:1, imagePullPolicy: &p IfNotPresent}\n",
		"UTF-16":          utf16(head + "spec:\n  containers:\n    - {name: a, image: a:1}\n"),
	} {
		before, after := marked(text, "‹", "›", "«", "»"), marked(text, "«", "»", "‹", "›")
		e := engine(t, harness.Options{Controls: []string{"images.pull_policy"}})
		plan, err := fix.Propose(t.Context(), harness.Bytes("pod.yaml", []byte(before)), fix.Options{Engine: e})
		if err != nil {
			t.Fatal(err)
		}
		got := before
		if len(plan.Changes) == 1 {
			got = string(plan.Changes[0].New)
		}
		if got != after || plan.Before.Summary.Errors > 0 || len(plan.Before.Findings) == 0 {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, after)
		}
	}
}

// marked returns a text without what stands between two marks, and without the other two.
func marked(text, begin, end, keepBegin, keepEnd string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, begin)
		out.WriteString(before)
		if !found {
			break
		}
		_, text, _ = strings.Cut(rest, end)
	}
	return strings.NewReplacer(keepBegin, "", keepEnd, "").Replace(out.String())
}

func utf16(text string) string {
	var out strings.Builder
	out.WriteString("\xff\xfe")
	for _, c := range []byte(text) {
		out.Write([]byte{c, 0})
	}
	return out.String()
}

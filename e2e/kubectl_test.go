//go:build e2e

package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// The objects of the tricks. Every name begins with @, which stands for what tells one call of kubectl from
// the others.
const (
	configMap = `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "@-map"}, "data": {"k": "v"}}`
	role      = `{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "@-role"}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}`
	nameless  = `{"metadata": {"name": "@-nameless"}, "data": {"k": "v"}}` // that says no kind
	head      = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-outer}\ndata: {k: outer}\n"
)

// tricks are what an author may write so that kubectl reads something else than a program that looks for
// plain manifests.
var tricks = map[string]string{
	"a list":                           "apiVersion: v1\nkind: List\nitems: [" + configMap + ", " + role + "]\n",
	"items beside a ConfigMap":         head + "items: [" + role + "]\n",
	"items of no items":                head + "items: []\n",
	"items that are null":              head + "items: null\n",
	"items that are an object":         head + "items: " + role + "\n",
	"items that are text":              head + "items: all\n",
	"Items":                            head + "Items: [" + role + "]\n",
	"items of a null":                  "apiVersion: v1\nkind: List\nitems: [null, " + configMap + "]\n",
	"items of text":                    "apiVersion: v1\nkind: List\nitems: [ConfigMap, " + configMap + "]\n",
	"a list of a kind that is none":    "apiVersion: example.org/v1\nkind: Anything\nitems: [" + configMap + "]\n",
	"a list whose kind ends in List":   "apiVersion: example.org/v1\nkind: AllowList\nitems: [" + configMap + "]\n",
	"a list without apiVersion":        "kind: List\nitems: [" + configMap + "]\n",
	"a list without kind":              "apiVersion: v1\nitems: [" + configMap + "]\n",
	"a List of another group":          "apiVersion: example.org/v1\nkind: List\nitems: [" + configMap + "]\n",
	"items beside a Namespace":         "apiVersion: v1\nkind: Namespace\nmetadata: {name: @-outer}\nitems: [" + role + "]\n",
	"a list within a list":             "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: [" + configMap + "]}, " + role + "]\n",
	"a strange list within a list":     "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: @-outer}, items: [" + configMap + "]}]\n",
	"lists without an end":             strings.Repeat(`{"apiVersion": "v1", "kind": "List", "items": [`, 7) + configMap + strings.Repeat("]}", 7),
	"a typed list":                     "apiVersion: v1\nkind: ConfigMapList\nitems: [" + nameless + "]\n",
	"a typed list of Roles":            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems: [{metadata: {name: @-role}, rules: []}]\n",
	"a typed list of another kind":     "apiVersion: v1\nkind: ConfigMapList\nitems: [" + role + "]\n",
	"a typed list, empty kind":         "apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: '', kind: '', metadata: {name: @-map}, data: {k: v}}]\n",
	"a typed list, null kind":          "apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: null, kind: null, metadata: {name: @-map}, data: {k: v}}]\n",
	"a typed list, kind alone":         "apiVersion: v1\nkind: ConfigMapList\nitems: [{kind: ConfigMap, metadata: {name: @-map}, data: {k: v}}]\n",
	"a typed list, version alone":      "apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: v1, metadata: {name: @-map}, data: {k: v}}]\n",
	"a ConfigMap of nameless items":    head + "items: [" + nameless + "]\n",
	"a List of nameless items":         "apiVersion: v1\nkind: List\nitems: [" + nameless + "]\n",
	"no apiVersion":                    "kind: ConfigMap\nmetadata: {name: @-map}\n",
	"no kind":                          "apiVersion: v1\nmetadata: {name: @-map}\n",
	"KIND":                             "apiVersion: v1\nKIND: ConfigMap\nmetadata: {name: @-map}\n",
	"Kind beside kind":                 "apiVersion: v1\nkind: ConfigMap\nKind: Secret\nmetadata: {name: @-map}\n",
	"a kind in lower case":             "apiVersion: v1\nkind: configmap\nmetadata: {name: @-map}\n",
	"Data beside data":                 head + "Data: {k: upper}\n",
	"a name that is generated":         "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: @-}\ndata: {k: v}\n",
	"kind twice":                       head + "kind: Secret\n",
	"kind twice in JSON":               `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "@-map"}, "kind": "ConfigMap"}`,
	"data twice":                       head + "data: {k: again}\n",
	"data twice in JSON":               `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "@-map"}, "data": {"a": "1"}, "data": {"b": "2"}}`,
	"metadata twice in JSON":           `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "@-one"}, "metadata": {"name": "@-two"}}`,
	"items twice in JSON":              `{"apiVersion": "v1", "kind": "List", "items": [` + role + `], "items": [` + configMap + `]}`,
	"a merge key":                      "<<: {apiVersion: v1, kind: ConfigMap, data: {k: merged}}\nmetadata: {name: @-map}\n",
	"a merge key and the key":          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\ndata: {k: own, <<: {k: merged, l: merged}}\n",
	"merge keys":                       "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\ndata: {<<: [{k: one}, {k: two, l: two}], m: own}\n",
	"a merge key of items":             head + "<<: {items: [" + role + "]}\n",
	"a merge key in JSON":              `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "@-map"}, "<<": {"data": {"k": "merged"}}}`,
	"a quoted merge key":               head + "\"<<\": {immutable: true}\n",
	"aliases":                          "x: &x " + configMap + "\napiVersion: v1\nkind: List\nitems: [*x ]\n",
	"aliases of words":                 "apiVersion: v1\nkind: &k ConfigMap\nmetadata: {name: @-map}\ndata: {k: *k }\n",
	"an alias of another document":     "x: &x " + configMap + "\n---\napiVersion: v1\nkind: List\nitems: [*x ]\n",
	"a mark of byte order":             "\ufeff" + head,
	"a mark of byte order, JSON":       "\ufeff" + configMap,
	"marks of byte order":              "\ufeff" + head + "---\n\ufeff" + role + "\n",
	"UTF-16":                           "\xff\xfe" + strings.Join(strings.Split(configMap, ""), "\x00") + "\x00",
	"CRLF":                             strings.ReplaceAll(head+"---\n"+role+"\n", "\n", "\r\n"),
	"CR":                               strings.ReplaceAll(head+"---\n"+role+"\n", "\n", "\r"),
	"CR around a marker":               head + "\r---\r" + role + "\n",
	"next line":                        strings.ReplaceAll(head, "\n", "\u0085"),
	"line separator":                   strings.ReplaceAll(head, "\n", "\u2028"),
	"line separator in a comment":      "# none\u2028apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\n",
	"two documents":                    head + "---\n" + role + "\n",
	"a marker with a comment":          head + "--- # more\n" + role + "\n",
	"a marker with spaces":             head + "---   \n" + role + "\n",
	"a marker with content":            head + "--- " + role + "\n",
	"a marker that goes on":            head + "---x\n" + role + "\n",
	"a marker of four":                 head + "----\n" + role + "\n",
	"an indented marker":               head + " ---\n" + role + "\n",
	"the end of a document":            head + "...\n" + role + "\n",
	"the end of a document, a marker":  head + "...\n---\n" + role + "\n",
	"markers alone":                    "---\n---\n---\n" + head + "---\n---\n",
	"a marker in a text":               "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\ndata:\n  k: |\n    a\n    ---\n    b\n",
	"a marker that cuts a text":        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\ndata:\n  k: \"a\n---\n" + role + "\n",
	"null documents":                   "null\n---\n~\n---\n" + head + "---\nnull\n---\n# nothing\n---\n" + role + "\n",
	"a document of text":               "text\n---\n" + role + "\n",
	"a document that is broken":        "a: [\n---\n" + role + "\n",
	"a broken document last":           head + "---\na: [\n",
	"a directive":                      "%YAML 1.1\n---\n" + head,
	"a directive of the next":          head + "...\n%YAML 1.1\n---\n" + role + "\n",
	"JSON":                             configMap,
	"JSON one after another":           configMap + role,
	"JSON line by line":                configMap + "\n" + role + "\n",
	"JSON between markers":             configMap + "\n---\n" + role + "\n---\n",
	"YAML after JSON":                  configMap + "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-two}\n",
	"YAML after JSON without a marker": configMap + "\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-two}\n",
	"JSON after YAML":                  head + "---\n" + configMap + role + "\n",
	"JSON after a comment":             "# {\n" + configMap + "\n" + role + "\n",
	"JSON after a marker":              "---\n" + configMap + "\n" + role + "\n",
	"JSON after many lines":            strings.Repeat("\n", 5000) + configMap + role,
	"JSON after a null":                "null\n" + configMap,
	"JSON and what is none":            configMap + "\n]\n" + role,
	"an array":                         "[" + configMap + "]",
	"a sequence":                       "- " + configMap + "\n",
	"escapes in keys":                  `{"apiVersion": "v1", "\u006bind": "Conf\u0069gMap", "metadata": {"name": "@-map"}}`,
	"escapes in YAML":                  "apiVersion: v1\n\"\\x6bind\": \"Config\\x4dap\"\nmetadata: {name: @-map}\n",
	"half a character":                 `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "@-map"}, "data": {"k": "\ud800"}}`,
	"complex keys":                     "? apiVersion\n: v1\n? kind\n: ConfigMap\n? metadata\n: {name: @-map}\n",
	"tags":                             "!!map\n!!str apiVersion: !!str v1\n!!str kind: !!str ConfigMap\nmetadata: {name: @-map}\n",
	"a tag of one's own":               "apiVersion: v1\nkind: !mine ConfigMap\nmetadata: {name: @-map}\n",
	"a binary kind":                    "apiVersion: v1\nkind: !!binary Q29uZmlnTWFw\nmetadata: {name: @-map}\n",
	"words for true":                   head + "immutable: on\n",
	"a number that is text":            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: @-map}\ndata: {k: \"010\", 1: a, yes: b}\n",
	"a key review":                     head + "review: {object: {apiVersion: v1, kind: Event}}\n",
	"a key request":                    head + "request: {object: {apiVersion: v1, kind: Event}}\n",
	"an AdmissionReview":               "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {object: " + configMap + "}\nitems: [" + role + "]\n",
	"a Kustomization with items":       "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nitems: [" + role + "]\n",
	"a zero byte":                      head + "---\n" + role + "\n#\x00\n",
	"no UTF-8":                         head + "# \xff\n---\n" + role + "\n",
}

// TestKubectl puts the tricks into the cluster by kubectl. Whatever is there afterwards was judged as it is
// there, or failed the run.
func TestKubectl(t *testing.T) {
	const namespace = "kubectl-tricks"
	kubectl(t, "create", "namespace", namespace)
	t.Cleanup(func() { kubectl(t, "delete", "namespace", namespace, "--wait=true") })
	dir := t.TempDir()
	type call struct{ name, mode, text, output string }
	calls := map[string]*call{}
	var group errgroup.Group
	group.SetLimit(3)
	for name, trick := range tricks {
		for mode, args := range map[string][]string{
			"create":      {"create", "--validate=false"},
			"apply":       {"apply"},
			"server-side": {"apply", "--server-side", "--validate=false"},
		} {
			mark := fmt.Sprintf("t%d", len(calls))
			c := &call{name: name, mode: mode, text: strings.ReplaceAll(trick, "@", mark)}
			if name == "UTF-16" {
				c.text = strings.ReplaceAll(trick, "@", strings.Join(strings.Split(mark, ""), "\x00"))
			}
			calls[mark] = c
			file := filepath.Join(dir, mark+".yaml")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			group.Go(func() error {
				c.output, _ = shared.Kubectl(t.Context(), append(args, "-n", namespace, "-f", file)...) // many are refused
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}

	there, byMode := map[string][]*unstructured.Unstructured{}, map[string]int{}
	for _, path := range []string{
		"/api/v1/configmaps", "/api/v1/secrets", "/api/v1/namespaces", "/api/v1/events",
		"/apis/rbac.authorization.k8s.io/v1/roles", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
	} {
		for _, object := range everyObject(t, path) {
			mark, _, _ := strings.Cut(object.GetName(), "-")
			c := calls[mark]
			if c == nil || object.GetNamespace() != namespace && object.GetNamespace() != "" {
				continue
			}
			there[mark] = append(there[mark], object)
			byMode[c.mode]++
			if object.GetNamespace() == "" {
				t.Cleanup(func() { tearDown(t, object) })
			}
		}
	}
	t.Logf("objects of %d tricks that came into the cluster: %v", len(tricks), byMode)
	for mode, least := range map[string]int{"create": 70, "apply": 70, "server-side": 70} {
		if byMode[mode] < least {
			t.Errorf("%s brought %d objects, which proves too little", mode, byMode[mode])
		}
	}
	for mark, objects := range there {
		c := calls[mark]
		judged, said := read(t, c.text)
		for _, object := range objects {
			isJudged := false
			for _, value := range judged {
				isJudged = isJudged || is(object, value)
			}
			switch {
			case isJudged:
			case len(said) > 0:
				t.Logf("%s: %s, %s: not judged, but: %s", c.name, c.mode, object.GetKind(), strings.Join(said, "; "))
			default:
				t.Errorf("%s: %s put there what was not judged: %v\nof\n%s\nkubectl: %s", c.name, c.mode, object.Object, c.text, c.output)
			}
		}
	}
}

// everyObject lists the objects of a path.
func everyObject(t *testing.T, path string) (objects []*unstructured.Unstructured) {
	t.Helper()
	response, err := shared.Do(t.Context(), cluster.Request{Method: http.MethodGet, Path: path})
	if err != nil || !response.OK() {
		t.Fatalf("%s: %v %+v", path, err, response)
	}
	var list unstructured.UnstructuredList
	if err := json.Unmarshal(response.Body, &list); err != nil {
		t.Fatal(err)
	}
	for i := range list.Items {
		objects = append(objects, &list.Items[i])
	}
	return objects
}

// read gives the objects that are judged of a text, and the errors, by which a run fails. What is said to be
// no object has no business in the cluster.
func read(t *testing.T, text string) (objects []map[string]any, said []string) {
	t.Helper()
	from := source.Bytes("f", []byte(text))
	parser := kubernetes.New()
	for document, err := range from.Documents(source.Limits{Document: 1 << 20}) {
		if err != nil {
			said = append(said, err.Error())
			continue
		}
		parsed := parser.Parse(document)
		for _, e := range parsed.Errors {
			said = append(said, e.Error())
		}
		for _, a := range parsed.Artefacts {
			text := a.Value.JSON()
			var object map[string]any
			if err := json.Unmarshal(text, &object); err != nil {
				t.Fatal(err)
			}
			objects = append(objects, object)
		}
	}
	return objects, said
}

// is tells whether an object of the cluster is one that was judged: of the same kind and name, and with the
// same fields.
func is(object *unstructured.Unstructured, judged map[string]any) bool {
	metadata, _ := judged["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	generated, _ := metadata["generateName"].(string)
	if name != object.GetName() && (name != "" || generated == "" || !strings.HasPrefix(object.GetName(), generated)) {
		return false
	}
	for field, value := range object.Object {
		switch field {
		case "metadata", "status", "spec", "type":
			continue // the API server fills them in
		case "rules":
			if rules, _ := value.([]any); len(rules) == 0 {
				continue
			}
		}
		if !reflect.DeepEqual(value, judged[field]) {
			return false
		}
	}
	return true
}

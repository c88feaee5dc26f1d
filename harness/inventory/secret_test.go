package inventory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/value"
)

// TestSecrets wants the outline of Secrets and not one of their values, however they are written. Every
// value has the word canary in it.
func TestSecrets(t *testing.T) {
	const annotations = `annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"pin":"canary"}}', a: canary}, labels: {a: canary}`
	for name, test := range map[string]struct{ text, want string }{
		"all": {
			"apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop, " + annotations + "}\ntype: Opaque\nimmutable: true\n" +
				"data: {user: Y2FuYXJ5, canary.txt: canary}\nstringData: {pin: canary}\nother: canary\n",
			`shop {"apiVersion":"v1","data":{"canary.txt":"","user":""},"kind":"Secret","metadata":{"name":"a","namespace":"shop"},"stringData":{"pin":""},"type":"Opaque"}`,
		},
		"none": {
			"apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: [canary]\ndata:\nstringData: [canary]\n",
			`default {"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}`,
		},
		"values of every type": {
			"apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: {canary: canary}, b: [canary], c: , 1: canary, true: canary}\n",
			`default {"apiVersion":"v1","data":{"1":"","a":"","b":"","c":"","true":""},"kind":"Secret","metadata":{"name":"a"}}`,
		},
		"a list": {
			"apiVersion: v1\nkind: SecretList\nitems: [{metadata: {name: a, " + annotations + "}, stringData: {pin: canary}}]\n",
			`default {"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"stringData":{"pin":""}}`,
		},
		"a merged mapping": {
			"apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  <<: {pin: canary}\n  user: &x canary\n  again: *x\n",
			`default {"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"stringData":{"again":"","pin":"","user":""}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			i, err := inventory.Build(t.Context(), texts(test.text), options(read("", "v1", "Secret", true)))
			if err != nil {
				t.Fatal(err)
			}
			var got string
			for at, object := range i.All() {
				got += at.Namespace + " " + string(object.(value.Value).JSON())
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if strings.Contains(strings.ReplaceAll(got, "canary.txt", ""), "canary") || strings.Contains(got, "Y2FuYXJ5") {
				t.Error("a value is among it")
			}
		})
	}
}

// TestSecretsOfOthers: a kind that is only called so is kept as it is.
func TestSecretsOfOthers(t *testing.T) {
	i, err := inventory.Build(t.Context(), texts("apiVersion: example.org/v1\nkind: Secret\nmetadata: {name: a, labels: {x: '1'}}"), options(read("example.org", "v1", "Secret", true)))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(names(i)); got != `[/namespace/default/example.org|v1/Secret/a "1"]` {
		t.Errorf("got %s", got)
	}
}

package inventory_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

func read(group, version, kind string, namespaced bool) control.Read {
	return control.Read{GroupVersionKind: schema.GroupVersionKind{Group: group, Version: version, Kind: kind}, Namespaced: namespaced}
}

var reads = []control.Read{
	read("", "v1", "Pod", true),
	read("", "v1", "Node", false),
	read("apps", "v1", "Deployment", true),
	read("example.org", "v1", "Thing", true),
}

func texts(texts ...string) []source.Found {
	var sources []source.Found
	for i, text := range texts {
		sources = append(sources, source.Found{Source: source.Bytes(fmt.Sprint(i), []byte(text))})
	}
	return sources
}

// options are those of an inventory of some kinds.
func options(reads ...control.Read) inventory.Options {
	return inventory.Options{Reads: reads, Formats: format.Set{kubernetes.New()}, Source: source.Options{Workers: 4}}
}

// names lists what an inventory holds, with the label x of each object.
func names(i *inventory.Inventory) []string {
	var all []string
	for at, object := range i.All() {
		path := "/cluster"
		if at.IsNamespaced {
			path = "/namespace/" + at.Namespace
		}
		path += "/" + strings.ReplaceAll(at.APIVersion, "/", "|") + "/" + at.Kind + "/" + strings.ReplaceAll(at.Name, "/", "|")
		if label, ok := object.(value.Value).At("metadata", "labels", "x").Text(); ok {
			path += fmt.Sprintf(" %q", label)
		}
		all = append(all, path)
	}
	slices.Sort(all)
	return all
}

func build(t *testing.T, sources []source.Found) *inventory.Inventory {
	t.Helper()
	i, err := inventory.Build(t.Context(), sources, options(reads...))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestBuild(t *testing.T) {
	for name, test := range map[string]struct {
		texts []string
		want  []string
	}{
		"nothing":         {nil, nil},
		"namespaced":      {[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}"}, []string{"/namespace/shop/v1/Pod/a"}},
		"of a group":      {[]string{"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: shop}"}, []string{"/namespace/shop/apps|v1/Deployment/a"}},
		"no namespace":    {[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a}"}, []string{"/namespace/default/v1/Pod/a"}},
		"empty namespace": {[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: ''}"}, []string{"/namespace/default/v1/Pod/a"}},
		"null namespace":  {[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: }"}, []string{"/namespace/default/v1/Pod/a"}},
		"extension":       {[]string{"apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a}"}, []string{"/namespace/default/example.org|v1/Thing/a"}},
		"cluster":         {[]string{"apiVersion: v1\nkind: Node\nmetadata: {name: a}"}, []string{"/cluster/v1/Node/a"}},
		"namespace that is none": {
			[]string{"apiVersion: v1\nkind: Node\nmetadata: {name: a, namespace: shop}"},
			[]string{"/cluster/v1/Node/a"},
		},
		"others": {[]string{
			"apiVersion: v1\nkind: Secret\nmetadata: {name: Pod}",
			"apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: a}",
			"apiVersion: v1\nkind: Deployment\nmetadata: {name: a}",
			"apiVersion: v1\nkind: pod\nmetadata: {name: Pod}",
			"# Pod\n", "Pod", "kind: Pod", "apiVersion: v1\nkind: Pod\nmetadata: Pod",
		}, nil},
		"no name":    {[]string{"apiVersion: v1\nkind: Pod", "apiVersion: v1\nkind: Pod\nmetadata: {name: ''}"}, nil},
		"to be told": {[]string{"apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}"}, []string{"/namespace/default/v1/Pod/a-0.0"}},
		"to be told, twice": {
			[]string{"apiVersion: v1\nkind: PodList\nitems: [{metadata: {generateName: a-}}, {metadata: {generateName: a-}}]"},
			[]string{"/namespace/default/v1/Pod/a-0.0", "/namespace/default/v1/Pod/a-0.1"},
		},
		"of one name, in files": {
			[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: '1'}}", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: '2'}}"},
			[]string{`/namespace/default/v1/Pod/a "2"`},
		},
		"of one name, in a list": {
			[]string{"apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a, labels: {x: '1'}}}, {metadata: {name: a, labels: {x: '2'}}}]"},
			[]string{`/namespace/default/v1/Pod/a "2"`},
		},
		"of one name, elsewhere": {
			[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: till}"},
			[]string{"/namespace/shop/v1/Pod/a", "/namespace/till/v1/Pod/a"},
		},
		"admission request": {[]string{"apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {object: {apiVersion: v1, kind: Pod, metadata: {name: a}}}"}, nil},
		"beside what is damaged": {
			[]string{"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\nkind: [Pod\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n", "\x00Pod"},
			[]string{"/namespace/default/v1/Pod/a", "/namespace/default/v1/Pod/b"},
		},
		"JSON":          {[]string{`{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}`}, []string{"/namespace/default/v1/Pod/a"}},
		"escape":        {[]string{`{"apiVersion": "v1", "kind": "P\u006fd", "metadata": {"name": "a"}}`}, []string{"/namespace/default/v1/Pod/a"}},
		"tag":           {[]string{"apiVersion: v1\nkind: !!binary UG9k\nmetadata: {name: a}"}, []string{"/namespace/default/v1/Pod/a"}},
		"anchor":        {[]string{"apiVersion: v1\nmetadata: {name: &x Pod}\nkind: *x\n"}, []string{"/namespace/default/v1/Pod/Pod"}},
		"folded":        {[]string{"apiVersion: v1\nkind: \"Po\\\n  d\"\nmetadata: {name: a}"}, []string{"/namespace/default/v1/Pod/a"}},
		"typed as list": {[]string{"apiVersion: v1\nkind: NodeList\nitems: [{metadata: {name: a}}, {metadata: {name: b}}]"}, []string{"/cluster/v1/Node/a", "/cluster/v1/Node/b"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := names(build(t, texts(test.texts...))); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHolds(t *testing.T) {
	i := build(t, texts("apiVersion: v1\nkind: Node\nmetadata: {name: a}"))
	if !i.Holds(reads) || !i.Holds(reads[1:2]) || i.Holds(reads[:1]) || i.Holds(nil) {
		t.Error("want it to hold a Node and nothing else")
	}
}

// TestLast: which of two objects counts is no question of which worker comes first.
func TestLast(t *testing.T) {
	var stream strings.Builder
	for i := range 500 {
		fmt.Fprintf(&stream, "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: '%d'}}\ny: [%s]\n", i, strings.Repeat("z, ", (500-i)%7*100))
	}
	if got, want := names(build(t, texts(stream.String()))), []string{`/namespace/default/v1/Pod/a "499"`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCancelled does not wait for a source that gives nothing.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	reader, writer := io.Pipe()
	defer writer.Close() //nolint:errcheck // a test's pipe
	silent := &source.File{Path: "silent", Open: func() (io.ReadCloser, error) { return reader, nil }}
	_, err := inventory.Build(ctx, []source.Found{{Source: silent}}, options(reads...))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestCustomResources(t *testing.T) {
	made, err := inventory.Build(t.Context(), texts(
		"apiVersion: secrets.example.org/v1\nkind: Vault\nmetadata: {name: a, namespace: shop}\nspec: {canary: x}\n",
		`{"apiVersion": "cluster.x-k8s.io/v1", "kind": "Cluster", "metadata": {"name": "b"}}`,
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c, namespace: shop}\n",
		"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: d, namespace: shop}\n",
	), options(control.CustomResources))
	if err != nil {
		t.Fatal(err)
	}
	got := names(made)
	want := []string{
		"/namespace/default/inventory.guiderail|v1/CustomResource/cluster.x-k8s.io|v1|Cluster|b",
		"/namespace/shop/inventory.guiderail|v1/CustomResource/secrets.example.org|v1|Vault|a",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, object := range made.All() {
		if strings.Contains(string(object.(value.Value).JSON()), "canary") {
			t.Error("more is kept of an object than its name")
		}
	}
}

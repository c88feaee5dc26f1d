package policies_test

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
)

// kindScope says where one kind lives.
type kindScope struct {
	group, kind, scope string
}

// clientScopes reads the scope of every kind from the types of client-go: the client of a namespaced
// resource is made for a namespace, as in Pods(namespace), and that of any other is not, as in Nodes().
func clientScopes(t *testing.T) []kindScope {
	t.Helper()
	var scopes []kindScope
	for version := range methods(reflect.TypeFor[kubernetes.Interface]()) {
		if version.Type.NumOut() != 1 || version.Type.NumIn() != 0 || version.Name == "Discovery" {
			continue
		}
		for resource := range methods(version.Type.Out(0)) {
			if resource.Name == "RESTClient" {
				continue
			}
			scope := "Cluster"
			if resource.Type.NumIn() == 1 && resource.Type.In(0).Kind() == reflect.String {
				scope = "Namespaced"
			}
			kind := kindOf(resource.Type.Out(0))
			if kind.Empty() {
				t.Errorf("%s().%s: the client has no method that tells its kind", version.Name, resource.Name)
				continue
			}
			scopes = append(scopes, kindScope{kind.Group, kind.Kind, scope})
		}
	}
	slices.SortFunc(scopes, func(a, b kindScope) int { return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.kind, b.kind)) })
	return slices.Compact(scopes)
}

func methods(typ reflect.Type) func(yield func(reflect.Method) bool) {
	return func(yield func(reflect.Method) bool) {
		for i := range typ.NumMethod() {
			if !yield(typ.Method(i)) {
				return
			}
		}
	}
}

// kindOf gives the kind that a client creates, reads or, as the one of evictions, posts.
func kindOf(client reflect.Type) schema.GroupKind {
	for _, name := range []string{"Create", "Get", "Evict"} {
		method, ok := client.MethodByName(name)
		if !ok {
			continue
		}
		for _, typ := range []reflect.Type{method.Type.Out(0), method.Type.In(method.Type.NumIn() - 1), method.Type.In(1)} {
			if typ.Kind() != reflect.Pointer {
				continue
			}
			object, ok := reflect.New(typ.Elem()).Interface().(runtime.Object)
			if !ok {
				continue
			}
			if kinds, _, err := scheme.Scheme.ObjectKinds(object); err == nil {
				return kinds[0].GroupKind()
			}
		}
	}
	return schema.GroupKind{}
}

// TestScopes holds what the library scope says of every kind of Kubernetes against client-go.
func TestScopes(t *testing.T) {
	evaluate := evaluator(t)
	scopes := clientScopes(t)
	known := map[[2]string]bool{}
	for _, want := range scopes {
		known[[2]string{want.group, want.kind}] = true
		if got := evaluate("data.lib.guiderail.scope.of(input[0], input[1])", want.group, want.kind); got != want.scope {
			t.Errorf("%s of group %q: got %v, want %s", want.kind, want.group, got, want.scope)
		}
	}
	for _, kind := range [][2]string{{"", "Pod"}, {"", "Node"}, {"authorization.k8s.io", "SubjectAccessReview"}, {"storage.k8s.io", "CSIDriver"}, {"policy", "Eviction"}} {
		if !known[kind] {
			t.Errorf("client-go was read without finding %s of group %q", kind[1], kind[0])
		}
	}
	t.Logf("%d kinds compared", len(scopes))

	// The other way round: a kind of a group of Kubernetes that client-go does not know is misspelt,
	// or one of these, which older versions had.
	gone := map[[2]string]bool{
		{"extensions", "PodSecurityPolicy"}:  true,
		{"policy", "PodSecurityPolicy"}:      true,
		{"networking.k8s.io", "ClusterCIDR"}: true,
		{"resource.k8s.io", "ResourceClass"}: true,
	}
	listed, _ := evaluate("data.lib.guiderail.scope._cluster_kinds").(map[string]any)
	if len(listed) == 0 {
		t.Fatal("the library scope has no table _cluster_kinds")
	}
	for group, kinds := range listed {
		if !slices.ContainsFunc(scopes, func(s kindScope) bool { return s.group == group }) {
			continue // an extension
		}
		for _, kind := range kinds.([]any) {
			if key := [2]string{group, kind.(string)}; !known[key] && !gone[key] {
				t.Errorf("the library scope lists %s of group %q, which client-go does not know", key[1], key[0])
			}
		}
	}
	for _, list := range []string{"_cluster_groups", "_namespaced_groups", "_other_programs"} {
		groups, _ := evaluate("data.lib.guiderail.scope." + list).([]any)
		if len(groups) == 0 {
			t.Errorf("the library scope has no list %s", list)
		}
		for _, group := range groups {
			if _, twice := listed[group.(string)]; twice {
				t.Errorf("the library scope has the group %s in two lists", group)
			}
		}
	}
}

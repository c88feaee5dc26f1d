package gatekeeper_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/wrongtype"
)

var wrongTypes = flag.Bool("wrong-types", false, "put values of wrong types at every path of every fixture, instead of at a selection")

// TestFrameworkWrongTypes has Gatekeeper's engine review the fixtures of each control with values of wrong
// types in them, also in what is synced. The selection has one value for each path, each in its turn: what
// the controls make of all of them is the harness's to test.
func TestFrameworkWrongTypes(t *testing.T) {
	reviewed, refused := 0, 0
	eachControl(t, func(t *testing.T, c *control.Control, k *keeper, sources iter.Seq[source.Found]) {
		w := &wrong{t: t, control: c, keeper: k, seen: map[string]bool{}}
		for found := range sources {
			var artefacts []*artefact.Artefact
			for document, readErr := range found.Source.Documents(source.Limits{}) {
				if readErr != nil {
					t.Fatal(readErr)
				}
				artefacts = append(artefacts, objectsOf(document)...)
			}
			forget := w.keeper.keep(t, c, found.Source)
			for _, a := range artefacts {
				w.mutate(a, artefacts)
			}
			forget()
		}
		reviewed += w.reviewed
		refused += w.refused
	})
	if reviewed < 4000 {
		t.Errorf("only %d reviews", reviewed)
	}
	t.Logf("%d reviews; %d mutants that Gatekeeper does not take", reviewed, refused)
}

type wrong struct {
	t       *testing.T
	control *control.Control
	keeper  *keeper
	seen    map[string]bool // kinds and the shapes of paths in them
	turn    int

	reviewed, refused int
}

// mutate reviews the mutants of an artefact, and the others of its file while a mutant of it is synced.
func (w *wrong) mutate(a *artefact.Artefact, others []*artefact.Artefact) {
	isRead := slices.ContainsFunc(w.control.Reads, func(r control.Read) bool {
		return r.GroupVersionKind == schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	})
	subject := a.Value
	if a.IsRequested() {
		subject = a.Request
	}
	values := wrongtype.Values()
	for m := range wrongtype.Of(subject, values, w.known(a)) {
		if w.turn++; !*wrongTypes && w.turn%(len(values)+1) != 0 {
			continue
		}
		request := w.request(a, m.Value)
		if request == nil {
			w.refused++
			continue
		}
		w.review(a, m, request)
		if !isRead || a.IsRequested() {
			continue
		}
		var object, right unstructured.Unstructured
		decode(w.t, m.Value, &object.Object)
		decode(w.t, a.Value, &right.Object)
		if object.GetNamespace() == "" {
			object.SetNamespace(right.GetNamespace())
		}
		if err := w.keeper.add(w.t, &object); err != nil {
			w.refused++
			continue
		}
		for _, other := range others {
			if other != a && !other.IsRequested() {
				w.review(a, m, w.request(other, other.Value))
			}
		}
		if err := w.keeper.remove(w.t, &object); err != nil {
			w.t.Fatal(err)
		}
		if err := w.keeper.add(w.t, &right); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *wrong) known(a *artefact.Artefact) func(string) bool {
	if *wrongTypes {
		return nil
	}
	return func(shape string) bool {
		key := fmt.Sprint(a.APIVersion, " ", a.Kind, a.IsRequested(), shape)
		known := w.seen[key]
		w.seen[key] = true
		return known
	}
}

// request gives the request that creates an object, or that the value of a review is; nil where the
// value is none that the API's types can hold.
func (w *wrong) request(a *artefact.Artefact, v value.Value) *admissionv1.AdmissionRequest {
	text := v.JSON()
	if a.IsRequested() {
		var request admissionv1.AdmissionRequest
		if json.Unmarshal(text, &request) != nil {
			return nil
		}
		return &request
	}
	gvk := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	return &admissionv1.AdmissionRequest{
		Kind:      metav1.GroupVersionKind{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind},
		Name:      a.Name,
		Namespace: a.Namespace,
		Operation: "CREATE",
		UserInfo:  authenticationv1.UserInfo{Username: "kubernetes-admin"},
		Object:    runtime.RawExtension{Raw: text},
	}
}

// review demands that the engine evaluates; that Gatekeeper cannot tell whether a constraint fits an
// object that is none is another matter.
func (w *wrong) review(a *artefact.Artefact, m *wrongtype.Mutant, request *admissionv1.AdmissionRequest) {
	w.reviewed++
	_, err := w.keeper.ask(w.t, point, request)
	switch {
	case err == nil:
	case strings.Contains(err.Error(), "eval_"):
		w.t.Errorf("%s, %s: %v", a.Position(nil), m, err)
	default:
		w.refused++
		w.reviewed--
	}
}

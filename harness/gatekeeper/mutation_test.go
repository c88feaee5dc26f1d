package gatekeeper_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	mutationsunversioned "github.com/open-policy-agent/gatekeeper/v3/apis/mutations/unversioned"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/mutators"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/types"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// system is where nothing may be mutated.
var system = []string{"kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"}

// overlays gives the mutators of a profile as objects, by the name of their overlay.
func overlays(t *testing.T, name string) map[string][]*unstructured.Unstructured {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	p, err := profile.Load(policies.FS, controls, name)
	if err != nil {
		t.Fatal(err)
	}
	files, err := gatekeeper.Mutations(t.Context(), all, p)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string][]*unstructured.Unstructured{}
	for _, f := range files {
		if path.Base(f.Path) == "kustomization.yaml" {
			continue
		}
		o := &unstructured.Unstructured{}
		if err := yaml.UnmarshalStrict(f.Text, &o.Object); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		overlay := path.Base(path.Dir(f.Path))
		objects[overlay] = append(objects[overlay], o)
	}
	return objects
}

// newMutator gives Gatekeeper's mutation system with these mutators.
func newMutator(t *testing.T, objects []*unstructured.Unstructured) *mutation.System {
	t.Helper()
	s := mutation.NewSystem(mutation.SystemOpts{})
	for _, o := range objects {
		var m types.Mutator
		var err error
		switch o.GetKind() {
		case "Assign":
			var a mutationsunversioned.Assign
			strictly(t, o, &a)
			m, err = mutators.MutatorForAssign(&a)
		case "AssignMetadata":
			var a mutationsunversioned.AssignMetadata
			strictly(t, o, &a)
			m, err = mutators.MutatorForAssignMetadata(&a)
		case "ModifySet":
			var a mutationsunversioned.ModifySet
			strictly(t, o, &a)
			m, err = mutators.MutatorForModifySet(&a)
		default:
			t.Fatalf("%s is a %s", o.GetName(), o.GetKind())
		}
		if err == nil {
			err = s.Upsert(m)
		}
		if err != nil {
			t.Fatalf("%s: %v", o.GetName(), err)
		}
		if conflicts := s.GetConflicts(m.ID()); len(conflicts) > 0 {
			t.Fatalf("%s conflicts with %v", o.GetName(), conflicts)
		}
	}
	return s
}

func strictly(t *testing.T, from *unstructured.Unstructured, into any) {
	t.Helper()
	text, err := from.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", from.GetName(), err)
	}
}

// mutate gives what becomes of an object, and whether it is another one now.
func mutate(t *testing.T, s *mutation.System, o *unstructured.Unstructured, operation admissionv1.Operation, labels map[string]string) (*unstructured.Unstructured, bool) {
	t.Helper()
	after := o.DeepCopy()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: o.GetNamespace(), Labels: labels}}
	if o.GetKind() == "Namespace" {
		namespace.ObjectMeta = metav1.ObjectMeta{Name: o.GetName(), Labels: o.GetLabels()}
	}
	if _, err := s.Mutate(t.Context(), &types.Mutable{Object: after, Namespace: namespace, Source: types.SourceTypeOriginal, Operation: operation}); err != nil {
		t.Fatalf("%s %s: %v", o.GetKind(), o.GetName(), err)
	}
	return after, !reflect.DeepEqual(o.Object, after.Object)
}

var (
	lenient = serializer.NewCodecFactory(scheme.Scheme).UniversalDeserializer()
	strict  = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
)

// served gives an object as an API server hands it to webhooks: of its type, with the defaults that
// matter here. It gives nil for what no API server would take for an object of a type of its own.
func served(text []byte) *unstructured.Unstructured {
	typed, _, err := lenient.Decode(text, nil, nil)
	if err != nil {
		return nil
	}
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
	if err != nil {
		return nil
	}
	o := &unstructured.Unstructured{Object: fields}
	if o.GetNamespace() == "" {
		o.SetNamespace("default")
	}
	for _, place := range [][]string{{"spec"}, {"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}} {
		if list, found, _ := unstructured.NestedFieldNoCopy(o.Object, append(place, "containers")...); found && list == nil {
			return nil
		}
		for _, list := range []string{"containers", "initContainers"} {
			containers, _, _ := unstructured.NestedSlice(o.Object, append(place, list)...)
			for _, container := range containers {
				fill(container.(map[string]any), o.GetKind() == "Pod")
			}
			if len(containers) > 0 {
				_ = unstructured.SetNestedSlice(o.Object, containers, append(place, list)...)
			}
		}
	}
	return o
}

func fill(container map[string]any, inPod bool) {
	if container["imagePullPolicy"] == nil {
		container["imagePullPolicy"] = "IfNotPresent"
		image, _ := container["image"].(string)
		name := image[strings.LastIndex(image, "/")+1:]
		if _, tag, _ := strings.Cut(name, ":"); !strings.Contains(name, "@") && (tag == "" || tag == "latest") {
			container["imagePullPolicy"] = "Always"
		}
	}
	resources, _ := container["resources"].(map[string]any)
	limits, _ := resources["limits"].(map[string]any)
	if inPod && len(limits) > 0 {
		requests, _ := resources["requests"].(map[string]any)
		requests = maps.Clone(requests)
		if requests == nil {
			requests = map[string]any{}
		}
		for name, limit := range limits {
			if requests[name] == nil {
				requests[name] = limit
			}
		}
		resources["requests"] = requests
	}
}

// judge gives what all controls say of each object: the controls and paths of the findings.
func judge(t *testing.T, engine *harness.Engine, objects []*unstructured.Unstructured) []map[string]bool {
	t.Helper()
	var stream bytes.Buffer
	for _, o := range objects {
		text, err := o.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&stream, "---\n%s", text)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(stream.Bytes())), nil }
	from := &source.File{Path: "objects.yaml", Open: open}
	said := make([]map[string]bool, 0, len(objects))
	_, err := engine.Each(t.Context(), slices.Values([]source.Found{{Source: from}}), func(r *harness.Result) error {
		for _, err := range r.Errors {
			t.Error(err)
		}
		for _, judged := range r.Judgements {
			findings := map[string]bool{}
			for _, f := range judged.Findings {
				findings[line(t, f.Control.ID, f.Path)] = true
			}
			said = append(said, findings)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(said) != len(objects) {
		t.Fatalf("%d of %d objects were judged", len(said), len(objects))
	}
	return said
}

// keeps tells whether an object still has everything that another one had. What some names hold does
// not count.
func keeps(after, before any, overridden ...string) bool {
	switch before := before.(type) {
	case map[string]any:
		after, ok := after.(map[string]any)
		if !ok {
			return false
		}
		for name, value := range before {
			if !slices.Contains(overridden, name) && !keeps(after[name], value, overridden...) {
				return false
			}
		}
		return true
	case []any:
		after, ok := after.([]any)
		return ok && len(after) == len(before) && every(before, func(i int) bool {
			return keeps(after[i], before[i], overridden...)
		})
	}
	return reflect.DeepEqual(after, before)
}

func every(list []any, holds func(i int) bool) bool {
	for i := range list {
		if !holds(i) {
			return false
		}
	}
	return true
}

// everyObject gives the objects of all fixtures, as an API server would serve them.
func everyObject(t *testing.T) (objects []*unstructured.Unstructured, left int) {
	t.Helper()
	parser := &kubernetes.Format{}
	for found := range source.Find([]string{"../../testdata/controls", "../../testdata/reference", "../../testdata/guide"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		for document, readErr := range found.Source.Documents(source.Limits{}) {
			if readErr != nil {
				continue
			}
			for _, a := range parser.Parse(document).Artefacts {
				if o := served(a.Value.JSON()); o != nil && !a.IsRequested() {
					objects = append(objects, o)
				} else {
					left++
				}
			}
		}
	}
	return objects, left
}

// TestMutationsMend mutates the objects of all fixtures as if they were created. Nothing that an author
// set may change, no control may find anything that it did not find before, and to mutate once is enough.
func TestMutationsMend(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: policies.FS})
	if err != nil {
		t.Fatal(err)
	}
	objects, left := everyObject(t)
	found := judge(t, engine, objects) // before mutation
	overridden := map[string][]string{"always-pull": {"imagePullPolicy", "pullPolicy"}}
	for overlay, written := range overlays(t, "eks") {
		t.Run(overlay, func(t *testing.T) {
			s := newMutator(t, written)
			// All of them are judged together each time, since controls look at other objects too.
			all, mutations := slices.Clone(objects), 0
			for i, o := range objects {
				mutated, changed := mutate(t, s, o, admissionv1.Create, nil)
				if !changed {
					continue
				}
				all[i] = mutated
				mutations++
				if slices.Contains(system, o.GetNamespace()) {
					t.Errorf("%s is of the system and was mutated", title(o))
				}
				if !keeps(mutated.Object, o.Object, overridden[overlay]...) {
					t.Errorf("%s lost what its author set:\n%v\n%v", title(o), o.Object, mutated.Object)
				}
				if _, again := mutate(t, s, mutated, admissionv1.Create, nil); again {
					t.Errorf("%s changes again when it is mutated twice", title(o))
				}
				text, err := mutated.MarshalJSON()
				if err != nil {
					t.Fatal(err)
				}
				if _, _, err := strict.Decode(text, nil, nil); err != nil {
					t.Errorf("%s: %v", title(o), err)
				}
			}
			gone := map[string]int{}
			for i, findings := range judge(t, engine, all) {
				for finding := range findings {
					if !found[i][finding] {
						t.Errorf("%s has a finding that it had not: %s", title(objects[i]), finding)
					}
				}
				for finding := range found[i] {
					if !findings[finding] {
						gone[controlOf(finding)]++
					}
				}
			}
			t.Logf("%d objects (%d more are none that an API server serves): %d were mutated, findings that went away: %v", len(objects), left, mutations, gone)
			if mutations == 0 || len(gone) == 0 {
				t.Error("nothing was mended")
			}
		})
	}
}

func title(o *unstructured.Unstructured) string {
	return fmt.Sprintf("%s %s/%s", o.GetKind(), o.GetNamespace(), o.GetName())
}

// controlOf gives the control of a finding as judge writes it.
func controlOf(finding string) string {
	_, id, _ := strings.Cut(finding, "] ")
	return id
}

const bare = `
containers: [{name: app, image: "niis/xroad-security-server-sidecar:7.6.2"}]
initContainers: [{name: init, image: "niis/xroad-security-server-sidecar:7.6.2"}]
volumes: [{name: files, image: {reference: "example.org/files:1"}}, {name: scratch, emptyDir: {}}]
`

// TestMutationsCover creates an object of each kind that says nothing of what the mutators are for, and
// wants the controls that they name to have nothing left to say.
func TestMutationsCover(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: policies.FS})
	if err != nil {
		t.Fatal(err)
	}
	var pod map[string]any
	if err := yaml.Unmarshal([]byte(bare), &pod); err != nil {
		t.Fatal(err)
	}
	template := map[string]any{"spec": pod}
	job := map[string]any{"spec": map[string]any{"template": template}}
	workload := func(version, kind string, spec any) *unstructured.Unstructured {
		text, err := json.Marshal(map[string]any{"apiVersion": version, "kind": kind, "metadata": map[string]any{"name": "bare", "namespace": "shop"}, "spec": spec})
		if err != nil {
			t.Fatal(err)
		}
		return served(text)
	}
	namespace := served([]byte(`{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}`))
	namespace.SetNamespace("")
	objects := []*unstructured.Unstructured{
		workload("v1", "Pod", pod),
		workload("apps/v1", "Deployment", job["spec"]),
		workload("apps/v1", "StatefulSet", job["spec"]),
		workload("apps/v1", "DaemonSet", job["spec"]),
		workload("batch/v1", "Job", job["spec"]),
		workload("batch/v1", "CronJob", map[string]any{"schedule": "@daily", "jobTemplate": job}),
		served([]byte(`{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "shop", "namespace": "shop"}}`)),
		namespace,
	}
	replicaSet := workload("apps/v1", "ReplicaSet", job["spec"])

	var written []*unstructured.Unstructured
	mended := map[string]bool{}
	for _, overlay := range overlays(t, "eks") {
		for _, o := range overlay {
			written = append(written, o)
			for id := range strings.SplitSeq(o.GetAnnotations()["guiderail.dev/controls"], ", ") {
				mended[id] = true
			}
		}
	}
	s := newMutator(t, written)
	var after []*unstructured.Unstructured
	for _, o := range objects {
		mutated, changed := mutate(t, s, o, admissionv1.Create, nil)
		if !changed {
			t.Errorf("a new %s is left as it is", o.GetKind())
		}
		after = append(after, mutated)
	}
	// The token of a pod is mounted before a mutator sees it: see the mutator.
	never := map[string]string{"Pod": "rbac.service_account_token"}
	found := map[string]bool{}
	said := judge(t, engine, after)
	for i, before := range judge(t, engine, objects) {
		for finding := range before {
			id := controlOf(finding)
			if kind := objects[i].GetKind(); mended[id] && said[i][finding] != (never[kind] == id) {
				t.Errorf("%s: after mutation the finding %s is there: %t", kind, finding, said[i][finding])
			}
			found[id] = true
		}
	}
	for id := range mended {
		if !found[id] {
			t.Errorf("a mutator is for %s, which finds nothing in what it mends", id)
		}
	}

	// What nobody creates, what is of the system, what the namespace forbids and what belongs to a
	// controller that would make it anew.
	unlike := func(why string, o *unstructured.Unstructured, operation admissionv1.Operation, labels map[string]string) {
		t.Helper()
		if _, changed := mutate(t, s, o, operation, labels); changed {
			t.Errorf("%s was mutated: %s", title(o), why)
		}
	}
	unlike("its Deployment would never be content with it", replicaSet, admissionv1.Create, nil)
	for _, o := range objects {
		isNamespace := o.GetKind() == "Namespace"
		for _, name := range system {
			its := o.DeepCopy()
			if isNamespace {
				its.SetName(name)
			} else {
				its.SetNamespace(name)
			}
			unlike("it is of the system", its, admissionv1.Create, nil)
		}
		free := o.DeepCopy()
		off := map[string]string{"guiderail.dev/mutate": "false"}
		if isNamespace {
			free.SetLabels(off)
		} else {
			unlike("it is only updated", o, admissionv1.Update, nil)
		}
		unlike("its namespace says no", free, admissionv1.Create, off)
	}
}

// TestMutationsOfProfiles wants the mutators of a profile to be those whose controls it has, off the
// namespaces that it exempts.
func TestMutationsOfProfiles(t *testing.T) {
	if names := fmt.Sprint(namesOf(overlays(t, "xroad-eks")["defaults"])); strings.Contains(names, "pod-security-warn") || !strings.Contains(names, "pod-security-enforce") {
		t.Errorf("a sidecar cannot be restricted, and its namespace gets %s", names)
	}
	if names := fmt.Sprint(namesOf(overlays(t, "eks")["defaults"])); !strings.Contains(names, "pod-security-warn") {
		t.Errorf("got only %s", names)
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	p, err := profile.Load(policies.FS, controls, "eks")
	if err != nil {
		t.Fatal(err)
	}
	p.Parameters = map[string]map[string]any{"podsecurity.enforce_label": {"exempt_namespaces": []any{"kube-system", "calico-system"}}}
	files, err := gatekeeper.Mutations(t.Context(), all, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path.Base(f.Path) == "kustomization.yaml" {
			continue
		}
		wanted := strings.Contains(f.Path, "pod-security-enforce")
		if got := strings.Contains(string(f.Text), "calico-system"); got != wanted {
			t.Errorf("%s keeps off the namespace that is exempt: %t", f.Path, got)
		}
		for _, name := range system {
			if !strings.Contains(string(f.Text), "- "+name+"\n") {
				t.Errorf("%s does not keep off %s", f.Path, name)
			}
		}
	}
}

// TestMutationsAssignFixes has mutators assign what the fixes of their controls set, with the parameters of the profile, and
// nothing of their own.
func TestMutationsAssignFixes(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(policies.FS, all.Controls, "eks")
	if err != nil {
		t.Fatal(err)
	}
	p.Parameters = map[string]map[string]any{"podsecurity.enforce_label": {"levels": []any{"restricted"}}}
	const mutator = "apiVersion: mutations.gatekeeper.sh/v1\nkind: AssignMetadata\nmetadata: {name: a, annotations: {guiderail.dev/controls: CONTROLS}}\nspec: {location: metadata.labels.a, match: {excludedNamespaces: []}PARAMETERS}\n"
	for _, test := range []struct{ controls, parameters, want, wrong string }{
		{"podsecurity.enforce_label", "", "value: restricted", ""},
		{"\"podsecurity.audit_warn_labels, podsecurity.enforce_label\"", "", "value: restricted", ""},
		{"network.default_deny_ingress", ", parameters: {assign: {value: own}}", "value: own", ""},
		{"podsecurity.enforce_label", ", parameters: {assign: {value: own}}", "", "a: it assigns what the fixes of podsecurity.enforce_label set; leave out parameters.assign"},
		{"\"podsecurity.enforce_label, podsecurity.privileged\"", "", "", "a: the fixes of its controls set restricted and false"},
		{"network.default_deny_ingress", "", "", "a: the fixes of network.default_deny_ingress do not all set one value, which it could assign"},
	} {
		own := *all
		own.Files = fstest.MapFS{"mutations/own/a.yaml": {Data: []byte(strings.NewReplacer("CONTROLS", test.controls, "PARAMETERS", test.parameters).Replace(mutator))}}
		files, err := gatekeeper.Mutations(t.Context(), &own, p)
		switch {
		case test.wrong != "":
			if err == nil || !strings.HasSuffix(err.Error(), test.wrong) {
				t.Errorf("got %v, want %s", err, test.wrong)
			}
		case err != nil || len(files) != 2 || !strings.Contains(string(files[0].Text)+string(files[1].Text), test.want):
			t.Errorf("%s: got %s, %v", test.controls, files, err)
		}
	}
}

func namesOf(objects []*unstructured.Unstructured) []string {
	var names []string
	for _, o := range objects {
		names = append(names, o.GetName())
	}
	return names
}

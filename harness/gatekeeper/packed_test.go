package gatekeeper_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	regoschema "github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego/schema"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/cachemanager/parser"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/policies"
)

// maxStored is what etcd takes by default.
const maxStored = 1536 << 10

// TestPackedTemplate wants the packed template of every profile to hold the files of its controls with another package,
// their libraries as they are, what they look up but no Secrets, and to fit into a cluster.
func TestPackedTemplate(t *testing.T) {
	controls, profiles := shipped(t)
	for _, p := range append(profiles, &profile.Profile{Name: "everything"}) {
		files, err := gatekeeper.Render(policies.FS, gatekeeper.Packed, p, controls, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := files[slices.IndexFunc(files, func(f gatekeeper.File) bool { return path.Base(f.Path) == "template.yaml" })].Text
		parsed := template(t, text)
		if parsed.Name != "guiderail" || parsed.Spec.CRD.Spec.Names.Kind != gatekeeper.PackedKind {
			t.Errorf("%s: template %s of kind %s", p.Name, parsed.Name, parsed.Spec.CRD.Spec.Names.Kind)
		}
		var stored any
		if err := yaml.Unmarshal(text, &stored); err != nil {
			t.Fatal(err)
		}
		size, err := json.Marshal(stored)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes as YAML, %d in etcd", p.Name, len(text), len(size))
		if len(size) > maxStored-64<<10 {
			t.Errorf("the packed template of %s has %d bytes, which hardly fits into etcd", p.Name, len(size))
		}
		rego, err := regoschema.GetSource(parsed.Spec.Targets[0].Code[0])
		if err != nil {
			t.Fatal(err)
		}
		want, reads := map[string]bool{}, map[schema.GroupVersionKind]bool{}
		for _, c := range gatekeeper.Chosen(p, controls) {
			for _, file := range append([]string{c.File}, c.Libraries...) {
				text, err := fs.ReadFile(policies.FS, file)
				if err != nil {
					t.Fatal(err)
				}
				want[strings.Replace(string(text), "\npackage guiderail."+c.ID+"\n", "\npackage lib.controls."+c.ID+"\n", 1)] = true
			}
			for _, read := range c.Reads {
				reads[read.GroupVersionKind] = true
			}
		}
		for _, lib := range rego.Libs {
			if !want[lib] {
				t.Errorf("%s: a library is not a file of the policies:\n%s", p.Name, lib)
			}
			delete(want, lib)
		}
		for text := range want {
			t.Errorf("%s: missing, or there twice:\n%s", p.Name, text)
		}
		requirements, err := parser.ReadSyncRequirements(parsed)
		if err != nil {
			t.Fatal(err)
		}
		synced := map[schema.GroupVersionKind]bool{}
		for _, requirement := range requirements {
			for kind := range requirement {
				synced[kind] = true
			}
		}
		if !reflect.DeepEqual(synced, reads) || synced[schema.GroupVersionKind{Version: "v1", Kind: "Secret"}] {
			t.Errorf("%s: the template requires %v, its controls look up %v", p.Name, synced, reads)
		}
	}
}

// TestPackedTooLarge wants no template to be rendered that a cluster could not store.
func TestPackedTooLarge(t *testing.T) {
	all, dir := synthetic("some")
	dir["shop/some.rego"].Data = append(dir["shop/some.rego"].Data, []byte("# "+strings.Repeat("<", 300_000)+"\n")...)
	_, err := gatekeeper.Render(dir, gatekeeper.Packed, &profile.Profile{Name: "mine"}, all, nil)
	if err == nil || !strings.Contains(err.Error(), "a cluster stores") {
		t.Errorf("got %v", err)
	}
	if _, err := gatekeeper.Render(dir, gatekeeper.Packed, &profile.Profile{Name: "mine"}, nil, nil); err == nil || !strings.Contains(err.Error(), "no control") {
		t.Errorf("got %v", err)
	}
}

// TestPackedProfile reviews objects of the fixtures with all controls of a profile in both layouts, and wants the same of
// every control. It takes every third, in one form after the other: TestFrameworkAgrees has every fixture in every form,
// with its own control.
func TestPackedProfile(t *testing.T) {
	controls, profiles := shipped(t)
	p := profiles[slices.IndexFunc(profiles, func(p *profile.Profile) bool { return p.Name == "xroad-eks" })]
	k := newKeeperOf(t, gatekeeper.Each, p, nil, controls...)
	k.other = newKeeperOf(t, gatekeeper.Packed, p, nil, controls...)
	reads := controlsReads(p, controls)
	seen, reviewed, said := 0, 0, map[string]bool{}
	for found := range source.Find([]string{"../../testdata/controls"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		forget := k.keep(t, reads, found.Source)
		for document, readErr := range found.Source.Documents(source.Limits{}) {
			if readErr != nil {
				t.Fatal(readErr)
			}
			for _, a := range objectsOf(document) {
				if seen++; seen%3 != 0 {
					continue
				}
				subjects := subjects(t, a)
				forms := slices.Sorted(maps.Keys(subjects))
				enforcement := []string{webhook, point}[reviewed/len(forms)%2]
				statements, err := k.ask(t, enforcement, subjects[forms[reviewed%len(forms)]])
				if err != nil {
					t.Errorf("%s: %v", a.Position(nil), err)
				}
				if t.Failed() {
					t.Fatalf("%s, %s", a.Position(nil), forms[reviewed%len(forms)])
				}
				for _, s := range statements {
					said[s.control] = true
				}
				reviewed++
			}
		}
		forget()
	}
	if reviewed < 300 || len(said) < 90 {
		t.Errorf("only %d reviews, in which %d controls said something", reviewed, len(said))
	}
	t.Logf("%d reviews, in which %d controls said something", reviewed, len(said))
}

// controlsReads returns a control that looks up what those of a profile do.
func controlsReads(p *profile.Profile, controls []*control.Control) *control.Control {
	reads := &control.Control{}
	for _, c := range gatekeeper.Chosen(p, controls) {
		reads.Reads = append(reads.Reads, c.Reads...)
	}
	return reads
}

// synthetic gives controls that say something whenever they are asked: the parameters that they are given.
func synthetic(names ...string) ([]*control.Control, fstest.MapFS) {
	dir := fstest.MapFS{"lib/core/ctx.rego": {Data: []byte("package lib.guiderail.ctx\n\ndefault parameters := {}\n\nparameters := input.parameters\n")}}
	var all []*control.Control
	for _, name := range names {
		c := &control.Control{
			ID: "shop." + name, File: "shop/" + name + ".rego", Libraries: []string{"lib/core/ctx.rego"},
			Operations: []string{"CREATE", "UPDATE"},
			Parameters: map[string]any{"word": map[string]any{"type": "string"}, "controls": map[string]any{"type": "string"}},
		}
		if strings.HasPrefix(name, "own") {
			c.Parameters = map[string]any{name: map[string]any{"type": "string"}}
		}
		dir[c.File] = &fstest.MapFile{Data: fmt.Appendf(nil, `package guiderail.shop.%s

import data.lib.guiderail.ctx

_parameters := {name: value | some name in %s; value := ctx.parameters[name]}

violation contains {"msg": sprintf("was asked with %%v", [_parameters]), "details": {"path": ["spec"], "more": _parameters}}
`, name, marshal(slices.Sorted(maps.Keys(c.Parameters))))}
		all = append(all, c)
	}
	return all, dir
}

func marshal(names []string) string {
	text, _ := json.Marshal(names)
	return string(text)
}

// TestPackedDispatch asks controls that always speak, which match different kinds, groups, operations and namespaces, and
// have waivers and parameters, in both layouts: each has to be asked as often, with the same parameters and action.
func TestPackedDispatch(t *testing.T) {
	controls, dir := synthetic("pods", "workloads", "any_group", "any_kind", "all", "guard", "exec", "audited", "given", "given_too", "given_same", "own", "own_too", "own_not", "requested")
	workloads := []control.Match{{Groups: []string{"apps", "extensions"}, Kinds: []string{"Deployment", "DaemonSet"}}, {Groups: []string{""}, Kinds: []string{"Pod", "Namespace"}}}
	for _, c := range controls {
		c.Match = map[string][]control.Match{
			"pods":      {{Groups: []string{""}, Kinds: []string{"Pod"}}},
			"any_group": {{Groups: []string{"*"}, Kinds: []string{"Deployment"}}},
			"any_kind":  {{Groups: []string{"apps"}, Kinds: []string{"*"}}},
			"all":       {{Groups: []string{"*"}, Kinds: []string{"*"}}},
			"exec":      {{Groups: []string{""}, Kinds: []string{"PodExecOptions"}}},
		}[c.Name()]
		if c.Match == nil {
			c.Match = workloads
		}
		switch c.Name() {
		case "guard":
			c.Operations = []string{"DELETE"}
		case "exec":
			c.Operations = []string{"CONNECT"}
		}
	}
	p := &profile.Profile{
		Name: "mine",
		Actions: map[string]profile.Enforcement{
			"shop.workloads": profile.Everywhere(profile.Warn),
			"shop.any_kind":  profile.Everywhere(profile.DryRun),
			"shop.audited":   {Audit: profile.Deny},
			"shop.requested": {Webhook: profile.Warn},
		},
		Waived: []profile.Exclusion{
			{Controls: []string{"shop.pods", "shop.workloads", "shop.given"}, Namespaces: []string{"kube-system", "legacy-*"}},
			{Controls: []string{"shop.all"}, Namespaces: []string{"kube-system"}},
		},
		Parameters: map[string]map[string]any{
			"shop.own":        {"own": "mine"},
			"shop.own_too":    {"own_too": "mine as well"},
			"shop.given_same": {"word": "one"},
			"shop.given":      {"word": "one"},
			"shop.given_too":  {"word": "two", "controls": "a name that the constraint has too"},
		},
	}
	var waivers []*waiver.Waiver
	for _, w := range []waiver.Waiver{
		{Controls: []string{"shop.given", "shop.guard", "shop.own"}, Kind: "Deployment", Namespace: "batch"},
		{Controls: []string{"shop.given"}, Kind: "DaemonSet", Namespace: "batch"},
		{Controls: []string{"shop.workloads"}, Kind: "Pod", Namespace: "night"},
		{Controls: []string{"shop.pods"}, Kind: "Pod", Namespace: "night"},
	} {
		w.Name, w.IsPattern, w.Expires = "*", true, "2027-01-31"
		waivers = append(waivers, &w)
	}
	waived := gatekeeper.NewWaived(p, controls, waiver.NewSet(waivers), "2026-11-29")
	if len(waived.Unrendered) > 0 {
		t.Fatalf("not rendered: %v", waived.Unrendered[0].Reason)
	}
	k := newKeeperFrom(t, dir, gatekeeper.Each, p, waived, controls)
	k.other = newKeeperFrom(t, dir, gatekeeper.Packed, p, waived, controls)
	kinds := []schema.GroupVersionKind{
		{Version: "v1", Kind: "Pod"}, {Group: "apps", Version: "v1", Kind: "Deployment"}, {Group: "extensions", Version: "v1beta1", Kind: "DaemonSet"},
		{Group: "apps", Version: "v1", Kind: "StatefulSet"}, {Group: "other.example", Version: "v1", Kind: "Deployment"}, {Version: "v1", Kind: "Namespace"},
		{Version: "v1", Kind: "PodExecOptions"}, {Group: "other.example", Version: "v1", Kind: "Pod"}, {Version: "v1", Kind: "Deployment"},
	}
	asked := map[string]int{}
	for _, kind := range kinds {
		for _, namespace := range []string{"", "shop", "batch", "night", "kube-system", "legacy-1"} {
			object := unstructured.Unstructured{}
			object.SetGroupVersionKind(kind)
			object.SetName("till")
			object.SetNamespace(namespace)
			if kind.Kind == "Namespace" {
				object.SetName(cmp.Or(namespace, "till"))
				object.SetNamespace("")
			}
			for operation, subject := range forms(t, object) {
				enforcements := []string{webhook}
				if operation == "" {
					enforcements = []string{webhook, point, audit}
				}
				for _, enforcement := range enforcements {
					said, err := k.ask(t, enforcement, subject)
					if err != nil {
						t.Fatal(err)
					}
					if t.Failed() {
						t.Fatalf("%s in %q, %s at %s", kind, namespace, operation, enforcement)
					}
					for _, s := range said {
						asked[s.control]++
					}
				}
			}
		}
	}
	for _, c := range controls {
		if asked[c.ID] == 0 {
			t.Errorf("%s was never asked", c.ID)
		}
	}
}

// forms gives an object as an audit meets it, and in requests, by operation.
func forms(t *testing.T, object unstructured.Unstructured) map[string]any {
	t.Helper()
	text, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	gvk := object.GroupVersionKind()
	request := func(operation admissionv1.Operation, text, old []byte) *admissionv1.AdmissionRequest {
		return &admissionv1.AdmissionRequest{
			Kind: metav1.GroupVersionKind{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind}, Name: object.GetName(), Namespace: object.GetNamespace(), Operation: operation,
			Object: runtime.RawExtension{Raw: text}, OldObject: runtime.RawExtension{Raw: old},
		}
	}
	audited := target.AugmentedUnstructured{Object: object, Source: "Original"}
	if namespace := object.GetNamespace(); namespace != "" {
		audited.Namespace = &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	}
	return map[string]any{"": audited, "CREATE": request("CREATE", text, nil), "UPDATE": request("UPDATE", text, text), "UPDATE to nothing": request("UPDATE", nil, text), "DELETE": request("DELETE", nil, text), "CONNECT": request("CONNECT", text, nil)}
}

// TestPackedMismatch wants no constraint to pass for one that judges something when it asks no control.
func TestPackedMismatch(t *testing.T) {
	controls, dir := synthetic("known")
	controls[0].Match = []control.Match{{Groups: []string{""}, Kinds: []string{"Pod"}}}
	k := newKeeperFrom(t, dir, gatekeeper.Packed, &profile.Profile{Name: "mine"}, nil, controls)
	constraint := func(parameters map[string]any) *unstructured.Unstructured {
		o := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"parameters": parameters}}}
		o.SetGroupVersionKind(schema.GroupVersionKind{Group: "constraints.gatekeeper.sh", Version: "v1beta1", Kind: gatekeeper.PackedKind})
		o.SetName("guiderail-deny")
		return o
	}
	for _, parameters := range []map[string]any{
		{"controls": map[string]any{"shop.unknown": map[string]any{}}},
		{"controls": map[string]any{}},
		{"controls": map[string]any{"shop.known": map[string]any{"parameters": map[string]any{"unknown": "a"}}}},
		{"controls": map[string]any{"shop.known": map[string]any{"parameters": map[string]any{"word": int64(1)}}}},
	} {
		if _, err := k.client.AddConstraint(t.Context(), constraint(parameters)); err == nil {
			t.Errorf("%v was taken", parameters)
		}
	}
	if _, err := k.client.AddConstraint(t.Context(), constraint(map[string]any{})); err != nil {
		t.Fatal(err)
	}
	object := unstructured.Unstructured{}
	object.SetGroupVersionKind(schema.GroupVersionKind{Version: "v1", Kind: "Pod"})
	object.SetName("till")
	for operation, subject := range forms(t, object) {
		responses, err := k.client.Review(t.Context(), subject, reviews.EnforcementPoint(point))
		if err != nil {
			t.Fatal(err)
		}
		if got := responses.Results(); len(got) != 1 || got[0].Msg != "the constraint names no control in parameters.controls" {
			t.Errorf("%q: got %v", operation, got)
		}
	}
}

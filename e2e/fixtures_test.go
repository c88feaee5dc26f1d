//go:build e2e

package e2e_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
)

// fixture is one object of a file, or one request about an object.
type fixture struct {
	position artefact.Position
	text     []byte // of the object, as JSON
	object   *unstructured.Unstructured
	request  *admissionv1.AdmissionRequest // nil for an object that stands for itself
}

// readFixtures reads the objects below a path.
func readFixtures(t *testing.T, path string) []*fixture {
	t.Helper()
	formats := harness.Formats()
	var fixtures []*fixture
	for found := range source.Find([]string{path}, strings.NewReader("")) {
		if found.Error != nil {
			t.Fatal(found.Error)
		}
		if found.Source == nil {
			continue // of a chart, which is not rendered
		}
		for document, readErr := range found.Source.Documents(source.Limits{}) {
			if readErr != nil {
				t.Fatal(readErr)
			}
			for _, a := range formats.Parse(document).Artefacts {
				if a.Type != artefact.Kubernetes {
					continue // no cluster is asked about it
				}
				f := &fixture{position: a.Position(nil), object: &unstructured.Unstructured{}}
				f.text = a.Value.JSON()
				if err := json.Unmarshal(f.text, &f.object.Object); err != nil {
					t.Fatal(err)
				}
				if a.IsRequested() {
					text := a.Request.JSON()
					if err := json.Unmarshal(text, &f.request); err != nil {
						t.Fatal(err)
					}
				}
				fixtures = append(fixtures, f)
			}
		}
	}
	return fixtures
}

// define makes the cluster know the kinds of objects that it does not know, for good: whatever they hold,
// they are taken.
func define(t *testing.T, fixtures []*fixture) {
	t.Helper()
	// A kind is defined once, with every version in which any test has it.
	for _, folder := range []string{"../testdata/controls", "../testdata/reference"} {
		fixtures = append(slices.Clone(fixtures), readFixtures(t, folder)...)
	}
	type kind struct{ group, name string }
	versions := map[kind]map[string]bool{}
	namespaced := map[kind]bool{}
	for _, f := range fixtures {
		gvk := f.object.GroupVersionKind()
		_, err := shared.Namespaced(f.object)
		if !meta.IsNoMatchError(err) || !strings.Contains(gvk.Group, ".") {
			continue // it is known, or no definition can make it known
		}
		k := kind{gvk.Group, gvk.Kind}
		if versions[k] == nil {
			versions[k] = map[string]bool{}
		}
		versions[k][gvk.Version] = true
		namespaced[k] = namespaced[k] || f.object.GetNamespace() != ""
	}
	wait := []string{"wait", "--for=condition=Established", "--timeout=120s"}
	named := len(wait)
	for k, versions := range versions {
		if k.group == "constraints.gatekeeper.sh" {
			template := templateOf(k.name)
			setUp(t, template)
			if err := shared.WaitTemplates(t.Context(), []*unstructured.Unstructured{template}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		made := definition(k.group, k.name, slices.Sorted(maps.Keys(versions)), namespaced[k])
		setUp(t, made)
		wait = append(wait, "crd/"+made.GetName())
	}
	// Not for all: other tests remove theirs meanwhile.
	if len(wait) > named {
		kubectl(t, wait...)
	}
}

// prepare brings into the cluster what objects need before they can be created: their kinds, their
// namespaces and the service accounts of pods. The namespaces go when the test ends.
func prepare(t *testing.T, fixtures []*fixture) {
	t.Helper()
	define(t, fixtures)
	var namespaces []*unstructured.Unstructured
	made := map[string]bool{}
	for _, f := range fixtures {
		name := f.object.GetNamespace()
		if f.request != nil && f.request.Namespace != "" {
			name = f.request.Namespace
		}
		if f.object.GetKind() == "Namespace" {
			name = f.object.GetName()
		}
		if name == "" || made[name] {
			continue
		}
		made[name] = true
		if namespace := object("v1", "Namespace", "", name); setUp(t, namespace).OK() {
			namespaces = append(namespaces, namespace)
		}
	}
	t.Cleanup(func() {
		if err := shared.DeleteAll(lasting(t), namespaces); err != nil {
			t.Error(err)
		}
	})
	for _, f := range fixtures {
		for _, field := range []string{"serviceAccountName", "serviceAccount"} {
			account, _, _ := unstructured.NestedString(f.object.Object, "spec", field)
			if f.object.GetKind() == "Pod" && account != "" {
				setUp(t, object("v1", "ServiceAccount", cmp.Or(f.object.GetNamespace(), "default"), account))
			}
		}
	}
	for _, namespace := range namespaces {
		waitForAccount(t, namespace.GetName())
	}
}

func object(apiVersion, kind, namespace, name string) *unstructured.Unstructured {
	o := &unstructured.Unstructured{}
	o.SetAPIVersion(apiVersion)
	o.SetKind(kind)
	o.SetNamespace(namespace)
	o.SetName(name)
	return o
}

// definition describes a kind whose objects may hold anything.
func definition(group, kind string, versions []string, namespaced bool) *unstructured.Unstructured {
	plural := strings.ToLower(kind) + "s"
	d := object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", plural+"."+group)
	d.SetAnnotations(map[string]string{"api-approved.kubernetes.io": "unapproved, for a test"})
	scope := "Cluster"
	if namespaced {
		scope = "Namespaced"
	}
	var served []any
	for i, version := range versions {
		served = append(served, map[string]any{
			"name": version, "served": true, "storage": i == 0,
			"schema": map[string]any{"openAPIV3Schema": map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
		})
	}
	d.Object["spec"] = map[string]any{
		"group": group, "scope": scope, "versions": served,
		"names": map[string]any{"kind": kind, "plural": plural, "singular": strings.ToLower(kind), "listKind": kind + "List"},
	}
	return d
}

// templateOf makes a template for constraints of somebody else, which Gatekeeper takes no constraint
// without. It finds nothing.
func templateOf(kind string) *unstructured.Unstructured {
	template := object("templates.gatekeeper.sh/v1", "ConstraintTemplate", "", strings.ToLower(kind))
	anything := map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
	template.Object["spec"] = map[string]any{
		"crd": map[string]any{"spec": map[string]any{
			"names":      map[string]any{"kind": kind},
			"validation": map[string]any{"openAPIV3Schema": anything},
		}},
		"targets": []any{map[string]any{
			"target": "admission.k8s.gatekeeper.sh",
			"code": []any{map[string]any{"engine": "Rego", "source": map[string]any{
				"version": "v1",
				"rego":    "package nothing\nviolation contains {\"msg\": \"never\"} if false\n",
			}}},
		}},
	}
	return template
}

// setUp creates an object past the policy. One that is there, or cannot be, stays as it is: what needs
// it says so.
func setUp(t *testing.T, o *unstructured.Unstructured) *cluster.Response {
	t.Helper()
	request, err := shared.Create(o)
	return pastPolicy(t, request, err)
}

// pastPolicy sends a request about which Gatekeeper is not asked.
func pastPolicy(t *testing.T, request cluster.Request, err error) *cluster.Response {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	request.As = cluster.Setup
	response, err := shared.Do(lasting(t), request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// lasting is a context that is good also while a test cleans up.
func lasting(t *testing.T) context.Context { return context.WithoutCancel(t.Context()) }

// tearDown deletes an object past the policy.
func tearDown(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	request, err := shared.Delete(o)
	pastPolicy(t, request, err)
}

// waitForAccount waits until pods can be created in a namespace.
func waitForAccount(t *testing.T, namespace string) {
	t.Helper()
	if _, err := shared.Get(lasting(t), "/api/v1/namespaces/"+namespace); err != nil {
		return
	}
	kubectl(t, "wait", "--for=create", "serviceaccount/default", "-n", namespace, "--timeout=60s")
}

// denial is how the API server begins to say that Gatekeeper refused a request.
const denial = `admission webhook "validation.gatekeeper.sh" denied the request: `

// refused gives the lines of Gatekeeper's refusal, sorted, and whether there is one.
func refused(response *cluster.Response) ([]string, bool) {
	message, found := strings.CutPrefix(response.Status().Message, denial)
	if response.Code != http.StatusForbidden || !found {
		return nil, false
	}
	return sortedLines(packedPrefix.ReplaceAllStringFunc(message, func(prefix string) string {
		return "[" + strings.ReplaceAll(packedPrefix.FindStringSubmatch(prefix)[1], "_", "-") + "] "
	})), true
}

// packedPrefix is what a message of a packed constraint begins with; that of a control's own constraint begins with the
// control alone.
var packedPrefix = regexp.MustCompile(`(?m)^\[guiderail-[a-z0-9-]+\] \[([a-z0-9_.]+)\] `)

func sortedLines(text string) []string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return lines
}

// tally counts what became of fixtures.
type tally struct {
	refused, admitted, equal int
	findings                 int
	controls                 map[string]bool // that refused, by the names of their constraints
	other                    map[string]int  // why the policy was not asked
}

func newTally() *tally { return &tally{controls: map[string]bool{}, other: map[string]int{}} }

func (n *tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d refused with %d messages, %d admitted, %d equal to the harness; the policy was not asked about %d:",
		n.refused, n.findings, n.admitted, n.equal, n.unasked())
	for _, reason := range slices.Sorted(maps.Keys(n.other)) {
		fmt.Fprintf(&b, "\n  %3d %s", n.other[reason], reason)
	}
	return b.String()
}

func (n *tally) unasked() int {
	sum := 0
	for _, count := range n.other {
		sum += count
	}
	return sum
}

// send sends a request and wants Gatekeeper to say of it exactly what the harness says of the review that
// the API server made of it.
func (n *tally) send(t *testing.T, recorder *cluster.Recorder, j *judge, at string, request cluster.Request) {
	t.Helper()
	response, review, err := recorder.Do(lasting(t), request)
	if err != nil {
		t.Fatal(err)
	}
	lines, isRefused := refused(response)
	switch {
	case review == nil && isRefused:
		t.Errorf("%s: Gatekeeper was asked and the recorder was not", at)
		return
	case review == nil:
		t.Logf("%s: the policy is not asked: %d %s", at, response.Code, response.Status().Message)
		n.other[class(response)]++
		return
	case exempt(t, review):
		// Gatekeeper's own webhooks leave these out.
		if isRefused {
			t.Errorf("%s: it is exempt, and refused: %s", at, strings.Join(lines, "\n"))
		}
		n.other["exempt by the label or the name of Gatekeeper's namespace"]++
		return
	}
	want := j.lines(j.judgeRequest(t, review), profile.Deny)
	if isRefused {
		n.refused++
		n.findings += len(lines)
		for _, l := range lines {
			name, _, _ := strings.Cut(strings.TrimPrefix(l, "["), "] ")
			n.controls[name] = true
		}
	} else {
		n.admitted++
		if !response.OK() && response.Code != http.StatusConflict && request.DryRun {
			t.Errorf("%s: neither refused by Gatekeeper nor done: %d %s", at, response.Code, response.Status().Message)
		}
	}
	if !slices.Equal(lines, sortedLines(strings.Join(want, "\n"))) && (len(lines) > 0 || len(want) > 0) {
		t.Errorf("%s:\n got  %s\n want %s", at, strings.Join(lines, "\n      "), strings.Join(want, "\n      "))
		return
	}
	n.equal++
}

// class says in general why the API server refused a request before it asked webhooks.
func class(response *cluster.Response) string {
	status := response.Status()
	message := status.Message
	switch {
	case status.Details != nil && status.Details.Group == "admissionregistration.k8s.io":
		message = "no webhook is asked about the configuration of webhooks"
	case strings.Contains(message, "strict decoding error"), strings.Contains(message, "cannot be handled as"), strings.Contains(message, "cannot unmarshal"):
		message = "a value has a type that the API cannot read"
	case status.Reason == metav1.StatusReasonInvalid:
		message = "a value that the API's validation refuses"
	}
	return fmt.Sprintf("%d %s: %s", response.Code, status.Reason, message)
}

// exempt tells whether Gatekeeper's webhook is not asked about a review: its own namespace and those that
// carry its ignore label are left out by the selector in its manifest.
func exempt(t *testing.T, text []byte) bool {
	t.Helper()
	var review struct {
		Request struct {
			Kind            metav1.GroupVersionKind
			Namespace, Name string
			Object          unstructuredObject
		}
	}
	if err := json.Unmarshal(text, &review); err != nil {
		t.Fatal(err)
	}
	r := review.Request
	if r.Kind.Kind == "Namespace" && r.Kind.Group == "" {
		_, ignored := r.Object.Metadata.Labels["admission.gatekeeper.sh/ignore"]
		return ignored || r.Name == "gatekeeper-system" || r.Object.Metadata.Name == "gatekeeper-system"
	}
	return r.Namespace == "gatekeeper-system"
}

type unstructuredObject struct {
	Metadata struct {
		Name   string
		Labels map[string]string
	}
}

// testFixtures creates every object of every control's fixtures, without keeping it, and sends what the
// fixtures ask for that are requests.
func testFixtures(t *testing.T, recorder *cluster.Recorder, j *judge) {
	n := testSome(t, recorder, j, readFixtures(t, "../testdata/controls"))
	fmt.Printf("fixtures: %s\n", n)
	if n.refused < floor.refused || n.admitted < floor.admitted {
		t.Errorf("only %d refused and %d admitted", n.refused, n.admitted)
	}
}

func testSome(t *testing.T, recorder *cluster.Recorder, j *judge, fixtures []*fixture) *tally {
	t.Helper()
	prepare(t, fixtures)
	// Whoever the fixtures name may do anything, so that only the policy stands in the way.
	everyone := object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "everyone")
	setJSON(t, everyone, "roleRef", `{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}`)
	setJSON(t, everyone, "subjects", `[{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:authenticated"}]`)
	setUp(t, everyone)
	defer tearDown(t, everyone)
	n := newTally()
	for _, f := range fixtures {
		if f.request != nil {
			n.review(t, recorder, j, f)
		}
	}
	// Nothing of what follows is kept.
	release := j.hold(t)
	defer release()
	for _, f := range fixtures {
		if f.request != nil {
			continue
		}
		request, err := shared.Create(f.object)
		if meta.IsNoMatchError(err) || f.object.GetKind() == "" {
			n.other["no such kind: "+f.object.GetAPIVersion()+" "+f.object.GetKind()]++
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", f.position, err)
		}
		request.Body, request.DryRun = f.text, true
		n.send(t, recorder, j, f.position.String(), request)
	}
	return n
}

// floor is how many fixtures there are to be, at the least, so that none gets lost unseen.
var floor = struct{ refused, admitted int }{300, 100}

// review sends what a fixture asks for, after it made the object as it was.
func (n *tally) review(t *testing.T, recorder *cluster.Recorder, j *judge, f *fixture) {
	t.Helper()
	user := &cluster.User{Name: f.request.UserInfo.Username, Groups: f.request.UserInfo.Groups}
	at := f.position.String()
	var old *unstructured.Unstructured
	if f.request.OldObject.Raw != nil && string(f.request.OldObject.Raw) != "null" {
		old = &unstructured.Unstructured{}
		if err := json.Unmarshal(f.request.OldObject.Raw, &old.Object); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		if !put(t, old) {
			n.other["the object as it was cannot be created"]++
			return
		}
		if old.GetKind() != "Namespace" {
			defer tearDown(t, old)
		}
	}
	var request cluster.Request
	var err error
	switch f.request.Operation {
	case admissionv1.Create:
		request, err = shared.Create(f.object)
		request.Body = f.text
	case admissionv1.Update:
		request, err = shared.Replace(f.object)
		request.Body = f.text
	case admissionv1.Delete:
		request, err = shared.Delete(old)
	case admissionv1.Connect:
		n.connect(t, recorder, j, f, user)
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if f.request.SubResource != "" {
		request.Path += "/" + f.request.SubResource
	}
	request.As, request.DryRun = user, true
	n.send(t, recorder, j, at, request)
}

// connect asks for a connection to a pod, which is made for that. There is no node that it could be made
// to, so that a request that is admitted fails later.
func (n *tally) connect(t *testing.T, recorder *cluster.Recorder, j *judge, f *fixture, user *cluster.User) {
	t.Helper()
	namespace := cmp.Or(f.request.Namespace, "default")
	pod := object("v1", "Pod", namespace, f.request.Name)
	pod.Object["spec"] = map[string]any{"containers": []any{map[string]any{"name": "main", "image": "registry.example/main:1"}}}
	setUp(t, pod)
	defer tearDown(t, pod)
	query := url.Values{}
	for key, value := range f.object.Object {
		switch value := value.(type) {
		case string:
			query.Set(key, value)
		case bool:
			query.Set(key, fmt.Sprint(value))
		case []any:
			for _, item := range value {
				query.Add(key, fmt.Sprint(item))
			}
		}
	}
	query.Del("apiVersion")
	query.Del("kind")
	path := fmt.Sprintf("/api/v1/namespaces/%s/pods/%s/%s", namespace, f.request.Name, f.request.SubResource)
	n.send(t, recorder, j, f.position.String(), cluster.Request{As: user, Method: http.MethodPost, Path: path, Query: query})
}

// put brings an object into the state that it is to have, past the policy.
func put(t *testing.T, o *unstructured.Unstructured) bool {
	t.Helper()
	if setUp(t, o).OK() {
		return true
	}
	request, err := shared.Replace(o)
	return pastPolicy(t, request, err).OK()
}

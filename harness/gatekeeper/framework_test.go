package gatekeeper_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/frameworks/constraint/pkg/apis"
	templatesv1 "github.com/open-policy-agent/frameworks/constraint/pkg/apis/templates/v1"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/policies"
)

// point is where the constraints are enforced in this test.
const point = "gator.gatekeeper.sh"

// At webhook, Gatekeeper asks no template about operations that it does not name.
const webhook, audit = "validation.gatekeeper.sh", "audit.gatekeeper.sh"

// TestFrameworkAgrees reviews every fixture of every control with the engine and the target that
// Gatekeeper is made of, as an audit does and as an object that is created, changed and deleted. It wants
// the messages and paths of the harness, each as often, and silence about what is deleted.
func TestFrameworkAgrees(t *testing.T) {
	reviewed, said := 0, 0
	eachControl(t, func(t *testing.T, c *control.Control, k *keeper, sources iter.Seq[source.Found]) {
		engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{c.ID}})
		if err != nil {
			t.Fatal(err)
		}
		for found := range sources {
			forget := k.keep(t, c, found.Source)
			for document, readErr := range found.Source.Documents(source.Limits{}) {
				if readErr != nil {
					t.Fatal(readErr)
				}
				for _, a := range objectsOf(document) {
					want := findings(t, engine, found.Source, document.Index, a)
					for form, subject := range subjects(t, a) {
						got, want := k.review(t, subject), want
						request, isRequest := subject.(*admissionv1.AdmissionRequest)
						switch {
						case form == artefact.Delete:
							want = nil
						case isRequest && len(c.Reads) > 0 && !a.IsRequested():
							// What is not among the objects of a cluster may still come to it.
							want = requested(t, engine, found.Source, request)
						}
						if !slices.Equal(got, want) {
							t.Errorf("%s, %s:\n got  %s\n want %s", a.Position(nil), form, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
						}
						reviewed++
						said += len(got)
					}
				}
			}
			forget()
		}
	})
	if reviewed < 2000 || said < 1400 {
		t.Errorf("only %d reviews with %d violations", reviewed, said)
	}
	t.Logf("%d reviews with %d violations", reviewed, said)
}

// eachControl gives every control that runs in Gatekeeper, with a Gatekeeper of its own, which is held to say the same in
// both layouts, and its fixtures.
func eachControl(t *testing.T, test func(*testing.T, *control.Control, *keeper, iter.Seq[source.Found])) {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Controls {
		if !gatekeeper.Runs(c) {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			folder := filepath.Join("../../testdata/controls", c.Family(), c.Name())
			k := newKeeper(t, c)
			k.other = newKeeperOf(t, gatekeeper.Packed, &profile.Profile{Name: "test"}, nil, c)
			test(t, c, k, source.Find([]string{folder}, strings.NewReader("")))
		})
	}
}

// keeper is a Gatekeeper.
type keeper struct {
	client *client.Client
	// other has the same controls in another layout, and is held to say the same; nil for none.
	other *keeper
}

// newKeeper gives a Gatekeeper with one control.
func newKeeper(t testing.TB, c *control.Control) *keeper {
	t.Helper()
	return newKeeperOf(t, gatekeeper.Each, &profile.Profile{Name: "test"}, nil, c)
}

// newKeeperOf gives a Gatekeeper with controls as a profile has them, in a layout.
func newKeeperOf(t testing.TB, layout gatekeeper.Layout, p *profile.Profile, waived *gatekeeper.Waived, controls ...*control.Control) *keeper {
	t.Helper()
	return newKeeperFrom(t, policies.FS, layout, p, waived, controls)
}

func newKeeperFrom(t testing.TB, policies fs.FS, layout gatekeeper.Layout, p *profile.Profile, waived *gatekeeper.Waived, controls []*control.Control) *keeper {
	t.Helper()
	driver, err := rego.New(rego.DisableBuiltins("http.send"), rego.Externs("inventory"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := client.NewClient(client.Targets(&target.K8sValidationTarget{}), client.Driver(driver), client.EnforcementPoints(point, webhook, audit))
	if err != nil {
		t.Fatal(err)
	}
	files, err := gatekeeper.Render(policies, layout, p, controls, waived)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		var o unstructured.Unstructured
		if err := yaml.UnmarshalStrict(f.Text, &o.Object); err != nil {
			t.Fatal(err)
		}
		switch {
		case o.GetKind() == "ConstraintTemplate":
			if _, err := k.AddTemplate(t.Context(), template(t, f.Text)); err != nil {
				t.Fatalf("%v\n%s", err, f.Text)
			}
		case o.GroupVersionKind().Group == "constraints.gatekeeper.sh":
			if _, err := k.AddConstraint(t.Context(), &o); err != nil {
				t.Fatalf("%v\n%s", err, f.Text)
			}
		}
	}
	return &keeper{client: k}
}

func (k *keeper) add(t testing.TB, object *unstructured.Unstructured) error {
	if _, err := k.client.AddData(t.Context(), object); err != nil || k.other == nil {
		return err
	}
	return k.other.add(t, object)
}

func (k *keeper) remove(t testing.TB, object *unstructured.Unstructured) error {
	if _, err := k.client.RemoveData(t.Context(), object); err != nil || k.other == nil {
		return err
	}
	return k.other.remove(t, object)
}

// keep has the objects of a file that the control looks up synced, and gives what undoes it. Where none
// is named, an API server would have told the namespace.
func (k *keeper) keep(t *testing.T, c *control.Control, from source.Source) (forget func()) {
	t.Helper()
	var kept []*unstructured.Unstructured
	for document, readErr := range from.Documents(source.Limits{}) {
		if readErr != nil {
			t.Fatal(readErr)
		}
		for _, a := range objectsOf(document) {
			for _, read := range c.Reads {
				if a.IsRequested() || read.GroupVersionKind != schema.FromAPIVersionAndKind(a.APIVersion, a.Kind) {
					continue
				}
				var object unstructured.Unstructured
				decode(t, a.Value, &object.Object)
				if read.Namespaced && object.GetNamespace() == "" {
					object.SetNamespace("default")
				}
				if err := k.add(t, &object); err != nil {
					t.Fatal(err)
				}
				kept = append(kept, &object)
			}
		}
	}
	return func() {
		for _, object := range kept {
			if err := k.remove(t, object); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func template(t testing.TB, text []byte) *templates.ConstraintTemplate {
	t.Helper()
	scheme := runtime.NewScheme()
	if err := apis.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	var versioned templatesv1.ConstraintTemplate
	if err := yaml.UnmarshalStrict(text, &versioned); err != nil {
		t.Fatal(err)
	}
	var internal templates.ConstraintTemplate
	if err := scheme.Convert(&versioned, &internal, nil); err != nil {
		t.Fatal(err)
	}
	return &internal
}

// subjects gives an artefact in the forms in which Gatekeeper meets it. One that is a request has no
// other.
func subjects(t *testing.T, a *artefact.Artefact) map[string]any {
	t.Helper()
	if a.IsRequested() {
		var request admissionv1.AdmissionRequest
		decode(t, a.Request, &request)
		return map[string]any{"as it is": &request}
	}
	var object unstructured.Unstructured
	decode(t, a.Value, &object.Object)
	text := a.Value.JSON()
	_, version, found := strings.Cut(a.APIVersion, "/")
	if !found {
		version = a.APIVersion
	}
	request := func(operation admissionv1.Operation, text, old []byte) *admissionv1.AdmissionRequest {
		return &admissionv1.AdmissionRequest{
			Kind:      metav1.GroupVersionKind{Group: a.Group(), Version: version, Kind: a.Kind},
			Name:      a.Name,
			Namespace: a.Namespace,
			Operation: operation,
			UserInfo:  authenticationv1.UserInfo{Username: "kubernetes-admin", Groups: []string{"system:masters"}},
			Object:    runtime.RawExtension{Raw: text},
			OldObject: runtime.RawExtension{Raw: old},
		}
	}
	return map[string]any{
		"audit":         target.AugmentedUnstructured{Object: object, Source: "Original"},
		"CREATE":        request("CREATE", text, nil),
		"UPDATE":        request("UPDATE", text, text),
		artefact.Delete: request("DELETE", nil, text),
	}
}

// review gives what Gatekeeper says: messages with their paths, sorted.
func (k *keeper) review(t testing.TB, subject any) []string {
	t.Helper()
	statements, err := k.ask(t, point, subject)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, s := range statements {
		said = append(said, line(t, s.message, s.details["path"]))
	}
	slices.Sort(said)
	return said
}

// statement is what a control says in Gatekeeper, in whichever layout.
type statement struct {
	control, action, message string
	details                  map[string]any
}

func (s statement) String() string {
	return fmt.Sprintf("%s %s: %s %v", s.action, s.control, s.message, s.details)
}

// ask reviews at an enforcement point, also in the other layout, which has to say the same.
func (k *keeper) ask(t testing.TB, enforcement string, subject any) ([]statement, error) {
	t.Helper()
	statements, err := k.askAlone(t, enforcement, subject)
	if k.other == nil {
		return statements, err
	}
	others, otherErr := k.other.askAlone(t, enforcement, subject)
	if (err == nil) != (otherErr == nil) {
		t.Errorf("got the error %v in one layout and %v in the other", err, otherErr)
	}
	compare(t, others, statements)
	return statements, err
}

func compare(t testing.TB, got, want []statement) {
	t.Helper()
	if gotLines, wantLines := lines(got), lines(want); !slices.Equal(gotLines, wantLines) {
		t.Errorf("the layouts differ:\n got  %s\n want %s", strings.Join(gotLines, "\n      "), strings.Join(wantLines, "\n      "))
	}
}

func lines(statements []statement) []string {
	var all []string
	for _, s := range statements {
		all = append(all, s.String())
	}
	slices.Sort(all)
	return all
}

func (k *keeper) askAlone(t testing.TB, enforcement string, subject any) ([]statement, error) {
	t.Helper()
	responses, err := k.client.Review(t.Context(), subject, reviews.EnforcementPoint(enforcement))
	if err != nil {
		return nil, err
	}
	var said []statement
	for _, result := range responses.Results() {
		details, _ := result.Metadata["details"].(map[string]any)
		s := statement{result.Constraint.GetAnnotations()["guiderail.dev/control"], result.EnforcementAction, result.Msg, maps.Clone(details)}
		if len(result.ScopedEnforcementActions) > 0 {
			s.action = strings.Join(result.ScopedEnforcementActions, "+")
		}
		switch {
		case strings.HasPrefix(s.message, "unable to match constraints"):
			// Gatekeeper says it itself, of each constraint.
			if s.control = "Gatekeeper"; slices.Contains(lines(said), s.String()) {
				continue
			}
		case s.control == "": // packed
			s.control, _ = details["control"].(string)
			delete(s.details, "control")
			message, isFound := strings.CutPrefix(s.message, "["+s.control+"] ")
			if s.message = message; !isFound {
				t.Errorf("the message does not begin with the control %s: %s", s.control, message)
			}
		}
		said = append(said, s)
	}
	return said, nil
}

// findings gives what the harness says of an artefact, in the same form.
func findings(t *testing.T, engine *harness.Engine, from source.Source, document int, a *artefact.Artefact) []string {
	t.Helper()
	var said []string
	_, err := engine.Each(t.Context(), slices.Values([]source.Found{{Source: from}}), func(r *harness.Result) error {
		for _, judged := range r.Judgements {
			if judged.Document != document || judged.Position != a.Position(nil) {
				continue
			}
			for _, f := range judged.Findings {
				said = append(said, line(t, f.Message, f.Path))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(said)
	return said
}

// requested gives what the harness says of a request beside the objects of a file.
func requested(t *testing.T, engine *harness.Engine, others source.Source, request *admissionv1.AdmissionRequest) []string {
	t.Helper()
	text, err := json.Marshal(admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"}, Request: request,
	})
	if err != nil {
		t.Fatal(err)
	}
	review := source.Bytes("review", text)
	var said []string
	_, err = engine.Each(t.Context(), slices.Values([]source.Found{{Source: review}, {Source: others}}), func(r *harness.Result) error {
		for _, judged := range r.Judgements {
			if r.File != review.Name() {
				continue
			}
			for _, f := range judged.Findings {
				said = append(said, line(t, f.Message, f.Path))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(said)
	return said
}

func line(t testing.TB, message string, path any) string {
	t.Helper()
	text, err := json.Marshal(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %s", text, message)
}

func decode(t testing.TB, v value.Value, into any) {
	t.Helper()
	text := v.JSON()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// objectsOf returns the Kubernetes objects of a document: the only artefacts that a cluster can have.
func objectsOf(document *source.Document) []*artefact.Artefact {
	return slices.DeleteFunc(harness.Formats().Parse(document).Artefacts, func(a *artefact.Artefact) bool { return a.Type != artefact.Kubernetes })
}

package channel_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	judgerego "github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/wrongtype"
)

var wrongTypes = flag.Bool("wrong-types", false, "put every value of a wrong type at each path that the fixtures of a kind have, instead of one of them")

// TestWrongTypes hands the policies documents with values of wrong types: alone, as requests, and among
// others with which conftest combines them. There is always an answer. What is not an object at all is handed
// to every package, as conftest does with a namespace for each control. The selection has one value for
// each path, each in its turn: what the controls make of all of them is the harness's to test.
func TestWrongTypes(t *testing.T) {
	w := &wrong{t: t, alone: prepared(t, nil, "data.guiderail.decision"), asked: prepared(t, nil, "data.system.main"), combined: prepared(t, nil, "[data.main.violation, data.main.warn]"), seen: map[string]bool{}, failed: map[string]bool{}}
	w.values = wrongtype.Values()
	if *wrongTypes {
		w.values = append(w.values, wrongtype.MoreValues()...)
	}
	whole := prepared(t, nil, "[data.guiderail, data.main, data.system.main]")
	for _, v := range append(w.values, wrongtype.MoreValues()...) {
		w.ask(whole, v, "a document that is "+v.String())
		w.ask(whole, value.NewList(v), "an array of "+v.String())
	}
	parser := kubernetes.New()
	for found := range source.Find([]string{"../../testdata"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		var objects []*artefact.Artefact
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			objects = append(objects, parser.Parse(document).Artefacts...)
		}
		for i, a := range objects {
			w.object(objects, i, a)
		}
	}
	if w.evaluated < 1500 {
		t.Errorf("only %d evaluations", w.evaluated)
	}
	t.Logf("%d evaluations", w.evaluated)
}

type wrong struct {
	t         *testing.T
	alone     rego.PreparedEvalQuery // an OPA server's decision
	asked     rego.PreparedEvalQuery // its answer to a webhook
	combined  rego.PreparedEvalQuery // conftest's namespace
	values    []value.Value
	seen      map[string]bool // kinds and the shapes of paths in them
	failed    map[string]bool
	evaluated int
}

// object tries the mutants of one object of a file.
func (w *wrong) object(objects []*artefact.Artefact, i int, a *artefact.Artefact) {
	at := a.Position(nil).String()
	if a.IsRequested() {
		for m := range wrongtype.Of(review(a.Request), w.values, w.known(a, "review")) {
			w.ask(w.asked, m.Value, at+" "+m.String())
		}
		return
	}
	n := 0
	for m := range wrongtype.Of(a.Value, w.values, w.known(a, "")) {
		n++
		turn := n % (len(w.values) + 1)
		if *wrongTypes || turn == 0 {
			w.ask(w.alone, m.Value, at+" "+m.String())
		}
		if *wrongTypes || n%31 == 0 {
			request := value.NewObject(pair("operation", value.NewText("CREATE")), pair("object", m.Value), pair("userInfo", value.NewObject()))
			w.ask(w.asked, review(request), at+" "+m.String()+", in a request")
		}
		if *wrongTypes || n%29 == 0 {
			w.ask(w.combined, beside(objects, i, m.Value), at+" "+m.String()+", beside others")
		}
	}
}

// beside gives the objects of a file, one of them with another value, as conftest combines documents.
func beside(objects []*artefact.Artefact, i int, v value.Value) value.Value {
	documents := make([]value.Value, len(objects))
	for j, other := range objects {
		contents := other.Value
		if i == j {
			contents = v
		}
		documents[j] = value.NewObject(pair("path", value.NewText(fmt.Sprint(j))), pair("contents", contents))
	}
	return value.NewList(documents...)
}

func (w *wrong) known(a *artefact.Artefact, role string) func(string) bool {
	return func(shape string) bool {
		key := fmt.Sprint(role, a.APIVersion, " ", a.Kind, shape)
		known := w.seen[key]
		w.seen[key] = true
		return known
	}
}

func (w *wrong) ask(answers rego.PreparedEvalQuery, input value.Value, what string) {
	w.evaluated++
	results, err := answers.Eval(w.t.Context(), rego.EvalParsedInput(judgerego.Term(input).Value))
	switch {
	case err != nil:
		if message := err.Error(); !w.failed[message] {
			w.failed[message] = true
			w.t.Errorf("%s: %v", what, err)
		}
	case len(results) != 1:
		w.t.Errorf("%s: there is no answer", what)
	}
}

func review(request value.Value) value.Value {
	return value.NewObject(pair("apiVersion", value.NewText("admission.k8s.io/v1")), pair("kind", value.NewText("AdmissionReview")), pair("request", request))
}

func pair(name string, v value.Value) value.Member { return value.Member{Name: name, Value: v} }

package channel_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/internal/wrongtype"
)

var wrongTypes = flag.Bool("wrong-types", false, "put every value of a wrong type at each path that the fixtures of a kind have, instead of one of them")

// TestWrongTypes hands the policies documents with values of wrong types: alone, as requests, and among
// others with which conftest combines them. There is always an answer. What is no object at all is handed
// to every package, as conftest does with a namespace for each control. The selection has one value for
// each path, each in its turn: what the controls make of all of them is the harness's to test.
func TestWrongTypes(t *testing.T) {
	w := &wrong{t: t, alone: prepared(t, nil, "data.guiderail.decision"), asked: prepared(t, nil, "data.system.main"), combined: prepared(t, nil, "[data.main.violation, data.main.warn]"), seen: map[string]bool{}, failed: map[string]bool{}}
	w.values = wrongtype.Values()
	if *wrongTypes {
		w.values = append(w.values, wrongtype.MoreValues()...)
	}
	whole := prepared(t, nil, "[data.guiderail, data.main, data.system.main]")
	for _, value := range append(w.values, wrongtype.MoreValues()...) {
		w.ask(whole, value, "a document that is "+value.String())
		w.ask(whole, ast.NewArray(ast.NewTerm(value)), "an array of "+value.String())
	}
	parser := artefact.NewParser()
	for found := range artefact.Find([]string{"../../testdata"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		var objects []*artefact.Artefact
		for document, err := range found.Source.Documents(artefact.DefaultMaxDocument) {
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
	values    []ast.Value
	seen      map[string]bool // kinds and the shapes of paths in them
	failed    map[string]bool
	evaluated int
}

// object tries the mutants of one object of a file.
func (w *wrong) object(objects []*artefact.Artefact, i int, a *artefact.Artefact) {
	at := a.Position(nil).String()
	if a.Review != nil {
		for m := range wrongtype.Of(review(a.Review), w.values, w.known(a, "review")) {
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
			request := ast.NewObject(pair("operation", ast.String("CREATE")), pair("object", m.Value), pair("userInfo", ast.NewObject()))
			w.ask(w.asked, review(request), at+" "+m.String()+", in a request")
		}
		if *wrongTypes || n%29 == 0 {
			w.ask(w.combined, beside(objects, i, m.Value), at+" "+m.String()+", beside others")
		}
	}
}

// beside gives the objects of a file, one of them with another value, as conftest combines documents.
func beside(objects []*artefact.Artefact, i int, value ast.Value) ast.Value {
	documents := make([]*ast.Term, len(objects))
	for j, other := range objects {
		contents := other.Value
		if i == j {
			contents = value
		}
		documents[j] = ast.NewTerm(ast.NewObject(pair("path", ast.String(fmt.Sprint(j))), pair("contents", contents)))
	}
	return ast.NewArray(documents...)
}

func (w *wrong) known(a *artefact.Artefact, role string) func(string) bool {
	return func(shape string) bool {
		key := fmt.Sprint(role, a.APIVersion, " ", a.Kind, shape)
		known := w.seen[key]
		w.seen[key] = true
		return known
	}
}

func (w *wrong) ask(answers rego.PreparedEvalQuery, input ast.Value, what string) {
	w.evaluated++
	results, err := answers.Eval(w.t.Context(), rego.EvalParsedInput(input))
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

func review(request ast.Value) ast.Value {
	return ast.NewObject(pair("apiVersion", ast.String("admission.k8s.io/v1")), pair("kind", ast.String("AdmissionReview")), pair("request", request))
}

func pair(key string, value ast.Value) [2]*ast.Term {
	return [2]*ast.Term{ast.StringTerm(key), ast.NewTerm(value)}
}

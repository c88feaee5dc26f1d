package harness

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/policies"
)

// TestReviews sends every object of the fixtures as an API server would: created, updated from what it
// is, deleted. What a control says of the content stays the same, but that what is missing in the files may
// still come to a cluster: there it is unknown. Of what is deleted it says nothing: an object must not be
// kept because it is bad.
func TestReviews(t *testing.T) {
	engine, err := New(Options{Policies: policies.FS})
	if err != nil {
		t.Fatal(err)
	}
	parser := artefact.NewParser()
	asked, said := 0, 0
	for found := range artefact.Find([]string{"../testdata/controls", "../testdata/reference"}, strings.NewReader("")) {
		look := sync.OnceValues(func() (*inventory.Inventory, error) {
			return engine.inventory(t.Context(), nil, []artefact.Found{found})
		})
		for document := range found.Source.Documents(artefact.DefaultMaxDocument) {
			for _, a := range parser.Parse(document).Artefacts {
				if a.Review != nil {
					continue
				}
				want, _ := messages(t, engine, look, a)
				asked++
				said += len(want)
				for operation, review := range reviews(a) {
					wrapped := *a
					wrapped.Review = review
					got, unknown := messages(t, engine, look, &wrapped)
					want := slices.DeleteFunc(slices.Clone(want), func(line string) bool {
						_, control, _ := strings.Cut(line, " ")
						control, _, _ = strings.Cut(control, ": ")
						return unknown[control] && !slices.Contains(got, line)
					})
					switch {
					case operation == artefact.Delete && len(got) > 0:
						t.Errorf("%s deleted:\n%s", a.Position(nil), strings.Join(got, "\n"))
					case operation != artefact.Delete && !slices.Equal(got, want):
						t.Errorf("%s in %s:\n%s\nwant\n%s", a.Position(nil), operation, strings.Join(got, "\n"), strings.Join(want, "\n"))
					}
				}
			}
		}
	}
	if asked < 100 || said < 100 {
		t.Errorf("only %d objects with %d findings were sent", asked, said)
	}
	t.Logf("%d objects with %d findings were created, updated and deleted", asked, said)
}

// reviews gives the requests in which an administrator sends an object, by their operation.
func reviews(a *artefact.Artefact) map[string]ast.Object {
	pair := func(key string, value *ast.Term) [2]*ast.Term { return [2]*ast.Term{ast.StringTerm(key), value} }
	object, null := ast.NewTerm(a.Value), ast.NullTerm()
	user := ast.ObjectTerm(
		pair("username", ast.StringTerm("kubernetes-admin")),
		pair("groups", ast.ArrayTerm(ast.StringTerm("system:masters"))),
	)
	request := func(operation string, object, old *ast.Term) ast.Object {
		return ast.NewObject(pair("operation", ast.StringTerm(operation)), pair("userInfo", user), pair("object", object), pair("oldObject", old))
	}
	return map[string]ast.Object{
		"CREATE": request("CREATE", object, null),
		"UPDATE": request("UPDATE", object, object),
		"DELETE": request("DELETE", null, object),
	}
}

// messages gives what is found, and the controls that look up other objects and do not know.
func messages(t *testing.T, engine *Engine, look lookup, a *artefact.Artefact) (all []string, unknown map[string]bool) {
	t.Helper()
	alone := func() (*owners, error) { return &owners{}, nil }
	judged, err := engine.evaluate(t.Context(), look, alone, a)
	if err != nil {
		t.Fatal(err)
	}
	for id, err := range judged.Errors {
		t.Errorf("%s: %s: %v", judged.Position, id, err)
	}
	for _, f := range judged.Findings {
		all = append(all, f.Position.String()+" "+f.Control.ID+": "+f.Message)
	}
	unknown = map[string]bool{}
	for _, u := range judged.Unknowns {
		if len(u.Control.Reads) > 0 {
			unknown[u.Control.ID] = true
		}
	}
	return all, unknown
}

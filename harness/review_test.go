package harness

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
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
	filesOnly := map[string]bool{}
	for _, c := range engine.Controls() {
		filesOnly[c.ID] = c.FilesOnly
	}
	parser := kubernetes.New()
	asked, said := 0, 0
	for found := range source.Find([]string{"../testdata/controls", "../testdata/reference"}, strings.NewReader("")) {
		if found.Source == nil {
			continue // of the chart, which is not rendered
		}
		look := sync.OnceValues(func() (*inventory.Inventory, error) {
			return inventory.Build(t.Context(), []source.Found{found}, inventory.Options{Reads: engine.reads, Formats: engine.formats, Source: engine.source})
		})
		for document := range found.Source.Documents(source.Limits{}) {
			for _, a := range parser.Parse(document).Artefacts {
				if a.IsRequested() {
					continue
				}
				want, _ := messages(t, engine, look, a)
				asked++
				said += len(want)
				for operation, review := range reviews(a) {
					wrapped := *a
					wrapped.Request = review
					got, unknown := messages(t, engine, look, &wrapped)
					want := slices.DeleteFunc(slices.Clone(want), func(line string) bool {
						_, control, _ := strings.Cut(line, " ")
						control, _, _ = strings.Cut(control, ": ")
						return filesOnly[control] || unknown[control] && !slices.Contains(got, line)
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
func reviews(a *artefact.Artefact) map[string]value.Value {
	member := func(name string, v value.Value) value.Member { return value.Member{Name: name, Value: v} }
	user := value.NewObject(
		member("username", value.NewText("kubernetes-admin")),
		member("groups", value.NewList(value.NewText("system:masters"))),
	)
	request := func(operation string, object, old value.Value) value.Value {
		return value.NewObject(member("operation", value.NewText(operation)), member("userInfo", user), member("object", object), member("oldObject", old))
	}
	return map[string]value.Value{
		"CREATE": request("CREATE", a.Value, value.NewNull()),
		"UPDATE": request("UPDATE", a.Value, a.Value),
		"DELETE": request("DELETE", value.NewNull(), a.Value),
	}
}

// messages gives what is found, and the controls that look up other objects and do not know.
func messages(t *testing.T, engine *Engine, look judge.Lookup, a *artefact.Artefact) (all []string, unknown map[string]bool) {
	t.Helper()
	r := &running{Engine: engine, decisions: engine.newDecisions()}
	judged, err := r.artefact(t.Context(), a, "", func(int) string { return "" }, &scope{look, []judge.Judge{engine.rego, engine.text}})
	if err == nil {
		compare(text.NewDuplicates(engine.Controls()), judged)
		err = r.decide(t.Context(), judged)
	}
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

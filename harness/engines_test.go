package harness

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
	"github.com/guiderail/guiderail/policies"
)

// TestEngines judges all that is in testdata with the machine and with OPA's evaluator: as files, as requests, beside the
// other objects of the file and alone. Both say the same, and the machine never asks OPA.
func TestEngines(t *testing.T) {
	pairs := newPairs(t)
	files := parsedFiles(t, "../testdata")
	t.Run("files", func(t *testing.T) {
		var n tally
		for i, artefacts := range files {
			n.file(t, pairs[0], artefacts)
			if i%4 == 0 {
				n.file(t, pairs[1], artefacts)
			}
		}
		n.expect(t, 1500, 5000)
	})
	t.Run("deployments", func(t *testing.T) {
		var n tally
		for _, pattern := range []string{"../testdata/deployments/*", "../testdata/reference/*"} {
			folders, err := filepath.Glob(pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, folder := range folders {
				n.file(t, pairs[0], slices.Concat(parsedFiles(t, folder)...))
				n.file(t, pairs[1], slices.Concat(parsedFiles(t, folder)...))
			}
		}
		n.expect(t, 200, 200)
	})
	t.Run("requests", func(t *testing.T) {
		var n tally
		for i, artefacts := range files {
			for _, a := range artefacts {
				if a.IsRequested() {
					continue
				}
				for operation, review := range reviews(a) {
					if i%4 != 0 && operation != "UPDATE" {
						continue
					}
					wrapped := *a
					wrapped.Request = review
					n.compare(t, pairs[i%2], &wrapped, lookup(t, pairs[i%2].own, artefacts))
				}
			}
		}
		n.expect(t, 1500, 4000)
	})
	t.Run("alone", func(t *testing.T) {
		var n tally
		for i, artefacts := range files {
			if len(artefacts) > 1 && i%2 == 0 {
				n.compare(t, pairs[i%4/2], artefacts[0], lookup(t, pairs[i%4/2].own, nil))
			}
		}
		n.expect(t, 100, 300)
	})
}

// TestSharedEngines judges what others wrote.
func TestSharedEngines(t *testing.T) {
	pairs := newPairs(t)
	for name, least := range map[string]int{"corpus": 800, "cases": 60} {
		t.Run(name, func(t *testing.T) {
			var n tally
			folders := map[string][]*artefact.Artefact{}
			root := shared.Path(t, name)
			parser := kubernetes.New()
			for found := range source.Find([]string{root}, strings.NewReader("")) {
				if found.Source == nil {
					continue
				}
				folder := filepath.Dir(found.Source.Name())
				for document, err := range found.Source.Documents(source.Limits{}) {
					if err != nil {
						break // what is no manifest is of no use here
					}
					folders[folder] = append(folders[folder], parser.Parse(document).Artefacts...)
				}
			}
			for _, artefacts := range folders {
				n.file(t, pairs[0], artefacts)
				n.file(t, pairs[1], artefacts)
			}
			n.expect(t, least, least)
		})
	}
}

// pair judges with both engines, with the same controls and parameters.
type pair struct {
	name     string
	opa, own *Engine
}

// newPairs makes engines of all controls, and of those of a profile with its parameters.
func newPairs(t *testing.T) [2]*pair {
	t.Helper()
	var pairs [2]*pair
	for i, name := range []string{"", "xroad-eks"} {
		all, err := catalogue.Load(policies.FS)
		if err != nil {
			t.Fatal(err)
		}
		of := func(engine rego.Engine) *Engine {
			e, err := New(Options{Catalogue: all, Profile: name, Engine: engine})
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		pairs[i] = &pair{name, of(rego.EngineOPA), of(rego.EnginePlan)}
	}
	return pairs
}

// lookup returns the inventory of artefacts, which stand in three files.
func lookup(t *testing.T, e *Engine, artefacts []*artefact.Artefact) judge.Lookup {
	return sync.OnceValues(func() (*inventory.Inventory, error) {
		var sources []source.Found
		for i, a := range artefacts {
			if !a.IsRequested() {
				sources = append(sources, source.Found{Source: source.Bytes(fmt.Sprintf("%d.yaml", i%3), a.Value.JSON())})
			}
		}
		return inventory.Build(t.Context(), sources, inventory.Options{Reads: e.reads, Formats: Formats(), Source: source.Options{Workers: 1}})
	})
}

func parsed(t *testing.T, parser *kubernetes.Format, name string, text []byte) (all []*artefact.Artefact) {
	t.Helper()
	for document, err := range source.Bytes(name, text).Documents(source.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parser.Parse(document).Artefacts...)
	}
	return all
}

// parsedFiles gives the artefacts of each file below a folder.
func parsedFiles(t *testing.T, folder string) (files [][]*artefact.Artefact) {
	t.Helper()
	parser := kubernetes.New()
	for found := range source.Find([]string{folder}, strings.NewReader("")) {
		if found.Source == nil {
			continue // of a chart, which is not rendered
		}
		var artefacts []*artefact.Artefact
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				break // some files are there because they cannot be read
			}
			artefacts = append(artefacts, parser.Parse(document).Artefacts...)
		}
		files = append(files, artefacts)
	}
	return files
}

// tally counts what was compared.
type tally struct {
	objects, verdicts, statements, errors, differences, fallbacks int
}

// expect says what was compared, and fails where it is too little.
func (n *tally) expect(t *testing.T, objects, statements int) {
	t.Helper()
	t.Logf("%d objects, %d verdicts with %d statements and %d errors of controls: %d differences, %d fallbacks", n.objects, n.verdicts, n.statements, n.errors, n.differences, n.fallbacks)
	if n.objects < objects || n.statements < statements {
		t.Errorf("want at least %d objects and %d statements", objects, statements)
	}
}

// file compares what is said of the artefacts of a file.
func (n *tally) file(t *testing.T, p *pair, artefacts []*artefact.Artefact) {
	t.Helper()
	look := lookup(t, p.own, artefacts)
	for _, a := range artefacts {
		n.compare(t, p, a, look)
	}
}

// compare has both engines judge an artefact.
func (n *tally) compare(t *testing.T, p *pair, a *artefact.Artefact, look judge.Lookup) {
	t.Helper()
	n.objects++
	want, err := p.opa.rego.Judge(t.Context(), a, look)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.own.rego.Judge(t.Context(), a, look)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("got %d outcomes, want %d", len(got), len(want))
	}
	subject := a.Value
	if a.IsRequested() {
		subject = a.Request
	}
	for i := range want {
		n.verdicts++
		n.statements += len(want[i].Violations) + len(want[i].Unknowns)
		if want[i].Err != nil {
			n.errors++
		}
		if g, w := told(&got[i]), told(&want[i]); g != w {
			n.differences++
			t.Errorf("profile %q: the machine says\n%s\nOPA says\n%s\nof %s", p.name, g, w, subject)
		}
	}
	if len(got) > 0 && got[0].Fallback != nil {
		n.fallbacks++
		t.Errorf("profile %q: the machine asked OPA: %v\nabout %s", p.name, got[0].Fallback, subject)
	}
	if n.differences+n.fallbacks > 50 {
		t.Fatal("too many differences to go on")
	}
}

// told writes an outcome in a form in which it is compared: what it says as a set.
func told(o *judge.Outcome) string {
	var lines []string
	for word, statements := range map[string][]judge.Statement{"violation": o.Violations, "unknown": o.Unknowns} {
		for _, s := range statements {
			lines = append(lines, fmt.Sprintf("%s %q %#v", word, s.Message, s.Path))
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("%s applies: %v, error: %v\n%s", o.Control.ID, o.Applies, o.Err, strings.Join(lines, "\n"))
}

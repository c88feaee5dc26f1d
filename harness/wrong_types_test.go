package harness

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/internal/wrongtype"
	"github.com/guiderail/guiderail/policies"
)

var wrongTypes = flag.Bool("wrong-types", false, "put values of wrong types at every path of every fixture, instead of at a selection")

// TestWrongTypes puts values of wrong types into the fixtures of each control, into what it judges and into
// what it looks up: it may say what it wants, and never fails to be evaluated.
func TestWrongTypes(t *testing.T) {
	controls, err := control.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	values := wrongtype.Values()
	if *wrongTypes {
		values = append(values, wrongtype.MoreValues()...)
	}
	var evaluated, neighbours atomic.Int64
	t.Run("controls", func(t *testing.T) {
		for _, c := range controls {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				w := &wrong{t: t, control: c, values: values, seen: map[string]bool{}, failed: map[string]bool{}}
				w.plan = newDispatcher([]*control.Control{c}, true).plan("", "")
				folder := filepath.Join("../testdata/controls", c.Family(), c.Name())
				for found := range artefact.Find([]string{folder}, strings.NewReader("")) {
					w.file(found.Source)
				}
				evaluated.Add(int64(w.evaluated))
				neighbours.Add(int64(w.neighbours))
			})
		}
	})
	t.Run("kinds", func(t *testing.T) {
		n := wrongKinds(t, controls, values)
		if n < 5000 {
			t.Errorf("only %d evaluations", n)
		}
		t.Logf("all controls of a kind together: %d evaluations of mutants", n)
	})
	t.Run("text", func(t *testing.T) { wrongTexts(t, values) })
	if evaluated.Load() < 20_000 || neighbours.Load() < 8000 {
		t.Errorf("only %d evaluations, and %d beside a mutant", evaluated.Load(), neighbours.Load())
	}
	t.Logf("%d controls: %d evaluations of mutants, %d beside a mutant", len(controls), evaluated.Load(), neighbours.Load())
}

// wrongKinds asks all controls that match a kind about the mutants of what the fixtures of all of them and
// the guides' own examples hold, and gives how many there were. A path that one of them was asked about
// is not asked about again.
func wrongKinds(t *testing.T, controls []*control.Control, values []ast.Value) (evaluated int) {
	plans := newDispatcher(controls, false)
	all := &wrong{t: t, control: &control.Control{}, values: values, seen: map[string]bool{}, failed: map[string]bool{}}
	for _, c := range controls {
		all.control.Reads = append(all.control.Reads, c.Reads...)
	}
	all.everywhere(func(artefacts []*artefact.Artefact) func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
		look := sync.OnceValues(func() (*inventory.Inventory, error) { return all.inventory(artefacts) })
		return func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
			w := *all
			if w.plan = plans.plan(a.Group(), a.Kind); len(w.plan.controls) > 0 {
				evaluated++
				w.ask(look, mutant, a, m)
			}
		}
	})
	return evaluated
}

// wrongTexts writes the mutants down and runs the controls that judge texts: each document is an artefact or
// is said to be none.
func wrongTexts(t *testing.T, values []ast.Value) {
	engine, err := New(Options{Policies: policies.FS, Controls: []string{"schema.unknown_field", "schema.invalid_value", "schema.duplicate_key", "schema.duplicate_object"}})
	if err != nil {
		t.Fatal(err)
	}
	var texts [][]byte
	w := &wrong{t: t, values: values, seen: map[string]bool{}}
	w.everywhere(func([]*artefact.Artefact) func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
		return func(_, mutant *artefact.Artefact, _ *wrongtype.Mutant) {
			text, err := artefact.JSON(mutant.Value)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, text)
		}
	})
	documents := func(yield func(artefact.Found) bool) {
		for _, text := range texts {
			source := &artefact.Source{Name: "mutant", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
			if !yield(artefact.Found{Source: source}) {
				return
			}
		}
	}
	said := 0
	summary, err := engine.Check(t.Context(), documents, func(r *Result) error {
		if len(r.Artefacts)+len(r.Notices) == 0 {
			t.Errorf("nothing is said of it: %v", r.Errors)
		}
		for _, a := range r.Artefacts {
			said += len(a.Findings)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if summary.Errors > 0 || said < len(texts)/4 {
		t.Errorf("%d documents: %d errors, %d findings", len(texts), summary.Errors, said)
	}
	t.Logf("%d documents: %d findings in their texts", len(texts), said)
}

// everywhere gives the mutants of all that is in testdata.
func (w *wrong) everywhere(file func([]*artefact.Artefact) func(a, mutant *artefact.Artefact, m *wrongtype.Mutant)) {
	parser := artefact.NewParser()
	for found := range artefact.Find([]string{"../testdata"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		var artefacts []*artefact.Artefact
		for document, err := range found.Source.Documents(artefact.DefaultMaxDocument) {
			if err != nil {
				w.t.Fatal(err)
			}
			artefacts = append(artefacts, parser.Parse(document).Artefacts...)
		}
		each := file(artefacts)
		for _, a := range artefacts {
			if a.Review != nil {
				continue
			}
			for m := range wrongtype.Of(a.Value, w.values, w.shapes(a, false, "")) {
				mutant := *a
				mutant.Value = m.Value
				each(a, &mutant, m)
			}
		}
	}
}

// wrong tries one control.
type wrong struct {
	t       *testing.T
	control *control.Control
	plan    *plan
	values  []ast.Value
	seen    map[string]bool // kinds and the shapes of paths in them
	failed  map[string]bool // what was said, so that it is said once

	evaluated, neighbours int
}

func (w *wrong) file(source *artefact.Source) {
	var artefacts []*artefact.Artefact
	parser := artefact.NewParser()
	for document, err := range source.Documents(artefact.DefaultMaxDocument) {
		if err != nil {
			w.t.Fatal(err)
		}
		artefacts = append(artefacts, parser.Parse(document).Artefacts...)
	}
	look := sync.OnceValues(func() (*inventory.Inventory, error) { return w.inventory(artefacts) })
	for i, a := range artefacts {
		w.judge(look, a)
		isRead := func(r control.Read) bool { return r.Kind == a.Kind && r.Group == a.Group() }
		if a.Review == nil && slices.ContainsFunc(w.control.Reads, isRead) {
			w.beside(artefacts, i)
		}
	}
}

// judge asks the control about the mutants of an artefact.
func (w *wrong) judge(look lookup, a *artefact.Artefact) {
	if !w.control.Matches(a.Group(), a.Kind) {
		return
	}
	subject := a.Value
	if a.Review != nil {
		subject = a.Review
	}
	for m := range wrongtype.Of(subject, w.values, w.known(a, a.Review != nil, "")) {
		mutant := *a
		if a.Review != nil {
			mutant.Review = m.Value.(ast.Object)
		} else {
			mutant.Value = m.Value
		}
		w.evaluated++
		w.ask(look, &mutant, a, m)
	}
}

// beside asks the control about artefacts among which there is a mutant of one of them.
func (w *wrong) beside(artefacts []*artefact.Artefact, i int) {
	for m := range wrongtype.Of(artefacts[i].Value, w.values, w.known(artefacts[i], false, "beside ")) {
		mutant := *artefacts[i]
		mutant.Value = m.Value
		others := slices.Clone(artefacts)
		others[i] = &mutant
		look := sync.OnceValues(func() (*inventory.Inventory, error) { return w.inventory(others) })
		for j, other := range artefacts {
			if j != i && w.control.Matches(other.Group(), other.Kind) {
				w.neighbours++
				w.ask(look, other, artefacts[i], m)
			}
		}
	}
}

// known gives what tells the shapes of paths that were tried before, of which the selection has one each.
func (w *wrong) known(a *artefact.Artefact, request bool, role string) func(shape string) bool {
	if *wrongTypes {
		return nil
	}
	return w.shapes(a, request, role)
}

// shapes does so for all controls of a kind together, of which even the full set has each shape but once: it
// would not come to an end.
func (w *wrong) shapes(a *artefact.Artefact, request bool, role string) func(shape string) bool {
	return func(shape string) bool {
		key := fmt.Sprint(role, a.APIVersion, " ", a.Kind, request, shape)
		known := w.seen[key]
		w.seen[key] = true
		return known
	}
}

func (w *wrong) ask(look lookup, a, original *artefact.Artefact, m *wrongtype.Mutant) {
	outcomes, err := w.plan.evaluate(w.t.Context(), look, a)
	if err != nil {
		w.t.Fatalf("%s, %s: %v", original.Position(nil), m, err)
	}
	for i, o := range outcomes {
		err := cmp.Or(o.err, unformatted(o))
		if err == nil {
			continue
		}
		if key := m.Shape() + err.Error(); !w.failed[key] {
			w.failed[key] = true
			w.t.Errorf("%s, %s: %s: %v", original.Position(nil), m, w.plan.controls[i].ID, err)
		}
	}
}

// unformatted gives the message in which a value has another type than its verb, as in %!q(bool=true).
// Of the values that are odd besides, none is looked for.
func unformatted(o outcome) error {
	if *wrongTypes {
		return nil
	}
	for _, s := range slices.Concat(o.violations, o.unknowns) {
		if strings.Contains(s.message, "%!") {
			return fmt.Errorf("the message has a value of a type that it is not made for: %s", s.message)
		}
	}
	return nil
}

func (w *wrong) inventory(artefacts []*artefact.Artefact) (*inventory.Inventory, error) {
	sources := func(yield func(*artefact.Source) bool) {
		for _, a := range artefacts {
			text, err := artefact.JSON(a.Value)
			if err != nil {
				w.t.Fatal(err)
			}
			source := &artefact.Source{Name: "object", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
			if a.Review == nil && !yield(source) {
				return
			}
		}
	}
	return inventory.Build(w.t.Context(), sources, inventory.Options{Reads: w.control.Reads, Workers: 1})
}

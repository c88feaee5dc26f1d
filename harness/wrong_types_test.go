package harness

import (
	"cmp"
	"flag"
	"fmt"
	"hash/fnv"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/wrongtype"
	"github.com/guiderail/guiderail/policies"
)

var wrongTypes = flag.Bool("wrong-types", false, "put values of wrong types at every path of every fixture, instead of at a selection")

// TestWrongTypes puts values of wrong types into the fixtures of each control, into what it judges and into
// what it looks up: it may say what it wants, and never fails to be evaluated.
func TestWrongTypes(t *testing.T) {
	asked, err := rego.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := asked.Controls()
	values := wrongtype.Values()
	if *wrongTypes {
		values = append(values, wrongtype.MoreValues()...)
	}
	var evaluated, neighbours atomic.Int64
	t.Run("controls", func(t *testing.T) {
		for _, c := range controls {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				w := &wrong{t: t, control: c, mutants: of(values), seen: map[string]bool{}, failed: map[string]bool{}}
				w.asked = asked.Judge([]*control.Control{c}, rego.Options{NoDispatch: true})
				w.fixtures()
				evaluated.Add(int64(w.evaluated))
				neighbours.Add(int64(w.neighbours))
			})
		}
	})
	t.Run("kinds", func(t *testing.T) {
		n := wrongKinds(t, asked, values)
		if n < 4000 {
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

// TestRepeatedEntries gives the lists of the fixtures entries that differ from one that is there by one field, so that
// there are two of one name, and puts such objects of another name beside what is judged: controls say what they want
// of it, and never fail to be evaluated.
func TestRepeatedEntries(t *testing.T) {
	asked, err := rego.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	var evaluated, neighbours atomic.Int64
	t.Run("controls", func(t *testing.T) {
		for _, c := range asked.Controls() {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				w := &wrong{t: t, control: c, mutants: wrongtype.Repeated, added: wrongtype.Changed, seen: map[string]bool{}, failed: map[string]bool{}}
				w.asked = asked.Judge([]*control.Control{c}, rego.Options{NoDispatch: true})
				w.fixtures()
				evaluated.Add(int64(w.evaluated))
				neighbours.Add(int64(w.neighbours))
			})
		}
	})
	if evaluated.Load() < 5000 || neighbours.Load() < 5000 {
		t.Errorf("only %d evaluations, and %d beside an object with such entries", evaluated.Load(), neighbours.Load())
	}
	t.Logf("%d evaluations, %d beside an object with such entries", evaluated.Load(), neighbours.Load())
}

// of gives the mutants that have these values somewhere.
func of(values []value.Value) func(value.Value, func(string) bool) iter.Seq[*wrongtype.Mutant] {
	return func(v value.Value, skip func(string) bool) iter.Seq[*wrongtype.Mutant] {
		return wrongtype.Of(v, values, skip)
	}
}

// wrongKinds asks all controls that match a kind about the mutants of what the fixtures of all of them and
// the guides' own examples hold, and gives how many there were. A path that one of them was asked about
// is not asked about again.
func wrongKinds(t *testing.T, policies *rego.Policies, values []value.Value) (evaluated int) {
	controls := policies.Controls()
	all := &wrong{t: t, control: &control.Control{}, asked: policies.Judge(controls, rego.Options{}), mutants: of(values), seen: map[string]bool{}, failed: map[string]bool{}}
	for _, c := range controls {
		all.control.Reads = append(all.control.Reads, c.Reads...)
	}
	all.everywhere(func(artefacts []*artefact.Artefact) func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
		look := sync.OnceValues(func() (*inventory.Inventory, error) { return all.inventory(artefacts) })
		return func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
			if isChosen(a, m) && slices.ContainsFunc(controls, func(c *control.Control) bool { return c.Matches(a.Ref) }) {
				evaluated++
				all.ask(look, mutant, a, m)
			}
		}
	})
	return evaluated
}

// isChosen picks one in three of the mutants, for each path other values, the same in every run: what a control does
// with all of them at the paths of its own fixtures, it was asked by itself.
func isChosen(a *artefact.Artefact, m *wrongtype.Mutant) bool {
	h := fnv.New32a()
	fmt.Fprint(h, a.APIVersion, a.Kind, m.Shape(), string(m.Instead.JSON()))
	return *wrongTypes || h.Sum32()%3 == 0
}

// wrongTexts writes the mutants down and runs the controls that judge texts: each document is an artefact or
// is said to be none.
func wrongTexts(t *testing.T, values []value.Value) {
	engine, err := New(Options{Policies: policies.FS, Controls: []string{"schema.unknown_field", "schema.invalid_value", "schema.duplicate_key", "schema.duplicate_object"}})
	if err != nil {
		t.Fatal(err)
	}
	var texts [][]byte
	w := &wrong{t: t, mutants: of(values), seen: map[string]bool{}}
	w.everywhere(func([]*artefact.Artefact) func(a, mutant *artefact.Artefact, m *wrongtype.Mutant) {
		return func(_, mutant *artefact.Artefact, _ *wrongtype.Mutant) {
			texts = append(texts, mutant.Value.JSON())
		}
	})
	documents := func(yield func(source.Found) bool) {
		for _, text := range texts {
			from := source.Bytes("mutant", text)
			if !yield(source.Found{Source: from}) {
				return
			}
		}
	}
	said := 0
	summary, err := engine.Each(t.Context(), documents, func(r *Result) error {
		if len(r.Judgements)+len(r.Notices) == 0 {
			t.Errorf("nothing is said of it: %v", r.Errors)
		}
		for _, a := range r.Judgements {
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
	parser := kubernetes.New()
	for found := range source.Find([]string{"../testdata"}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		var artefacts []*artefact.Artefact
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				w.t.Fatal(err)
			}
			artefacts = append(artefacts, parser.Parse(document).Artefacts...)
		}
		each := file(artefacts)
		for _, a := range artefacts {
			if a.IsRequested() {
				continue
			}
			for m := range w.mutants(a.Value, w.shapes(a, false, "")) {
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
	asked   *rego.Judge
	mutants func(v value.Value, skip func(string) bool) iter.Seq[*wrongtype.Mutant]
	added   func(v value.Value, skip func(string) bool) iter.Seq[*wrongtype.Mutant] // stand beside the object that they are made of, under other names
	seen    map[string]bool                                                         // kinds and the shapes of paths in them
	failed  map[string]bool                                                         // what was said, so that it is said once

	evaluated, neighbours int
}

// fixtures tries the control on its own fixtures.
func (w *wrong) fixtures() {
	folder := filepath.Join("../testdata/controls", w.control.Family(), w.control.Name())
	for found := range source.Find([]string{folder}, strings.NewReader("")) {
		if found.Source != nil {
			w.file(found.Source)
		}
	}
}

func (w *wrong) file(from source.Source) {
	var artefacts []*artefact.Artefact
	parser := kubernetes.New()
	for document, err := range from.Documents(source.Limits{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		artefacts = append(artefacts, parser.Parse(document).Artefacts...)
	}
	look := sync.OnceValues(func() (*inventory.Inventory, error) { return w.inventory(artefacts) })
	for i, a := range artefacts {
		w.judge(look, a)
		isRead := func(r control.Read) bool { return r.Kind == a.Kind && r.Group == a.Group() }
		if !a.IsRequested() && slices.ContainsFunc(w.control.Reads, isRead) {
			w.beside(artefacts, i)
		}
	}
}

// judge asks the control about the mutants of an artefact.
func (w *wrong) judge(look judge.Lookup, a *artefact.Artefact) {
	if !w.control.Matches(a.Ref) {
		return
	}
	subject := a.Value
	if a.IsRequested() {
		subject = a.Request
	}
	for m := range w.mutants(subject, w.known(a, a.IsRequested(), "")) {
		mutant := *a
		if a.IsRequested() {
			mutant.Request = m.Value
		} else {
			mutant.Value = m.Value
		}
		w.evaluated++
		w.ask(look, &mutant, a, m)
	}
}

// beside asks the control about artefacts among which there is a mutant of one of them.
func (w *wrong) beside(artefacts []*artefact.Artefact, i int) {
	ask := func(m *wrongtype.Mutant, others []*artefact.Artefact) {
		look := sync.OnceValues(func() (*inventory.Inventory, error) { return w.inventory(others) })
		for j, other := range artefacts {
			if (j != i || len(others) > len(artefacts)) && w.control.Matches(other.Ref) {
				w.neighbours++
				w.ask(look, other, artefacts[i], m)
			}
		}
	}
	for m := range w.mutants(artefacts[i].Value, w.known(artefacts[i], false, "beside ")) {
		mutant := *artefacts[i]
		mutant.Value = m.Value
		others := slices.Clone(artefacts)
		others[i] = &mutant
		ask(m, others)
	}
	if w.added == nil {
		return
	}
	for m := range w.added(artefacts[i].Value, w.known(artefacts[i], false, "added ")) {
		another := *artefacts[i]
		another.Value = renamed(m.Value)
		ask(m, append(slices.Clone(artefacts), &another))
	}
}

// renamed gives an object another name.
func renamed(v value.Value) value.Value {
	metadata := v.Get("metadata")
	name := value.NewText(metadata.Get("name").TextOrEmpty() + "-2")
	return v.With(value.Member{Name: "metadata", Value: metadata.With(value.Member{Name: "name", Value: name})})
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

func (w *wrong) ask(look judge.Lookup, a, original *artefact.Artefact, m *wrongtype.Mutant) {
	outcomes, err := w.asked.Judge(w.t.Context(), a, look)
	if err != nil {
		w.t.Fatalf("%s, %s: %v", original.Position(nil), m, err)
	}
	for _, o := range outcomes {
		err := cmp.Or(o.Err, unformatted(o))
		if err == nil {
			continue
		}
		if key := m.Shape() + err.Error(); !w.failed[key] {
			w.failed[key] = true
			w.t.Errorf("%s, %s: %s: %v", original.Position(nil), m, o.Control.ID, err)
		}
	}
}

// unformatted gives the message in which a value has another type than its verb, as in %!q(bool=true).
// Of the values that are odd besides, none is looked for.
func unformatted(o judge.Outcome) error {
	if *wrongTypes {
		return nil
	}
	for _, s := range slices.Concat(o.Violations, o.Unknowns) {
		if strings.Contains(s.Message, "%!") {
			return fmt.Errorf("the message has a value of a type that it is not made for: %s", s.Message)
		}
	}
	return nil
}

func (w *wrong) inventory(artefacts []*artefact.Artefact) (*inventory.Inventory, error) {
	var sources []source.Found
	for _, a := range artefacts {
		if !a.IsRequested() {
			sources = append(sources, source.Found{Source: source.Bytes("object", a.Value.JSON())})
		}
	}
	return inventory.Build(w.t.Context(), sources, inventory.Options{Reads: w.control.Reads, Formats: Formats(), Source: source.Options{Workers: 1}})
}

package rego

import (
	"iter"
	"runtime"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	from "github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/policies"
)

// TestCounts counts what judging a hundred documents takes: it is the same in every run and on every machine, unlike the
// time. A number that grows by a tenth is to be explained; one that falls is to be written down.
func TestCounts(t *testing.T) {
	loaded, err := Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		documents iter.Seq[corpus.Document]
		most      counts
	}{
		"documents": {corpus.Generate(1, 100), counts{outcomes: 47, statements: 19663, bridged: 471, allocations: 2137, bytes: 190709}},
		"cluster":   {corpus.Cluster(1, 100), counts{outcomes: 25, statements: 10562, bridged: 330, allocations: 1175, bytes: 106880}},
	} {
		t.Run(name, func(t *testing.T) {
			got := count(t, loaded, test.documents)
			t.Logf("for each document: %+v", got)
			for name, of := range map[string]func(counts) int{
				"outcomes":    func(c counts) int { return c.outcomes },
				"statements":  func(c counts) int { return c.statements },
				"bridged":     func(c counts) int { return c.bridged },
				"allocations": func(c counts) int { return c.allocations },
				"bytes":       func(c counts) int { return c.bytes },
			} {
				now, most := of(got), of(test.most)
				if now > most+most/10 {
					t.Errorf("%s: %d for each document, which was %d", name, now, most)
				}
				if now < most-most/5 {
					t.Errorf("%s: %d for each document, which is better than the %d that are written here", name, now, most)
				}
			}
		})
	}
}

// counts are for each document, but for bridged.
type counts struct {
	outcomes, statements int
	bridged              int // builtins that OPA evaluated, for a hundred documents
	allocations, bytes   int
}

// count judges documents, all of which are in the inventory, one after another.
func count(t *testing.T, loaded *Policies, documents iter.Seq[corpus.Document]) counts {
	t.Helper()
	var sources []from.Found
	var artefacts []*artefact.Artefact
	formats := format.Set{kubernetes.New()}
	for d := range documents {
		s := from.Bytes(d.Name, d.Text)
		sources = append(sources, from.Found{Source: s})
		for document, err := range s.Documents(from.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			artefacts = append(artefacts, formats.Parse(document).Artefacts...)
		}
	}
	var reads []control.Read
	for _, c := range loaded.Controls() {
		reads = append(reads, c.Reads...)
	}
	look := func() (*inventory.Inventory, error) {
		return inventory.Build(t.Context(), sources, inventory.Options{Reads: reads, Formats: formats, Source: from.Options{Workers: 1}})
	}
	objects, err := look()
	if err != nil {
		t.Fatal(err)
	}
	judge := loaded.Judge(loaded.Controls(), Options{})
	machines, err := judge.machines()
	if err != nil || machines == nil {
		t.Fatal("the built-in policies have no plan: ", err)
	}
	pools := func() []*pool {
		p, err := machines.pool(objects)
		if err != nil {
			t.Fatal(err)
		}
		return []*pool{p, &machines.alone}
	}
	var got counts
	run := func() {
		got = counts{}
		for _, p := range pools() { // a machine remembers what it has seen
			p.free = nil
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, a := range artefacts {
			outcomes, err := judge.Judge(t.Context(), a, func() (*inventory.Inventory, error) { return objects, nil })
			if err != nil {
				t.Fatal(err)
			}
			got.outcomes += len(outcomes)
		}
		runtime.ReadMemStats(&after)
		got.allocations, got.bytes = int(after.Mallocs-before.Mallocs), int(after.TotalAlloc-before.TotalAlloc)
		for _, p := range pools() {
			for _, machine := range p.free {
				got.statements += machine.Statements
				for _, n := range machine.Bridged {
					got.bridged += n
				}
			}
		}
	}
	run() // reads what is read when it is first called
	run()
	n := len(artefacts)
	return counts{got.outcomes / n, got.statements / n, got.bridged * 100 / n, got.allocations / n, got.bytes / n}
}

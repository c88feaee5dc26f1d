package harness

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/corpus"
)

// counted are the documents that are counted on.
const counted = 200

func countedSources() Sources {
	var all []source.Found
	for d := range corpus.Generate(benchmarkSeed, counted) {
		all = append(all, source.Found{Source: source.Bytes(d.Name, d.Text)})
	}
	return slices.Values(all)
}

// TestAllocations bounds what a document costs that is read, compared with its type and described, without the engine that
// evaluates controls: 220 and 42 kB as of this writing. What no test of time can say reliably shows here.
func TestAllocations(t *testing.T) {
	engine, err := New(Options{Controls: []string{"schema.unknown_field", "schema.invalid_value", "schema.duplicate_key", "schema.duplicate_object"}, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	documents := countedSources()
	result := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if _, err := engine.Each(b.Context(), documents, func(*Result) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	allocations, bytes := result.AllocsPerOp()/counted, result.AllocedBytesPerOp()/counted
	t.Logf("a document takes %d allocations of %d bytes", allocations, bytes)
	if most := int64(280); allocations > most {
		t.Errorf("a document takes %d allocations, want at most %d", allocations, most)
	}
	if most := int64(52_000); bytes > most {
		t.Errorf("a document takes %d bytes, want at most %d", bytes, most)
	}
}

// counting counts the documents that a format parses.
type counting struct {
	format.Format
	parsed *atomic.Int64
}

func (c counting) Parse(d *source.Document) format.Parsed {
	c.parsed.Add(1)
	return c.Format.Parse(d)
}

// TestParsedOnce: what the inventory parsed is not parsed again to be judged, but for what the run was already at.
func TestParsedOnce(t *testing.T) {
	engine, err := New(Options{Controls: []string{"network.workload_selected"}, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var parsed atomic.Int64
	for i, f := range engine.formats {
		engine.formats[i] = counting{f, &parsed}
	}
	if _, err := engine.Each(t.Context(), countedSources(), func(*Result) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if n := parsed.Load(); n < counted || n > counted*11/10 {
		t.Errorf("%d documents were parsed %d times", counted, n)
	}
}

// TestModuleParsedOnce has the judges, the inventory and the search for plans ask for the same modules.
func TestModuleParsedOnce(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"m/main.tf":      "module \"n\" {\n  source = \"../n\"\n}\n",
		"n/main.tf":      "resource \"aws_eks_cluster\" \"a\" {\n  name = \"a\"\n}\n",
		"n/variables.tf": "variable \"a\" {}\n",
		"pod.yaml":       "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\n",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var parsed atomic.Int64
	for i, f := range engine.formats {
		if f.Type() == terraform.Type {
			engine.formats[i] = counting{f, &parsed}
		}
	}
	if _, err := engine.Check(t.Context(), Path(folder)); err != nil {
		t.Fatal(err)
	}
	if n := parsed.Load(); n != 1 {
		t.Errorf("a module and the one that it calls were parsed %d times", n)
	}
}

// TestParses keeps what has room, and gives it only to the document that it is of.
func TestParses(t *testing.T) {
	var count atomic.Int64
	p := newParses(format.Set{counting{Formats()[0], &count}})
	document := func(index int, text string) *source.Document {
		return &source.Document{File: "a.yaml", Index: index, Line: 1, Text: []byte(text)}
	}
	text := func(name string) string {
		return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: %s}}", name)
	}
	p.room = len(text("a")) + len(text("b"))
	for i, name := range []string{"a", "b", "c"} {
		p.keeping().Parse(document(i+1, text(name)))
	}
	count.Store(0)
	for _, test := range []struct {
		document *source.Document
		name     string
		parsed   int64
	}{
		{document(1, text("a")), "a", 0},
		{document(1, text("a")), "a", 1}, // taken
		{document(2, text("x")), "x", 2}, // changed meanwhile
		{document(2, text("b")), "b", 2},
		{document(3, text("c")), "c", 3}, // had no room
	} {
		parsed := p.parse(test.document)
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Name != test.name || count.Load() != test.parsed {
			t.Errorf("document %d gives %v after %d parses, want %s after %d", test.document.Index, parsed, count.Load(), test.name, test.parsed)
		}
	}
	if want := len(text("a")) + len(text("b")); p.room != want {
		t.Errorf("there is room for %d bytes, want %d", p.room, want)
	}
}

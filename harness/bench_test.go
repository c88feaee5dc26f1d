//go:build unix

package harness

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	k8sschema "k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/policies"
)

const benchmarkSeed = 1

// BenchmarkCheck is a whole run without reading files and writing a report.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			documents := sources(corpus.Generate(benchmarkSeed, n))
			engine, err := New(Options{Policies: policies.FS})
			if err != nil {
				b.Fatal(err)
			}
			cpu := startCPU(b)
			for b.Loop() {
				if _, err := engine.Each(b.Context(), documents, func(*Result) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			cpu.report(n, "document")
		})
	}
}

// BenchmarkInventory reads the sources for the inventory alone: what the controls of today look up, and
// kinds of which a third of the documents is.
func BenchmarkInventory(b *testing.B) {
	const n = 1000
	catalogue, err := New(Options{Policies: policies.FS})
	if err != nil {
		b.Fatal(err)
	}
	found := slices.Collect(sources(corpus.Generate(benchmarkSeed, n)))
	for name, reads := range map[string][]control.Read{
		"today": catalogue.reads,
		"broad": {
			{GroupVersionKind: k8sschema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, Namespaced: true},
			{GroupVersionKind: k8sschema.GroupVersionKind{Version: "v1", Kind: "Service"}, Namespaced: true},
		},
	} {
		b.Run(name, func(b *testing.B) {
			engine := *catalogue
			engine.reads = reads
			cpu := startCPU(b)
			for b.Loop() {
				if _, err := engine.lookup(b.Context(), found); err != nil {
					b.Fatal(err)
				}
			}
			cpu.report(n, "document")
		})
	}
}

// BenchmarkControl evaluates each control alone on what it matches; make bench shows the dearest.
func BenchmarkControl(b *testing.B) {
	engine, err := New(Options{Policies: policies.FS})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkControls(b, engine, engine.rego.Controls(), corpus.Generate(benchmarkSeed, 1000))
}

// BenchmarkReferences evaluates each control that looks at other objects alone, in clusters of growing size,
// and in namespaces of growing size. What grows with the number of references costs each object of a cluster
// the same, whatever its size.
func BenchmarkReferences(b *testing.B) {
	engine, err := New(Options{Policies: policies.FS})
	if err != nil {
		b.Fatal(err)
	}
	var referential []*control.Control
	for _, c := range engine.rego.Controls() {
		if len(c.Reads) > 0 {
			referential = append(referential, c)
		}
	}
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("cluster/%d", n), func(b *testing.B) {
			benchmarkControls(b, engine, referential, corpus.Cluster(benchmarkSeed, n))
		})
	}
	for _, n := range []int{250, 1000} {
		b.Run(fmt.Sprintf("namespace/%d", n), func(b *testing.B) {
			benchmarkControls(b, engine, referential, corpus.Namespace(benchmarkSeed, n))
		})
	}
}

// benchmarkControls evaluates each control on what it matches of the documents.
func benchmarkControls(b *testing.B, engine *Engine, controls []*control.Control, documents iter.Seq[corpus.Document]) {
	found := slices.Collect(sources(documents))
	parser := kubernetes.New()
	var artefacts []*artefact.Artefact
	for _, f := range found {
		for document := range f.Source.Documents(source.Limits{}) {
			artefacts = append(artefacts, parser.Parse(document).Artefacts...)
		}
	}
	look := sync.OnceValues(func() (*inventory.Inventory, error) { return engine.lookup(b.Context(), found) })
	if _, err := look(); err != nil {
		b.Fatal(err)
	}
	for _, c := range controls {
		var matched []*artefact.Artefact
		for _, a := range artefacts {
			if c.Matches(a.Ref) {
				matched = append(matched, a)
			}
		}
		if len(matched) == 0 {
			continue
		}
		b.Run(c.ID, func(b *testing.B) {
			asked := engine.about.Catalogue.Rego.Judge([]*control.Control{c}, rego.Options{NoDispatch: true})
			if _, err := asked.Judge(b.Context(), matched[0], look); err != nil { // which compiles it
				b.Fatal(err)
			}
			cpu := startCPU(b)
			for b.Loop() {
				for _, a := range matched {
					if _, err := asked.Judge(b.Context(), a, look); err != nil {
						b.Fatal(err)
					}
				}
			}
			cpu.report(len(matched), "object")
		})
	}
}

// BenchmarkStart is what a run costs before the second object: loading the policies and making ready
// what one Deployment meets.
func BenchmarkStart(b *testing.B) {
	for _, n := range []int{1, 4, 9} {
		copies, controls := multiplied(b, n)
		b.Run(fmt.Sprint(controls), func(b *testing.B) {
			documents := sources(corpus.Generate(benchmarkSeed, 10))
			cpu := startCPU(b)
			for b.Loop() {
				engine, err := New(Options{Policies: copies})
				if err != nil {
					b.Fatal(err)
				}
				for found := range documents {
					if strings.HasSuffix(found.Source.Name(), "-deployment.yaml") {
						one := func(yield func(source.Found) bool) { yield(found) }
						if _, err := engine.Each(b.Context(), one, func(*Result) error { return nil }); err != nil {
							b.Fatal(err)
						}
						break
					}
				}
			}
			cpu.report(1, "start")
		})
	}
}

// multiplied gives the policies with n copies of each control, under other names.
func multiplied(b *testing.B, n int) (policyFiles fs.FS, controls int) {
	files := fstest.MapFS{}
	err := fs.WalkDir(policies.FS, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".rego" || strings.HasSuffix(file, "_test.rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS, file)
		if err != nil {
			return err
		}
		if bytes.Contains(text, []byte("\npackage lib.")) {
			files[file] = &fstest.MapFile{Data: text}
			return nil
		}
		family, name := path.Dir(file), strings.TrimSuffix(path.Base(file), ".rego")
		for i := range n {
			was, is := "guiderail."+family+"."+name, fmt.Sprintf("guiderail.%s.%s_%d", family, name, i)
			copied := strings.Replace(string(text), "package "+was, "package "+is, 1)
			files[fmt.Sprintf("%s/%s_%d.rego", family, name, i)] = &fstest.MapFile{Data: []byte(copied)}
			controls++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return files, controls
}

// sources gives documents as files.
func sources(documents iter.Seq[corpus.Document]) iter.Seq[source.Found] {
	var all []source.Found
	for d := range documents {
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.Text)), nil }
		all = append(all, source.Found{Source: &source.File{Path: d.Name, Open: open}})
	}
	return func(yield func(source.Found) bool) {
		for _, found := range all {
			if !yield(found) {
				return
			}
		}
	}
}

// cpuTimer measures the processor time of all threads, which other work on the machine does not
// lengthen as it does the time on the clock.
type cpuTimer struct {
	b     *testing.B
	start time.Duration
}

func startCPU(b *testing.B) *cpuTimer { return &cpuTimer{b, cpuTime(b)} }

func (t *cpuTimer) report(n int, unit string) {
	spent := cpuTime(t.b) - t.start
	t.b.ReportMetric(float64(spent.Nanoseconds())/1000/float64(t.b.N)/float64(n), "cpu-µs/"+unit)
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// lookup reads the inventory of some sources.
func (e *Engine) lookup(ctx context.Context, found []source.Found) (*inventory.Inventory, error) {
	return inventory.Build(ctx, found, inventory.Options{Reads: e.reads, Formats: e.formats, Source: e.source})
}

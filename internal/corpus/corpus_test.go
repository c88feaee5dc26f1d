package corpus_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"iter"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/policies"
)

// TestGenerateIsReproducible pins the bytes, without which measurements of two versions cannot be
// compared. Who changes what is generated on purpose changes the sum.
func TestGenerateIsReproducible(t *testing.T) {
	sum := sha256.New()
	for document := range corpus.Generate(1, 1000) {
		io.WriteString(sum, document.Name+"\n") //nolint:errcheck // a hash takes everything
		sum.Write(document.Text)
	}
	const want = "d648758b0cf997b98a9649f478c0df8808cbb1b6a89cfbc58c371c85dd2fd652"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGenerateBeginsWithTheShorterCorpus(t *testing.T) {
	long := slices.Collect(corpus.Generate(7, 20))
	for i, short := range slices.Collect(corpus.Generate(7, 5)) {
		if short.Name != long[i].Name || !bytes.Equal(short.Text, long[i].Text) {
			t.Errorf("document %d differs", i)
		}
	}
	other := slices.Collect(corpus.Generate(8, 1))
	if bytes.Equal(other[0].Text, long[0].Text) {
		t.Error("another seed gives the same document")
	}
}

// TestGenerate holds the documents against the API types and the controls: all are objects that an
// API server would take, and some, but not all, have findings.
func TestGenerate(t *testing.T) {
	const n = 1000
	engine, err := harness.New(harness.Options{Policies: policies.FS})
	if err != nil {
		t.Fatal(err)
	}
	kinds, faulty := map[string]int{}, 0
	summary, err := engine.Each(t.Context(), sources(corpus.Generate(1, n)), func(r *harness.Result) error {
		for _, a := range r.Judgements {
			kinds[a.Kind]++
			if len(a.Findings) > 0 {
				faulty++
			}
			for _, f := range a.Findings {
				if f.Control.Family() == "schema" {
					t.Errorf("%s: %s", f.Position, f.Message)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if summary.Artefacts != n || summary.Errors > 0 || summary.Notices > 0 || len(summary.NotSchemaChecked) > 0 {
		t.Errorf("want %d objects of known kinds and nothing else, got %+v", n, summary)
	}
	if faulty == 0 || faulty == n {
		t.Errorf("%d of %d documents have findings", faulty, n)
	}
	for _, kind := range []string{
		"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Pod", "Service", "NetworkPolicy", "Role", "RoleBinding",
		"ClusterRole", "ClusterRoleBinding", "Secret", "ConfigMap", "HorizontalPodAutoscaler", "Namespace",
		"PersistentVolumeClaim", "ServiceAccount",
	} {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
}

// TestCluster wants what the measurements say of a cluster: how many objects are policies, in how many
// namespaces they are, and that they refer to one another.
func TestCluster(t *testing.T) {
	const n = 1000
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{
		"autoscaling.target", "network.dangling_policy", "schema.unknown_field", "schema.invalid_value",
	}})
	if err != nil {
		t.Fatal(err)
	}
	kinds, namespaces := map[string]int{}, map[string]int{}
	summary, err := engine.Each(t.Context(), sources(corpus.Cluster(1, n)), func(r *harness.Result) error {
		for _, a := range r.Judgements {
			kinds[a.Kind]++
			namespaces[a.Namespace]++
			for _, f := range a.Findings {
				t.Errorf("%s: %s: %s", f.Position, f.Control.ID, f.Message)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(namespaces, "")
	if summary.Artefacts != n || kinds["NetworkPolicy"] != n/10 || kinds["Namespace"] != n/100 || len(namespaces) != n/100 {
		t.Errorf("%d objects in %d namespaces: %v", summary.Artefacts, len(namespaces), kinds)
	}
	kinds = map[string]int{}
	if _, err := engine.Each(t.Context(), sources(corpus.Namespace(1, 200)), func(r *harness.Result) error {
		kinds[r.Judgements[0].Kind]++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if kinds["Namespace"] != 1 || kinds["NetworkPolicy"] != 20 {
		t.Errorf("200 objects of one namespace: %v", kinds)
	}
}

func sources(documents iter.Seq[corpus.Document]) iter.Seq[source.Found] {
	return func(yield func(source.Found) bool) {
		for d := range documents {
			open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.Text)), nil }
			if !yield(source.Found{Source: &source.File{Path: d.Name, Open: open}}) {
				return
			}
		}
	}
}

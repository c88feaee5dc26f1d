package flows_test

import (
	"iter"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/source"
)

// found makes the text a file.
func found(text string) iter.Seq[source.Found] {
	from := source.Bytes("a.yaml", []byte(text))
	return func(yield func(source.Found) bool) { yield(source.Found{Source: from}) }
}

func analyse(t *testing.T, text string) *flows.Flows {
	t.Helper()
	cluster, err := flows.Read(t.Context(), flows.Policies(t), found(text), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), flows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

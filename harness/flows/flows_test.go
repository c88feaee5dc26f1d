package flows_test

import (
	"bytes"
	"io"
	"iter"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/flows"
)

// found makes the text a file.
func found(text string) iter.Seq[artefact.Found] {
	source := &artefact.Source{Name: "a.yaml", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(text))), nil }}
	return func(yield func(artefact.Found) bool) { yield(artefact.Found{Source: source}) }
}

func analyse(t *testing.T, text string) *flows.Flows {
	t.Helper()
	cluster, err := flows.Read(t.Context(), found(text))
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), flows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

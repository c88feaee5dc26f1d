package kubernetes_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/source"
)

// ownFolder holds manifests of our own.
const ownFolder = "../../../testdata"

// documentsBelow gives the documents of every file below a path.
func documentsBelow(t testing.TB, path string) []*source.Document {
	t.Helper()
	var documents []*source.Document
	for found := range source.Find([]string{path}, nil) {
		switch {
		case found.Error != nil:
			t.Fatal(found.Error)
		case found.Notice != nil:
			continue
		}
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, document)
		}
	}
	if len(documents) == 0 {
		t.Fatalf("there is no document in %s", path)
	}
	return documents
}

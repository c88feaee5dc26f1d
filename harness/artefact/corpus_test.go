package artefact_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
)

// ownFolder holds manifests of our own.
const ownFolder = "../../testdata"

// documentsBelow gives the documents of every file below a path.
func documentsBelow(t testing.TB, path string) []*artefact.Document {
	t.Helper()
	var documents []*artefact.Document
	for found := range artefact.Find([]string{path}, nil) {
		switch {
		case found.Error != nil:
			t.Fatal(found.Error)
		case found.Notice != nil:
			continue
		}
		for document, err := range found.Source.Documents(artefact.DefaultMaxDocument) {
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

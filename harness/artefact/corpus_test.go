package artefact_test

import (
	"os"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
)

// corpusFolder holds real manifests. They stand beside the repository, not in it.
const corpusFolder = "../../../shared/corpus"

// corpusDocuments gives the documents of every file below a folder of the corpus.
func corpusDocuments(t testing.TB, folder string) []*artefact.Document {
	t.Helper()
	path := corpusFolder + "/" + folder
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the corpus of real manifests is not here: %v", err)
	}
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

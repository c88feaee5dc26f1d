package kubernetes_test

import (
	"os"
	"testing"

	"github.com/guiderail/guiderail/harness/source"
)

// corpusFolder holds real manifests. They stand beside the repository, not in it.
const corpusFolder = "../../../../shared/corpus"

// corpusDocuments gives the documents of every file below a folder of the corpus.
func corpusDocuments(t testing.TB, folder string) []*source.Document {
	t.Helper()
	path := corpusFolder + "/" + folder
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the corpus of real manifests is not here: %v", err)
	}
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

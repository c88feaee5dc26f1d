package harness_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/policies"
)

// TestDockerfilesPage holds the examples of docs/dockerfiles.md against what is said of them there.
func TestDockerfilesPage(t *testing.T) {
	page, err := os.ReadFile("../docs/dockerfiles.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```dockerfile\n(.*?)```").FindAllSubmatch(page, -1)
	wanted := [][]string{
		{"images.base_digest", "images.base_image", "images.build_commands", "images.remote_add", "images.root_user", "secrets.dockerfile"},
		nil,
	}
	if len(examples) != len(wanted) {
		t.Fatalf("the page has %d examples", len(examples))
	}
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{"images", "secrets"}})
	if err != nil {
		t.Fatal(err)
	}
	for i, example := range examples {
		run, err := engine.Check(t.Context(), harness.Bytes("Dockerfile", example[1]))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range run.Findings {
			got = append(got, f.Control.ID)
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, wanted[i]) {
			t.Errorf("example %d: got %v, want %v", i+1, got, wanted[i])
		}
	}
}

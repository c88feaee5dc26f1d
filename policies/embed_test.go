package policies_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/policies"
)

// TestFS wants all of the directory in the program that a run may need, and nothing else.
func TestFS(t *testing.T) {
	want := filesOf(t, os.DirFS("."), func(name string) bool {
		switch path.Ext(name) {
		case ".rego":
			return !isTest(name)
		case ".yaml":
			return !strings.HasPrefix(path.Base(name), ".")
		}
		return name == ".manifest" || name == "index.bin" || name == "plan.bin" || name == "released.json"
	})
	got := filesOf(t, policies.FS, func(string) bool { return true })
	if len(want) < 200 || !slices.Equal(got, want) {
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("%s is not embedded; add a pattern for it to policies.go", name)
			}
		}
		for _, name := range got {
			if !slices.Contains(want, name) {
				t.Errorf("%s is embedded, and no run needs it", name)
			}
		}
	}
}

func filesOf(t *testing.T, fsys fs.FS, wanted func(string) bool) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && wanted(name) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

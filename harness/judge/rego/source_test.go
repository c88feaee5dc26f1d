package rego

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/control"
)

const brief = `# METADATA
# title: A title
# custom:
#   severity: low
#   match: [{groups: [""], kinds: [Pod]}]
`

func policyFiles(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func modules(t *testing.T, fsys fstest.MapFS, ids ...string) ([]string, error) {
	t.Helper()
	policies, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	controls := slices.DeleteFunc(slices.Clone(policies.Controls()), func(c *control.Control) bool { return !slices.Contains(ids, c.ID) })
	parsed, err := policies.modules(controls)
	var names []string
	for name := range parsed {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, err
}

func TestModules(t *testing.T) {
	fsys := policyFiles(map[string]string{
		"a/one.rego": brief + "package guiderail.a.one\n\nimport data.lib.guiderail.x\n\nviolation contains x.all\n",
		"a/two.rego": brief + "package guiderail.a.two\n\n# METADATA\n# title: A rule\nviolation contains 1\n\nimport data.lib.guiderail.y\n",
		"lib/x.rego": "package lib.guiderail.x\n\nimport data.lib.guiderail.y\n\nall := y.all\n",
		"lib/y.rego": "package lib.guiderail.y\n\nimport data.lib.guiderail.x as _\n\nall := set()\n",
		"lib/z.rego": "package lib.guiderail.z\n\nall := set()\n",
	})
	for id, want := range map[string][]string{
		"a.one": {"a/one.rego", "lib/x.rego", "lib/y.rego"},
		"a.two": {"a/two.rego", "lib/x.rego", "lib/y.rego"}, // the import stands below a rule
	} {
		if got, err := modules(t, fsys, id); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", id, got, err, want)
		}
	}
}

// TestLoadLeavesRules proves that a file whose rules nobody wants is not parsed as a whole, and that
// nobody can want them without being told what is wrong with them.
func TestLoadLeavesRules(t *testing.T) {
	fsys := policyFiles(map[string]string{
		"a/good.rego":   brief + "package guiderail.a.good\n\nviolation contains 1\n",
		"a/broken.rego": brief + "package guiderail.a.broken\n\nviolation contains {{\n",
		"a/alone.rego":  brief + "package guiderail.a.alone\n\nimport data.lib.guiderail.nowhere\n\nviolation contains 1\n",
	})
	if _, err := modules(t, fsys, "a.good"); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{
		"a.broken": "a/broken.rego:",
		"a.alone":  "a/alone.rego imports data.lib.guiderail.nowhere, which does not exist",
	} {
		if _, err := modules(t, fsys, id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", id, err, want)
		}
	}
}

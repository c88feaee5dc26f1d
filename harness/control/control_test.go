package control_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/control"
)

const annotation = `# METADATA
# title: A title
# custom:
#   severity: low
#   match: [{groups: [""], kinds: [Pod]}]
`

func policies(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func modules(t *testing.T, fsys fstest.MapFS, ids ...string) ([]string, error) {
	t.Helper()
	controls, err := control.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	controls = slices.DeleteFunc(controls, func(c *control.Control) bool { return !slices.Contains(ids, c.ID) })
	parsed, err := control.Modules(controls)
	var names []string
	for name := range parsed {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, err
}

func TestModules(t *testing.T) {
	fsys := policies(map[string]string{
		"a/one.rego": annotation + "package guiderail.a.one\n\nimport data.lib.guiderail.x\n\nviolation := x.all\n",
		"a/two.rego": annotation + "package guiderail.a.two\n\n# METADATA\n# title: A rule\nviolation := set()\n\nimport data.lib.guiderail.y\n",
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
	fsys := policies(map[string]string{
		"a/good.rego":   annotation + "package guiderail.a.good\n\nviolation := set()\n",
		"a/broken.rego": annotation + "package guiderail.a.broken\n\nviolation := {{\n",
		"a/alone.rego":  annotation + "package guiderail.a.alone\n\nimport data.lib.guiderail.nowhere\n\nviolation := set()\n",
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

func TestLoadErrors(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no annotation":      {"package guiderail.a.x\n", "reading control a/x.rego: there is no METADATA block above the package"},
		"unknown field":      {strings.Replace(annotation, "severity", "severitee", 1) + "package guiderail.a.x\n", `a/x.rego: reading the annotation: json: unknown field "severitee"`},
		"unknown severity":   {strings.Replace(annotation, "low", "lowest", 1) + "package guiderail.a.x\n", `unknown severity "lowest"`},
		"unknown library":    {strings.Replace(annotation, `{groups: [""], kinds: [Pod]}`, "workload", 1) + "package guiderail.a.x\n", `match names the library "workload", which does not exist`},
		"another package":    {annotation + "package elsewhere\n", "a/x.rego: package elsewhere lies below neither guiderail nor lib.guiderail"},
		"no package":         {"x := 1\n", "a/x.rego:"},
		"damaged annotation": {"# METADATA\n# title: [\npackage guiderail.a.x\n", "a/x.rego:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := control.Load(policies(map[string]string{"a/x.rego": test.text}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

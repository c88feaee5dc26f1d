package policies_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// libraryGroups are the folders of lib, each with what its page says of it.
var libraryGroups = map[string]string{
	"autoscaling": "What scales workloads, and what it scales.",
	"cloud":       "What files say of a cloud, whichever tool they are for.",
	"core":        "What is under review, and what fields of any kind mean.",
	"cluster":     "The control plane and its files.",
	"kubeconfig":  "Kubeconfigs, wherever they are.",
	"evidence":    "What scanners report of images.",
	"hosts":       "What configures hosts.",
	"images":      "What images are built from, and how.",
	"network":     "Network policies of all makes, addresses, and what leads into a cluster.",
	"rbac":        "Roles, bindings and what they let anyone do.",
	"scripts":     "What shell scripts, pipelines and Dockerfiles run.",
	"secrets":     "What is a secret, what looks like one and where it is mounted.",
	"storage":     "Where storage comes from.",
	"workload":    "Pods, whatever makes them, and what they run.",
	"xroad":       "The X-Road Security Server Sidecar and its settings.",
}

// TestLibraryFolders wants a library in the folder of a group, or beside the controls of the family that
// alone stand on it.
func TestLibraryFolders(t *testing.T) {
	modules := files(t)
	for file, module := range modules {
		if !isLibrary(file, module) || isTest(file) {
			continue
		}
		name := strings.TrimSuffix(path.Base(file), ".rego")
		if want := "data.lib.guiderail." + name; module.Package.Path.String() != want {
			t.Errorf("%s has the package %s, not %s", file, module.Package.Path, want)
		}
		if group, ok := strings.CutPrefix(path.Dir(file), "lib/"); ok {
			if libraryGroups[group] == "" {
				t.Errorf("%s: there is no group %s of libraries", file, group)
			}
			continue
		}
		for other, importer := range modules {
			for _, imported := range importer.Imports {
				if imported.Path.String() == "data.lib.guiderail."+name && path.Dir(other) != path.Dir(file) {
					t.Errorf("%s imports %s, which is for the controls beside it alone", other, file)
				}
			}
		}
	}
}

// TestLibraryPages holds the page of each group of libraries against what their annotations say, which has
// to be something for every rule that others may use.
func TestLibraryPages(t *testing.T) {
	libraries := map[string][]string{}
	modules := files(t)
	for file, module := range modules {
		if group, ok := strings.CutPrefix(path.Dir(file), "lib/"); ok && isLibrary(file, module) && !isTest(file) {
			libraries[group] = append(libraries[group], file)
		}
	}
	if got, want := slices.Sorted(maps.Keys(libraries)), slices.Sorted(maps.Keys(libraryGroups)); !slices.Equal(got, want) {
		t.Fatalf("the groups of libraries are %q, not %q", got, want)
	}
	for group, members := range libraries {
		var page strings.Builder
		fmt.Fprintf(&page, "# Libraries: %s\n\n<!-- Written by: go test ./policies -run TestLibraryPages -update -->\n\n%s\n", group, libraryGroups[group])
		slices.Sort(members)
		for _, file := range members {
			describeLibrary(t, &page, file, modules[file])
		}
		file := "lib/" + group + "/README.md"
		if *update {
			if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != page.String() {
			t.Errorf("%s is not what the annotations say (%v); run the test with -update", file, err)
		}
	}
}

// describeLibrary writes what one library offers: a line for each rule that is not private.
func describeLibrary(t *testing.T, page *strings.Builder, file string, module *ast.Module) {
	t.Helper()
	said := map[string]string{}
	title := ""
	for _, a := range module.Annotations {
		if a.Scope == "package" {
			title = a.Title
		} else if target := a.GetTargetPath().String(); said[target] == "" {
			said[target] = firstSentence(a.Description)
		}
	}
	if title == "" {
		t.Errorf("%s: the package wants a title", file)
	}
	name := strings.TrimSuffix(path.Base(file), ".rego")
	fmt.Fprintf(page, "\n## %s\n\n%s. `import data.lib.guiderail.%s`\n\n", name, title, name)
	written := map[string]bool{}
	for _, rule := range module.Rules {
		target := rule.Ref().GroundPrefix().String()
		public := rule.Head.Ref()[0].String()
		if strings.HasPrefix(public, "_") || written[public] {
			continue
		}
		written[public] = true
		if said[target] == "" {
			t.Errorf("%s:%d: %s wants a METADATA block with a description", file, rule.Location.Row, public)
		}
		fmt.Fprintf(page, "- `%s`: %s\n", signature(module, public), said[target])
	}
}

// signature gives a rule's name with the names of its arguments: where definitions differ, those of the
// first that names one.
func signature(module *ast.Module, name string) string {
	var arguments []string
	for _, rule := range module.Rules {
		if rule.Head.Ref()[0].String() != name {
			continue
		}
		for i, argument := range rule.Head.Args {
			text := argument.String()
			if v, ok := argument.Value.(ast.Var); !ok && ast.IsScalar(argument.Value) || v.IsWildcard() {
				text = "_"
			}
			if i == len(arguments) {
				arguments = append(arguments, text)
			} else if arguments[i] == "_" {
				arguments[i] = text
			}
		}
	}
	if arguments == nil {
		return name
	}
	return name + "(" + strings.Join(arguments, ", ") + ")"
}

// firstSentence gives the first sentence of a description as one line.
func firstSentence(description string) string {
	line := strings.Join(strings.Fields(description), " ")
	if end := strings.Index(line, ". "); end >= 0 {
		line = line[:end+1]
	}
	return line
}

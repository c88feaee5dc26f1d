package policies_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
)

func catalogue(t *testing.T) []*control.Control {
	t.Helper()
	controls, err := harness.Catalogue(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return controls
}

// TestAnnotations wants every control to say all that users are shown.
func TestAnnotations(t *testing.T) {
	library, err := guide.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	sentence := regexp.MustCompile(`(?s)^[A-Z].*\.$`)
	for _, c := range catalogue(t) {
		if len(c.Title) < 10 || len(c.Title) > 80 || strings.HasSuffix(c.Title, ".") {
			t.Errorf("%s: the title wants 10 to 80 characters and no period: %q", c.ID, c.Title)
		}
		if !sentence.MatchString(c.Description) || len(c.Description) < 80 {
			t.Errorf("%s: the description wants two or three whole sentences: %q", c.ID, c.Description)
		}
		if !sentence.MatchString(c.Remediation) {
			t.Errorf("%s: the remediation wants a whole sentence: %q", c.ID, c.Remediation)
		}
		if len(c.References) == 0 {
			t.Errorf("%s: related_resources wants at least one address", c.ID)
		}
		if len(c.Match) == 0 {
			t.Errorf("%s: match is empty", c.ID)
		}
		if len(c.Requirements) == 0 {
			t.Errorf("%s: requirements is empty", c.ID)
		}
		for _, id := range c.Requirements {
			if _, ok := library.Requirement(id); !ok {
				t.Errorf("%s: there is no requirement %s", c.ID, id)
			}
		}
		defaults, err := c.Defaults(t.Context())
		if err != nil {
			t.Error(err)
		}
		if got, want := slices.Sorted(maps.Keys(defaults)), slices.Sorted(maps.Keys(c.Parameters)); !slices.Equal(got, want) {
			t.Errorf("%s: the rule defaults has %q, the annotation describes %q", c.ID, got, want)
		}
		for channel, limit := range c.Limits {
			if !sentence.MatchString(limit) {
				t.Errorf("%s: what it cannot do in %s wants a whole sentence: %q", c.ID, channel, limit)
			}
		}
		for name, schema := range c.Parameters {
			fields, _ := schema.(map[string]any)
			if text, _ := fields["description"].(string); !sentence.MatchString(text) || fields["type"] == nil {
				t.Errorf("%s: parameter %s wants a type and a description that is a sentence", c.ID, name)
			}
		}
	}
}

// TestLayout wants the file where the package says, its test beside it and its fixtures both ways.
func TestLayout(t *testing.T) {
	for _, c := range catalogue(t) {
		folder := path.Join("../testdata/controls", c.Family(), c.Name())
		for _, verdict := range []string{"pass", "fail"} {
			if _, err := os.Stat(path.Join(folder, verdict, "example.yaml")); err != nil {
				t.Errorf("%s: explain wants an example: %v", c.ID, err)
			}
		}
		if c.File == "" {
			continue
		}
		if want := path.Join(c.Family(), c.Name()+".rego"); c.File != want {
			t.Errorf("%s stands in %s, not in %s", c.ID, c.File, want)
		}
		if _, err := os.Stat(strings.TrimSuffix(c.File, ".rego") + "_test.rego"); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
}

// TestOrphans wants every fixture folder to belong to a control, and every test to a policy file.
func TestOrphans(t *testing.T) {
	known := map[string]bool{}
	for _, c := range catalogue(t) {
		known[c.Family()+"/"+c.Name()] = true
	}
	folders, err := fs.Glob(os.DirFS("../testdata/controls"), "*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !known[folder] {
			t.Errorf("testdata/controls/%s belongs to no control", folder)
		}
	}
	modules := files(t)
	for name, module := range modules {
		if !isTest(name) {
			continue
		}
		subject, ok := modules[strings.TrimSuffix(name, "_test.rego")+".rego"]
		if !ok {
			t.Errorf("%s tests no policy file", name)
		} else if want := subject.Package.Path.String() + "_test"; module.Package.Path.String() != want {
			t.Errorf("%s has the package %s, not %s", name, module.Package.Path, want)
		}
	}
}

// forbidden lists the built-in functions that some channel lacks, or that make a verdict depend on
// more than its input. units.parse_bytes takes 200m, a fifth of a byte, for 200 megabytes.
var forbidden = []string{"http.send", "time.now_ns", "units.parse_bytes", "opa.runtime", "rand.intn", "net.lookup_ip_addr", "uuid.rfc4122"}

// TestPortability wants only what every channel understands in the same way. The modules in channels are
// for one channel each; what they must not have is a rule that conftest takes for a verdict, but for
// those that are for conftest.
func TestPortability(t *testing.T) {
	forConftest := []string{"channels/conftest.rego", "channels/documents.rego"}
	ruleOfConftest := regexp.MustCompile(`^(deny|warn|violation)(_.*)?$`)
	for name, module := range files(t) {
		if isTest(name) {
			continue
		}
		isChannel := strings.HasPrefix(name, "channels/")
		imported := map[string]bool{}
		for _, i := range module.Imports {
			address := i.Path.String()
			imported[address] = true
			if !isChannel && !strings.HasPrefix(address, "data.lib.guiderail.") {
				t.Errorf("%s imports %s; Gatekeeper allows only data.lib", name, address)
			}
		}
		for _, rule := range module.Rules {
			rulename := rule.Head.Ref().String()
			if ruleOfConftest.MatchString(rulename) && (isLibrary(name, module) || isChannel || rulename != "violation") && !slices.Contains(forConftest, name) {
				t.Errorf("%s: conftest takes the rule %s for a verdict; rename it", rule.Location, rulename)
			}
		}
		if isChannel {
			continue
		}
		ast.WalkRefs(module, func(ref ast.Ref) bool {
			text := ref.String()
			switch {
			case slices.Contains(forbidden, text):
				t.Errorf("%s: %s is not allowed", ref[0].Location, text)
			case ref[0].Equal(ast.DefaultRootDocument) && !imported[text] && !ref.HasPrefix(module.Package.Path) && !strings.HasPrefix(text, "data.inventory"):
				t.Errorf("%s: %s is silently undefined in Gatekeeper; import it", ref[0].Location, text)
			case ref[0].Equal(ast.InputRootDocument) && module.Package.Path.String() != "data.lib.guiderail.ctx":
				t.Errorf("%s: only the library ctx reads input; use it", ref[0].Location)
			}
			return false
		})
	}
}

// TestParametersReplace wants a parameter that is given to take the place of its default as a whole, in
// particular one that is a map, which object.union would merge with it.
func TestParametersReplace(t *testing.T) {
	modules := files(t)
	maps := 0
	for _, c := range catalogue(t) {
		name := strings.ReplaceAll(c.ID, ".", "/") + ".rego"
		module, ok := modules[name]
		if !ok {
			continue // written in Go, without parameters
		}
		merges := false
		ast.WalkRefs(module, func(ref ast.Ref) bool {
			merges = merges || ref.String() == "object.union"
			return false
		})
		for parameter, described := range c.Parameters {
			if schema, _ := described.(map[string]any); schema["type"] != "object" {
				continue
			}
			if maps++; merges {
				t.Errorf("%s: the parameter %s is a map; lay parameters over defaults by ctx.overlay", name, parameter)
			}
		}
	}
	if maps == 0 {
		t.Error("no parameter is a map")
	}
}

// TestWorkloadMatch wants the library of workloads to say in its annotation, which decides what
// controls are asked about, exactly the kinds whose pods it finds.
func TestWorkloadMatch(t *testing.T) {
	file := libraryFile(t, "workload")
	module := files(t)[file]
	var said []string
	for _, a := range module.Annotations {
		if a.Scope != "package" {
			continue
		}
		for _, entry := range a.Custom["match"].([]any) {
			match := entry.(map[string]any)
			for _, group := range match["groups"].([]any) {
				for _, kind := range match["kinds"].([]any) {
					said = append(said, fmt.Sprintf("%s/%s", group, kind))
				}
			}
		}
	}
	var found []string
	paths, _ := evaluator(t)("data.lib.guiderail.workload.kinds").(map[string]any)
	for group, kinds := range paths {
		for kind := range kinds.(map[string]any) {
			found = append(found, fmt.Sprintf("%s/%s", group, kind))
		}
	}
	slices.Sort(said)
	slices.Sort(found)
	if len(found) == 0 || !slices.Equal(said, found) {
		t.Errorf("%s matches %q and finds the pods of %q", file, said, found)
	}
}

// TestReads wants a control to look for the objects of a kind where they live.
func TestReads(t *testing.T) {
	evaluate := evaluator(t)
	reads := 0
	for _, c := range catalogue(t) {
		for _, read := range c.Reads {
			if read == control.CustomResources {
				continue // the inventory's own
			}
			reads++
			want := "Cluster"
			if read.Namespaced {
				want = "Namespaced"
			}
			if scope := evaluate("data.lib.guiderail.scope.of(input[0], input[1])", read.Group, read.Kind); scope != want {
				t.Errorf("%s looks for %s as if its scope were %s; the library scope says %v", c.ID, read.GroupVersionKind, want, scope)
			}
		}
	}
	if reads == 0 {
		t.Error("no control looks up any object")
	}
}

package gatekeeper_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/gatekeeper/v3/pkg/gator/policy/catalog"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// shipped gives all controls, and the profiles that come with them.
func shipped(t testing.TB) ([]*control.Control, []*profile.Profile) {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	names, err := profile.Names(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	var profiles []*profile.Profile
	for _, name := range names {
		p, err := profile.Load(policies.FS, controls, name)
		if err != nil {
			t.Fatal(err)
		}
		profiles = append(profiles, p)
	}
	return controls, profiles
}

// rendered gives the templates and the constraints of all profiles.
func rendered(t *testing.T, controls []*control.Control, profiles []*profile.Profile) []gatekeeper.File {
	t.Helper()
	files, err := gatekeeper.Templates(policies.FS, controls)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		constraints, err := gatekeeper.Profile(p, controls, nil)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, constraints...)
	}
	return files
}

// chosen counts the controls of a profile that Gatekeeper can run.
func chosen(controls []*control.Control, p *profile.Profile) int {
	n := 0
	for _, c := range controls {
		if _, excluded := p.Excluded[c.ID]; !excluded && gatekeeper.Runs(c) {
			n++
		}
	}
	return n
}

// TestCatalogResolves reads the catalogue with Gatekeeper's own code, and fetches what each bundle names
// as an installation would.
func TestCatalogResolves(t *testing.T) {
	controls, profiles := shipped(t)
	files := rendered(t, controls, profiles)
	file, err := gatekeeper.Catalog(policies.Version, controls, profiles, files)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	if err := gatekeeper.Write(directory, append(files, file)); err != nil {
		t.Fatal(err)
	}
	fetcher := catalog.NewHTTPFetcher(catalog.DefaultTimeout)
	c, err := catalog.LoadCatalog(t.Context(), fetcher, "file://"+filepath.Join(directory, file.Path))
	if err != nil {
		t.Fatal(err)
	}
	if err := catalog.ValidateCatalogSchema(c); err != nil {
		t.Error(err)
	}
	fetched := map[string]*unstructured.Unstructured{}
	fetch := func(file string) *unstructured.Unstructured {
		if o := fetched[file]; o != nil {
			return o
		}
		text, err := fetcher.FetchContent(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		o := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(text, &o.Object); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		fetched[file] = o
		return o
	}
	if len(c.Bundles) != len(profiles) {
		t.Errorf("got %d bundles of %d profiles", len(c.Bundles), len(profiles))
	}
	for _, p := range profiles {
		names, err := c.ResolveBundlePolicies(p.Name)
		if err != nil {
			t.Error(err)
		}
		if want := chosen(controls, p); len(names) != want {
			t.Errorf("bundle %s has %d policies, not %d", p.Name, len(names), want)
		}
		for _, name := range names {
			policy := c.GetPolicy(name)
			template, constraint := fetch(policy.TemplatePath), fetch(policy.BundleConstraints[p.Name])
			kind, _, _ := unstructured.NestedString(template.Object, "spec", "crd", "spec", "names", "kind")
			if template.GetName() != name || constraint.GetKind() != kind || !slices.Contains(policy.Bundles, p.Name) {
				t.Errorf("bundle %s: policy %s leads to the template %s and a constraint of kind %s", p.Name, name, template.GetName(), constraint.GetKind())
			}
		}
	}
	for i := range c.Policies {
		text := c.Policies[i].Version
		if !strings.HasPrefix(text, "v"+policies.Version+"+") || c.Policies[i].DocumentationURL == "" {
			t.Errorf("policy %s: got version %q, documentation %q", c.Policies[i].Name, text, c.Policies[i].DocumentationURL)
		}
	}
}

// TestCatalogVersions wants a policy to have another version exactly when something of it changes: gator
// upgrades by that alone.
func TestCatalogVersions(t *testing.T) {
	controls, profiles := shipped(t)
	files := rendered(t, controls, profiles)
	versions := func() map[string]string {
		file, err := gatekeeper.Catalog(policies.Version, controls, profiles, files)
		if err != nil {
			t.Fatal(err)
		}
		c, err := catalog.ParseCatalog(file.Text)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{"": c.Metadata.Version}
		for i := range c.Policies {
			found[c.Policies[i].Name] = c.Policies[i].Version
		}
		return found
	}
	before := versions()
	for _, changed := range []string{"images/pull_policy/template.yaml", "profiles/eks/constraints/images.pull-policy.yaml"} {
		i := slices.IndexFunc(files, func(f gatekeeper.File) bool { return f.Path == changed })
		if i < 0 {
			t.Fatalf("%s was not rendered", changed)
		}
		text := files[i].Text
		files[i].Text = append(slices.Clone(text), '\n')
		for name, version := range versions() {
			if want := name == "" || name == "guiderailimagespullpolicy"; (version != before[name]) != want {
				t.Errorf("with another %s the version of %q is %s, was %s", changed, name, version, before[name])
			}
		}
		files[i].Text = text
	}
	if _, err := gatekeeper.Catalog(policies.Version, controls, profiles, files[1:]); err == nil {
		t.Error("a catalogue names what was not rendered")
	}
}

// TestGatorInstalls has the real gator, which the environment variable GATOR names, read the catalogue
// and say what it would install of each bundle.
func TestGatorInstalls(t *testing.T) {
	gator := os.Getenv("GATOR")
	if gator == "" {
		t.Skip("GATOR does not name the gator binary; make e2e-gatekeeper builds it")
	}
	controls, profiles := shipped(t)
	files := rendered(t, controls, profiles)
	file, err := gatekeeper.Catalog(policies.Version, controls, profiles, files)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	if err := gatekeeper.Write(directory, append(files, file)); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	run := func(into any, args ...string) {
		t.Helper()
		var stderr strings.Builder
		command := exec.CommandContext(t.Context(), gator, append([]string{"policy"}, append(args, "--output=json")...)...)
		command.Env = append(os.Environ(), "GATOR_HOME="+home, "GATOR_CATALOG_URL=file://"+filepath.Join(directory, file.Path), "KUBECONFIG="+filepath.Join(home, "none"))
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			t.Fatalf("gator policy %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
		}
		if err := json.Unmarshal(out, into); err != nil {
			t.Fatalf("gator policy %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	var updated struct {
		Result struct{ PolicyCount, BundleCount int }
	}
	if run(&updated, "update"); updated.Result.PolicyCount < 100 || updated.Result.BundleCount != len(profiles) {
		t.Errorf("gator read %+v", updated)
	}
	var found struct {
		Results []struct{ Name, Category string }
	}
	if run(&found, "search", "pullpolicy", "--bundle=xroad-eks"); fmt.Sprint(found.Results) != "[{guiderailimagespullpolicy images}]" {
		t.Errorf("gator found %v", found)
	}
	for _, p := range profiles {
		var installed struct {
			Result struct {
				TemplatesInstalled, ConstraintsInstalled int
				Failed                                   []any
			}
		}
		run(&installed, "install", "--bundle="+p.Name, "--dry-run")
		if got, want := installed.Result, chosen(controls, p); got.TemplatesInstalled != want || got.ConstraintsInstalled != want || len(got.Failed) > 0 {
			t.Errorf("bundle %s: gator would install %+v, not %d of each", p.Name, got, want)
		} else {
			t.Logf("bundle %s: gator would install %d templates and constraints", p.Name, want)
		}
	}
}

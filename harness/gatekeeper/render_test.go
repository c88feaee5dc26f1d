package gatekeeper_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	regoschema "github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego/schema"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/cachemanager/parser"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/released"
	"github.com/guiderail/guiderail/policies"
)

// maxApplied is what kubectl apply may write into one annotation when it is not asked to apply on the
// server's side: 256 KiB for all annotations, less what they hold already.
const maxApplied = 200 << 10

// TestTemplates wants every template to hold the policy files as they are, and no library that the
// control does not stand on.
func TestTemplates(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	kinds := map[string]string{}
	for _, c := range controls {
		if !gatekeeper.Runs(c) {
			continue
		}
		text, err := gatekeeper.Template(policies.FS, &released.Record{}, c)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > maxApplied {
			t.Errorf("the template of %s has %d bytes, more than kubectl apply takes", c.ID, len(text))
		}
		parsed := template(t, text)
		kind := parsed.Spec.CRD.Spec.Names.Kind
		if other, taken := kinds[kind]; taken {
			t.Errorf("%s and %s have the same kind %s", c.ID, other, kind)
		}
		kinds[kind] = c.ID
		if parsed.Name != strings.ToLower(kind) {
			t.Errorf("%s: template %s of kind %s", c.ID, parsed.Name, kind)
		}
		source, err := regoschema.GetSource(parsed.Spec.Targets[0].Code[0])
		if err != nil {
			t.Fatal(err)
		}
		files := append([]string{c.File}, c.Libraries...)
		var want []string
		for _, file := range files {
			text, err := fs.ReadFile(policies.FS, file)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, string(text))
		}
		if got := append([]string{source.Rego}, source.Libs...); !slices.Equal(got, want) {
			t.Errorf("%s: the template's Rego is not that of %v", c.ID, files)
		}
	}
}

// TestConstraint renders what a profile of a user says.
func TestConstraint(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte(`apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: mine}
spec:
  title: Mine
  enforcement:
    severities: {high: deny, low: warn}
    controls:
      images.pinned_tag: {webhook: warn, audit: deny}
      images.digest: {audit: dryrun}
  exclude:
    - namespaces: [kube-system]
      reason: it is the cluster's own
    - controls: [images.registry_allowlist]
      namespaces: [legacy]
      reason: it is moved next year
  parameters:
    images.registry_allowlist: {registries: [registry.example.org]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(policies.FS, controls, file)
	if err != nil {
		t.Fatal(err)
	}
	scoped := func(action string, points ...any) any {
		var names []any
		for _, point := range points {
			names = append(names, map[string]any{"name": point})
		}
		return map[string]any{"action": action, "enforcementPoints": names}
	}
	for id, want := range map[string]map[string]any{
		"images.registry_allowlist": {
			"enforcementAction": "deny",
			"match":             map[string]any{"excludedNamespaces": []any{"kube-system", "legacy"}},
			"parameters":        map[string]any{"registries": []any{"registry.example.org"}},
		},
		"images.pinned_tag": {
			"enforcementAction":        "scoped",
			"scopedEnforcementActions": []any{scoped("warn", "validation.gatekeeper.sh", "gator.gatekeeper.sh"), scoped("deny", "audit.gatekeeper.sh")},
			"match":                    map[string]any{"excludedNamespaces": []any{"kube-system"}},
		},
		"images.digest": {
			"enforcementAction":        "scoped",
			"scopedEnforcementActions": []any{scoped("dryrun", "audit.gatekeeper.sh")},
			"match":                    map[string]any{"excludedNamespaces": []any{"kube-system"}},
		},
		"rbac.aws_auth": {
			"enforcementAction": "deny",
			"match":             map[string]any{},
		},
	} {
		i := slices.IndexFunc(controls, func(c *control.Control) bool { return c.ID == id })
		text, err := gatekeeper.Constraint(p, controls[i])
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Metadata struct{ Name string }
			Spec     map[string]any
		}
		if err := yaml.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		match := got.Spec["match"].(map[string]any)
		for _, m := range controls[i].Match {
			entry := match["kinds"].([]any)[0].(map[string]any)
			match["kinds"] = match["kinds"].([]any)[1:]
			if got, want := fmt.Sprint(entry["apiGroups"], entry["kinds"]), fmt.Sprint(m.Groups, m.Kinds); got != want {
				t.Errorf("%s: got the kinds %s, want %s", id, got, want)
			}
		}
		if len(match["kinds"].([]any)) > 0 {
			t.Errorf("%s: the constraint matches %v as well", id, match["kinds"])
		}
		delete(match, "kinds")
		if !reflect.DeepEqual(got.Spec, want) {
			t.Errorf("%s:\n got  %v\n want %v", id, got.Spec, want)
		}
		if want := strings.ReplaceAll(id, "_", "-"); got.Metadata.Name != want {
			t.Errorf("got the name %s, want %s", got.Metadata.Name, want)
		}
	}
}

// TestKinds wants every constraint that is rendered to name groups and kinds in each entry. One without them, as of a
// control that judges other files too, is for every object.
func TestKinds(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	constraints := 0
	for _, layout := range gatekeeper.Layouts() {
		files, err := gatekeeper.Render(policies.FS, layout, &profile.Profile{Name: "everything"}, all.Controls, &gatekeeper.Waived{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, text := range strings.Split(string(f.Text), "\n---\n") {
				var got struct {
					APIVersion string `json:"apiVersion"`
					Spec       struct {
						Match struct {
							Kinds []struct{ APIGroups, Kinds []string }
						}
					}
				}
				if err := yaml.Unmarshal([]byte(text), &got); err != nil {
					t.Fatalf("%s: %v", f.Path, err)
				}
				if !strings.HasPrefix(got.APIVersion, "constraints.gatekeeper.sh/") {
					continue
				}
				constraints++
				if len(got.Spec.Match.Kinds) == 0 {
					t.Errorf("%s matches no kinds", f.Path)
				}
				for _, entry := range got.Spec.Match.Kinds {
					if len(entry.APIGroups) == 0 || len(entry.Kinds) == 0 {
						t.Errorf("%s: an entry of match.kinds has the groups %q and the kinds %q", f.Path, entry.APIGroups, entry.Kinds)
					}
				}
			}
		}
	}
	if constraints < 100 {
		t.Errorf("only %d constraints were seen", constraints)
	}
}

// TestProfile wants a kustomization that names a template and a constraint for each control of a
// profile, and for no other.
func TestProfile(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	p, err := profile.Load(policies.FS, controls, "xroad-eks")
	if err != nil {
		t.Fatal(err)
	}
	files, err := gatekeeper.Profile(p, controls, nil)
	if err != nil {
		t.Fatal(err)
	}
	resources := map[string][]string{}
	constraints := 0
	for _, f := range files {
		switch path.Base(f.Path) {
		case "kustomization.yaml":
		case "sync.yaml":
			continue
		default:
			constraints++
			continue
		}
		var k struct{ Resources []string }
		if err := yaml.Unmarshal(f.Text, &k); err != nil {
			t.Fatal(err)
		}
		resources[f.Path] = slices.DeleteFunc(k.Resources, func(name string) bool { return name == "sync.yaml" })
	}
	want := chosen(controls, p)
	for _, folder := range []string{"templates", "constraints"} {
		if got := len(resources["profiles/xroad-eks/"+folder+"/kustomization.yaml"]); got != want {
			t.Errorf("%s: got %d resources, want %d", folder, got, want)
		}
	}
	if constraints != want {
		t.Errorf("got %d constraints, want %d", constraints, want)
	}
	if got := resources["profiles/xroad-eks/kustomization.yaml"]; !slices.Equal(got, []string{"templates", "constraints"}) {
		t.Errorf("got %v", got)
	}
}

// TestSync wants the objects that a profile's controls look up, and their templates to say so.
func TestSync(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := all.Controls
	looking := 0
	for _, c := range controls {
		if !gatekeeper.Runs(c) {
			continue
		}
		text, err := gatekeeper.Template(policies.FS, &released.Record{}, c)
		if err != nil {
			t.Fatal(err)
		}
		requirements, err := parser.ReadSyncRequirements(template(t, text))
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
		got, want := map[schema.GroupVersionKind]bool{}, map[schema.GroupVersionKind]bool{}
		for _, requirement := range requirements {
			for kind := range requirement {
				got[kind] = true
			}
		}
		for _, read := range c.Reads {
			want[read.GroupVersionKind] = true
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the template requires %v, the control looks up %v", c.ID, got, want)
		}
		looking += len(c.Reads)
		text, err = gatekeeper.SyncSet(&profile.Profile{Name: "test"}, []*control.Control{c})
		if err != nil {
			t.Fatal(err)
		}
		if (text != nil) != (len(c.Reads) > 0) {
			t.Errorf("%s looks up %v and has synced\n%s", c.ID, c.Reads, text)
		}
	}
	if looking == 0 {
		t.Error("no control looks up anything")
	}
	excluded := map[string]string{}
	for _, c := range controls {
		excluded[c.ID] = "for the test"
	}
	if text, err := gatekeeper.SyncSet(&profile.Profile{Excluded: excluded}, controls); text != nil || err != nil {
		t.Errorf("got %s, %v for no control", text, err)
	}
}

// TestSecrets wants nothing of a control that looks up Secrets in what is rendered, so that no Secret ever
// lies in Gatekeeper's memory, and the control to say so.
func TestSecrets(t *testing.T) {
	controls, profiles := shipped(t)
	var looking []*control.Control
	for _, c := range controls {
		if c.ReadsSecrets() {
			looking = append(looking, c)
		}
	}
	if len(looking) == 0 {
		t.Fatal("no control looks up Secrets")
	}
	everything := &profile.Profile{Name: "everything"}
	files := rendered(t, controls, append(profiles, everything))
	catalog, err := gatekeeper.Catalog(policies.Version, controls, append(profiles, everything), files)
	if err != nil {
		t.Fatal(err)
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	only := *all
	only.Controls = looking
	suites, err := gatekeeper.Suites(t.Context(), &only, "../../testdata/controls", "../testdata/controls")
	if err != nil || len(suites) > 0 {
		t.Errorf("got %d files of suites, %v", len(suites), err)
	}
	synced := 0
	for _, f := range append(files, catalog) {
		text := string(f.Text)
		for _, c := range looking {
			if strings.Contains(f.Path, c.Name()) || strings.Contains(text, gatekeeper.Kind(c)) || strings.Contains(text, gatekeeper.ConstraintName(c)) {
				t.Errorf("%s speaks of %s", f.Path, c.ID)
			}
		}
		if path.Base(f.Path) == "sync.yaml" {
			synced++
			if strings.Contains(text, "kind: Secret\n") {
				t.Errorf("%s has Secrets synced", f.Path)
			}
		}
		if path.Base(f.Path) == "template.yaml" {
			requirements, err := parser.ReadSyncRequirements(template(t, f.Text))
			if err != nil {
				t.Fatal(err)
			}
			for _, requirement := range requirements {
				if _, found := requirement[schema.GroupVersionKind{Version: "v1", Kind: "Secret"}]; found {
					t.Errorf("%s wants Secrets synced", f.Path)
				}
			}
			if strings.Contains(text, ".v1.Secret") {
				t.Errorf("%s looks up Secrets", f.Path)
			}
		}
	}
	if synced != len(profiles)+1 {
		t.Errorf("%d of %d profiles have objects synced", synced, len(profiles)+1)
	}
	for _, c := range looking {
		if text, err := gatekeeper.Template(policies.FS, &released.Record{}, c); text != nil || err == nil || !strings.Contains(err.Error(), "never copied into Gatekeeper") {
			t.Errorf("%s: got the template %s, %v", c.ID, text, err)
		}
		if text, err := gatekeeper.SyncSet(everything, []*control.Control{c}); text != nil || err != nil {
			t.Errorf("%s: got %s, %v", c.ID, text, err)
		}
	}
}

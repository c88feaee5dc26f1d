package profile_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"

	"github.com/guiderail/guiderail/harness/catalogue"
)

func controls(t *testing.T) []*control.Control {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return all.Controls
}

// TestProfiles loads every profile that comes with the policies.
func TestProfiles(t *testing.T) {
	controls := controls(t)
	names, err := profile.Names(policies.FS)
	if err != nil || len(names) < 4 {
		t.Fatalf("got the profiles %v, %v", names, err)
	}
	for _, name := range names {
		p, err := profile.Load(policies.FS, controls, name)
		if err != nil {
			t.Error(err)
			continue
		}
		if p.Name != name {
			t.Errorf("profiles/%s.yaml is named %s", name, p.Name)
		}
		chosen := p.Choose(controls)
		if len(chosen) != len(controls)-len(p.Excluded) {
			t.Errorf("%s chooses %d of %d controls and excludes %d", name, len(chosen), len(controls), len(p.Excluded))
		}
		for _, s := range []control.Severity{control.Info, control.Low, control.Medium, control.High, control.Critical} {
			if _, ok := p.Severities[s]; !ok {
				t.Errorf("%s says nothing of severity %s", name, s)
			}
		}
	}
}

// TestNoneUnasked: a control that answers a guide is chosen or left out with a reason by every profile that
// comes with the policies, and none that is new joins one unasked.
func TestNoneUnasked(t *testing.T) {
	controls := append(controls(t), &control.Control{ID: "team.owner"})
	names, err := profile.Names(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		p, err := profile.Load(policies.FS, controls, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range controls {
			if reason := p.Excluded[c.ID]; (reason == profile.Unlisted) != (len(c.Requirements) == 0) {
				t.Errorf("%s: list %s under controls, or under exclude with a reason; got the reason %q", name, c.ID, reason)
			}
		}
	}
}

// TestLists: lists of controls add up, and a profile without one takes what it extends, or all.
func TestLists(t *testing.T) {
	controls := []*control.Control{{ID: "a.a"}, {ID: "b.b"}, {ID: "c.c"}}
	file := func(name, spec string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Replace(head, "mine", name, 1) + spec)}
	}
	directory := fstest.MapFS{
		"profiles/all.yaml":     file("all", ""),
		"profiles/one.yaml":     file("one", "  controls: [a.a]\n"),
		"profiles/none.yaml":    file("none", "  controls: []\n"),
		"profiles/nothing.yaml": file("nothing", "  extends: none\n"),
		"profiles/same.yaml":    file("same", "  extends: one\n"),
		"profiles/two.yaml":     file("two", "  extends: one\n  controls: [b.b]\n"),
		"profiles/less.yaml":    file("less", "  extends: two\n  exclude:\n    - controls: [a.a]\n      reason: we like it so\n"),
		"profiles/every.yaml":   file("every", "  extends: all\n  controls: [b.b]\n"),
	}
	for name, want := range map[string][]string{
		"all": {"a.a", "b.b", "c.c"}, "one": {"a.a"}, "none": nil, "nothing": nil, "same": {"a.a"}, "two": {"a.a", "b.b"}, "less": {"b.b"}, "every": {"a.a", "b.b", "c.c"},
	} {
		p, err := profile.Load(directory, controls, name)
		if err != nil {
			t.Fatal(err)
		}
		chosen := p.Choose(controls)
		var got []string
		for _, c := range chosen {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s chooses %q, want %q", name, got, want)
		}
	}
}

// TestSidecarKeepsBaseline: no sidecar passes the restricted level, so its profiles leave out every one of
// its checks.
func TestSidecarKeepsBaseline(t *testing.T) {
	controls := controls(t)
	for _, name := range []string{"xroad-eks", "xroad-aks"} {
		p, err := profile.Load(policies.FS, controls, name)
		if err != nil {
			t.Fatal(err)
		}
		restricted := 0
		for _, c := range controls {
			if !strings.HasPrefix(c.ID, "podsecurity.restricted_") {
				continue
			}
			restricted++
			if p.Excluded[c.ID] == "" {
				t.Errorf("%s has the sidecar fail %s", name, c.ID)
			}
		}
		if restricted < 7 {
			t.Errorf("there are %d controls of the restricted level, want 7", restricted)
		}
	}
}

const head = "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: Mine\n"

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRefused(t *testing.T) {
	controls := controls(t)
	for name, test := range map[string]struct{ text, want string }{
		"unknown field":            {head + "  exclud: []\n", ":6:11: spec.exclud is not a field of a profile"},
		"unknown field at the top": {head + "status: {}\n", ":6:9: status is not a field of a profile"},
		"unknown version":          {strings.Replace(head, "v1alpha1", "v2", 1), ":1:13: apiVersion is not a version that this guiderail reads: it reads guiderail.dev/v1alpha1. Use a guiderail that reads the version, or write the profile in guiderail.dev/v1alpha1"},
		"no title":                 {strings.Replace(head, "title", "description", 1), ":4:1: spec.title is missing"},
		"no reason":                {head + "  exclude:\n    - controls: [images.pinned_tag]\n", ":7:7: spec.exclude[0].reason is missing"},
		"unknown action":           {head + "  enforcement:\n    severities: {high: block}\n", ":7:24: spec.enforcement.severities.high must be one of deny, warn, dryrun"},
		"unknown point":            {head + "  enforcement:\n    severities: {high: {web: deny}}\n", ":7:30: spec.enforcement.severities.high.web is not a field of a profile"},
		"excludes nothing":         {head + "  exclude:\n    - reason: we like it so\n", ":7:7: spec.exclude[0] must have controls or namespaces"},
		"namespace by pattern":     {head + "  exclude:\n    - namespaces: [kube-*]\n      reason: we like it so\n", ":7:20: spec.exclude[0].namespaces[0] must match the pattern ^[a-z0-9]"},
		"no such day":              {head + "  exclude:\n    - namespaces: [legacy]\n      reason: we like it so\n      expires: 2026-02-30\n", ":9:16: spec.exclude[0].expires must be a date (YYYY-MM-DD), not 2026-02-30"},
		"unknown severity":         {head + "  enforcement:\n    severities: {higher: deny}\n", ":7:26: spec.enforcement.severities.higher is not a field of a profile"},
		"unknown control listed":   {head + "  controls: [images.pined_tag]\n", `:6:14: unknown control "images.pined_tag"; did you mean "images.pinned_tag"?`},
		"unknown control excluded": {head + "  exclude:\n    - controls: [images.pined_tag]\n      reason: we like it so\n", `:7:18: unknown control "images.pined_tag"; did you mean "images.pinned_tag"?`},
		"unknown control set":      {head + "  parameters:\n    images.pined_tag: {}\n", `:7:23: unknown control "images.pined_tag"`},
		"unknown control enforced": {head + "  enforcement:\n    controls:\n      images.pined_tag: deny\n", `:8:25: unknown control "images.pined_tag"`},
		"unknown parameter":        {head + "  parameters:\n    images.registry_allowlist:\n      registry: []\n", `:8:17: spec.parameters["images.registry_allowlist"].registry is not a parameter of images.registry_allowlist; see: guiderail explain images.registry_allowlist`},
		"parameter of none":        {head + "  parameters:\n    schema.unknown_field:\n      strict: true\n", `:8:15: spec.parameters["schema.unknown_field"].strict is not a parameter of schema.unknown_field; see: `},
		"wrong type":               {head + "  parameters:\n    images.registry_allowlist:\n      registries: docker.io\n", `:8:19: spec.parameters["images.registry_allowlist"].registries must be a list`},
		"wrong type of an item":    {head + "  parameters:\n    images.registry_allowlist:\n      registries:\n        - a\n        - 7\n", `:10:11: spec.parameters["images.registry_allowlist"].registries[1] must be a string`},
		"duplicate key":            {head + "  title: Yours\n", ":6:3: "},
		"other kind":               {strings.Replace(head, "Profile", "Pod", 1), ":2:7: kind must be Profile"},
		"no profile":               {"a: b\n", ":1:1: document 1 is not a Kubernetes object: kind is missing"},
		"two":                      {head + "---\n" + head, "must contain one document, a profile, not 2"},
		"empty":                    {"", "must contain one document, a profile, not 0"},
		"no YAML":                  {"a: [\n", ":1"},
		"extends nothing":          {head + "  extends: ecs\n", `:6:12: reading spec.extends: unknown profile "ecs"; use one of aks, eks, xroad-aks, xroad-eks`},
		"extends no file":          {head + "  extends: base.yaml\n", ":6:12: reading spec.extends: reading "},
		"extends itself":           {head + "  extends: mine.yaml\n", "extends itself: "},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, test.text)
			_, err := profile.Load(policies.FS, controls, file)
			if err == nil || !strings.HasPrefix(err.Error(), file) && name != "extends itself" || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
	var unknown *profile.UnknownError
	if _, err := profile.Load(policies.FS, controls, "ecs"); !errors.As(err, &unknown) || unknown.Name != "ecs" {
		t.Errorf("got %v", err)
	}
}

func TestExtends(t *testing.T) {
	base := head + `  enforcement:
    severities: {high: deny, low: warn}
    controls: {images.pinned_tag: {webhook: warn, audit: dryrun}}
  exclude:
    - controls: [images.pull_policy]
      reason: we like it so
    - namespaces: [kube-system]
      reason: it is the cluster's own
  parameters:
    images.registry_allowlist: {registries: [a], repositories: [b]}
`
	folder := t.TempDir()
	for name, text := range map[string]string{
		"base.yaml": base,
		"mine.yaml": head + `  extends: base.yaml
  enforcement:
    severities: {low: dryrun}
  exclude:
    - controls: [images.pinned_tag]
      reason: and so it is
    - controls: [images.digest]
      namespaces: [legacy]
      reason: it is moved next year
      expires: 9999-12-31
    - controls: [images.pinned_tag]
      namespaces: [older]
      reason: it was moved since then
      expires: 2020-02-29
  parameters:
    images.registry_allowlist: {registries: [c]}
`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := profile.Load(policies.FS, controls(t), filepath.Join(folder, "mine.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var sources []profile.Source
	for _, name := range []string{"mine.yaml", "base.yaml"} {
		file := filepath.Join(folder, name)
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, profile.Source{File: file, Text: text})
	}
	want := &profile.Profile{
		Name:       "mine",
		Title:      "Mine",
		Severities: map[control.Severity]profile.Enforcement{control.High: profile.Everywhere(profile.Deny), control.Low: profile.Everywhere(profile.DryRun)},
		Actions:    map[string]profile.Enforcement{"images.pinned_tag": {Webhook: profile.Warn, Audit: profile.DryRun}},
		Excluded:   map[string]string{"images.pull_policy": "we like it so", "images.pinned_tag": "and so it is"},
		Waived: []profile.Exclusion{
			{Namespaces: []string{"kube-system"}, Reason: "it is the cluster's own"},
			{Controls: []string{"images.digest"}, Namespaces: []string{"legacy"}, Reason: "it is moved next year", Expires: "9999-12-31"},
		},
		Expired:    []profile.Exclusion{{Controls: []string{"images.pinned_tag"}, Namespaces: []string{"older"}, Reason: "it was moved since then", Expires: "2020-02-29"}},
		Parameters: map[string]map[string]any{"images.registry_allowlist": {"registries": []any{"c"}, "repositories": []any{"b"}}},
		Sources:    sources,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEnforcement(t *testing.T) {
	differs := profile.Enforcement{Audit: profile.Deny}
	p := &profile.Profile{
		Severities: map[control.Severity]profile.Enforcement{control.Low: profile.Everywhere(profile.DryRun)},
		Actions:    map[string]profile.Enforcement{"a.b": differs},
	}
	for id, want := range map[string]profile.Enforcement{"a.b": differs, "a.c": {Webhook: profile.DryRun, Audit: profile.DryRun}} {
		if got := p.Enforcement(&control.Control{ID: id, Severity: control.Low}); got != want {
			t.Errorf("%s: got %s, want %s", id, got, want)
		}
	}
	if got := p.Enforcement(&control.Control{ID: "a.c", Severity: control.High}); got != profile.Everywhere(profile.Deny) {
		t.Errorf("got %s where nothing is said", got)
	}
	if got := differs.String(); got != "webhook off, audit deny" {
		t.Errorf("got %q", got)
	}
}

func TestWaivers(t *testing.T) {
	p := &profile.Profile{Waived: []profile.Exclusion{
		{Namespaces: []string{"kube-system", "kube-public"}, Reason: "all"},
		{Controls: []string{"a.c"}, Namespaces: []string{"legacy"}, Reason: "one"},
	}}
	general, about := &control.Control{ID: "a.c"}, &control.Control{ID: "a.b", Namespaces: []string{"kube-system"}}
	for _, test := range []struct {
		control    *control.Control
		namespaces []string
	}{
		{general, []string{"kube-public", "kube-system", "legacy"}},
		{about, []string{"kube-public"}},
	} {
		if got := p.WaivedNamespaces(test.control); !reflect.DeepEqual(got, test.namespaces) {
			t.Errorf("%s: got %v, want %v", test.control.ID, got, test.namespaces)
		}
		for _, namespace := range []string{"kube-public", "kube-system", "legacy", "kube-system-evil", "default", ""} {
			if got, want := p.Waiver(test.control, namespace) != nil, slices.Contains(test.namespaces, namespace); got != want {
				t.Errorf("%s in %s: got %v, want %v", test.control.ID, namespace, got, want)
			}
		}
	}
}

// TestPolicyDirectoryKeepsToItself: a policy directory from elsewhere has no say in which files of the
// machine are read.
func TestPolicyDirectoryKeepsToItself(t *testing.T) {
	folder := t.TempDir()
	outside := filepath.Join(folder, "outside.yaml")
	if err := os.WriteFile(outside, []byte(strings.Replace(head, "mine", "outside", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	directory := fstest.MapFS{
		"profiles/base.yaml": {Data: []byte(head)},
		"profiles/good.yaml": {Data: []byte(head + "  extends: base.yaml\n")},
		"profiles/bad.yaml":  {Data: []byte(head + "  extends: " + outside + "\n")},
	}
	if _, err := profile.Load(directory, controls(t), "good"); err != nil {
		t.Error(err)
	}
	var unknown *profile.UnknownError
	if _, err := profile.Load(directory, controls(t), "bad"); !errors.As(err, &unknown) {
		t.Errorf("got %v, want an unknown profile", err)
	}
}

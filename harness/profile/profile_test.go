package profile_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
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

// TestNames: controls are chosen, left out and enforced by family and pattern too, and an ID counts before these.
func TestNames(t *testing.T) {
	controls := []*control.Control{{ID: "a.a"}, {ID: "a.b"}, {ID: "a.c", RenamedFrom: []string{"a.old"}}, {ID: "b.a"}}
	p, err := profile.Load(policies.FS, controls, write(t, head+`  controls: [a, "b.*"]
  enforcement: {controls: {"*.a": warn, a: {audit: warn}, a.a: deny, a.old: dryrun}}
  exclude:
    - {controls: [a], reason: of the family}
    - {controls: ["*.b"], reason: of the pattern}
    - {controls: [a.b], reason: of the control}
    - {controls: [a, "*.a", b.a], namespaces: [legacy], reason: it is moved next year}
    - {controls: ["b*"], reason: it was moved since then, expires: 2020-02-29}
`))
	if err != nil {
		t.Fatal(err)
	}
	warnsInAudit := profile.Enforcement{Audit: profile.Warn}
	for what, test := range map[string]struct{ got, want any }{
		"excluded": {p.Excluded, map[string]string{"a.a": "of the family", "a.b": "of the control", "a.c": "of the family"}},
		"actions":  {p.Actions, map[string]profile.Enforcement{"a.a": profile.Everywhere(profile.Deny), "a.b": warnsInAudit, "a.c": profile.Everywhere(profile.DryRun), "b.a": profile.Everywhere(profile.Warn)}},
		"waived":   {p.Waived[0].Controls, []string{"a.a", "a.b", "a.c", "b.a"}},
		"expired":  {p.Expired[0].Controls, []string{"b.a"}},
		"renamed":  {len(p.Renamed), 1},
		"chosen":   {len(p.Choose(controls)), 1},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", what, test.got, test.want)
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
		"unknown not waivable":     {head + "  waivers:\n    notWaivable: [image]\n", `:7:19: unknown control "image"`},
		"unknown for annotations":  {head + "  waivers:\n    annotations: {controls: [images.pined_tag]}\n", `:7:30: unknown control "images.pined_tag"`},
		"nothing for annotations":  {head + "  waivers:\n    annotations: {maxDays: 3}\n", ":7:18: spec.waivers.annotations.controls is missing"},
		"unknown parameter":        {head + "  parameters:\n    images.registry_allowlist:\n      registry: []\n", `:8:17: spec.parameters["images.registry_allowlist"].registry is not a parameter of images.registry_allowlist; see: guiderail explain images.registry_allowlist`},
		"parameter of none":        {head + "  parameters:\n    schema.unknown_field:\n      strict: true\n", `:8:15: spec.parameters["schema.unknown_field"].strict is not a parameter of schema.unknown_field; see: `},
		"wrong type":               {head + "  parameters:\n    images.registry_allowlist:\n      registries: docker.io\n", `:8:19: spec.parameters["images.registry_allowlist"].registries must be a list`},
		"wrong type of an item":    {head + "  parameters:\n    images.registry_allowlist:\n      registries:\n        - a\n        - 7\n", `:10:11: spec.parameters["images.registry_allowlist"].registries[1] must be a string`},
		"unknown severity given":   {head + "  severities:\n    images.digest: severe\n", `:7:20: spec.severities["images.digest"] must be one of critical, high, medium, low, info`},
		"no severity given":        {head + "  severities:\n    images.digest:\n", `:7:5: spec.severities["images.digest"] must be one of critical, high, medium, low, info`},
		"severity of the unknown":  {head + "  severities:\n    images.pined_tag: high\n", `:7:23: unknown control "images.pined_tag"; did you mean "images.pinned_tag"?`},
		"severity of no family":    {head + "  severities:\n    image: high\n", `:7:12: unknown control "image"; did you mean "images"?`},
		"severity of no pattern":   {head + "  severities:\n    images.x*: high\n", `:7:16: unknown control "images.x*"`},
		"severity by no pattern":   {head + "  severities:\n    'images.[': high\n", `:7:17: "images.[" is not a valid pattern; use * for any characters`},
		"severity set twice":       {head + "  severities:\n    images.pinned-tag: high\n    images.pinned_tag: high\n", `:8:24: spec.severities["images.pinned_tag"] is another name of images.pinned_tag, which is set here as well`},
		"severities contradict":    {head + "  severities:\n    images: high\n    images.p*: low\n", `:8:16: spec.severities["images.p*"] sets images.pinned_tag to low, and images sets it to high; name the control itself as well`},
		"actions contradict":       {head + "  enforcement:\n    controls:\n      images: deny\n      images.p*: {webhook: warn}\n", `:9:18: spec.enforcement.controls["images.p*"] sets images.pinned_tag to webhook warn, audit off, and images sets it to deny; name the control itself as well`},
		"reasons contradict":       {head + "  exclude:\n    - {controls: [images], reason: we like it so}\n    - {controls: [secrets.configmap, images.p*], reason: we do not like it}\n", `:8:38: spec.exclude[1].controls[1] leaves out images.pinned_tag, and images leaves it out for another reason; name the control itself as well`},
		"two reasons":              {head + "  exclude:\n    - {controls: [images.digest], reason: we like it so}\n    - {controls: [images.digest], reason: we do not like it}\n", `:8:19: spec.exclude[1].controls[0] is left out for another reason as well; remove one of the two`},
		"controls of no family":    {head + "  controls: [image]\n", `:6:14: unknown control "image"; did you mean "images"?`},
		"parameters of a family":   {head + "  parameters:\n    images: {registries: [a]}\n", `:7:13: spec.parameters.images is not the ID of a control, and parameters are set control by control; name each, such as images.base_digest`},
		"severity of the excluded": {head + "  severities:\n    images.digest: high\n  exclude:\n    - controls: [images.digest]\n      reason: we like it so\n", `:7:20: spec.severities["images.digest"] does nothing, since the profile leaves out the control: we like it so`},
		"severity of the unlisted": {head + "  controls: [images.digest]\n  severities:\n    images.pinned_tag: high\n", `:8:24: spec.severities["images.pinned_tag"] does nothing, since the profile leaves out the control: The profile does not list it among its controls.`},
		"severity of those out":    {head + "  controls: [images.digest]\n  severities:\n    podsecurity: high\n", `:8:18: spec.severities.podsecurity does nothing, since the profile leaves out every control of that name`},
		"severity of the base's":   {head + "  extends: eks\n  severities:\n    messagelog.azure_files_encryption: high\n", `:8:40: spec.severities["messagelog.azure_files_encryption"] does nothing, since the profile leaves out the control: Clusters on EKS do not use Azure Files.`},
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
  waivers:
    notWaivable: [secrets.configmap]
    maxDays: 90
    annotations: {controls: [images], admission: true}
  severities: {images.digest: critical, images.pinned_tag: info, secrets.configmap: low}
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
  waivers:
    notWaivable: [podsecurity.host_por*]
    annotations: {controls: [images.digest], maxDays: 30}
  severities: {images.digest: high, podsecurity.host_por*: medium}
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
	at := func(i, line, column int) artefact.Position {
		return artefact.Position{File: sources[i].File, Line: line, Column: column}
	}
	want := &profile.Profile{
		Name:       "mine",
		Title:      "Mine",
		Severities: map[control.Severity]profile.Enforcement{control.High: profile.Everywhere(profile.Deny), control.Low: profile.Everywhere(profile.DryRun)},
		Actions:    map[string]profile.Enforcement{"images.pinned_tag": {Webhook: profile.Warn, Audit: profile.DryRun}},
		Excluded:   map[string]string{"images.pull_policy": "we like it so", "images.pinned_tag": "and so it is"},
		ControlSeverities: map[string]control.Severity{
			"images.digest": control.High, "images.pinned_tag": control.Info, "secrets.configmap": control.Low, "podsecurity.host_ports": control.Medium,
		},
		Waived: []profile.Exclusion{
			{Namespaces: []string{"kube-system"}, Reason: "it is the cluster's own", Position: at(1, 12, 7)},
			{Controls: []string{"images.digest"}, Namespaces: []string{"legacy"}, Reason: "it is moved next year", Expires: "9999-12-31", Position: at(0, 12, 7)},
		},
		Expired:    []profile.Exclusion{{Controls: []string{"images.pinned_tag"}, Namespaces: []string{"older"}, Reason: "it was moved since then", Expires: "2020-02-29", Position: at(0, 16, 7)}},
		Parameters: map[string]map[string]any{"images.registry_allowlist": {"registries": []any{"c"}, "repositories": []any{"b"}}},
		Sources:    sources,
		NotWaivable: map[string]artefact.Position{
			"secrets.configmap": at(1, 17, 19), "podsecurity.host_ports": at(0, 23, 19),
		},
		MaxWaiverDays: 90,
		Annotations:   &profile.Annotations{Controls: map[string]bool{"images.digest": true}, MaxDays: 30},
		Attestations:  attest.Policy{Days: map[string]int{}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestSeverities: an ID says more than a family or a pattern, and a profile more than what it extends, by whatever name.
func TestSeverities(t *testing.T) {
	controls := []*control.Control{
		{ID: "a.a", Severity: control.Low}, {ID: "a.b", Severity: control.Low, RenamedFrom: []string{"a.old"}},
		{ID: "a.c", Severity: control.Low}, {ID: "b.a", Severity: control.High}, {ID: "b.b", Severity: control.High},
	}
	file := func(name, spec string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Replace(head, "mine", name, 1) + spec)}
	}
	const enforcement = "  enforcement: {severities: {info: dryrun, low: warn, critical: deny}}\n"
	directory := fstest.MapFS{
		"profiles/none.yaml":    file("none", ""),
		"profiles/base.yaml":    file("base", enforcement+"  severities: {a: medium, 'a*': medium, a.b: critical, b.a: info}\n"),
		"profiles/same.yaml":    file("same", "  extends: base\n"),
		"profiles/over.yaml":    file("over", "  extends: base\n  severities: {a: info}\n"),
		"profiles/back.yaml":    file("back", "  extends: base\n  severities: {b.a: high, '*.c': low}\n"),
		"profiles/old.yaml":     file("old", "  severities: {a.old: high, '*.*': info}\n"),
		"profiles/out.yaml":     file("out", "  extends: base\n  exclude: [{controls: [a.b], reason: we like it so}]\n"),
		"profiles/until.yaml":   file("until", "  severities: {a.b: high}\n  exclude: [{controls: [a.b], reason: we liked it so, expires: 2020-02-29}, {controls: [a.b], namespaces: [shop], reason: we like it so}]\n"),
		"profiles/partly.yaml":  file("partly", "  severities: {a: high}\n  exclude: [{controls: [a.b, a.c], reason: we like it so}]\n"),
		"profiles/listing.yaml": file("listing", "  extends: listed\n  controls: [b.a]\n  severities: {b.a: low}\n"),
		"profiles/listed.yaml":  file("listed", "  controls: [a.a]\n  severities: {a.a: high}\n"),
	}
	for name, want := range map[string]string{
		"none":    "a.a low, a.b low, a.c low, b.a high, b.b high",
		"base":    "a.a medium (low), a.b critical (low), a.c medium (low), b.a info (high), b.b high",
		"same":    "a.a medium (low), a.b critical (low), a.c medium (low), b.a info (high), b.b high",
		"over":    "a.a info (low), a.b info (low), a.c info (low), b.a info (high), b.b high",
		"back":    "a.a medium (low), a.b critical (low), a.c low, b.a high, b.b high",
		"old":     "a.a info (low), a.b high (low), a.c info (low), b.a info (high), b.b info (high)",
		"out":     "a.a medium (low), a.c medium (low), b.a info (high), b.b high",
		"until":   "a.a low, a.b high (low), a.c low, b.a high, b.b high",
		"partly":  "a.a high (low), b.a high, b.b high",
		"listing": "a.a high (low), b.a low (high)",
	} {
		p, err := profile.Load(directory, controls, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, c := range p.Choose(controls) {
			line := fmt.Sprintf("%s %s", c.ID, c.Severity)
			if c.DefaultSeverity() != c.Severity {
				line += fmt.Sprintf(" (%s)", c.DefaultSeverity())
			}
			got = append(got, line)
			i := slices.IndexFunc(controls, func(of *control.Control) bool { return of.ID == c.ID })
			if p.Severity(controls[i]) != c.Severity || p.Severity(c) != c.Severity || p.Enforcement(controls[i]) != p.Enforcement(c) {
				t.Errorf("%s: %s is %s and %s when it was chosen, and %s and %s before", name, c.ID, p.Severity(c), p.Enforcement(c), p.Severity(controls[i]), p.Enforcement(controls[i]))
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
	for _, c := range controls {
		if want := map[bool]control.Severity{true: control.Low, false: control.High}[c.Family() == "a"]; c.Severity != want {
			t.Errorf("%s itself is %s now", c.ID, c.Severity)
		}
	}
	p, err := profile.Load(directory, controls, "base")
	if err != nil {
		t.Fatal(err)
	}
	none, err := profile.Load(directory, controls, "none")
	if err != nil {
		t.Fatal(err)
	}
	if got := none.Choose(p.Choose(controls))[0].Severity; got != control.Low {
		t.Errorf("a.a is %s where another profile changed it before, want low", got)
	}
	for id, want := range map[string]profile.Action{"a.b": profile.Deny, "b.a": profile.DryRun, "a.a": profile.Deny} {
		if got := p.Enforcement(&control.Control{ID: id, Severity: control.Low}); got != profile.Everywhere(want) {
			t.Errorf("%s: got %s, want %s", id, got, want)
		}
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

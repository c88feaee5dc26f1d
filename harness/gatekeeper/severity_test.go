package gatekeeper_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// TestSeverities renders a profile that gives controls other severities. Each constraint has the severity that the
// control's findings have on the command line, and what the profile enforces for that severity. The templates, which
// serve every profile, are as they are without one.
func TestSeverities(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte(`apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: mine}
spec:
  title: Mine
  enforcement:
    severities:
      critical: deny
      high: {webhook: warn, audit: deny}
      medium: warn
      low: {audit: dryrun}
      info: dryrun
    controls: {images.pinned_tag: deny}
  severities:
    images: critical
    images.digest: info
    images.pinned_tag: low
    podsecurity.restricted_*: low
    secrets.*: high
`), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(policies.FS, all.Controls, file)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := harness.New(harness.Options{Catalogue: all, Chosen: p})
	if err != nil {
		t.Fatal(err)
	}
	var want, got []enforced
	changed := 0
	for _, c := range engine.Controls() {
		if !gatekeeper.Runs(c) {
			continue
		}
		r := enforced{Control: c.ID, Severity: c.Severity.String(), Action: map[string]string{"critical": "deny", "high": "scoped", "medium": "warn", "low": "scoped", "info": "dryrun"}[c.Severity.String()]}
		if c.ID == "images.pinned_tag" {
			r.Action = "deny"
		}
		if c.Severity != c.DefaultSeverity() {
			changed++
		}
		want = append(want, r)
	}
	files, err := gatekeeper.Profile(p, all.Controls, nil)
	if err != nil {
		t.Fatal(err)
	}
	constraints := map[string]enforced{}
	for _, f := range files {
		var o struct {
			Kind     string
			Metadata struct{ Annotations map[string]string }
			Spec     struct{ EnforcementAction string }
		}
		if err := yaml.Unmarshal(f.Text, &o); err != nil {
			t.Fatal(err)
		}
		if id := o.Metadata.Annotations["guiderail.dev/control"]; id != "" {
			constraints[id] = enforced{id, o.Metadata.Annotations["guiderail.dev/severity"], o.Spec.EnforcementAction}
		}
	}
	for _, r := range want {
		got = append(got, constraints[r.Control])
	}
	if !reflect.DeepEqual(got, want) || len(constraints) != len(want) {
		t.Errorf("%d constraints:\ngot  %v\nwant %v", len(constraints), got, want)
	}
	for id, severity := range map[string]string{"images.digest": "info", "images.pinned_tag": "low", "images.registry_allowlist": "critical", "secrets.plaintext_env": "high"} {
		if constraints[id].Severity != severity {
			t.Errorf("%s is %s, want %s", id, constraints[id].Severity, severity)
		}
	}
	if changed < 10 {
		t.Errorf("the profile changes %d controls, too few", changed)
	}
	templates, err := gatekeeper.Templates(policies.FS, gatekeeper.Chosen(p, all.Controls))
	if err != nil {
		t.Fatal(err)
	}
	unchanged, err := gatekeeper.Templates(policies.FS, all.Controls)
	if err != nil {
		t.Fatal(err)
	}
	if len(templates) != len(unchanged) {
		t.Fatalf("got %d files of templates, want %d", len(templates), len(unchanged))
	}
	for i, f := range unchanged {
		if templates[i].Path != f.Path || !bytes.Equal(templates[i].Text, f.Text) {
			t.Errorf("%s differs:\n%s", f.Path, strings.SplitN(string(templates[i].Text), "spec:", 2)[0])
		}
	}
}

// enforced is a constraint, or what it should be.
type enforced struct{ Control, Severity, Action string }

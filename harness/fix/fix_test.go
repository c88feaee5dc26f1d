package fix_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/fix"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/internal/shared"
)

func engine(t *testing.T, options harness.Options) *harness.Engine {
	t.Helper()
	if options.Now.IsZero() {
		options.Now = policytest.FixtureTime
	}
	e, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestGuide fixes the guides' examples. No control finds more than before, and a second run changes nothing.
func TestGuide(t *testing.T) {
	e := engine(t, harness.Options{Profile: "xroad-eks"})
	plan := propose(t, e, "../../testdata/guide/as-written")
	var fixed []string
	for _, f := range plan.Fixed {
		fixed = append(fixed, fmt.Sprintf("%s:%d %s", filepath.Base(f.Position.File), f.Position.Line, f.Control.ID))
	}
	slices.Sort(fixed)
	want := []string{
		"xroad-3.1-secret-volume.yaml:16 sidecar.ssh_keys",
		"xroad-3.1-secret-volume.yaml:29 secrets.volume_mode",
		"xroad-3.2-env-from.yaml:29 schema.unknown_field",
		"xroad-3.2-env-from.yaml:29 secrets.secret_reference",
		"xroad-5.1-network-policies.yaml:19 network.policy_types",
		"xroad-7-resources.yaml:29 sidecar.resources",
		"xroad-7-resources.yaml:30 sidecar.resources",
		"xroad-7-resources.yaml:32 sidecar.resources",
		"xroad-7-resources.yaml:33 sidecar.resources",
		"xroad-7-units.yaml:32 resources.quantities",
		"xroad-7-units.yaml:32 schema.invalid_value",
	}
	if !slices.Equal(fixed, want) {
		t.Errorf("fixed are\n%s\nwant\n%s", strings.Join(fixed, "\n"), strings.Join(want, "\n"))
	}
	for c, n := range counts(plan.After) {
		if before := counts(plan.Before)[c]; n > before {
			t.Errorf("%s has %d findings, and %d before", c, n, before)
		}
	}
}

// TestGuideCorrected wants what is fixed in the guides' examples to be as people have corrected it. The amounts of
// sidecar.resources are those of its parameters, and people wrote others that do as well.
func TestGuideCorrected(t *testing.T) {
	plan := propose(t, engine(t, harness.Options{Profile: "xroad-eks"}), "../../testdata/guide/as-written")
	compared := 0
	for _, f := range plan.Fixed {
		if f.Control.ID == "sidecar.resources" {
			continue
		}
		var change fix.Change
		for _, c := range plan.Changes {
			if c.Name == f.File {
				change = c
			}
		}
		file := filepath.Base(f.File)
		if file == "xroad-7-units.yaml" {
			file = "xroad-7-resources.yaml" // where both are corrected
		}
		corrected, err := os.ReadFile(filepath.Join("../../testdata/guide/corrected", file))
		if err != nil {
			t.Fatal(err)
		}
		is, want := valuesAt(t, change.New, f), valuesAt(t, corrected, f)
		compared++
		if len(is) == 0 || !slices.ContainsFunc(is, func(v string) bool { return slices.Contains(want, v) }) {
			t.Errorf("%s: %s is %v, and corrected %v", f.Position, f.Control.ID, is, want)
		}
	}
	if compared < 7 {
		t.Errorf("%d were compared", compared)
	}
}

// valuesAt returns what objects of the kind of a finding have at its path, or near it, as JSON.
func valuesAt(t *testing.T, text []byte, f fix.Fixed) []string {
	t.Helper()
	var found []string
	for d, failure := range source.Bytes("text.yaml", text).Documents(source.DefaultLimits()) {
		if failure != nil {
			t.Fatal(failure)
		}
		for _, a := range kubernetes.New().Parse(d).Artefacts {
			if a.Kind != f.Artefact.Kind {
				continue
			}
			path := f.Path
			for len(path) > 0 && !a.Value.At(path...).Exists() {
				path = path[:len(path)-1] // of a key that was moved
			}
			found = append(found, a.Value.At(path...).String())
		}
	}
	return found
}

func counts(run *harness.Run) map[string]int {
	n := map[string]int{}
	for _, f := range run.Findings {
		n[f.Control.ID]++
	}
	return n
}

// TestFollowing sets privileged to false, which brings to light that allowPrivilegeEscalation is not set, and sets that too.
func TestFollowing(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec:\n  containers:\n    - name: app\n      securityContext:\n        privileged: true # once needed\n"
	e := engine(t, harness.Options{Controls: []string{"podsecurity.privileged", "podsecurity.restricted_privilege_escalation"}})
	plan, err := fix.Propose(t.Context(), harness.Bytes("pod.yaml", []byte(pod)), fix.Options{Engine: e})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(pod, "privileged: true # once needed\n", "privileged: false # once needed\n        allowPrivilegeEscalation: false\n", 1)
	if len(plan.Changes) != 1 || string(plan.Changes[0].New) != want || len(plan.After.Findings) > 0 {
		t.Errorf("got %+v", plan.Changes)
	}
}

// TestSharedCorpus pins how much of the public manifests can be fixed, and that it lets no control find more. They are read as they are
// written: what is rendered of them depends on the version of kustomize.
func TestSharedCorpus(t *testing.T) {
	plan := propose(t, engine(t, harness.Options{}), shared.Path(t, "corpus/public"))
	before, after := counts(plan.Before), counts(plan.After)
	gone := map[string]int{}
	for _, c := range slices.Sorted(maps.Keys(before)) {
		if n := before[c] - after[c]; n != 0 {
			gone[c] = n
		}
	}
	t.Logf("%d of %d findings fixed: %v", len(plan.Fixed), len(plan.Before.Findings), gone)
	want := map[string]int{
		"images.pull_policy": 3, "podsecurity.audit_warn_labels": 10, "podsecurity.enforce_label": 5, "podsecurity.read_only_root_filesystem": 5,
		"podsecurity.restricted_capabilities": 10, "podsecurity.restricted_privilege_escalation": 3, "podsecurity.restricted_run_as_non_root": 3,
		"podsecurity.restricted_seccomp": 10, "rbac.service_account_token": 8, "resources.limits": 3, "secrets.exposure": 1, "secrets.volume_mode": 25,
	}
	if !maps.Equal(gone, want) {
		t.Errorf("gone are %v, want %v", gone, want)
	}
	for c, n := range after {
		if n > before[c] {
			t.Errorf("%s has %d findings, and %d before", c, n, before[c])
		}
	}
}

// TestWriteAll writes none of several files if one of them cannot be written, and leaves nothing beside them.
func TestWriteAll(t *testing.T) {
	folder := t.TempDir()
	const text = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"
	long := strings.Repeat("n", 240) + ".yaml" // so that no longer name can be beside it
	for _, name := range []string{"a.yaml", long, "z.yaml"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.ReplaceAll(text, "shop", name[:1])), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plan := propose(t, engine(t, harness.Options{Controls: []string{"podsecurity.enforce_label"}}), folder)
	written, err := plan.Write()
	if len(plan.Changes) != 3 || err == nil || !strings.Contains(err.Error(), "making a file beside it") || len(written) > 0 {
		t.Errorf("%d changes: wrote %v, %v", len(plan.Changes), written, err)
	}
	for _, c := range plan.Changes {
		if now, err := os.ReadFile(c.Name); err != nil || string(now) != string(c.Old) {
			t.Errorf("%s is %q, %v", c.Name, now, err)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 3 {
		t.Errorf("there are %v, %v", files, err)
	}
}

// TestWriteOwner keeps the owner of a file that another user changes.
func TestWriteOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	folder := t.TempDir()
	plan := change(t, folder)
	name := filepath.Join(folder, "ns.yaml")
	if err := errors.Join(os.Chown(name, 1234, 2345), os.Chmod(name, 0o664|os.ModeSetgid)); err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if of := fmt.Sprintf("%+v", info.Sys()); !strings.Contains(of, "Uid:1234 Gid:2345") || info.Mode() != 0o664|os.ModeSetgid {
		t.Errorf("it is %v of %s", info.Mode(), of)
	}
}

func change(t *testing.T, folder string) *fix.Plan {
	t.Helper()
	text := "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"
	if err := os.WriteFile(filepath.Join(folder, "ns.yaml"), []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	plan := propose(t, engine(t, harness.Options{Controls: []string{"podsecurity.enforce_label"}}), filepath.Join(folder, "ns.yaml"))
	if len(plan.Changes) != 1 {
		t.Fatalf("got %d changes", len(plan.Changes))
	}
	return plan
}

// TestWrite writes files with the mode that they have, and none that is read-only, a link, or changed meanwhile.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "ns.yaml")
	written, err := change(t, folder).Write()
	info, statErr := os.Stat(name)
	if err != nil || statErr != nil || len(written) != 1 || info.Mode().Perm() != 0o640 {
		t.Fatalf("wrote %v, %v, %v", written, err, info.Mode())
	}
	if text, err := os.ReadFile(name); err != nil || !strings.Contains(string(text), "  labels:\n    pod-security.kubernetes.io/enforce: baseline\n") {
		t.Errorf("got %s, %v", text, err)
	}
	for what, test := range map[string]struct {
		meanwhile func(string) error
		want      string
	}{
		"read-only": {func(name string) error { return os.Chmod(name, 0o440) }, "it is read-only"},
		"changed":   {func(name string) error { return os.WriteFile(name, []byte("kind: List\n"), 0o640) }, "it was changed meanwhile"},
		"gone":      {os.Remove, "no such file"},
		"hard link": {func(name string) error { return os.Link(name, name+".other") }, "it has other names"},
		"link": {func(name string) error {
			return errors.Join(os.Rename(name, name+".real"), os.Symlink(name+".real", name))
		}, "it is a symbolic link to"},
	} {
		folder := t.TempDir()
		name := filepath.Join(folder, "ns.yaml")
		plan := change(t, folder)
		if err := test.meanwhile(name); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(name)
		if written, err := plan.Write(); err == nil || !strings.Contains(err.Error(), test.want) || len(written) > 0 {
			t.Errorf("%s: wrote %v, %v", what, written, err)
		}
		if after, _ := os.ReadFile(name); string(before) != string(after) {
			t.Errorf("%s: the file has changed", what)
		}
		if parts, _ := filepath.Glob(filepath.Join(folder, ".*.part")); len(parts) > 0 {
			t.Errorf("%s: %v is left", what, parts)
		}
	}
}

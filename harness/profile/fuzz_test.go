package profile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/internal/fuzztest"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

// FuzzLoad holds for any text of a profile: nothing crashes, what is wrong is said with the file, and what is read chooses
// or leaves out each control, for a reason.
func FuzzLoad(f *testing.F) {
	names, err := profile.Names(policies.FS)
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		text, err := policies.FS.ReadFile(profile.Folder + "/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	head := "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: Mine\n"
	for _, more := range []string{"", "  extends: eks\n", "  extends: ./a.yaml\n", "  exclude: [{controls: [images.digest], namespaces: [shop], reason: a, expires: 2026-12-31}]\n", "  parameters: {images.registry_allowlist: {registries: [a]}}\n", "  severities: {images.digest: low}\n"} {
		f.Add([]byte(head + more))
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		f.Fatal(err)
	}
	file := filepath.Join(f.TempDir(), "mine.yaml")
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := profile.LoadAt(policies.FS, all.Controls, file, policytest.FixtureTime)
		if err != nil {
			if !strings.Contains(err.Error(), "mine.yaml") {
				t.Errorf("an error names no file: %v", err)
			}
			return
		}
		chosen := p.Choose(all.Controls)
		if len(chosen)+len(p.Excluded) != len(all.Controls) {
			t.Errorf("%d controls are chosen and %d left out, of %d", len(chosen), len(p.Excluded), len(all.Controls))
		}
		for id, reason := range p.Excluded {
			if reason == "" {
				t.Errorf("%s is left out for no reason", id)
			}
		}
	})
}

package waiver_test

import (
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/fuzztest"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

// FuzzRead holds for any text of a file of waivers: nothing crashes, what is wrong is said with the file, no waiver is lost,
// and one that is added to the file can be read there.
func FuzzRead(f *testing.F) {
	head := "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\n"
	entry := "  - control: images.digest\n    object: {kind: Pod, namespace: shop, name: till}\n    owner: ada\n    reason: The till is replaced soon.\n    expires: 2026-12-31\n"
	for _, text := range []string{head + "waivers: []\n", head + "waivers:\n" + entry, head + "waivers:\n" + entry + entry, head + "maxDays: 10\nwaivers:\n" + entry + "    container: a\n    ticket: '1'\n", head + "waivers: [{control: images.*, object: {kind: Pod, namespacePattern: 's*', namePattern: '*'}, owner: a, reason: b, expires: '2026-12-01'}]\n", "{", ""} {
		f.Add([]byte(text))
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		f.Fatal(err)
	}
	options := waiver.Options{Controls: all.Controls, Now: policytest.FixtureTime}
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		waivers, _, err := waiver.Read("mine.yaml", text, options)
		if err != nil {
			if !strings.Contains(err.Error(), "mine.yaml") {
				t.Errorf("an error names no file: %v", err)
			}
			return
		}
		var written struct{ Waivers []any }
		if err := yaml.Unmarshal(text, &written); err == nil && len(written.Waivers) != len(waivers) {
			t.Errorf("%d waivers are written, and %d are read", len(written.Waivers), len(waivers))
		}
		if len(waivers) == 0 {
			return
		}
		again := waiver.EntryOf(waivers[0])
		added, index, err := waiver.Append(text, &again)
		if err != nil {
			return // it cannot be added everywhere, and says so
		}
		more, _, err := waiver.Read("mine.yaml", added, options)
		if err != nil || len(more) != len(waivers)+1 || index != len(waivers) {
			t.Errorf("after one is added, there are %d waivers (%v), of %d:\n%s", len(more), err, len(waivers), added)
		}
	})
}

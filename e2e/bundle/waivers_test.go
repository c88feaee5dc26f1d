//go:build e2e

package bundle_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/internal/multiset"
)

// accepting is a profile that gives controls other severities, and accepted what waivers accept, until a day.
const (
	accepting = `
apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: own}
spec:
  title: Severities of its own
  severities: {images: low, podsecurity.host_namespaces: critical}
  exclude: [{controls: [network.workload_selected], reason: conftest sees one object at a time.}]
`
	accepted = `
apiVersion: guiderail.dev/v1alpha1
kind: Waivers
metadata: {name: own}
waivers:
  - {control: podsecurity.privileged, object: {kind: Pod, namespace: shop, name: till}, container: b, owner: ada, reason: It is accepted., granted: %[1]s, expires: %[2]s}
  - {control: podsecurity.restricted_*, object: {kind: Pod, namespace: shop, namePattern: t*}, owner: ada, reason: It is accepted., granted: %[1]s, expires: %[2]s}
  - {control: images.digest, object: {kind: Pod, namespace: shop, name: till}, owner: ada, reason: It was accepted., granted: %[3]s, expires: %[4]s}
`
	till = `
apiVersion: v1
kind: Pod
metadata: {name: till, namespace: shop}
spec:
  hostPID: true
  containers:
    - {name: a, image: till, securityContext: {privileged: true}}
    - {name: b, image: till, securityContext: {privileged: true}}
`
)

// TestWaivers asks the real engines about a bundle that was built with waivers and a profile's severities: what they
// refuse, and with which severity, is what guiderail check says by the same bundle.
func TestWaivers(t *testing.T) {
	folder := t.TempDir()
	day := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }
	write := func(name, text string) string {
		writeFile(t, filepath.Join(folder, name), []byte(text))
		return filepath.Join(folder, name)
	}
	own, file := write("own.yaml", accepting), write("till.yaml", till)
	waivers := write("waivers.yaml", fmt.Sprintf(accepted, day(-10), day(30), day(-60), day(-1)))
	build := func(name string, args ...string) string {
		packed := filepath.Join(folder, name)
		guiderail(t, append([]string{"bundle", "build", "--revision", "1.0.0", "--profile", own, "--waivers", waivers, "-o", packed}, args...)...)
		return packed
	}
	byDay, byClock := build("day.tar.gz"), build("clock.tar.gz", "--waivers-by-clock")

	var waived int
	want := readFindings(t, func(w struct {
		Findings []struct {
			Control, Severity, Message string
		}
		Waived []json.RawMessage
	}) (found []string) {
		for _, f := range w.Findings {
			found = append(found, f.Control+" "+f.Severity+" "+f.Message)
		}
		waived = len(w.Waived)
		return found
	}, 3, tools.Guiderail, "check", "--bundle", byDay, "--insecure-skip-verify", "-o", "json", file)
	all := strings.Join(want, "\n")
	for _, part := range []string{`podsecurity.privileged high container "a"`, "podsecurity.host_namespaces critical ", "images.digest low "} {
		if !strings.Contains(all, part) {
			t.Errorf("guiderail check does not find %q:\n%s", part, all)
		}
	}
	if waived < 5 || strings.Contains(all, "podsecurity.restricted_") || strings.Contains(all, `podsecurity.privileged high container "b"`) {
		t.Errorf("guiderail check says that %d are waived, and finds\n%s", waived, all)
	}

	t.Run("OPA", func(t *testing.T) {
		object, err := yaml.YAMLToJSON([]byte(till))
		if err != nil {
			t.Fatal(err)
		}
		decided := startOPA(t, "{}", "--bundle", byClock).decide(t, []json.RawMessage{object})
		var got []string
		for _, v := range decided.Violations {
			got = append(got, v.Control+" "+v.Severity+" "+v.Msg)
		}
		same(t, got, want)
		if len(decided.Waived) != waived {
			t.Errorf("%d are waived, %d for guiderail check", len(decided.Waived), waived)
		}
	})
	t.Run("conftest", func(t *testing.T) {
		policy := filepath.Join(folder, "policy")
		if err := os.Mkdir(policy, 0o700); err != nil {
			t.Fatal(err)
		}
		command(t, folder, "tar", "-xzf", byDay, "-C", policy)
		settings := write("settings.json", `{"guiderail_settings": {"day": "`+day(0)+`"}}`)
		got := readFindings(t, func(results []struct {
			Failures []struct {
				Msg      string
				Metadata struct{ Control, Severity string }
			}
		}) (found []string) {
			for _, result := range results {
				for _, f := range result.Failures {
					found = append(found, f.Metadata.Control+" "+f.Metadata.Severity+" "+f.Msg)
				}
			}
			return found
		}, 1, tools.Conftest, "test", "-p", policy, "--data", settings, "-o", "json", file)
		same(t, got, want)
	})
}

// same wants two lists to hold the same texts.
func same(t *testing.T, got, want []string) {
	t.Helper()
	for _, text := range multiset.Without(got, want) {
		t.Errorf("besides: %s", text)
	}
	for _, text := range multiset.Without(want, got) {
		t.Errorf("lacks: %s", text)
	}
}

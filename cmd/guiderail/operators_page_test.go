package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// operatorsRun finds the blocks of the page for operators that need no cluster.
var operatorsRun = regexp.MustCompile("(?s)<!-- run -->\n\n```sh\n(.*?)```")

// TestOperatorsPage runs what the page for operators runs without a cluster, one command after the other.
func TestOperatorsPage(t *testing.T) {
	page := documents(t)["docs/operators.md"]
	t.Chdir(t.TempDir())
	if err := os.Mkdir("deploy", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "deploy/pod.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}}")
	ran := map[string]string{}
	for _, block := range operatorsRun.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			args, ok := strings.CutPrefix(strings.TrimSpace(line), "guiderail ")
			if !ok {
				t.Fatalf("what is not run: %s", line)
			}
			var out, complaints bytes.Buffer
			want := 0
			if args == "gatekeeper diff warn enforce deploy/" { // the one step that denies something newly
				want = 3
			}
			if code := run(t.Context(), strings.Fields(args), strings.NewReader(""), &out, &complaints); code != want {
				t.Errorf("guiderail %s: exit code %d, want %d: %s", args, code, want, complaints.String())
			}
			ran[args] = out.String()
		}
	}
	for args, want := range map[string]string{
		"gatekeeper diff dryrun warn deploy/":  "newly warned of: Pod shop/a",
		"gatekeeper diff warn enforce deploy/": "newly denied: Pod shop/a",
		"gatekeeper diff enforce new deploy/":  "0 templates, 0 constraints and 0 other objects differ",
	} {
		if !strings.Contains(ran[args], want) {
			t.Errorf("guiderail %s does not say %q, but\n%s", args, want, ran[args])
		}
	}
}

// TestOperatorsMetrics wants every metric that the page names to be one of the pinned versions of Gatekeeper and OPA.
func TestOperatorsMetrics(t *testing.T) {
	page := documents(t)["docs/operators.md"]
	var sources strings.Builder
	for module, folders := range map[string][]string{
		"github.com/open-policy-agent/gatekeeper/v3": {"pkg"},
		"github.com/open-policy-agent/opa":           {"v1/plugins/status", "internal/prometheus"},
	} {
		output, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			err := filepath.WalkDir(filepath.Join(strings.TrimSpace(string(output)), folder), func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || !slices.Contains([]string{"stats_reporter.go", "metrics.go", "prometheus.go"}, entry.Name()) {
					return err
				}
				text, err := os.ReadFile(name)
				sources.Write(text)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	named := 0
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+_[a-z_]+)` \\|").FindAllStringSubmatch(page, -1) {
		named++
		// Prometheus adds what a counter and a unit are called.
		name := strings.TrimPrefix(strings.TrimSuffix(row[1], "_total"), "gatekeeper_")
		if !strings.Contains(sources.String(), `"`+name+`"`) && !strings.Contains(sources.String(), `"`+strings.TrimSuffix(name, "_seconds")+`"`) {
			t.Errorf("neither Gatekeeper nor OPA has a metric %s", row[1])
		}
	}
	for _, used := range regexp.MustCompile(`(gatekeeper_[a-z_]+|last_success_[a-z_]+|bundle_[a-z_]+_counter)[){\[]`).FindAllStringSubmatch(page, -1) {
		if name := strings.TrimSuffix(used[1], "_bucket"); !strings.Contains(page, "\n| `"+name+"` |") {
			t.Errorf("an alert uses %s, which the tables do not name", used[1])
		}
	}
	if named < 10 {
		t.Errorf("only %d metrics were found", named)
	}
}

//go:build e2e

package bundle_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// TestDocs does what docs say, in an empty directory: builds, signs and pushes a bundle, runs
// conftest's three commands with what is in the registry, and asks an OPA server with the configuration that
// is shown there.
func TestDocs(t *testing.T) {
	host := startRegistry(t).Host
	dir, keys := t.TempDir(), newKeyPair(t)
	writeFile(t, filepath.Join(dir, "private.pem"), []byte(keys.Private))
	// The reference deployment passes the profile that docs build the bundle with.
	reference, err := filepath.Abs(repository + "/testdata/reference/xroad-eks")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "deploy"), os.DirFS(reference)); err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{block(t, "opa.md", "bundle"), block(t, "conftest.md", "conftest")} {
		script := strings.ReplaceAll(script, "registry.example.org", host)
		shell := exec.CommandContext(t.Context(), "sh", "-e", "-x", "-c", script)
		shell.Dir = dir
		shell.Env = append(os.Environ(), "PATH="+strings.Join([]string{filepath.Dir(tools.Guiderail), filepath.Dir(tools.Conftest), os.Getenv("PATH")}, ":"))
		output, err := shell.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		if strings.Contains(script, "conftest test") && strings.Count(string(output), " passed") != 2 {
			t.Errorf("conftest ran nothing:\n%s", output)
		}
		t.Logf("%s", output)
	}

	packed, err := os.ReadFile(filepath.Join(dir, resource))
	if err != nil {
		t.Fatal(err)
	}
	source := startServing(t, "1.4.0", packed)
	var config map[string]any
	if err := yaml.Unmarshal([]byte(block(t, "opa.md", "opa.yaml")), &config); err != nil {
		t.Fatal(err)
	}
	put(t, config, source.URL, "services", "policies", "url")
	put(t, config, keys.Public, "keys", "guiderail", "key")
	put(t, config, t.TempDir(), "persistence_directory")
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	server := startOPA(t, string(text))
	wait(t, "the bundle", func() error {
		if revision := server.Revision(t, "guiderail"); revision != "1.4.0" {
			return fmt.Errorf("the revision is %q", revision)
		}
		return nil
	})
	questions := regexp.MustCompile(`\$ curl -s localhost:8181(\S+)(?: -d '(.*)')?(?:\n(\{.*\}))?`).FindAllStringSubmatch(block(t, "opa.md", "ask"), -1)
	if len(questions) != 2 {
		t.Fatalf("opa.md asks %d questions", len(questions))
	}
	var answers []string
	for _, q := range questions {
		answers = append(answers, ask(t, server.URL+q[1], q[2]))
		if got := answers[len(answers)-1]; q[3] != "" && got != q[3] {
			t.Errorf("%s: got %s, want %s", q[1], got, q[3])
		}
	}
	var answer struct{ Result decision }
	if err := json.Unmarshal([]byte(answers[1]), &answer); err != nil {
		t.Fatal(err)
	}
	if d := answer.Result; d.Allowed == nil || *d.Allowed || d.Policy.Profile != "xroad-eks" ||
		!slices.ContainsFunc(d.Violations, func(v decided) bool { return v.Control == "podsecurity.host_namespaces" }) {
		t.Errorf("got %s", answers[1])
	}
}

// block gives the fenced block of a page of docs between markers.
func block(t *testing.T, page, marker string) string {
	t.Helper()
	text, err := os.ReadFile(repository + "/docs/" + page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "<!-- "+marker+": run by make e2e-bundle -->")
	part, _, ended := strings.Cut(rest, "<!-- /"+marker+" -->")
	_, part, fenced := strings.Cut(part, "```")
	_, part, _ = strings.Cut(part, "\n")
	part, _, closed := strings.Cut(part, "```")
	if !found || !ended || !fenced || !closed {
		t.Fatalf("%s has no block marked %s", page, marker)
	}
	return part
}

// put replaces a value that is there.
func put(t *testing.T, config map[string]any, value any, path ...string) {
	t.Helper()
	for _, step := range path[:len(path)-1] {
		config, _ = config[step].(map[string]any)
	}
	last := path[len(path)-1]
	if _, ok := config[last]; !ok {
		t.Fatalf("the configuration has no %s", strings.Join(path, "."))
	}
	config[last] = value
}

// ask sends what curl would: a GET, or a POST where there is something to send.
func ask(t *testing.T, url, body string) string {
	t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // it is read whole
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v\n%s", url, response.Status, err, text)
	}
	return strings.TrimSpace(string(text))
}

//go:build e2e

// Package live_test holds guiderail audit against a real API server.
package live_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/internal/corpus"
)

// shared is the one cluster of all tests, which has no Gatekeeper. guiderail is the program.
var (
	shared    *cluster.Cluster
	guiderail string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	tools := os.Getenv("GUIDERAIL_E2E_TOOLS")
	if tools == "" {
		return 0, fmt.Errorf("GUIDERAIL_E2E_TOOLS names no directory; run: make e2e-live")
	}
	dir, err := os.MkdirTemp("", "guiderail-live-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it lies where temporary files lie
	guiderail = filepath.Join(dir, "guiderail")
	if output, err := exec.Command("go", "build", "-o", filepath.Dir(guiderail)+"/", "../../cmd/...").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building guiderail: %w\n%s", err, output)
	}
	shared, err = cluster.Start(context.Background(), tools)
	defer func() {
		if code != 0 || err != nil {
			fmt.Fprint(os.Stderr, shared.Logs(30))
		}
		if stopErr := shared.Stop(); err == nil {
			err = stopErr
		}
	}()
	if err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// canary is the value of a Secret, which nothing may print.
const canary = "canary-of-a-secret"

const failing = `
apiVersion: v1
kind: Namespace
metadata: {name: failing}
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: failing}
stringData: {password: ` + canary + `}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: auditor, namespace: failing}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: failing}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: true
      containers:
      - name: web
        image: web:latest
        env: [{name: DB_PASSWORD, value: example}]
        securityContext: {privileged: true}
`

// apply applies files. Kinds that the cluster does not have are left out.
func apply(t *testing.T, args ...string) {
	t.Helper()
	output, err := shared.Kubectl(t.Context(), append([]string{"apply"}, args...)...)
	for line := range strings.Lines(output) {
		if err != nil && !strings.Contains(line, "no matches for kind") && strings.HasPrefix(strings.ToLower(line), "error") {
			t.Log(strings.TrimSpace(line))
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// result is what a run of guiderail was.
type result struct {
	stdout, stderr string
	code           int
	took           time.Duration
	memory         int64 // at most, in bytes
}

// guide runs guiderail.
func guide(t *testing.T, args ...string) result {
	t.Helper()
	command := exec.CommandContext(t.Context(), guiderail, args...)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	begin := time.Now()
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := result{stdout: out.String(), stderr: complaints.String(), code: command.ProcessState.ExitCode(), took: time.Since(begin)}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = usage.Maxrss << 10
	}
	return r
}

func kubeconfig(t *testing.T) string {
	t.Helper()
	file, err := shared.Kubeconfig()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// report is the JSON report without where things stand.
func report(t *testing.T, text string) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatalf("%v\n%s", err, text[:min(len(text), 2000)])
	}
	for _, list := range []string{"findings", "unknowns", "waived", "errors", "notices", "results"} {
		entries, _ := all[list].([]any)
		for _, entry := range entries {
			if of, ok := entry.(map[string]any); ok {
				for _, place := range []string{"file", "line", "column", "snippet", "fingerprint"} {
					delete(of, place)
				}
			}
		}
	}
	return all
}

// sorted returns what a part of a report says, in an order that does not follow lines.
func sorted(t *testing.T, part any) []string {
	t.Helper()
	entries, isList := part.([]any)
	if !isList {
		entries = []any{part}
	}
	var all []string
	for _, entry := range entries {
		text, err := json.Marshal(entry)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	slices.Sort(all)
	return all
}

// TestEqualToDump has a dump judged as the cluster was: what is said of every object, and how the run ends.
func TestEqualToDump(t *testing.T) {
	apply(t, "-f", write(t, failing))
	for _, folder := range []string{"workload", "xroad-eks"} {
		apply(t, "-R", "-f", filepath.Join("../../testdata/reference", folder))
	}
	if _, err := shared.Kubectl(t.Context(), "-n", "failing", "rollout", "status", "deployment/web", "--timeout=1s"); err == nil {
		t.Log("there are no nodes, and pods run all the same")
	}
	// The pods of the Deployment are made by its controller.
	for range 100 {
		if pods, _ := shared.Kubectl(t.Context(), "-n", "failing", "get", "pods", "-o", "name"); strings.Count(pods, "\n") == 2 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	config := kubeconfig(t)
	for _, profile := range []string{"eks", "xroad-eks"} {
		file := filepath.Join(t.TempDir(), "dump.yaml")
		live := guide(t, "audit", "--kubeconfig", config, "--profile", profile, "--dump", file, "-o", "json", "--verdicts")
		dumped := guide(t, "check", "--profile", profile, "-o", "json", "--verdicts", file)
		if live.code != 3 || dumped.code != live.code {
			t.Errorf("%s: audit ends with %d, and check of the dump with %d\n%s\n%s", profile, live.code, dumped.code, live.stderr, dumped.stderr)
		}
		one, other := report(t, live.stdout), report(t, dumped.stdout)
		for _, part := range []string{"findings", "unknowns", "waived", "errors", "notices", "results", "summary"} {
			a, b := sorted(t, one[part]), sorted(t, other[part])
			if !slices.Equal(a, b) {
				i := 0
				for i < min(len(a), len(b))-1 && a[i] == b[i] {
					i++
				}
				t.Errorf("%s: %s differ:\n%s\n%s", profile, part, a[i], b[i])
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for what, said := range map[string]string{"the dump": string(text), "the report": live.stdout, "standard error": live.stderr} {
			if strings.Contains(said, canary) || strings.Contains(said, "Y2FuYXJ5LW9mLWEtc2VjcmV0") {
				t.Errorf("%s has the value of a Secret", what)
			}
		}
		found := strings.Join(sorted(t, one["findings"]), "\n")
		if !strings.Contains(found, `"kind":"Deployment","name":"web"`) || strings.Contains(found, `"kind":"ReplicaSet"`) {
			t.Errorf("%s: what is found in the Deployment is not said once, of the Deployment", profile)
		}
		fmt.Printf("%s: %d bytes dumped, %.1f s\n", profile, len(text), live.took.Seconds())
	}
}

// TestRole audits with the role that is printed and no more.
func TestRole(t *testing.T) {
	apply(t, "-f", write(t, failing))
	config := kubeconfig(t)
	for name, args := range map[string][]string{"without a cluster": nil, "of the cluster": {"--kubeconfig", config}} {
		t.Run(name, func(t *testing.T) {
			role := guide(t, append([]string{"audit", "--rbac"}, args...)...)
			checked := guide(t, "check", write(t, role.stdout))
			if role.code != 0 || checked.code != 0 {
				t.Errorf("ended with %d and %d\n%s\n%s%s", role.code, checked.code, role.stdout, role.stderr, checked.stdout)
			}
			apply(t, "-f", write(t, role.stdout))
			apply(t, "-f", write(t, `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: guiderail-audit}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: guiderail-audit}
subjects: [{kind: ServiceAccount, name: auditor, namespace: failing}]
`))
			r := guide(t, "audit", "--kubeconfig", as(t, config, "system:serviceaccount:failing:auditor"), "-v")
			if r.code != 3 || !strings.Contains(r.stdout+r.stderr, "Secret: secrets is forbidden") {
				t.Errorf("ended with %d\n%s", r.code, tail(r.stdout+r.stderr))
			}
		})
	}
	// An account that may do nothing gets no green.
	r := guide(t, "audit", "--kubeconfig", as(t, config, "system:serviceaccount:failing:default"))
	if r.code != 1 || !strings.Contains(r.stdout+r.stderr, "Pod was not read: pods is forbidden") {
		t.Errorf("ended with %d\n%s", r.code, tail(r.stdout+r.stderr))
	}
	r = guide(t, "audit", "--kubeconfig", config, "-n", "failing", "--control", "podsecurity.privileged")
	if r.code != 3 {
		t.Errorf("-n: ended with %d\n%s", r.code, tail(r.stdout+r.stderr))
	}
}

func tail(text string) string { return text[max(0, len(text)-3000):] }

// as writes a kubeconfig with which an administrator acts as somebody else.
func as(t *testing.T, config, user string) string {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	all["users"].([]any)[0].(map[string]any)["user"].(map[string]any)["as"] = user
	if text, err = yaml.Marshal(all); err != nil {
		t.Fatal(err)
	}
	return write(t, string(text))
}

// TestDiff holds the cluster against the files that were applied, and against others.
func TestDiff(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all.yaml"), []byte(failing), 0o600); err != nil {
		t.Fatal(err)
	}
	apply(t, "-f", dir)
	config := kubeconfig(t)
	controls := []string{"--control", "podsecurity,images"}
	same := guide(t, append([]string{"audit", "--kubeconfig", config, "--diff", dir}, controls...)...)
	if !strings.Contains(same.stdout, "0 only in the cluster, 0 only in the files") {
		t.Errorf("got %d\n%s%s", same.code, same.stdout, same.stderr)
	}
	changed := strings.Replace(failing, "privileged: true", "privileged: false", 1) + "---\napiVersion: v1\nkind: Service\nmetadata: {name: new, namespace: failing}\nspec: {ports: [{port: 80}]}\n"
	if err := os.WriteFile(filepath.Join(dir, "all.yaml"), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := shared.Kubectl(t.Context(), "-n", "failing", "create", "configmap", "drifted"); err != nil {
		t.Fatal(err)
	}
	r := guide(t, append([]string{"audit", "--kubeconfig", config, "--diff", dir}, controls...)...)
	for _, want := range []string{"only in cluster/e2e\n  ConfigMap failing/drifted\n", "\n  Service failing/new\n", "Deployment.apps failing/web\n  + "} {
		if r.code != 3 || !strings.Contains(r.stdout, want) {
			t.Errorf("got %d, without %q\n%s%s", r.code, want, r.stdout, r.stderr)
		}
	}
}

// TestLarge audits 10,000 objects, and says how long that takes and how much memory.
func TestLarge(t *testing.T) {
	const objects = 10_000
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(8)
	var namespaces []string
	var all []*unstructured.Unstructured
	for d := range corpus.Cluster(1, objects) {
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(d.Text, &object.Object); err != nil {
			t.Fatal(err)
		}
		// The pods of controllers would be many more.
		if replicas, has, _ := unstructured.NestedFieldNoCopy(object.Object, "spec", "replicas"); has && replicas != nil {
			_ = unstructured.SetNestedField(object.Object, int64(0), "spec", "replicas")
		}
		if namespace := object.GetNamespace(); namespace != "" && !slices.Contains(namespaces, namespace) {
			namespaces = append(namespaces, namespace)
			apply(t, "-f", write(t, "apiVersion: v1\nkind: Namespace\nmetadata: {name: "+namespace+"}\n"))
		}
		all = append(all, object)
	}
	refused := make(chan string, objects)
	for _, object := range all {
		group.Go(func() error {
			request, err := shared.Create(object)
			if err != nil {
				refused <- err.Error()
				return nil
			}
			answer, err := shared.Do(ctx, request)
			if err == nil && !answer.OK() && answer.Code != 409 {
				refused <- answer.Status().Message
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	close(refused)
	if n := len(refused); n > 0 {
		fmt.Printf("the API server takes %d of the objects not, such as: %s\n", n, <-refused)
	}
	config := kubeconfig(t)
	r := guide(t, "audit", "--kubeconfig", config, "-o", "json", "--summary")
	read, _ := report(t, r.stdout)["summary"].(map[string]any)
	fmt.Printf("%v objects: %.1f s, %d MB, exit code %d\n", read["artefacts"], r.took.Seconds(), r.memory/1_000_000, r.code)
	if n, _ := read["artefacts"].(float64); r.code != 3 || n < objects*9/10 {
		t.Errorf("ended with %d after %v objects\n%s", r.code, read["artefacts"], tail(r.stderr))
	}

	t.Run("dies", func(t *testing.T) {
		command := exec.CommandContext(t.Context(), guiderail, "audit", "--kubeconfig", config, "-o", "json")
		var out, complaints bytes.Buffer
		command.Stdout, command.Stderr = &out, &complaints
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(500 * time.Millisecond)
		if err := shared.KillAPIServer(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait()
		if code := command.ProcessState.ExitCode(); code == 0 {
			t.Errorf("ended with %d", code)
		} else {
			fmt.Printf("the API server dies: exit code %d, %s\n", code, strings.TrimSpace(tail(complaints.String())))
		}
		if err := shared.StartAPIServer(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

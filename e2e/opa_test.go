//go:build e2e

package e2e_test

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/e2e/process"
	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/profile"
	internaltools "github.com/guiderail/guiderail/internal/tools"
	"github.com/guiderail/guiderail/policies"
)

// guarded is the label of the namespaces about which the API server asks the OPA server.
const guarded = "guiderail.dev/guarded-by-opa"

// TestOPA makes a plain OPA server with the bundle of a profile the webhook of the API server. What the API
// server sends it, to the letter, gets the answer that the harness gives: what the profile denies is refused,
// what it warns of is a warning. While the server is away nothing is admitted.
func TestOPA(t *testing.T) {
	j := newJudge(t, "xroad-eks")
	server := startOPA(t, j.profile)
	const name = "by-opa"
	namespace := object("v1", "Namespace", "", name)
	namespace.SetLabels(map[string]string{guarded: "true"})
	setUp(t, namespace)
	defer tearDown(t, namespace)
	waitForAccount(t, name)
	configuration := webhookOf(t, server)
	setUp(t, configuration)
	defer tearDown(t, configuration)
	recorder, err := shared.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Close() //nolint:errcheck // the next test makes another

	good := createIn(t, name, "good", cluster.GoodPod)
	bad := createIn(t, name, "bad", cluster.BadPod)
	wait(t, time.Minute, func() error {
		response, err := shared.Do(t.Context(), bad)
		if err == nil && response.OK() {
			err = fmt.Errorf("the API server does not ask it yet")
		}
		return err
	})
	refused, admitted, warned := 0, 0, 0
	send := func(at string, request cluster.Request) {
		response, review, err := recorder.Do(lasting(t), request)
		if err != nil {
			t.Fatal(err)
		}
		if review == nil {
			return // the API server refused it before it asked anyone
		}
		findings := j.judge(t, review)
		message, isRefused := strings.CutPrefix(response.Status().Message, `admission webhook "validation.guiderail.dev" denied the request: `)
		got, want := []string{}, j.withID(findings, profile.Deny)
		if isRefused {
			got = sortedLines(message)
			refused++
		} else {
			admitted++
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: refused:\n got  %s\n want %s", at, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
		}
		warnings := slices.DeleteFunc(slices.Clone(response.Warnings), func(w string) bool {
			return !strings.HasPrefix(w, "[") || strings.Contains(w, "] unknown: ")
		})
		slices.Sort(warnings)
		warned += len(warnings)
		// The API server cuts what is more than 4,096 bytes of warnings, and gives one that comes twice once.
		if want := slices.Compact(j.withID(findings, profile.Warn)); !slices.Equal(warnings, want) && len(strings.Join(want, "")) < 3000 {
			t.Errorf("%s: warned:\n got  %s\n want %s", at, strings.Join(warnings, "\n      "), strings.Join(want, "\n      "))
		}
	}
	send("a good pod", good)
	send("a bad pod", bad)
	if refused != 1 || admitted != 1 {
		t.Fatalf("%d refused and %d admitted of a good and a bad pod", refused, admitted)
	}
	for _, folder := range []string{"podsecurity", "images", "resources", "secrets", "network", "sidecar", "rbac"} {
		for _, f := range readFixtures(t, "../testdata/controls/"+folder) {
			o := f.object.DeepCopy()
			if namespaced, err := shared.Namespaced(o); err != nil || !namespaced || f.request != nil {
				continue
			}
			o.SetNamespace(name)
			request, err := shared.Create(o)
			if err != nil {
				t.Fatal(err)
			}
			request.DryRun = true
			send(f.position.String(), request)
		}
	}
	if refused < 50 || admitted < 10 || warned < 50 {
		t.Error("too little was asked")
	}
	fmt.Printf("OPA server as webhook: %d refused, %d admitted, %d warnings, as the harness has them\n", refused, admitted, warned)

	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	for what, request := range map[string]cluster.Request{"a good pod": good, "a bad pod": bad} {
		if response, err := shared.Do(t.Context(), request); err != nil || response.OK() {
			t.Errorf("%s while the server is away: %v %v", what, response, err)
		}
	}
}

// withID gives the findings that have an action, as an OPA server writes them: with the control's ID.
func (j *judge) withID(findings []harness.Finding, action profile.Action) []string {
	lines := []string{}
	for _, f := range findings {
		if j.profile.Enforcement(f.Control).Webhook == action {
			lines = append(lines, fmt.Sprintf("[%s] %s", f.Control.ID, f.Message))
		}
	}
	slices.Sort(lines)
	return lines
}

// createIn makes the request that creates a pod in a namespace, without keeping it.
func createIn(t *testing.T, namespace, name, spec string) cluster.Request {
	t.Helper()
	pod := object("v1", "Pod", namespace, name)
	setJSON(t, pod, "spec", spec)
	request, err := shared.Create(pod)
	if err != nil {
		t.Fatal(err)
	}
	request.DryRun = true
	return request
}

// opaServer is a running OPA server.
type opaServer struct {
	url string
	*process.Process
}

// startOPA starts an OPA server with the bundle of a profile, that speaks TLS as the cluster's servers do.
func startOPA(t *testing.T, p *profile.Profile) *opaServer {
	t.Helper()
	program, err := internaltools.OPA().Install(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Build(t.Context(), bundle.Options{Catalogue: all, Profile: p, Revision: "1.0.0", Version: policies.Version})
	if err != nil {
		t.Fatal(err)
	}
	data, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	packed := filepath.Join(dir, "bundle.tar.gz")
	if err := os.WriteFile(packed, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ports, err := process.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", ports[0])
	certificate, key := shared.Certificate()
	s := &opaServer{url: "https://" + address}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // it is on this machine
	s.Process = &process.Process{
		Name: "opa", Program: program,
		Args: []string{"run", "--server", "--disable-telemetry", "--addr", address, "--log-level", "error",
			"--tls-cert-file", certificate, "--tls-private-key-file", key, "--bundle", packed},
		Log:   filepath.Join(dir, "opa.log"),
		Ready: process.Answers(client, s.url+"/health?bundles"),
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.Tail(30))
		}
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// webhookOf is the configuration by which the API server asks an OPA server about guarded namespaces.
func webhookOf(t *testing.T, s *opaServer) *unstructured.Unstructured {
	t.Helper()
	certificate, _ := shared.Certificate()
	ca, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	webhooks, err := json.Marshal([]any{map[string]any{
		"name":                    "validation.guiderail.dev",
		"admissionReviewVersions": []any{"v1"},
		"sideEffects":             "None",
		"failurePolicy":           "Fail",
		"timeoutSeconds":          10,
		"clientConfig":            map[string]any{"url": s.url, "caBundle": base64.StdEncoding.EncodeToString(ca)},
		"namespaceSelector":       map[string]any{"matchLabels": map[string]any{guarded: "true"}},
		"rules": []any{map[string]any{
			"apiGroups": []any{"*"}, "apiVersions": []any{"*"}, "resources": []any{"*"}, "operations": []any{"*"}, "scope": "Namespaced",
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	configuration := object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "", "opa")
	setJSON(t, configuration, "webhooks", string(webhooks))
	return configuration
}

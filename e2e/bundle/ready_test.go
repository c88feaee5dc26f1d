//go:build e2e

package bundle_test

import (
	"net/http"
	"testing"

	"github.com/guiderail/guiderail/internal/bundletest"
)

// TestReady holds that a server which has no bundle, or was served none but bad ones, answers nothing that
// could be read as "no violations", and that one with a bundle says so.
func TestReady(t *testing.T) {
	r := newRevisions(t)
	revision, good := r.next(t)
	attacks, err := bundletest.Attacks(good, r.keys.Keys)
	if err != nil {
		t.Fatal(err)
	}
	pod := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "a", "namespace": "shop"}, "spec": map[string]any{"hostNetwork": true}}
	review := map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": map[string]any{"uid": "1", "operation": "CREATE", "object": pod}}
	server := startVictim(t, r.keys, "")
	unready := func(after string) {
		t.Helper()
		for _, path := range []string{"guiderail/ready", "guiderail/decision", "guiderail/decision/allowed", "guiderail/decision/violations", "guiderail/podsecurity/host_namespaces/violation"} {
			// Whoever reads an answer without a result must not take it for one.
			status, answer := server.Request(t, http.MethodPost, "/v1/data/"+path, map[string]any{"input": pod})
			if result, there := answer["result"]; status != http.StatusOK || there {
				t.Errorf("%s: POST /v1/data/%s: %d %v", after, path, status, result)
			}
		}
		if status, answer := server.Request(t, http.MethodPost, "/", review); status != http.StatusNotFound {
			t.Errorf("%s: POST /: %d %v, want 404", after, status, answer)
		}
		if status, answer := server.Request(t, http.MethodGet, "/health?bundles", nil); status != http.StatusInternalServerError {
			t.Errorf("%s: GET /health?bundles: %d %v, want 500", after, status, answer)
		}
		if live, err := r.live(t, server.opaServer); err != nil || live != "" {
			t.Errorf("%s: it decides by revision %q, %v", after, live, err)
		}
	}
	unready("before it has an answer")
	if said := server.gets(t, http.NotFound); said == "" {
		t.Error("it took an answer of 404")
	}
	unready("without a bundle")
	for _, attack := range attacks[:3] {
		says(t, attack.Name, server.gets(t, sends(attack.Data)), opaSays(t, attack))
		unready(attack.Name)
	}
	if said := server.gets(t, sends(good)); said != "" {
		t.Fatal(said)
	}
	if ready := server.Data(t, "guiderail/ready", nil); ready != true {
		t.Errorf("with a bundle it answers %v, want true", ready)
	}
	if status, answer := server.Request(t, http.MethodGet, "/health?bundles", nil); status != http.StatusOK {
		t.Errorf("with a bundle GET /health?bundles: %d %v, want 200", status, answer)
	}
	if live, err := r.live(t, server.opaServer); err != nil || live != revision {
		t.Errorf("it decides by revision %q, not %s: %v", live, revision, err)
	}
	if d := server.decide(t, pod); *d.Allowed || len(d.Violations) == 0 {
		t.Errorf("it decides %+v", d)
	}
	if status, answer := server.Request(t, http.MethodPost, "/", review); status != http.StatusOK {
		t.Errorf("with a bundle POST /: %d %v", status, answer)
	}
}

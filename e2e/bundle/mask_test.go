//go:build e2e

package bundle_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// object is a part of a manifest.
type object = map[string]any

// TestMask judges what holds secrets, on a server that logs its decisions: the log has each of them, with
// its result and the object's name, and no secret.
func TestMask(t *testing.T) {
	// In this form a secret is nowhere else.
	const plain = "correct-horse-7"
	encoded := base64.StdEncoding.EncodeToString([]byte(plain))
	applied := func(manifest object) object {
		text, err := json.Marshal(manifest)
		if err != nil {
			t.Fatal(err)
		}
		return object{"kubectl.kubernetes.io/last-applied-configuration": string(text)}
	}
	secret := func(name string) object {
		return object{
			"apiVersion": "v1", "kind": "Secret", "metadata": object{"name": name, "namespace": "shop"},
			"data": object{"pin": encoded, "a/b~c": encoded}, "stringData": object{"password": plain},
		}
	}
	copied := func(manifest object) object {
		manifest["metadata"].(object)["annotations"] = applied(manifest)
		return manifest
	}
	spec := object{
		"initContainers": []any{object{"name": "first", "image": "first:1", "env": []any{object{"name": "PASSWORD", "value": plain}}}},
		"containers":     []any{object{"name": "till", "image": "till:1", "env": []any{object{"name": "A", "value": "b"}, object{"name": "PIN", "value": plain}}}},
	}
	pod := func(name string) object {
		return object{"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": name, "namespace": "shop"}, "spec": spec}
	}
	review := func(value, old object) object {
		return object{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": object{
			"uid": "1", "operation": "UPDATE", "object": value, "oldObject": old,
		}}
	}
	list := func(kind string, items ...any) object {
		return object{"apiVersion": "v1", "kind": kind, "items": items}
	}
	untyped := secret("in-a-typed-list")
	delete(untyped, "kind")
	deployment := object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": object{"name": "deployment", "namespace": "shop"}, "spec": object{"template": object{"spec": spec}}}

	r := newRevisions(t)
	_, good := r.next(t)
	server := startVictim(t, r.keys, "", "decision_logs.console=true")
	if said := server.gets(t, sends(good)); said != "" {
		t.Fatal(said)
	}
	asked := 0
	// logged gives the newest decision of the log, once it has all.
	logged := func() (newest decisionLog) {
		t.Helper()
		wait(t, "the log", func() error {
			var decisions []decisionLog
			for line := range bytes.Lines(server.logged(t)) {
				var entry decisionLog
				if json.Unmarshal(line, &entry) == nil && entry.ID != "" {
					decisions = append(decisions, entry)
				}
			}
			if len(decisions) != asked {
				return fmt.Errorf("it has %d decisions, not %d", len(decisions), asked)
			}
			newest = decisions[asked-1]
			return nil
		})
		return newest
	}
	for name, input := range map[string]any{
		"alone":           secret("alone"),
		"applied":         copied(secret("applied")),
		"in-an-array":     []any{secret("in-an-array"), copied(secret("another"))},
		"in-a-list":       list("List", pod("pod"), copied(secret("in-a-list"))),
		"in-a-typed-list": list("SecretList", untyped),
		"list-in-array":   []any{list("List", secret("list-in-array"))},
		"reviewed":        review(copied(secret("reviewed")), copied(secret("before"))),
		"deleted":         review(nil, secret("deleted")),
		"pod":             pod("pod"),
		"applied-pod":     copied(pod("applied-pod")),
		"reviewed-pod":    review(copied(pod("reviewed-pod")), pod("before")),
		"deployment":      deployment,
	} {
		for _, path := range []string{"guiderail/decision", "guiderail/secrets", "system/main"} {
			asked++
			result := server.Data(t, path, input)
			entry := logged()
			if path == "guiderail/secrets" {
				// It is more than what the controls say, and may hold what they read.
				result = nil
			}
			if !reflect.DeepEqual(entry.Result, result) || !bytes.Contains(entry.Input, []byte(name)) || entry.Path != path || len(entry.Erased) == 0 {
				t.Errorf("%s: %s: %v\nis logged as %+v\nwith the input %s", name, path, result, entry, entry.Input)
			}
		}
		asked++
		if status, answer := server.Request(t, http.MethodPost, "/", input); status != http.StatusOK {
			t.Errorf("%s: POST /: %d %v", name, status, answer)
		}
		if entry := logged(); !bytes.Contains(entry.Input, []byte(name)) {
			t.Errorf("%s: POST / is logged as %+v", name, entry)
		}
	}
	asked++
	query := object{"query": "answer = [input, data.guiderail.secrets]", "input": secret("queried")}
	if status, answer := server.Request(t, http.MethodPost, "/v1/query", query); status != http.StatusOK || !strings.Contains(fmt.Sprint(answer), plain) {
		t.Errorf("POST /v1/query: %d %v", status, answer)
	}
	if entry := logged(); !bytes.Contains(entry.Input, []byte("queried")) {
		t.Errorf("POST /v1/query is logged as %+v", entry)
	}
	for line := range bytes.Lines(server.logged(t)) {
		for _, text := range []string{plain, encoded} {
			if bytes.Contains(line, []byte(text)) {
				t.Errorf("%q is in the log: %.2000s", text, line)
			}
		}
	}
	// What is no secret is left as it is: the log is still one of what was judged.
	asked++
	server.Data(t, "guiderail/decision", object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": object{"name": "a"}, "data": object{"a": plain}})
	if entry := logged(); !bytes.Contains(entry.Input, []byte(plain)) || len(entry.Erased) > 0 {
		t.Errorf("a ConfigMap is logged as %+v", entry)
	}
}

// decisionLog is a decision in the log of a server.
type decisionLog struct {
	ID     string `json:"decision_id"`
	Path   string
	Input  json.RawMessage
	Result any
	Erased []string
}

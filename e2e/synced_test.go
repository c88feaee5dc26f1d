//go:build e2e

package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
)

// TestSynced has controls look up other objects of the cluster: they see what was created, and notice
// when it goes.
func TestSynced(t *testing.T) {
	const namespace = "synced"
	policy := render(t, everything)
	output, err := exec.CommandContext(t.Context(), filepath.Join(tools, "gator"), "sync", "test", "-n", policy.dir, "-f").CombinedOutput()
	if err != nil {
		_, missing, _ := strings.Cut(string(output), "the following requirements were not met")
		t.Errorf("gator sync test: %v\n%s", err, missing)
	}
	setUp(t, definition("autoscaling.k8s.io", "VerticalPodAutoscaler", []string{"v1", "v1beta2"}, true))
	sync := filepath.Join(policy.kustomization(t, "constraints"), "sync.yaml")
	policy.only(t, "autoscaling.hpa_vpa_tandem", "backups.exec_guard")
	policy.enforce(t)
	kubectl(t, "apply", "--server-side", "-f", sync)
	t.Cleanup(func() { kubectl(t, "delete", "-f", sync) })

	ns := object("v1", "Namespace", "", namespace)
	setUp(t, ns)
	t.Cleanup(func() { tearDown(t, ns) })
	waitForAccount(t, namespace)
	// becomes wants a request to be refused by a control alone, or let through where none is named, at the latest when
	// Gatekeeper has seen what changed.
	becomes := func(t *testing.T, what string, request cluster.Request, want string) {
		t.Helper()
		begin := time.Now()
		wait(t, time.Minute, func() error {
			response, err := shared.Do(t.Context(), request)
			if err != nil {
				return err
			}
			lines, isRefused := refused(response)
			if want == "" && isRefused || want != "" && (len(lines) != 1 || !strings.HasPrefix(lines[0], "["+want+"] ")) {
				return fmt.Errorf("%s: want a refusal by %q, got %d %s", what, want, response.Code, response.Status().Message)
			}
			return nil
		})
		fmt.Printf("synced: %s, after %.1f s\n", what, time.Since(begin).Seconds())
	}

	t.Run("exec", func(t *testing.T) {
		pod := func(role string) *unstructured.Unstructured {
			p := object("v1", "Pod", namespace, "server-0")
			p.SetLabels(map[string]string{"app": "security-server-sidecar", "role": role})
			setJSON(t, p, "spec", `{"containers": [{"name": "security-server-sidecar", "image": "niis/xroad-security-server-sidecar:7.8.1-`+role+`"}]}`)
			return p
		}
		role, binding := object("rbac.authorization.k8s.io/v1", "Role", namespace, "exec"), object("rbac.authorization.k8s.io/v1", "RoleBinding", namespace, "exec")
		setJSON(t, role, "rules", `[{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create", "get"]}]`)
		setJSON(t, binding, "roleRef", `{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "exec"}`)
		setJSON(t, binding, "subjects", `[{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"}]`)
		for _, o := range []*unstructured.Unstructured{role, binding, pod("primary")} {
			if response := setUp(t, o); !response.OK() {
				t.Fatalf("%s", response.Body)
			}
		}
		request := cluster.Request{
			As: &cluster.User{Name: "ann"}, Method: http.MethodPost,
			Path: "/api/v1/namespaces/" + namespace + "/pods/server-0/exec", Query: url.Values{"command": {"sh"}},
		}
		becomes(t, "a command in the primary is refused", request, "backups.exec-guard")
		administrator := request
		administrator.As = nil
		becomes(t, "an administrator's is not", administrator, "")
		tearDown(t, pod("primary"))
		setUp(t, pod("secondary"))
		becomes(t, "a command in the secondary of the same name is let through", request, "")
	})
	t.Run("autoscalers", func(t *testing.T) {
		vertical := object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", namespace, "shop")
		setJSON(t, vertical, "spec", `{"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}}`)
		if response := setUp(t, vertical); !response.OK() {
			t.Fatalf("%s", response.Body)
		}
		horizontal := object("autoscaling/v2", "HorizontalPodAutoscaler", namespace, "shop")
		setJSON(t, horizontal, "spec", `{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}, "maxReplicas": 3}`)
		request, err := shared.Create(horizontal)
		do(t, err)
		request.DryRun = true
		becomes(t, "a second autoscaler of one target is refused", request, "autoscaling.hpa-vpa-tandem")
		tearDown(t, vertical)
		becomes(t, "it is admitted when the first is gone", request, "")
	})
}

//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/e2e/process"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// TestCatalog has gator policy install a bundle into the cluster, from a catalogue of a few controls since
// it takes one after another, list it and take it away again.
func TestCatalog(t *testing.T) {
	ids := []string{"images.pinned_tag", "podsecurity.privileged"}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	controls := slices.DeleteFunc(slices.Clone(all.Controls), func(c *control.Control) bool { return !slices.Contains(ids, c.ID) })
	p := &profile.Profile{Name: "few", Title: "A few controls"}
	files, err := gatekeeper.Templates(policies.FS, controls)
	if err != nil {
		t.Fatal(err)
	}
	constraints, err := gatekeeper.Profile(p, controls, nil)
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, constraints...)
	catalog, err := gatekeeper.Catalog(policies.Version, controls, []*profile.Profile{p}, files)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := gatekeeper.Write(dir, append(files, catalog)); err != nil {
		t.Fatal(err)
	}
	policy, err := cluster.ReadPolicy(dir)
	if err != nil {
		t.Fatal(err)
	}
	// Gator leaves alone what somebody else installed.
	if err := shared.DeleteAll(t.Context(), policy.Templates); err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := shared.Kubeconfig()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The kinds go after the templates, and with them the constraints.
		do(t, shared.DeleteAll(lasting(t), policy.Templates))
		do(t, shared.DeleteAll(lasting(t), policy.Constraints))
	})
	home := t.TempDir()
	gator := func(args ...string) []byte {
		t.Helper()
		command := exec.CommandContext(t.Context(), filepath.Join(tools, "gator"), append([]string{"policy"}, args...)...)
		command.Env = append(os.Environ(), "GATOR_HOME="+home, "GATOR_CATALOG_URL=file://"+filepath.Join(dir, catalog.Path), "KUBECONFIG="+kubeconfig)
		var stderr strings.Builder
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			t.Fatalf("gator policy %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
		}
		return out
	}
	gator("update")
	gator("install", "--bundle=few")
	if err := shared.WaitTemplates(t.Context(), policy.Templates); err != nil {
		t.Fatal(err)
	}
	if err := shared.WaitConstraints(t.Context(), policy.Constraints); err != nil {
		t.Fatal(err)
	}
	var listed any
	text := gator("list", "-o", "json")
	if err := json.Unmarshal(text, &listed); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, c := range controls {
		if !strings.Contains(string(text), gatekeeper.TemplateName(c)) {
			t.Errorf("gator does not list %s:\n%s", c.ID, text)
		}
	}
	bad := object("v1", "Pod", "default", "bad")
	setJSON(t, bad, "spec", cluster.BadPod)
	request, err := shared.Create(bad)
	if err != nil {
		t.Fatal(err)
	}
	request.DryRun = true
	response, err := shared.Do(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if lines, isRefused := refused(response); !isRefused || len(lines) != len(ids) {
		t.Errorf("want a refusal for %v, got %d %s", ids, response.Code, response.Body)
	}
	for _, c := range controls {
		gator("uninstall", gatekeeper.TemplateName(c))
	}
	// Gatekeeper hears of it after the API server has answered.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = process.Poll(ctx, time.Second, func(ctx context.Context) error {
		response, err := shared.Do(ctx, request)
		if err == nil && !response.OK() {
			err = fmt.Errorf("a pod was answered with %d %s", response.Code, response.Body)
		}
		return err
	})
	if err != nil {
		t.Errorf("the policy is gone: %v", err)
	}
}

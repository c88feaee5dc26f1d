//go:build e2e

package e2e_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestMutations has Gatekeeper fill in what objects leave out. What the mutators are for is found before,
// and no longer afterwards.
func TestMutations(t *testing.T) {
	const namespace = "mutated"
	policy := render(t, "eks")
	j := newJudge(t, policy.profile)
	overlays, err := filepath.Glob(filepath.Join(filepath.Dir(policy.kustomization(t, "templates")), "mutations", "*"))
	if err != nil || len(overlays) < 3 {
		t.Fatalf("got the overlays %v, %v", overlays, err)
	}
	ns := object("v1", "Namespace", "", namespace)
	setUp(t, ns)
	t.Cleanup(func() { tearDown(t, ns) })
	waitForAccount(t, namespace)

	const containers = `[{"name": "web", "image": "111122223333.dkr.ecr.eu-north-1.amazonaws.com/shop/web:1.2.3"}]`
	pod := object("v1", "Pod", namespace, "web")
	setJSON(t, pod, "spec", `{"containers": `+containers+`, "initContainers": `+strings.Replace(containers, "web", "init", 1)+`}`)
	deployment := object("apps/v1", "Deployment", namespace, "web")
	setJSON(t, deployment, "spec", `{"selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": `+containers+`}}}`)
	wants := []struct {
		object   *unstructured.Unstructured
		controls []string // that have nothing to find any more
	}{
		{object("v1", "Namespace", "", "mutated-too"), []string{"podsecurity.enforce_label", "podsecurity.audit_warn_labels"}},
		{object("v1", "ServiceAccount", namespace, "web"), []string{"rbac.service_account_token"}},
		{pod, []string{"images.pull_policy"}},
		{deployment, []string{"images.pull_policy", "rbac.service_account_token"}},
	}
	// found gives those of the controls that find something in an object as the API server would store it.
	found := func(o *unstructured.Unstructured, controls []string) ([]string, error) {
		request, err := shared.Create(o)
		if err != nil {
			return nil, err
		}
		request.DryRun = true
		response, err := shared.Must(t.Context(), request)
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, f := range j.judge(t, response.Body) {
			if slices.Contains(controls, f.Control.ID) && !slices.Contains(ids, f.Control.ID) {
				ids = append(ids, f.Control.ID)
			}
		}
		slices.Sort(ids)
		return ids, nil
	}
	for _, want := range wants {
		before, err := found(want.object, want.controls)
		if err != nil || !slices.Equal(before, slices.Sorted(slices.Values(want.controls))) {
			t.Errorf("%s: without mutators %v find something, %v", want.object.GetKind(), before, err)
		}
	}
	for _, overlay := range overlays {
		kubectl(t, "apply", "--server-side", "-k", overlay)
		t.Cleanup(func() { kubectl(t, "delete", "-k", overlay) })
	}
	for _, want := range wants {
		wait(t, time.Minute, func() error {
			after, err := found(want.object, want.controls)
			if len(after) > 0 {
				err = errors.Join(err, fmt.Errorf("%s: with mutators %v still find something", want.object.GetKind(), after))
			}
			return err
		})
	}
	request, err := shared.Create(pod)
	do(t, err)
	request.DryRun = true
	response, err := shared.Must(t.Context(), request)
	do(t, err)
	if got := strings.Count(string(response.Body), `"drop":["NET_RAW"]`); got != 2 {
		t.Errorf("%d containers of 2 drop NET_RAW: %s", got, response.Body)
	}
	fmt.Printf("mutations: %d overlays mend %d kinds of objects\n", len(overlays), len(wants))
}

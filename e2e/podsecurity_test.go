//go:build e2e

package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
)

// levels are the controls that answer the checks of each level of the Pod Security Standards. What the
// restricted level asks for comes on top of the baseline.
var levels = []struct {
	name     string
	controls []string
}{
	{"baseline", []string{
		"app-armor", "capabilities", "host-namespaces", "host-path-volumes", "host-ports", "host-probes", "privileged",
		"proc-mount", "seccomp", "selinux", "sysctls", "windows-host-process",
	}},
	{"restricted", []string{
		"restricted-capabilities", "restricted-privilege-escalation", "restricted-proc-mount", "restricted-run-as-non-root",
		"restricted-run-as-user", "restricted-seccomp", "restricted-volumes",
	}},
}

// testPodSecurity creates every pod of the fixtures, and of every workload one, in namespaces that enforce
// a level, where only Pod Security admission is asked, and in one that enforces none, where only
// Gatekeeper objects. Both say the same.
func testPodSecurity(t *testing.T) {
	const plain = "podsecurity-none"
	var namespaces []*unstructured.Unstructured
	for _, name := range []string{plain, "podsecurity-baseline", "podsecurity-restricted"} {
		namespace := object("v1", "Namespace", "", name)
		if level, found := strings.CutPrefix(name, "podsecurity-"); found && level != "none" {
			namespace.SetLabels(map[string]string{"pod-security.kubernetes.io/enforce": level})
		}
		if response := setUp(t, namespace); !response.OK() {
			t.Fatalf("%s", response.Body)
		}
		namespaces = append(namespaces, namespace)
		waitForAccount(t, name)
	}
	t.Cleanup(func() {
		if err := shared.DeleteAll(lasting(t), namespaces); err != nil {
			t.Error(err)
		}
	})

	pods, refusals, invalid := 0, map[string]int{}, map[string]int{}
	var all []*unstructured.Unstructured
	var at []string // where each comes from
	for _, path := range []string{"../testdata/controls", "../testdata/reference"} {
		for _, f := range readFixtures(t, path) {
			if pod := podOf(f.object); pod != nil {
				hardened := pod.DeepCopy()
				harden(hardened)
				all = append(all, pod, hardened)
				at = append(at, f.position.String(), f.position.String()+" hardened")
			}
		}
	}
	for i, pod := range all {
		response := tryPod(t, pod, plain, nil)
		lines, isRefused := refused(response)
		if !isRefused && !response.OK() {
			invalid[class(response)]++
			continue
		}
		pods++
		said := map[string]bool{}
		for _, l := range lines {
			if name, found := strings.CutPrefix(l, "[podsecurity."); found {
				name, _, _ = strings.Cut(name, "]")
				said[name] = true
			}
		}
		want := false
		for _, level := range levels {
			want = want || slices.ContainsFunc(level.controls, func(c string) bool { return said[c] })
			response := tryPod(t, pod, "podsecurity-"+level.name, cluster.Setup)
			message := response.Status().Message
			got := response.Code == http.StatusForbidden && strings.Contains(message, "violates PodSecurity")
			if !got && !response.OK() {
				t.Errorf("%s: neither created nor refused by Pod Security admission: %d %s", at[i], response.Code, message)
			}
			if got {
				refusals[level.name]++
			}
			if got != want {
				t.Errorf("%s at %s: Pod Security admission refuses: %v (%s); Gatekeeper refuses: %v:\n%s",
					at[i], level.name, got, message, want, strings.Join(lines, "\n"))
			}
		}
	}
	fmt.Printf("Pod Security admission: %d pods; %d refused at baseline and %d at restricted, each by the controls too; %v could not be created\n",
		pods, refusals["baseline"], refusals["restricted"], invalid)
	if pods < 300 || refusals["baseline"] < 40 || pods-refusals["restricted"] < 50 {
		t.Error("these are too few to tell")
	}
}

// podOf gives the pod that an object is, or that a controller would make of it.
func podOf(o *unstructured.Unstructured) *unstructured.Unstructured {
	template := o.Object
	switch o.GetKind() {
	case "Pod":
	case "PodTemplate":
		template, _, _ = unstructured.NestedMap(o.Object, "template")
	case "CronJob":
		template, _, _ = unstructured.NestedMap(o.Object, "spec", "jobTemplate", "spec", "template")
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
		template, _, _ = unstructured.NestedMap(o.Object, "spec", "template")
	default:
		return nil
	}
	spec, found, _ := unstructured.NestedMap(template, "spec")
	if !found {
		return nil
	}
	// The pods share an account and a priority, and stand alone: nothing of that is what this is about.
	for _, field := range []string{"serviceAccountName", "serviceAccount", "priorityClassName", "runtimeClassName"} {
		delete(spec, field)
	}
	if policy := spec["restartPolicy"]; o.GetKind() != "Pod" && policy == nil {
		spec["restartPolicy"] = "Always"
	}
	pod := object("v1", "Pod", "", "pod")
	if annotations, found, _ := unstructured.NestedMap(template, "metadata", "annotations"); found {
		pod.Object["metadata"].(map[string]any)["annotations"] = annotations
	}
	pod.Object["spec"] = spec
	return pod
}

// harden fills in what the restricted level asks for wherever a pod says nothing, so that what it does
// say decides.
func harden(pod *unstructured.Unstructured) {
	spec := pod.Object["spec"].(map[string]any)
	fill(spec, "securityContext", map[string]any{"runAsNonRoot": true, "seccompProfile": map[string]any{"type": "RuntimeDefault"}})
	for _, field := range []string{"initContainers", "containers"} {
		containers, _ := spec[field].([]any)
		for _, item := range containers {
			if container, ok := item.(map[string]any); ok {
				fill(container, "securityContext", map[string]any{
					"allowPrivilegeEscalation": false,
					"capabilities":             map[string]any{"drop": []any{"ALL"}},
				})
			}
		}
	}
}

// fill gives an object in an object the values that it lacks.
func fill(parent map[string]any, field string, values map[string]any) {
	object, ok := parent[field].(map[string]any)
	if !ok {
		object = map[string]any{}
		parent[field] = object
	}
	for key, value := range values {
		if _, set := object[key]; !set {
			object[key] = value
		}
	}
}

func tryPod(t *testing.T, pod *unstructured.Unstructured, namespace string, user *cluster.User) *cluster.Response {
	t.Helper()
	pod.SetNamespace(namespace)
	request, err := shared.Create(pod)
	if err != nil {
		t.Fatal(err)
	}
	request.As, request.DryRun = user, true
	response, err := shared.Do(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

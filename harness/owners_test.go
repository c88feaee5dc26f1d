package harness_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// ownedBy writes an object; owner is "apiVersion kind name", and empty for one that nobody controls.
func ownedBy(version, kind, name, owner, rest string) string {
	references := ""
	if owner != "" {
		parts := strings.Fields(owner)
		references = fmt.Sprintf(", ownerReferences: [{apiVersion: %s, kind: %s, name: %s, controller: true}]", parts[0], parts[1], parts[2])
	}
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: %s, namespace: team%s}\n%s\n", version, kind, name, references, rest)
}

const (
	privileged   = "{containers: [{name: main, image: registry.example/main:2, securityContext: {privileged: true}}]}"
	unprivileged = "{containers: [{name: main, image: registry.example/main:2}]}"
)

func inTemplate(pod string) string {
	return "spec: {template: {metadata: {labels: {of: it}}, spec: " + pod + "}}"
}

// TestOwned: of what a controller made, that is said which is not said of the controller, in whichever order they
// come. A reference alone takes nothing away.
func TestOwned(t *testing.T) {
	deployment := ownedBy("apps/v1", "Deployment", "web", "", inTemplate(privileged))
	replicas := ownedBy("apps/v1", "ReplicaSet", "web-1", "apps/v1 Deployment web", inTemplate(privileged))
	pod := ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", "spec: "+privileged)
	said := func(objects ...string) []string {
		var all []string
		for _, object := range objects {
			all = append(all, object+" fail")
		}
		return all
	}
	inDeployment, inReplicas, inPod := "Deployment team/web", "ReplicaSet team/web-1", "Pod team/web-1-a"
	injected := strings.Replace(privileged, "]}", ", {name: beside, image: registry.example/b:1, securityContext: {privileged: true}}]}", 1)
	engine := engineWith(t, harness.Options{Controls: []string{"podsecurity.privileged"}})
	for name, test := range map[string]struct {
		objects []string
		want    []string
		owned   int
	}{
		"a chain of three":    {[]string{deployment, replicas, pod}, said(inDeployment), 2},
		"without the top":     {[]string{replicas, pod}, said(inReplicas), 1},
		"without the middle":  {[]string{deployment, pod}, said(inDeployment, inPod), 0},
		"alone":               {[]string{pod}, said(inPod), 0},
		"another version":     {[]string{strings.Replace(deployment, "apps/v1", "apps/v1beta1", 1), replicas}, said(inDeployment), 1},
		"another group":       {[]string{strings.Replace(deployment, "apps/v1", "example.org/v1", 1), replicas}, said(inReplicas), 0},
		"another namespace":   {[]string{strings.Replace(deployment, "namespace: team", "namespace: other", 1), replicas}, said("Deployment other/web", inReplicas), 0},
		"no namespace":        {[]string{strings.Replace(deployment, ", namespace: team", "", 1), replicas}, said("Deployment web", inReplicas), 0},
		"no controller":       {[]string{deployment, strings.Replace(replicas, "controller: true", "controller: false", 1)}, said(inDeployment, inReplicas), 0},
		"another uid":         {[]string{strings.Replace(deployment, "{name: web", "{uid: one, name: web", 1), strings.Replace(replicas, "controller: true", "uid: two, controller: true", 1)}, said(inDeployment, inReplicas), 0},
		"the owner is better": {[]string{ownedBy("apps/v1", "Deployment", "web", "", inTemplate(unprivileged)), replicas, pod}, said(inReplicas), 1},
		"an injected container": {
			[]string{deployment, replicas, ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", "spec: "+injected)},
			said(inDeployment, inPod), 2,
		},
		"an ephemeral container": {
			[]string{deployment, replicas, ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", "spec: "+strings.TrimSuffix(privileged, "}")+", ephemeralContainers: [{name: main, image: d, securityContext: {privileged: true}}]}")},
			said(inDeployment, inPod), 2,
		},
		"another container": {
			[]string{deployment, ownedBy("apps/v1", "ReplicaSet", "web-1", "apps/v1 Deployment web", inTemplate(strings.Replace(privileged, "main", "other", 1)))},
			said(inDeployment, inReplicas), 0,
		},
		"its own owner": {
			[]string{ownedBy("v1", "Pod", "web-1-a", "v1 Pod web-1-a", "spec: "+privileged)}, said(inPod), 0,
		},
		"a circle": {
			[]string{ownedBy("apps/v1", "Deployment", "web", "apps/v1 ReplicaSet web-1", inTemplate(privileged)), replicas, pod},
			said(inDeployment, inReplicas), 1,
		},
		"two controllers": {
			[]string{deployment, strings.Replace(replicas, "controller: true}", "controller: true}, {apiVersion: apps/v1, kind: Deployment, name: web, controller: true}", 1)},
			said(inDeployment, inReplicas), 0,
		},
		"a cron job": {
			[]string{
				ownedBy("batch/v1", "CronJob", "web", "", "spec: {jobTemplate: {"+inTemplate(privileged)+"}}"),
				ownedBy("batch/v1", "Job", "web-1", "batch/v1 CronJob web", inTemplate(privileged)),
				ownedBy("v1", "Pod", "web-1-a", "batch/v1 Job web-1", "spec: "+privileged),
			}, said("CronJob team/web"), 2,
		},
		"a rollout": {
			[]string{ownedBy("argoproj.io/v1alpha1", "Rollout", "web", "", inTemplate(privileged)), strings.Replace(replicas, "apps/v1, kind: Deployment", "argoproj.io/v1alpha1, kind: Rollout", 1), pod},
			said("Rollout team/web"), 2,
		},
		"a revision": {
			[]string{
				ownedBy("apps/v1", "DaemonSet", "web", "", inTemplate(privileged)),
				ownedBy("apps/v1", "ControllerRevision", "web-1", "apps/v1 DaemonSet web", "revision: 1\ndata: {"+inTemplate(privileged)+"}"),
				ownedBy("v1", "Pod", "web-1-a", "apps/v1 DaemonSet web", "spec: "+privileged),
			}, said("DaemonSet team/web"), 2,
		},
		"one of several templates": {
			[]string{
				ownedBy("ray.io/v1", "RayCluster", "web", "", "spec: {headGroupSpec: {template: {spec: "+unprivileged+"}}, workerGroupSpecs: [{template: {spec: "+privileged+"}}]}"),
				ownedBy("v1", "Pod", "web-1-a", "ray.io/v1 RayCluster web", "spec: "+privileged),
			}, said("RayCluster team/web"), 1,
		},
		"a node": {[]string{strings.Replace(pod, "apps/v1, kind: ReplicaSet", "v1, kind: Node", 1), "apiVersion: v1\nkind: Node\nmetadata: {name: web-1}\n"}, said(inPod), 0},
	} {
		t.Run(name, func(t *testing.T) {
			backward := slices.Clone(test.objects)
			slices.Reverse(backward)
			for order, files := range map[string][]string{
				"forward":  {documents(test.objects...)},
				"backward": {documents(backward...)},
				"files":    test.objects,
				"reversed": backward,
				"list":     {asList(backward...)},
			} {
				got, summary := checkOwned(t, engine, files...)
				slices.Sort(got)
				want := slices.Clone(test.want)
				slices.Sort(want)
				if !slices.Equal(got, want) || summary.Owned != test.owned {
					t.Errorf("%s: got  %q and %d owned\nwant %q and %d", order, got, summary.Owned, want, test.owned)
				}
				if n := summary.Verdicts[harness.Fail]; n != len(want) {
					t.Errorf("%s: got verdicts %v, want %d to fail", order, summary.Verdicts, len(want))
				}
			}
		})
	}
}

// TestOwnedInCluster: a cluster fills in what a template leaves out, which is no difference.
func TestOwnedInCluster(t *testing.T) {
	deployment := ownedBy("apps/v1", "Deployment", "web", "", inTemplate(unprivileged))
	replicas := ownedBy("apps/v1", "ReplicaSet", "web-1", "apps/v1 Deployment web", inTemplate(unprivileged))
	const spec = "spec: {serviceAccountName: default, serviceAccount: default, nodeName: one, restartPolicy: Always, dnsPolicy: ClusterFirst, securityContext: {}, tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}], " +
		"containers: [{name: main, image: registry.example/main:2, imagePullPolicy: IfNotPresent, resources: {}, volumeMounts: [{name: kube-api-access-1, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}]}], " +
		"volumes: [{name: kube-api-access-1, projected: {defaultMode: 420, sources: [{serviceAccountToken: {path: token, expirationSeconds: 3607}}, {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}}]}}]}"
	pod := ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", spec)
	got, summary := checkOwned(t, engineWith(t, harness.Options{}), pod, replicas, deployment)
	for _, line := range got {
		if !strings.HasPrefix(line, "Deployment ") {
			t.Errorf("got %q, want it said of the Deployment alone", line)
		}
	}
	if len(got) < 8 || summary.Owned != 2 {
		t.Errorf("got %d findings and %d owned, want some and 2", len(got), summary.Owned)
	}

	t.Run("what the template names", func(t *testing.T) {
		named := ownedBy("apps/v1", "ReplicaSet", "web-1", "", inTemplate(strings.Replace(unprivileged, "{", "{serviceAccountName: web, ", 1)))
		named = strings.Replace(named, "image:", "imagePullPolicy: Always, image:", 1)
		got, _ := checkOwned(t, engineWith(t, harness.Options{Controls: []string{"rbac.dedicated_service_account", "images.pull_policy"}}), named, pod)
		if want := []string{"Pod team/web-1-a fail", "Pod team/web-1-a fail"}; !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// TestOwnedAround: of an object that is there beside those of a run nothing is said, and so all of its copies.
func TestOwnedAround(t *testing.T) {
	replicas := ownedBy("apps/v1", "ReplicaSet", "web-1", "", inTemplate(privileged))
	pod := ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", "spec: "+privileged)
	around := filepath.Join(t.TempDir(), "around.yaml")
	if err := os.WriteFile(around, []byte(replicas), 0o644); err != nil {
		t.Fatal(err)
	}
	got, _ := checkOwned(t, engineWith(t, harness.Options{Controls: []string{"podsecurity.privileged"}, Inventory: source.Find([]string{around}, nil)}), pod)
	if want := []string{"Pod team/web-1-a fail"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	// Who asks for an object has it judged as it is.
	got, _ = checkOwned(t, engineWith(t, harness.Options{Controls: []string{"podsecurity.privileged"}}), replicas, asRequest(pod))
	if want := []string{"ReplicaSet team/web-1 fail", "Pod team/web-1-a fail"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestOwnedWaived: what a profile accepts in a namespace it accepts of the owner, once.
func TestOwnedWaived(t *testing.T) {
	p := &profile.Profile{Name: "mine", Waived: []profile.Exclusion{{Namespaces: []string{"team"}, Reason: "a test"}}}
	replicas := ownedBy("apps/v1", "ReplicaSet", "web-1", "", inTemplate(privileged))
	pod := ownedBy("v1", "Pod", "web-1-a", "apps/v1 ReplicaSet web-1", "spec: "+privileged)
	got, summary := checkOwned(t, engineWith(t, harness.Options{Chosen: p, Controls: []string{"podsecurity.privileged"}}), pod, replicas)
	if len(got) > 0 || summary.Waived != 1 || summary.Verdicts[harness.Waived] != 1 || summary.Verdicts[harness.NotApplicable] != 1 {
		t.Errorf("got %q, %d waived, verdicts %v; want one waived and one not applicable", got, summary.Waived, summary.Verdicts)
	}
}

func asList(objects ...string) string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: List\nitems:\n")
	for _, object := range objects {
		b.WriteString("- " + strings.ReplaceAll(strings.TrimSpace(object), "\n", "\n  ") + "\n")
	}
	return b.String()
}

func engineWith(t *testing.T, options harness.Options) *harness.Engine {
	t.Helper()
	options.Policies = policies.FS
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// checkOwned gives what is found in files, each with its object and verdict.
func checkOwned(t *testing.T, engine *harness.Engine, files ...string) ([]string, *harness.Summary) {
	t.Helper()
	folder := t.TempDir()
	for i, text := range files {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.yaml", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	summary, err := engine.Each(t.Context(), source.Find([]string{folder}, nil), func(r *harness.Result) error {
		for _, e := range r.Errors {
			t.Errorf("%v", e)
		}
		for _, a := range r.Judgements {
			for _, f := range a.Findings {
				got = append(got, fmt.Sprintf("%s %s", a.Ref, a.Verdicts[f.Control.ID]))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, summary
}

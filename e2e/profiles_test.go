//go:build e2e

package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/harness/profile"
	data "github.com/guiderail/guiderail/internal/shared"
	"github.com/guiderail/guiderail/policies"
)

// references are the deployments that we hold up as examples, by the profile that each is for.
var references = map[string]struct{ folder, namespace string }{
	"eks":       {"workload", "shop"},
	"xroad-aks": {"xroad-aks", "sidecar"},
	"xroad-eks": {"xroad-eks", "sidecar"},
}

// TestProfiles installs each shipped profile, and deploys under it what it is for.
func TestProfiles(t *testing.T) {
	names, err := profile.Names(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			policy := render(t, name)
			policy.clientSide = name == "aks"
			policy.enforce(t)
			if reference, ok := references[name]; ok {
				t.Run("reference", func(t *testing.T) { testReference(t, filepath.Join("../testdata/reference", reference.folder)) })
			}
			switch name {
			case "eks":
				t.Run("changes", testChanges)
			case "xroad-eks":
				t.Run("Shared upstream manifest", func(t *testing.T) { testUpstream(t, name) })
			}
		})
	}
}

// testReference deploys a reference as an operator does. Every object is admitted, and nothing warned of.
func testReference(t *testing.T, folder string) {
	fixtures := readFixtures(t, folder)
	define(t, fixtures)
	t.Cleanup(func() { removeFolder(t, folder) })
	output := kubectl(t, "apply", "-f", folder)
	created := strings.Count(output, " created\n")
	warnings := regexp.MustCompile(`(?m)^Warning: .*`).FindAllString(output, -1)
	if created != len(fixtures) || len(warnings) > 0 {
		t.Errorf("%d of %d objects were created, %d warnings:\n%s", created, len(fixtures), len(warnings), output)
	}
	fmt.Printf("%s: %d objects created, %d warnings\n", folder, created, len(warnings))
}

// removeFolder takes back what kubectl applied, past the policy.
func removeFolder(t *testing.T, folder string) {
	t.Helper()
	_, err := shared.Kubectl(lasting(t), "delete", "--as="+cluster.Setup.Name, "--as-group="+cluster.Setup.Groups[0],
		"--ignore-not-found", "--wait", "--timeout=180s", "-f", folder)
	if err != nil {
		t.Error(err)
	}
}

// testChanges changes objects that are there, as one that deploys or attacks does.
func testChanges(t *testing.T) {
	const namespace = "changes"
	ns := object("v1", "Namespace", "", namespace)
	ns.SetLabels(map[string]string{"pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "latest"})
	deployment := object("apps/v1", "Deployment", namespace, "web")
	setJSON(t, deployment, "spec", `{
		"replicas": 1,
		"selector": {"matchLabels": {"app": "web"}},
		"template": {"metadata": {"labels": {"app": "web"}}, "spec": `+goodPod+`}}`)
	role := object("rbac.authorization.k8s.io/v1", "RoleBinding", namespace, "readers")
	setJSON(t, role, "roleRef", `{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"}`)
	setJSON(t, role, "subjects", `[{"kind": "ServiceAccount", "name": "web", "namespace": "changes"}]`)
	// Its namespace enforces no level: otherwise Pod Security admission refuses before Gatekeeper is asked.
	pod := object("v1", "Pod", "changes-bad", "debugged")
	setJSON(t, pod, "spec", goodPod)
	bad := object("v1", "Pod", "changes-bad", "bad")
	setJSON(t, bad, "spec", `{"hostNetwork": true, "containers": [{"name": "bad", "image": "nginx", "securityContext": {"privileged": true}}]}`)
	service := object("v1", "Service", "changes-bad", "bad")
	service.SetFinalizers([]string{"guiderail.dev/e2e"})
	setJSON(t, service, "spec", `{"type": "LoadBalancer", "ports": [{"port": 80}]}`)

	t.Cleanup(func() {
		tearDown(t, ns)
		tearDown(t, object("v1", "Namespace", "", "changes-bad"))
	})
	// What is bad was there before the policy.
	setUp(t, object("v1", "Namespace", "", "changes-bad"))
	waitForAccount(t, "changes-bad")
	for _, o := range []*unstructured.Unstructured{bad, service, object("v1", "ServiceAccount", "changes-bad", "web")} {
		if response := setUp(t, o); !response.OK() {
			t.Fatalf("%s", response.Body)
		}
	}
	send := func(name string, request cluster.Request, err error, want string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		response, err := shared.Do(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		lines, isRefused := refused(response)
		switch {
		case want == "" && !response.OK():
			t.Errorf("%s: %d %s", name, response.Code, response.Status().Message)
		case want != "" && (!isRefused || !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "["+want+"] ") })):
			t.Errorf("%s: want a refusal by %s, got %d %s", name, want, response.Code, response.Status().Message)
		}
		if warnings := strings.Join(response.Warnings, "\n"); warnings != "" {
			fmt.Printf("%s warns: %s\n", name, warnings)
		}
	}

	request, err := shared.Create(ns)
	send("a namespace with its labels", request, err, "")
	waitForAccount(t, namespace)
	account := object("v1", "ServiceAccount", namespace, "web")
	account.Object["automountServiceAccountToken"] = false
	request, err = shared.Create(account)
	send("a service account", request, err, "")
	request, err = shared.Create(deployment)
	send("a good Deployment", request, err, "")
	request, err = shared.Create(pod)
	send("a good Pod", request, err, "")
	request, err = shared.Create(role)
	send("a good RoleBinding", request, err, "")

	request, err = shared.Patch(deployment, "", `{"metadata": {"annotations": {"changed": "yes"}}}`)
	send("a good Deployment, annotated", request, err, "")
	request, err = shared.Patch(deployment, "", `{"spec": {"template": {"spec": {"hostPID": true}}}}`)
	send("a good Deployment edited into a bad one", request, err, "podsecurity.host-namespaces")
	request, err = shared.Patch(deployment, "scale", `{"spec": {"replicas": 2}}`)
	send("a good Deployment, scaled", request, err, "")
	request, err = shared.Patch(pod, "ephemeralcontainers", `{"spec": {"ephemeralContainers": [
		{"name": "debug", "image": "busybox:1.37.0", "securityContext": {"privileged": true}}]}}`)
	request.ContentType = "application/strategic-merge-patch+json"
	send("a privileged ephemeral container", request, err, "podsecurity.privileged")
	request, err = shared.Patch(ns, "", `{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": null}}}`)
	send("a namespace that loses its Pod Security label", request, err, "podsecurity.enforce-label")
	request, err = shared.Patch(ns, "", `{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}`)
	send("a namespace that is downgraded", request, err, "podsecurity.label-downgrade")
	// The role of a binding cannot be changed, so that whoever wants to makes it anew.
	request, err = shared.Delete(role)
	send("a RoleBinding deleted", request, err, "")
	setJSON(t, role, "roleRef", `{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}`)
	request, err = shared.Create(role)
	send("a RoleBinding made anew for cluster-admin", request, err, "rbac.cluster-admin")
	admins := object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "changes-admins")
	setJSON(t, admins, "roleRef", `{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}`)
	setUp(t, admins)
	t.Cleanup(func() { tearDown(t, admins) })
	request, err = shared.Patch(admins, "", `{"subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "changes"}]}`)
	send("a binding to cluster-admin edited to name one more", request, err, "rbac.cluster-admin")

	request, err = shared.Patch(bad, "", `{"metadata": {"annotations": {"changed": "yes"}}}`)
	send("a bad Pod, annotated", request, err, "podsecurity.privileged")
	request, err = shared.Delete(bad)
	send("a bad Pod deleted", request, err, "")
	request, err = shared.Delete(deployment)
	send("a good Deployment deleted", request, err, "")

	// What has a finalizer is deleted in two steps, of which the second is an UPDATE.
	request, err = shared.Delete(service)
	send("a bad Service deleted, which has a finalizer", request, err, "")
	request, err = shared.Patch(service, "", `{"metadata": {"finalizers": null}, "spec": {"externalIPs": ["192.0.2.1"]}}`)
	send("a bad Service that is being deleted, changed otherwise", request, err, "network.service-exposure")
	request, err = shared.Patch(service, "", `{"metadata": {"finalizers": null}}`)
	send("the finalizer taken from a bad Service that is being deleted", request, err, "")
}

// goodPod is a pod that every profile admits without a warning: it has an account of its own.
var goodPod = strings.Replace(cluster.GoodPod, "{", `{"serviceAccountName": "web",`, 1)

// placeholders are what the manifest leaves to be filled in, with values as someone has them.
var placeholders = map[string]string{
	"<public-key-path>":      "c3NoLXJzYSBBQUFBQjNOemFDMXljMkVBQUFBREFRQUJBQUFCQVFEYg==",
	"<private-key-path>":     "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0KYjNCbGJuTnph",
	"<token pin>":            "7291-8350-4471",
	"<admin user>":           "aino-7f3c",
	"<admin password>":       "Vq3w-9mZt-Rb6x-Lp0k",
	"<database host>":        "db.example.com",
	"<database password>":    "Xu7n-2cHd-Wf8j-Ty5s",
	"<database port>":        "5432",
	"<xroad log level>":      "INFO",
	"<xroad database name>":  "serverconf",
	"<version primary>":      "6.26.0-primary",
	"<version secondary>":    "6.26.0-secondary",
	"<replicas number>":      "2",
	"<number replicas>":      "2",
	"<number of replicas>":   "2",
	"<number of Pod copies>": "2",
}

const upstreamManifest = "xroad/archived/doc/files/load_balancer_setup.yaml"

// testUpstream creates the objects of a manifest that the X-Road project once shipped, its placeholders
// filled in. Gatekeeper refuses them for the reasons that the harness gives of the manifest as it is,
// apart from those that filling it in mends.
func testUpstream(t *testing.T, profileName string) {
	text, err := os.ReadFile(data.Path(t, "corpus/"+upstreamManifest))
	if err != nil {
		t.Fatal(err)
	}
	manifest := string(text)
	for _, placeholder := range slices.Sorted(maps.Keys(placeholders)) {
		manifest = strings.ReplaceAll(manifest, placeholder, placeholders[placeholder])
	}
	// A port is there twice under two names in one mapping, which the API server refuses to read.
	manifest = strings.Replace(manifest, "    name: ocsp\n    name: tcp-5577\n", "    name: ocsp\n", 1)
	if left := regexp.MustCompile(`<[^>]*>`).FindString(manifest); left != "" {
		t.Fatalf("%s is not filled in", left)
	}
	file := filepath.Join(t.TempDir(), "load_balancer_setup.yaml")
	if err := os.WriteFile(file, []byte(manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	recorder, err := shared.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Close() //nolint:errcheck // the next one would not start
	j := newJudge(t, profileName)
	fixtures := readFixtures(t, file)
	prepare(t, fixtures)

	n := newTally()
	for _, f := range fixtures {
		request, err := shared.Create(f.object)
		if err != nil {
			t.Fatal(err)
		}
		request.Body, request.DryRun = f.text, true
		n.send(t, recorder, j, upstreamManifest+" "+f.object.GetKind()+" "+f.object.GetName(), request)
	}
	fmt.Printf("%s: %s\n", upstreamManifest, n)
	if len(n.other) > 0 {
		t.Error("the policy was not asked about all of it")
	}
	want := controlsOf(t, j, text)
	for _, mended := range []string{"secrets.default_values"} {
		if !want[mended] {
			t.Errorf("%s has no finding in the manifest as it is any more", mended)
		}
		delete(want, mended)
	}
	for id := range want {
		if !n.controls[strings.ReplaceAll(id, "_", "-")] {
			t.Errorf("%s has findings in the manifest as it is, and refuses nothing here", id)
		}
	}
	fmt.Printf("%s: refused by %s\n", upstreamManifest, strings.Join(slices.Sorted(maps.Keys(n.controls)), " "))
}

// controlsOf gives the controls that refuse in a profile and have findings in a manifest as it is. Controls that
// look at other objects are left out: what the file lacks may still come to a cluster.
func controlsOf(t *testing.T, j *judge, manifest []byte) map[string]bool {
	t.Helper()
	named := map[string]bool{}
	for _, f := range j.judge(t, manifest) {
		if j.profile.Enforcement(f.Control).Webhook == profile.Deny && len(f.Control.Reads) == 0 {
			named[f.Control.ID] = true
		}
	}
	return named
}

// TestActions warns of what a profile only warns of, and is silent where it only reports.
func TestActions(t *testing.T) {
	const warns, reports, differs = "podsecurity.privileged", "podsecurity.host_namespaces", "images.pinned_tag"
	policy := render(t, `
apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata:
  name: actions
spec:
  title: One control that warns, one that reports, and one that refuses nothing but what is there already
  enforcement:
    severities: {critical: dryrun, high: dryrun, medium: dryrun, low: dryrun, info: dryrun}
    controls:
      podsecurity.privileged: warn
      images.pinned_tag: {webhook: warn, audit: deny}
`)
	policy.only(t, warns, reports, differs)
	policy.enforce(t)

	const namespace = "actions"
	setUp(t, object("v1", "Namespace", "", namespace))
	t.Cleanup(func() { tearDown(t, object("v1", "Namespace", "", namespace)) })
	waitForAccount(t, namespace)
	pod := object("v1", "Pod", namespace, "bad")
	setJSON(t, pod, "spec", `{"hostNetwork": true, "containers": [{"name": "bad", "image": "nginx", "securityContext": {"privileged": true}}]}`)
	request, err := shared.Create(pod)
	if err != nil {
		t.Fatal(err)
	}
	response, err := shared.Must(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	j := newJudge(t, policy.profile)
	object, err := response.Object()
	if err != nil {
		t.Fatal(err)
	}
	text, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	want := j.lines(j.judge(t, text), profile.Warn)
	got := slices.Sorted(slices.Values(response.Warnings))
	if len(want) != 2 || !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	do(t, shared.AuditEvery(t.Context(), 5*time.Second))
	t.Cleanup(func() { do(t, shared.AuditEvery(lasting(t), 0)) })
	for _, constraint := range policy.Constraints {
		wait(t, 2*time.Minute, func() error {
			audit, err := shared.Audit(t.Context(), constraint)
			if err == nil && audit.Total == 0 {
				err = fmt.Errorf("audit has not found the pod for %s", constraint.GetName())
			}
			return err
		})
	}
}

func setJSON(t *testing.T, o interface{ UnstructuredContent() map[string]any }, field, text string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	o.UnstructuredContent()[field] = value
}

// wait asks again and again until there is no error.
func wait(t *testing.T, limit time.Duration, ask func() error) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for {
		err := ask()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
	}
}

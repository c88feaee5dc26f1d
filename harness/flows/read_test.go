package flows

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

func analyse(t *testing.T, text string) *Flows {
	t.Helper()
	from := source.Bytes("a.yaml", []byte(text))
	cluster, err := Read(t.Context(), Policies(t), func(yield func(source.Found) bool) { yield(source.Found{Source: from}) }, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestMakers wants whatever controls find as pods of a run to be found here.
func TestMakers(t *testing.T) {
	text, err := fs.ReadFile(policies.FS, "lib/workload/pods.rego")
	if err != nil {
		t.Fatal(err)
	}
	const looked = "found[namespace] contains owner if "
	found := regexp.MustCompile(`^owner := data\.inventory\.namespace\[namespace\](?:\.v1|\["([^"/]+)/[^"]+"\])\.([A-Za-z]+)\[_\]$`)
	n := 0
	for line := range strings.Lines(string(text)) {
		body, ok := strings.CutPrefix(line, looked)
		if !ok {
			continue
		}
		n++
		match := found.FindStringSubmatch(strings.TrimSpace(body))
		if match == nil {
			t.Errorf("cannot read %q", line)
		} else if !slices.Contains(makers[match[1]], match[2]) {
			t.Errorf("%s of the group %q makes pods, and is not read", match[2], match[1])
		}
	}
	if n < 40 {
		t.Errorf("found only %d kinds", n)
	}
}

// TestPodsThatDiffer wants each of several pods of one object to be a peer of its own.
func TestPodsThatDiffer(t *testing.T) {
	f := analyse(t, `
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: run, namespace: lab}
spec:
  replicatedJobs:
    - name: driver
      template: {spec: {template: {metadata: {labels: {role: driver}}, spec: {containers: [{name: a}]}}}}
    - name: worker
      template: {spec: {template: {metadata: {labels: {role: worker}}, spec: {containers: [{name: a}]}}}}
    - name: other
      template: {spec: {template: {metadata: {labels: {role: worker}}, spec: {containers: [{name: a}]}}}}
---
apiVersion: apps.kruise.io/v1alpha1
kind: CloneSet
metadata: {name: web, namespace: lab}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: web, namespace: lab}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a}]}}}
---
apiVersion: batch.volcano.sh/v1alpha1
kind: Job
metadata: {name: web, namespace: lab}
spec: {tasks: [{name: a, template: {spec: {containers: [{name: a}]}}}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: elsewhere, namespace: lab}
spec: {workloadRef: {apiVersion: apps/v1, kind: Deployment, name: shared}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: driver, namespace: lab}
spec: {podSelector: {matchLabels: {role: driver}}}
`)
	var names []string
	for _, p := range f.Peers() {
		if p.Kind == Workload {
			names = append(names, p.Name)
		}
	}
	if got, want := strings.Join(names, " "), "lab/CloneSet/web lab/Job.batch.volcano.sh/web lab/Job.batch/web lab/run#1 lab/run#2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if f.Workloads() != 4 {
		t.Errorf("%d workloads", f.Workloads())
	}
	found, err := f.Find("run")
	if err != nil || len(found) != 2 {
		t.Fatalf("found %v, %v", found, err)
	}
	for i, isIsolated := range []bool{true, false} {
		if len(found[i].Isolation.Ingress) > 0 != isIsolated {
			t.Errorf("%s: got %v", found[i].Name, found[i].Isolation.Ingress)
		}
	}
	told := false
	for _, p := range f.Problems() {
		told = told || strings.HasPrefix(p.Object, "Rollout ") && p.IsUncertain
	}
	if !told {
		t.Errorf("nothing is said of pods that are told elsewhere: %v", f.Problems())
	}
}

// TestStrays wants it to be said where two objects may be in one namespace, and nothing where all are alike.
func TestStrays(t *testing.T) {
	const form = `
apiVersion: v1
kind: Pod
metadata: {name: a, NAMESPACE1}
spec: {containers: [{name: a}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a, NAMESPACE2}
spec: {podSelector: {}}
`
	for _, test := range []struct{ first, second, want string }{
		{"", "", ""},
		{"namespace: lab", "namespace: lab", ""},
		{"namespace: lab", "namespace: till", ""},
		{"namespace: '${NS}'", "namespace: '${NS}'", ""},
		{"", "namespace: lab", "Pod default/a: has no namespace; default is assumed; other objects have a namespace, which may be the same"},
		{"namespace: lab", "namespace: '${NS}'", "NetworkPolicy ${NS}/a: is in a namespace that is still to be filled in; other objects have a namespace, which may be the same"},
		{"", "namespace: '${NS}'", "Pod default/a: has no namespace; default is assumed, and so are 1 more; other objects have a namespace, which may be the same"},
	} {
		var said []string
		for _, p := range analyse(t, strings.NewReplacer("NAMESPACE1", test.first, "NAMESPACE2", test.second).Replace(form)).Problems() {
			if p.IsUncertain {
				said = append(said, p.Object+": "+p.Message)
			}
		}
		if got := strings.Join(said, "\n"); got != test.want {
			t.Errorf("%q and %q: got %q, want %q", test.first, test.second, got, test.want)
		}
	}
}

package cluster_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/clustertest"
)

// objects are a good namespace with a pod that a policy selects, and a Secret.
const objects = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, managedFields: [{manager: kubectl}]}
---
apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: shop
  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"kind":"Secret","data":{"password":"aHVudGVyMg=="}}'}
type: Opaque
data: {password: aHVudGVyMg==}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  containers: [{name: web, image: 'shop/web:1.0'}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: v1
kind: Event
metadata: {name: pulled, namespace: shop}
`

// run is a read cluster with what the harness says of it.
type run struct {
	*harness.Run
	cluster *cluster.Cluster
	engine  *harness.Engine
}

// start starts a server with the objects.
func start(t *testing.T, server *clustertest.Server) *clustertest.Server {
	t.Helper()
	if err := server.Add(objects); err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// read reads a cluster for some controls.
func read(t *testing.T, server *clustertest.Server, options cluster.Options, controls ...string) (*run, error) {
	t.Helper()
	engine, err := harness.New(harness.Options{Controls: controls})
	if err != nil {
		t.Fatal(err)
	}
	options.Kubeconfig, options.Pause = filepath.Join(t.TempDir(), "kubeconfig"), time.Millisecond
	if err := server.WriteKubeconfig(options.Kubeconfig); err != nil {
		t.Fatal(err)
	}
	c, err := cluster.Read(t.Context(), options, cluster.NeededBy(engine.Controls(), engine.About().Catalogue.Controls))
	if err != nil {
		return nil, err
	}
	judged, err := engine.Check(t.Context(), slices.Values([]source.Found{{Source: c.Source()}}))
	if err != nil {
		t.Fatal(err)
	}
	return &run{judged, c, engine}, nil
}

func mustRead(t *testing.T, server *clustertest.Server, options cluster.Options, controls ...string) *run {
	t.Helper()
	r, err := read(t, server, options, controls...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// text returns the dump.
func (r *run) text(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if _, err := r.cluster.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// says returns all that was said, without positions.
func says(r *harness.Run) []string {
	var all []string
	for _, result := range r.Results {
		for _, j := range result.Judgements {
			for id, verdict := range j.Verdicts {
				all = append(all, fmt.Sprintf("%s %s %s", j.Ref, id, verdict))
			}
			for _, f := range slices.Concat(j.Findings, j.Unknowns) {
				all = append(all, fmt.Sprintf("%s %s %v %s", j.Ref, f.Control.ID, f.Path, f.Message))
			}
		}
		for _, e := range result.Errors {
			all = append(all, "error "+e.Message)
		}
		for _, n := range result.Notices {
			all = append(all, "notice "+n.Message)
		}
	}
	slices.Sort(all)
	return all
}

// TestReadsNoMore reads what the controls need and no more, and nothing but reads.
func TestReadsNoMore(t *testing.T) {
	server := start(t, &clustertest.Server{})
	mustRead(t, server, cluster.Options{}, "network.workload_selected")
	paths := server.Paths()
	for _, path := range paths {
		if !strings.HasPrefix(path, "GET ") || strings.Contains(path, "events") || strings.Contains(path, "secrets") || strings.Contains(path, "configmaps") {
			t.Errorf("it asked for %s", path)
		}
	}
	for _, want := range []string{"GET /api/v1/pods?limit=500", "GET /apis/networking.k8s.io/v1/networkpolicies?limit=500"} {
		if !slices.Contains(paths, want) {
			t.Errorf("it did not ask for %s, but for\n%s", want, strings.Join(paths, "\n"))
		}
	}
}

// TestLiveFindings has no line, and names the cluster.
func TestLiveFindings(t *testing.T) {
	r := mustRead(t, start(t, &clustertest.Server{}), cluster.Options{}, "podsecurity")
	if len(r.Findings) == 0 {
		t.Fatal("nothing was found")
	}
	for _, f := range r.Findings {
		if got := f.Position.String(); got != "cluster/test" {
			t.Errorf("got position %s", got)
		}
	}
	if r.ExitCode() != harness.ExitFindings {
		t.Errorf("got exit code %d", r.ExitCode())
	}
}

// TestSecrets holds that no value of a Secret is asked for, kept or said, and that what needs one is unknown.
func TestSecrets(t *testing.T) {
	server := start(t, &clustertest.Server{})
	r := mustRead(t, server, cluster.Options{})
	text := r.text(t)
	for _, secret := range []string{"aHVudGVyMg==", "hunter2"} {
		if strings.Contains(text, secret) || strings.Contains(strings.Join(says(r.Run), "\n"), secret) {
			t.Errorf("a value of a Secret was kept: %s", text)
		}
	}
	if strings.Contains(text, "managedFields") {
		t.Error("the managers of fields were kept")
	}
	verdicts := map[string]harness.Verdict{}
	for _, result := range r.Results {
		for _, j := range result.Judgements {
			if j.Kind == "Secret" {
				verdicts = j.Verdicts
			}
		}
	}
	if verdicts["secrets.default_values"] != harness.Unknown || verdicts["secrets.last_applied"] != harness.Fail {
		t.Errorf("got %s and %s", verdicts["secrets.default_values"], verdicts["secrets.last_applied"])
	}
	for _, c := range r.engine.Controls() {
		if v := verdicts[c.ID]; v == harness.Pass && slices.ContainsFunc(c.Match, func(m control.Match) bool { return slices.Contains(m.Kinds, "Secret") }) {
			t.Errorf("%s passes a Secret whose values were not read", c.ID)
		}
	}
	// With the values.
	r = mustRead(t, server, cluster.Options{ReadsSecrets: true}, "secrets.default_values")
	if !strings.Contains(r.text(t), "aHVudGVyMg==") || r.Summary.Verdicts[harness.Unknown] > 0 {
		t.Errorf("the values were not read:\n%s", strings.Join(says(r.Run), "\n"))
	}
}

// TestUnread names every kind that cannot be read, and nothing that needs it passes or fails.
func TestUnread(t *testing.T) {
	for name, test := range map[string]struct {
		server *clustertest.Server
		want   string
	}{
		"forbidden":        {&clustertest.Server{Forbidden: []string{"networkpolicies"}}, `NetworkPolicy.networking.k8s.io was not read: networkpolicies is forbidden: .* \(403\)`},
		"stale":            {&clustertest.Server{Stale: []string{"networking.k8s.io"}}, `NetworkPolicy.networking.k8s.io was not read: the server of the API group does not answer`},
		"stale, old":       {&clustertest.Server{Stale: []string{"networking.k8s.io"}, IsOld: true}, `NetworkPolicy.networking.k8s.io was not read: the API group does not tell what it has: service unavailable \(503\)`},
		"always throttled": {&clustertest.Server{Failures: map[string]*clustertest.Failure{"networkpolicies": {Code: 429, Times: 100}}}, `NetworkPolicy.networking.k8s.io was not read: the server has too much to do \(429\)`},
		"dead":             {&clustertest.Server{Failures: map[string]*clustertest.Failure{"networkpolicies": {Times: 1, IsLasting: true}}}, `NetworkPolicy.networking.k8s.io was not read: .*EOF`},
		"unknown version": {&clustertest.Server{Resources: append(slices.DeleteFunc(clustertest.Resources(), func(r clustertest.Resource) bool { return r.Kind == "NetworkPolicy" }),
			clustertest.Resource{Group: "networking.k8s.io", Version: "v9", Kind: "NetworkPolicy", Plural: "networkpolicies", IsNamespaced: true})}, `NetworkPolicy.networking.k8s.io was not read: the cluster has version v9, and controls look up v1`},
	} {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, start(t, test.server), cluster.Options{}, "network.workload_selected")
			var errs []string
			for _, result := range r.Results {
				for _, e := range result.Errors {
					errs = append(errs, e.Message)
				}
			}
			if !slices.ContainsFunc(errs, regexp.MustCompile(test.want).MatchString) {
				t.Errorf("got %q, want %s", errs, test.want)
			}
			if r.ExitCode() != harness.ExitIncomplete {
				t.Errorf("got exit code %d", r.ExitCode())
			}
			for _, said := range says(r.Run) {
				if strings.HasSuffix(said, "workload_selected pass") || strings.HasSuffix(said, "workload_selected fail") {
					t.Errorf("it said %s", said)
				}
			}
		})
	}
}

// TestRepeats has failures that pass by lose nothing.
func TestRepeats(t *testing.T) {
	for name, test := range map[string]struct {
		failure clustertest.Failure
	}{
		"throttled":                 {clustertest.Failure{Code: http.StatusTooManyRequests, Times: 3}},
		"throttled later":           {clustertest.Failure{Code: http.StatusTooManyRequests, Times: 3, IsLater: true}},
		"overloaded":                {clustertest.Failure{Code: http.StatusServiceUnavailable, Times: 2, IsLater: true}},
		"cut off":                   {clustertest.Failure{Times: 2}},
		"cut off later":             {clustertest.Failure{Times: 2, IsLater: true}},
		"the list changed too much": {clustertest.Failure{Code: http.StatusGone, Times: 2, IsLater: true}},
	} {
		t.Run(name, func(t *testing.T) {
			server := &clustertest.Server{Failures: map[string]*clustertest.Failure{"pods": &test.failure}}
			pods(t, server, 1200)
			r := mustRead(t, start(t, server), cluster.Options{}, "podsecurity.restricted_capabilities")
			names := map[string]bool{}
			for _, result := range r.Results {
				for _, j := range result.Judgements {
					if names[j.Ref.String()] {
						t.Errorf("%s was read twice", j.Ref)
					}
					names[j.Ref.String()] = true
				}
			}
			if len(names) != 1201 || r.Summary.Errors > 0 {
				t.Errorf("got %d pods and %d errors", len(names), r.Summary.Errors)
			}
		})
	}
}

// TestDiesInTheMiddle keeps what was read, and says what was not.
func TestDiesInTheMiddle(t *testing.T) {
	server := &clustertest.Server{Failures: map[string]*clustertest.Failure{"pods": {Times: 1, IsLater: true, IsLasting: true}}}
	pods(t, server, 1200)
	r := mustRead(t, start(t, server), cluster.Options{}, "podsecurity.restricted_capabilities")
	if len(r.Findings) < 500 || r.ExitCode() != harness.ExitIncomplete {
		t.Errorf("got %d findings and exit code %d", len(r.Findings), r.ExitCode())
	}
	if all := strings.Join(says(r.Run), "\n"); !strings.Contains(all, "error Pod was not read: it ended after 500 objects: ") {
		t.Errorf("got\n%s", all[:min(len(all), 1000)])
	}
}

func pods(t *testing.T, server *clustertest.Server, n int) {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\n---\n{apiVersion: v1, kind: Pod, metadata: {name: p%d, namespace: shop}, spec: {containers: [{name: c, image: 'i:1'}]}}", i)
	}
	if err := server.Add(b.String()); err != nil {
		t.Fatal(err)
	}
}

// TestDump has a dump judged as the cluster was, with what could not be read of it.
func TestDump(t *testing.T) {
	for name, server := range map[string]*clustertest.Server{
		"whole":     {},
		"old":       {IsOld: true},
		"forbidden": {Forbidden: []string{"networkpolicies", "secrets", "clusterroles"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, start(t, server), cluster.Options{})
			again, err := r.engine.Check(t.Context(), harness.Bytes("dump.yaml", []byte(r.text(t))))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := says(again), says(r.Run); !slices.Equal(got, want) {
				only := func(some, others []string) string {
					return strings.Join(slices.DeleteFunc(slices.Clone(some), func(s string) bool { return slices.Contains(others, s) }), "\n")
				}
				t.Errorf("only of the dump:\n%s\nonly of the cluster:\n%s", only(got, want), only(want, got))
			}
			if again.ExitCode() != r.ExitCode() {
				t.Errorf("got exit code %d, want %d", again.ExitCode(), r.ExitCode())
			}
		})
	}
}

// TestSnapshotByHand: a dump whose beginning was rewritten is an error, not one in which nothing is missing.
func TestSnapshotByHand(t *testing.T) {
	engine, err := harness.New(harness.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Check(t.Context(), harness.Bytes("dump.yaml", []byte("apiVersion: guiderail.dev/v1alpha1\nkind: Snapshot\ncontext: test\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: n}\n")))
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Errors != 1 {
		t.Errorf("got %d errors", r.Summary.Errors)
	}
}

// TestNamespace reads one namespace, and nothing that is in none.
func TestNamespace(t *testing.T) {
	server := start(t, &clustertest.Server{})
	r := mustRead(t, server, cluster.Options{Namespace: "shop"})
	for _, path := range server.Paths() {
		if regexp.MustCompile(`clusterroles|v1/pods`).MatchString(path) {
			t.Errorf("it asked for %s", path)
		}
	}
	if all := strings.Join(says(r.Run), "\n"); !strings.Contains(all, "ClusterRole.rbac.authorization.k8s.io: not read, since only namespace shop is") || r.Summary.Artefacts != 4 {
		t.Errorf("got %d objects\n%s", r.Summary.Artefacts, all)
	}
	if _, err := read(t, server, cluster.Options{Namespace: "shopp"}); err == nil || !strings.Contains(err.Error(), `there is no namespace "shopp"`) {
		t.Errorf("got %v", err)
	}
}

// TestNotReached says what is wrong where nothing is read.
func TestNotReached(t *testing.T) {
	if _, err := read(t, start(t, &clustertest.Server{Token: "another"}), cluster.Options{}); err == nil || !strings.Contains(err.Error(), "they may have expired") {
		t.Errorf("got %v", err)
	}
	gone := start(t, &clustertest.Server{})
	gone.Close()
	begin := time.Now()
	if _, err := read(t, gone, cluster.Options{}); err == nil || !strings.Contains(err.Error(), "it cannot be reached") || strings.Contains(err.Error(), clustertest.Token) {
		t.Errorf("got %v", err)
	}
	if time.Since(begin) > 10*time.Second {
		t.Error("it took long to say so")
	}
	if _, err := read(t, start(t, &clustertest.Server{}), cluster.Options{Context: "prod"}); err == nil || !strings.Contains(err.Error(), `there is no context "prod"`) {
		t.Errorf("got %v", err)
	}
}

// TestRole holds the role against the controls, and against what an audit asks for.
func TestRole(t *testing.T) {
	engine, err := harness.New(harness.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range []string{"", "eks", "aks", "xroad-eks", "xroad-aks"} {
		chosen, err := harness.New(harness.Options{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		role := cluster.NeededBy(chosen.Controls(), chosen.About().Catalogue.Controls).Role(nil, profile)
		r, err := engine.Check(t.Context(), harness.Bytes("role.yaml", []byte(role)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range slices.Concat(r.Findings, r.Unknowns) {
			t.Errorf("%s: %s: %s", profile, f.Position, f.Message)
		}
		if r.ExitCode() != harness.ExitOK || r.Summary.Artefacts != 1 {
			t.Errorf("%s: got exit code %d of %d objects", profile, r.ExitCode(), r.Summary.Artefacts)
		}
		for _, want := range []string{"resources: [configmaps,", "networkpolicies", "gateways", "ingresses"} {
			if !strings.Contains(role, want) {
				t.Errorf("%s: the role has no %s:\n%s", profile, want, role)
			}
		}
		if regexp.MustCompile(`[[ ]secrets[],]`).MatchString(role) || strings.Contains(role, `"*"`) {
			t.Errorf("%s: the role allows too much:\n%s", profile, role)
		}
	}
}

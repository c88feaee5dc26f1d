package dossier_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/clustertest"
)

// inCluster are good objects, so that much of what is said of them holds.
const inCluster = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      automountServiceAccountToken: false
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: web
          image: 'shop/web:1.0'
          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
          resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: db
      image: 'shop/db:1.0'
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
`

// answer makes the dossier of a cluster; of its dump, where that is wanted.
func (m *maker) answer(server *clustertest.Server, ofDump bool) (*dossier.Scope, []dossier.Statement) {
	m.Helper()
	engine, err := harness.New(harness.Options{Catalogue: m.all, Now: now()})
	if err != nil {
		m.Fatal(err)
	}
	options := cluster.Options{Kubeconfig: filepath.Join(m.TempDir(), "kubeconfig"), Pause: time.Millisecond}
	if err := server.WriteKubeconfig(options.Kubeconfig); err != nil {
		m.Fatal(err)
	}
	read, err := cluster.Read(m.Context(), options, cluster.NeededBy(engine.Controls(), m.all.Controls))
	if err != nil {
		m.Fatal(err)
	}
	sources := harness.Sources(slices.Values([]source.Found{{Source: read.Source()}}))
	if ofDump {
		var text strings.Builder
		if _, err := read.WriteTo(&text); err != nil {
			m.Fatal(err)
		}
		sources = harness.Bytes("dump.yaml", []byte(text.String()))
	}
	scope, statements, err := dossier.Answer(m.Context(), &dossier.Asked{Name: "prod", Cluster: "prod"}, dossier.Options{
		Library: m.library, Controls: m.all.Controls, Foreign: m.foreign, Provided: m.provided, Engine: engine, Sources: sources, Now: now(),
	})
	if err != nil {
		m.Fatal(err)
	}
	return scope, statements
}

func (m *maker) start(server *clustertest.Server) *clustertest.Server {
	m.Helper()
	if err := server.Add(inCluster); err != nil {
		m.Fatal(err)
	}
	server.Start()
	m.Cleanup(server.Close)
	return server
}

// Nothing holds that rests on objects of a kind that could not be read, and the scope says which these are.
func TestUnreadNeverHolds(t *testing.T) {
	m := newMaker(t)
	whole, all := m.answer(m.start(&clustertest.Server{}), false)
	held := map[string]bool{}
	for i := range all {
		held[all[i].Guide+all[i].ID] = all[i].Verdict == dossier.Holds
	}
	if len(whole.Readings) != 1 || whole.Readings[0].Source != "cluster/test" || whole.Readings[0].Server != "v1.36.2" || whole.Readings[0].Objects != 8 {
		t.Errorf("got readings %+v", whole.Readings)
	}
	lost := 0
	for _, kind := range clustertest.Resources() {
		if kind.Kind == "Event" || kind.Version == "v3" || kind.Kind == "Secret" {
			continue // no control needs the first two, and no audit reads all of the last
		}
		scope, statements := m.answer(m.start(&clustertest.Server{Forbidden: []string{kind.Plural}}), kind.Kind == "Pod")
		if len(scope.Readings) != 1 || !slices.ContainsFunc(scope.Readings[0].Unread, func(u dossier.Unread) bool {
			return strings.HasPrefix(u.Kind, kind.Kind) && strings.Contains(u.Reason, "is forbidden") && !u.IsExpected
		}) {
			t.Errorf("%s: the scope does not say that it was not read: %+v", kind.Kind, scope.Readings)
		}
		for _, s := range statements {
			for _, r := range s.Reasons {
				rests := r.Control != "" && slices.ContainsFunc(m.all.Controls, func(c *control.Control) bool { return c.ID == r.Control && c.Needs(kind.Group, kind.Kind, true) })
				if rests && s.Verdict == dossier.Holds {
					t.Errorf("%s was not read, and %s %s holds by %s", kind.Kind, s.Guide, s.ID, r.Control)
				}
			}
			if held[s.Guide+s.ID] && s.Verdict != dossier.Holds {
				lost++
			}
		}
	}
	if lost == 0 {
		t.Error("no statement holds less for what was not read: the test shows nothing")
	}
}

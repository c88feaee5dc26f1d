package flows

import (
	"testing"
)

// TestGroups wants what is worked out once for a group to hold for each pair of its members.
func TestGroups(t *testing.T) {
	const text = `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: lab, labels: {app: a}}
spec: {containers: [{name: a}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, namespace: lab, labels: {app: b}}
spec: {containers: [{name: a}]}
status: {podIPs: [{ip: 10.0.0.1}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a, namespace: lab}
spec:
  podSelector: {matchLabels: {app: a}}
  ingress: [{from: [{ipBlock: {cidr: 11.0.0.0/8}}], ports: [{port: 1}]}, {from: [{ipBlock: {cidr: 10.0.0.1/32}}], ports: [{port: 2}]}]
`
	f := analyse(t, text)
	some := false
	for _, from := range f.Peers() {
		for _, to := range f.Peers() {
			if got, want := f.mayPass(from, to), f.MayPass(from, to); !got.Equal(want) {
				t.Errorf("%s → %s: got %s, want %s", from.Name, to.Name, got, want)
			} else if !want.IsEmpty() {
				some = true
			}
			if got, want := f.between(from, to).Ports, f.Between(from, to).Ports; !got.Equal(want) {
				t.Errorf("%s → %s: got %s, want %s", from.Name, to.Name, got, want)
			}
		}
	}
	if !some {
		t.Error("nothing may pass")
	}
	find := func(name string) *Peer {
		found, err := f.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		return found[0]
	}
	for _, test := range []struct{ from, passes, may string }{
		{"*/*", "none", "TCP 1-2"},
		{"lab/b", "TCP 2", "none"},
		{"internet", "none", "none"},
		{"11.0.0.0/8", "TCP 1", "none"},
	} {
		from, to := find(test.from), find("lab/a")
		if passes, may := f.Between(from, to).Ports.String(), f.MayPass(from, to).String(); passes != test.passes || may != test.may {
			t.Errorf("%s: got %s and %s, want %s and %s", test.from, passes, may, test.passes, test.may)
		}
	}
}

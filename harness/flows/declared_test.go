package flows_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
	"github.com/guiderail/guiderail/policies"
)

func hold(t *testing.T, paths ...string) (results map[string]flows.Result, tally map[flows.Status]int) {
	t.Helper()
	table, err := flows.LoadTable(policies.FS, "xroad")
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := flows.Read(t.Context(), flows.Policies(t), source.Find(paths, strings.NewReader("")), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), flows.Options{Blocks: table.Blocks()})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Problems() {
		if p.IsUncertain || p.IsUnreadable {
			t.Error(p)
		}
	}
	all, err := f.Hold(t.Context(), table)
	if err != nil {
		t.Fatal(err)
	}
	results, tally = map[string]flows.Result{}, map[flows.Status]int{}
	for _, r := range all {
		results[r.Name] = r
		tally[r.Status]++
	}
	if len(results) != len(all) {
		t.Errorf("%d results have %d names", len(all), len(results))
	}
	return results, tally
}

const (
	ssh      = "secondaries fetch the configuration"
	onlySSH  = ssh + ": nothing else"
	internal = "what is internal, from the internet"
)

// TestXRoadReference wants our own deployments to keep all that X-Road's guides say of ports.
func TestXRoadReference(t *testing.T) {
	for _, name := range []string{"xroad-eks", "xroad-aks"} {
		t.Run(name, func(t *testing.T) {
			results, tally := hold(t, filepath.Join("../../testdata/reference", name))
			if tally[flows.Proven] != len(results) || len(results) < 10 {
				t.Errorf("%v of %d", tally, len(results))
			}
			w := results[ssh].Witness
			if w == nil || w.From != "sidecar/security-server-sidecar-secondary" || w.To != "sidecar/security-server-sidecar-primary" || w.Ports.String() != "TCP 22" {
				t.Errorf("%+v", w)
			}
			// That messages come in from the internet was a choice, and is no accident of the proof.
			if w := results["messages and OCSP responses from other Security Servers"].Witness; w == nil || w.From != "internet" && !strings.Contains(w.From, "/") || w.Ports.String() != "TCP 5500, 5577" {
				t.Errorf("%+v", w)
			}
		})
	}
}

// TestBalanced wants a load balancer setup, written as many write theirs, to show a primary that is open to
// everyone.
func TestBalanced(t *testing.T) { primaryIsOpen(t, "../../testdata/deployments/sidecar/balanced.yaml") }

// TestSharedBalanced wants it of the one that X-Road ships.
func TestSharedBalanced(t *testing.T) {
	primaryIsOpen(t, shared.Path(t, "corpus/xroad/upstream/doc/Sidecar/files/load_balancer_setup.yaml"))
}

func primaryIsOpen(t *testing.T, path string) {
	t.Helper()
	results, tally := hold(t, path)
	if tally[flows.Refuted] != 4 || tally[flows.Unproven] != 0 {
		t.Errorf("%v", tally)
	}
	r := results[onlySSH]
	if r.Status != flows.Refuted || len(r.From) != 1 || r.From[0] != flows.Everyone || r.Against != r.Pairs || !r.Witness.Ports.IsAll() || !r.Witness.Ingress.IsOpen {
		t.Errorf("%+v", r)
	}
	if results[ssh].Status != flows.Proven || results[internal].Status != flows.Refuted {
		t.Errorf("%+v", results)
	}
}

func TestReadTableErrors(t *testing.T) {
	const head = "apiVersion: guiderail.dev/v1alpha1\nkind: Flows\nmetadata: {name: a}\nspec:\n  title: A\n  flows:\n"
	for name, test := range map[string]struct{ text, want string }{
		"no flows":        {strings.TrimSuffix(head, "  flows:\n"), "a.yaml:4:1: spec.flows is missing"},
		"another kind":    {strings.Replace(head, "Flows", "Profile", 1) + "  - {name: x, from: everyone, to: everyone, expect: allowed}\n", "a.yaml:2:7: kind must be Flows"},
		"two documents":   {head + "  - {name: x, from: everyone, to: everyone, expect: allowed}\n---\nkind: A\napiVersion: v1\n", "a.yaml: must contain one document, a table of flows, not 2"},
		"twice a key":     {head + "  - {name: x, name: y, from: everyone, to: everyone, expect: allowed}\n", "a.yaml:7:15: "},
		"nobody":          {head + "  - {name: x, from: nobody, to: everyone, expect: allowed}\n", "a.yaml:7:21: spec.flows[0].from must be everyone"},
		"no expectation":  {head + "  - {name: x, from: everyone, to: everyone, expect: maybe}\n", "a.yaml:7:53: spec.flows[0].expect must be one of required, allowed, forbidden"},
		"a twin":          {head + "  - {name: x, from: everyone, to: everyone, expect: allowed}\n  - {name: x, from: everyone, to: everyone, expect: allowed}\n", "a.yaml:8:12: spec.flows[1].name is also the name of spec.flows[0]"},
		"a selector":      {head + "  - {name: x, from: [{podSelector: {matchExpressions: [{key: a, operator: In}]}}], to: everyone, expect: allowed}\n", "a.yaml:7:36: spec.flows[0].from[0].podSelector cannot be parsed: "},
		"a block":         {head + "  - {name: x, from: [{ipBlock: {cidr: 10.0.0.0}}], to: everyone, expect: allowed}\n", "a.yaml:7:39: spec.flows[0].from[0].ipBlock.cidr is \"10.0.0.0\", which is not a CIDR block"},
		"an exception":    {head + "  - {name: x, from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}], to: everyone, expect: allowed}\n", "a.yaml:7:60: spec.flows[0].from[0].ipBlock.except[0] is \"11.0.0.0/9\", which is not a CIDR block within 10.0.0.0/8"},
		"a port":          {head + "  - {name: x, from: everyone, to: everyone, expect: allowed, ports: [{port: 0}]}\n", "a.yaml:7:77: spec.flows[0].ports[0].port must be at least 1"},
		"a range":         {head + "  - {name: x, from: everyone, to: everyone, expect: allowed, ports: [{port: 9, endPort: 8}]}\n", "a.yaml:7:89: spec.flows[0].ports[0].endPort must be at least port"},
		"a range by name": {head + "  - {name: x, from: everyone, to: everyone, expect: allowed, ports: [{port: web, endPort: 8}]}\n", "a.yaml:7:91: spec.flows[0].ports[0].endPort must be at least port"},
		"no YAML":         {"{", "a.yaml:1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := flows.ReadTable("a.yaml", []byte(test.text))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

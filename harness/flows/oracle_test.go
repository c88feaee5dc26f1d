package flows_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/internal/netpoltest"
)

// direct asks the library about one pod, one peer and one port at a time, in both directions.
const direct = `package direct

import data.lib.guiderail.traffic

answers := [answer(asked) | some asked in input.traffic]

answer(asked) if {
	passes(asked.to, asked.from, "egress", asked.port)
	passes(asked.from, asked.to, "ingress", asked.port)
} else := false

# Nothing stops what is outside the cluster from sending and receiving.
passes(_, pod, _, _) if not pod.namespace

passes(peer, pod, direction, port) if {
	policies := [policy | some policy in input.policies; traffic.namespace(policy) == pod.namespace]
	traffic.allows(policies, peer, pod, direction, port)
}
`

// cluster is what is asked about, in the forms of both judges.
type cluster struct {
	text     string
	policies []any
	pods     []*end
}

// end is a pod or an address, as the library wants it.
type end struct {
	name            string
	Namespace       string            `json:"namespace,omitempty"`
	NamespaceLabels map[string]string `json:"namespace_labels,omitempty"`
	Labels          map[string]string `json:"labels"`
	HostNetwork     bool              `json:"host_network"`
	IPs             []string          `json:"ips"`
	Ports           []port            `json:"ports"`
}

type port struct {
	Name     string `json:"name"`
	Number   int    `json:"number"`
	Protocol string `json:"protocol"`
}

type traffic struct {
	From *end           `json:"from"`
	To   *end           `json:"to"`
	Port map[string]any `json:"port"`
}

func randomCluster(random *rand.Rand) cluster {
	var c cluster
	var documents []any
	namespaces := map[string]map[string]string{}
	for _, name := range netpoltest.Namespaces {
		if random.IntN(6) == 0 {
			namespaces[name] = map[string]string{}
			continue // in no file
		}
		namespaces[name] = netpoltest.Labels(random)
		documents = append(documents, map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name, "labels": namespaces[name]}})
	}
	for i := range 5 {
		e := &end{name: fmt.Sprintf("pod%d", i), Namespace: netpoltest.Choose(random, netpoltest.Namespaces...), Labels: netpoltest.Labels(random), HostNetwork: random.IntN(10) == 0, IPs: []string{}, Ports: []port{}}
		e.NamespaceLabels = namespaces[e.Namespace]
		addresses := []any{}
		for _, from := range []int{0, 3} {
			if random.IntN(2) == 0 {
				e.IPs = append(e.IPs, netpoltest.Choose(random, netpoltest.Addresses[from:from+2]...))
				addresses = append(addresses, map[string]any{"ip": e.IPs[len(e.IPs)-1]})
			}
		}
		named := []any{}
		for _, number := range netpoltest.Ports {
			p := port{netpoltest.Choose(random, netpoltest.PortNames...), number, netpoltest.Choose(random, netpoltest.Protocols...)}
			if random.IntN(2) == 0 && !slices.ContainsFunc(e.Ports, func(q port) bool { return q.Name == p.Name && q.Protocol == p.Protocol }) {
				e.Ports = append(e.Ports, p)
				named = append(named, map[string]any{"name": p.Name, "containerPort": p.Number, "protocol": p.Protocol})
			}
		}
		c.pods = append(c.pods, e)
		documents = append(documents, map[string]any{
			"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": e.name, "namespace": e.Namespace, "labels": e.Labels},
			"spec":   map[string]any{"hostNetwork": e.HostNetwork, "containers": []any{map[string]any{"name": "a", "ports": named}}},
			"status": map[string]any{"podIPs": addresses},
		})
	}
	anything := random.IntN(2) == 0
	for i := range random.IntN(6) {
		c.policies = append(c.policies, netpoltest.Policy(random, i, anything))
	}
	var texts []string
	for _, document := range append(documents, c.policies...) {
		text, _ := json.Marshal(document)
		texts = append(texts, string(text))
	}
	c.text = strings.Join(texts, "\n---\n")
	return c
}

// TestOracle holds what the package says of each pair and port of generated clusters against the library,
// asked directly for both directions, which others are held against in turn. CLUSTERS sets their number.
func TestOracle(t *testing.T) {
	n := 60
	if text := os.Getenv("CLUSTERS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	ask := asker(t)
	random := rand.New(rand.NewPCG(11, 12))
	var asked, open, pairs int
	for i := range n {
		c := randomCluster(random)
		f := analyse(t, c.text)
		ends, peers := ends(t, f, &c)
		var questions []traffic
		var answers []bool
		for j, from := range ends {
			for k, to := range ends {
				passing := f.Between(peers[j], peers[k]).Ports
				for range 4 {
					protocol, number := netpoltest.Choose(random, netpoltest.Protocols...), netpoltest.Choose(random, append([]int{1, 79, 8081, 65535}, netpoltest.Ports...)...)
					questions = append(questions, traffic{from, to, map[string]any{"protocol": protocol, "port": number}})
					answers = append(answers, passing.Has(protocol, number))
				}
			}
		}
		for j, want := range ask(c.policies, questions) {
			asked++
			if want {
				open++
			}
			if answers[j] != want {
				question, _ := json.Marshal(questions[j])
				t.Fatalf("cluster %d: %s: got %v, want %v\n%s", i, question, answers[j], want, c.text)
			}
		}
		pairs += holdTogether(t, f)
	}
	t.Logf("%d clusters: %d questions, %d of them open; %d pairs of peers in connections", n, asked, open, pairs)
	if open < asked/10 || open > asked*9/10 || pairs < n*20 {
		t.Error("the clusters are too much alike to tell anything")
	}
}

// ends gives everything that a question may be about, in both forms: pods, those that no file holds, and
// addresses.
func ends(t *testing.T, f *flows.Flows, c *cluster) (all []*end, peers []*flows.Peer) {
	t.Helper()
	labels := map[string]map[string]string{}
	for _, e := range c.pods {
		found, err := f.Find(e.Namespace + "/" + e.name)
		if err != nil {
			t.Fatal(err)
		}
		all, peers = append(all, e), append(peers, found[0])
		labels[e.Namespace] = e.NamespaceLabels
	}
	for _, p := range f.Peers() {
		switch namespaceLabels, known := labels[p.Namespace]; {
		case p.Kind == flows.Pods && (known || p.Name == "*/*"):
			all = append(all, &end{Namespace: p.Namespace, NamespaceLabels: namespaceLabels, Labels: p.Labels, IPs: []string{}, Ports: []port{}})
			peers = append(peers, p)
		}
	}
	for _, text := range netpoltest.Addresses {
		address := netip.MustParseAddr(text)
		var block *flows.Peer
		for _, p := range f.Peers() {
			if p.Kind != flows.Addresses {
				continue
			}
			isExcepted := slices.ContainsFunc(p.Except, func(text string) bool { return netip.MustParsePrefix(text).Contains(address) })
			if netip.MustParsePrefix(p.Block).Contains(address) && !isExcepted {
				if block != nil {
					t.Fatalf("%s is in %s and in %s", text, block.Name, p.Name)
				}
				block = p
			}
		}
		if block == nil {
			t.Fatalf("no block holds %s", text)
		}
		all, peers = append(all, &end{IPs: []string{text}, Labels: map[string]string{}, Ports: []port{}}), append(peers, block)
	}
	return all, peers
}

// TestMayPass wants a pod that gets an address to reach, and be reached by, no more than MayPass said, and
// no less than before.
func TestMayPass(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	more := 0
	for range 40 {
		c := randomCluster(random)
		f, g := analyse(t, strings.ReplaceAll(c.text, `"podIPs"`, `"none"`)), analyse(t, c.text)
		find := func(f *flows.Flows, e *end) *flows.Peer {
			found, err := f.Find(e.Namespace + "/" + e.name)
			if err != nil {
				t.Fatal(err)
			}
			return found[0]
		}
		for _, a := range c.pods {
			for _, b := range c.pods {
				before, may := f.Between(find(f, a), find(f, b)).Ports, f.MayPass(find(f, a), find(f, b))
				after := g.Between(find(g, a), find(g, b)).Ports
				if !before.Without(after).IsEmpty() || !after.Without(before.Union(may)).IsEmpty() {
					t.Fatalf("%s → %s: %s, may be %s, then is %s\n%s", a.name, b.name, before, may, after, c.text)
				}
				if !after.Equal(before) {
					more++
				}
			}
		}
	}
	if more == 0 {
		t.Error("no address made a difference")
	}
}

// holdTogether wants the connections to say of each pair what Between says, and each once.
func holdTogether(t *testing.T, f *flows.Flows) int {
	t.Helper()
	said := map[[2]*flows.Peer]flows.Ports{}
	for _, c := range f.Connections() {
		for _, from := range c.From {
			for _, to := range c.To {
				if _, ok := said[[2]*flows.Peer{from, to}]; ok {
					t.Fatalf("%s → %s is there twice", from.Name, to.Name)
				}
				said[[2]*flows.Peer{from, to}] = c.Ports
			}
		}
	}
	for _, from := range f.Peers() {
		for _, to := range f.Peers() {
			if from.Kind == flows.Addresses && to.Kind == flows.Addresses && !f.MayPass(from, to).IsEmpty() {
				t.Fatalf("%s → %s: addresses have no others", from.Name, to.Name)
			}
			want := f.Between(from, to).Ports
			got := said[[2]*flows.Peer{from, to}]
			if got.Equal(want) || got.IsEmpty() && from.Kind != flows.Workload && to.Kind != flows.Workload {
				continue
			}
			t.Fatalf("%s → %s: got %s, want %s", from.Name, to.Name, got, want)
		}
	}
	return len(said)
}

func asker(t *testing.T) func(policies []any, questions []traffic) []bool {
	t.Helper()
	library, err := flows.Policies(t).Library(nil, map[string]string{"direct.rego": direct})
	if err != nil {
		t.Fatal(err)
	}
	return func(policies []any, questions []traffic) []bool {
		input, err := rego.Encode(map[string]any{"policies": policies, "traffic": questions})
		if err != nil {
			t.Fatal(err)
		}
		var answers []bool
		if err := library.Ask(t.Context(), "data.direct.answers", input, &answers); err != nil {
			t.Fatal(err)
		}
		if len(answers) != len(questions) {
			t.Fatalf("%d answers to %d questions", len(answers), len(questions))
		}
		return answers
	}
}

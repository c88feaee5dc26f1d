package policies_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/guiderail/guiderail/internal/netpoltest"
)

// reachability answers, for each cluster, whether the policies of either end let each traffic through.
const reachability = `package oracle

import data.lib.guiderail.traffic

answers := [answer |
	some cluster in input
	answer := [{"egress": egress, "ingress": ingress} |
		some asked in cluster.traffic
		egress := passes(cluster, asked.to, asked.from, "egress", asked.port)
		ingress := passes(cluster, asked.from, asked.to, "ingress", asked.port)
	]
]

# Nothing stops what is outside the cluster from sending and receiving.
passes(cluster, peer, pod, direction, port) if {
	not pod.namespace
} else if {
	policies := [policy | some policy in cluster.policies; traffic.namespace(policy) == pod.namespace]
	traffic.allows(policies, peer, pod, direction, port)
} else := false
`

// situation is a cluster and what is asked about it. Policies are kept as written: what is null and what
// is absent differ for Rego alone.
type situation struct {
	Policies []any     `json:"policies"`
	Traffic  []traffic `json:"traffic"`
}

type traffic struct {
	From *peer       `json:"from"`
	To   *peer       `json:"to"`
	Port trafficPort `json:"port"`
}

type trafficPort struct {
	Protocol string `json:"protocol"`
	Port     any    `json:"port"` // a number, or the name of a port of the destination
}

// peer is a pod, or an address outside the cluster, which has no namespace.
type peer struct {
	Namespace       string            `json:"namespace,omitempty"`
	NamespaceLabels map[string]string `json:"namespace_labels,omitempty"`
	Labels          map[string]string `json:"labels,omitempty"`
	HostNetwork     bool              `json:"host_network"`
	IPs             []string          `json:"ips"`
	Ports           []namedPort       `json:"ports,omitempty"`
}

// MarshalJSON gives a pod labels also when it has none.
func (p *peer) MarshalJSON() ([]byte, error) {
	type plain peer
	if p.Namespace == "" || len(p.Labels) > 0 {
		return json.Marshal((*plain)(p))
	}
	return json.Marshal(struct {
		*plain
		Labels map[string]string `json:"labels"`
	}{(*plain)(p), map[string]string{}})
}

type namedPort struct {
	Name     string `json:"name"`
	Number   int    `json:"number"`
	Protocol string `json:"protocol"`
}

// passage tells what the policies of either end say.
type passage struct {
	Egress  bool `json:"egress"`
	Ingress bool `json:"ingress"`
}

// read answers as the documentation of the API types reads. It is an error when no API server would
// accept a policy.
func read(s situation) ([]passage, error) {
	policies, err := typed(s.Policies)
	if err != nil {
		return nil, err
	}
	var answers []passage
	for _, t := range s.Traffic {
		egress, err := passes(policies, networkingv1.PolicyTypeEgress, t.From, t.To, t)
		if err != nil {
			return nil, err
		}
		ingress, err := passes(policies, networkingv1.PolicyTypeIngress, t.To, t.From, t)
		if err != nil {
			return nil, err
		}
		answers = append(answers, passage{egress, ingress})
	}
	return answers, nil
}

func typed(written []any) ([]networkingv1.NetworkPolicy, error) {
	text, err := json.Marshal(written)
	if err != nil {
		return nil, err
	}
	var policies []networkingv1.NetworkPolicy
	return policies, json.Unmarshal(text, &policies)
}

// rule is an ingress or an egress rule; the two have one form.
type rule struct {
	peers []networkingv1.NetworkPolicyPeer
	ports []networkingv1.NetworkPolicyPort
}

func passes(policies []networkingv1.NetworkPolicy, direction networkingv1.PolicyType, pod, other *peer, t traffic) (bool, error) {
	if pod.Namespace == "" || pod.HostNetwork {
		return true, nil
	}
	isolated, admitted := false, false
	for _, policy := range policies {
		types := policy.Spec.PolicyTypes
		if len(types) == 0 {
			types = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
			if len(policy.Spec.Egress) > 0 {
				types = append(types, networkingv1.PolicyTypeEgress)
			}
		}
		selects, err := selected(&policy.Spec.PodSelector, pod.Labels)
		if err != nil {
			return false, err
		}
		namespace := policy.Namespace
		if namespace == "" {
			namespace = metav1.NamespaceDefault
		}
		if namespace != pod.Namespace || !selects || !slices.Contains(types, direction) {
			continue
		}
		isolated = true
		var rules []rule
		if direction == networkingv1.PolicyTypeIngress {
			for _, r := range policy.Spec.Ingress {
				rules = append(rules, rule{r.From, r.Ports})
			}
		} else {
			for _, r := range policy.Spec.Egress {
				rules = append(rules, rule{r.To, r.Ports})
			}
		}
		for _, r := range rules {
			atPeer, err := r.matchesPeer(namespace, other)
			if err != nil {
				return false, err
			}
			atPort, err := r.matchesPort(t)
			if err != nil {
				return false, err
			}
			admitted = admitted || atPeer && atPort
		}
	}
	return admitted || !isolated, nil
}

func selected(selector *metav1.LabelSelector, carried map[string]string) (bool, error) {
	s, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		return false, err
	}
	return s.Matches(labels.Set(carried)), nil
}

func (r rule) matchesPeer(namespace string, p *peer) (bool, error) {
	matches := len(r.peers) == 0
	for _, wanted := range r.peers {
		switch {
		case wanted.IPBlock != nil:
			if wanted.PodSelector != nil || wanted.NamespaceSelector != nil {
				return false, fmt.Errorf("a block with a selector")
			}
			for _, ip := range p.IPs {
				in, err := inBlock(wanted.IPBlock, ip)
				if err != nil {
					return false, err
				}
				matches = matches || in
			}
		case wanted.PodSelector == nil && wanted.NamespaceSelector == nil:
			return false, fmt.Errorf("a peer that names nothing")
		default:
			inNamespace := p.Namespace == namespace
			if wanted.NamespaceSelector != nil {
				named := map[string]string{}
				maps.Copy(named, p.NamespaceLabels)
				named["kubernetes.io/metadata.name"] = p.Namespace
				var err error
				if inNamespace, err = selected(wanted.NamespaceSelector, named); err != nil {
					return false, err
				}
			}
			isPod := true
			if wanted.PodSelector != nil {
				var err error
				if isPod, err = selected(wanted.PodSelector, p.Labels); err != nil {
					return false, err
				}
			}
			// What is on a node's network has the node's address, and is no pod to others.
			matches = matches || inNamespace && isPod && p.Namespace != "" && !p.HostNetwork
		}
	}
	return matches, nil
}

func inBlock(block *networkingv1.IPBlock, ip string) (bool, error) {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return false, err
	}
	prefix, err := netip.ParsePrefix(block.CIDR)
	if err != nil {
		return false, err
	}
	in := prefix.Contains(address)
	for _, text := range block.Except {
		except, err := netip.ParsePrefix(text)
		if err != nil {
			return false, err
		}
		in = in && !except.Contains(address)
	}
	return in, nil
}

func (r rule) matchesPort(t traffic) (bool, error) {
	// The numbers that a port has at the destination.
	numbers := func(port any) []int {
		if number, ok := port.(int); ok {
			return []int{number}
		}
		var all []int
		for _, p := range t.To.Ports {
			if p.Name == port && p.Protocol == t.Port.Protocol {
				all = append(all, p.Number)
			}
		}
		return all
	}
	matches := len(r.ports) == 0
	for _, wanted := range r.ports {
		protocol := "TCP"
		if wanted.Protocol != nil {
			protocol = string(*wanted.Protocol)
		}
		if wanted.EndPort != nil && (wanted.Port == nil || wanted.Port.Type != intstr.Int || *wanted.EndPort < wanted.Port.IntVal) {
			return false, fmt.Errorf("a range that does not begin")
		}
		for _, number := range numbers(t.Port.Port) {
			var in bool
			switch {
			case wanted.Port == nil:
				in = true
			case wanted.EndPort != nil:
				in = int(wanted.Port.IntVal) <= number && number <= int(*wanted.EndPort)
			case wanted.Port.Type == intstr.Int:
				in = int(wanted.Port.IntVal) == number
			default:
				in = slices.Contains(numbers(wanted.Port.StrVal), number)
			}
			matches = matches || in && protocol == t.Port.Protocol
		}
	}
	return matches, nil
}

// cyclonus is the matcher of Cyclonus, in a process of its own; see internal/cyclonus.
type cyclonus struct {
	in  *json.Encoder
	out *json.Decoder
}

func startCyclonus(t *testing.T) cyclonus {
	t.Helper()
	program := filepath.Join(t.TempDir(), "cyclonus")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = "../internal/cyclonus"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the other judge: %v\n%s", err, out)
	}
	process := exec.CommandContext(t.Context(), program)
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_, _ = io.Copy(io.Discard, out)
		_ = process.Wait()
	})
	return cyclonus{json.NewEncoder(in), json.NewDecoder(out)}
}

// answers asks about each pair of addresses, since a peer has one there. What is on a node's network is a
// mere address there.
func (c cyclonus) answers(t *testing.T, s situation) []passage {
	t.Helper()
	type side map[string]any
	var questions []any
	var of []int
	for i, q := range s.Traffic {
		numbers := []int{}
		if number, ok := q.Port.Port.(int); ok {
			numbers = append(numbers, number)
		}
		for _, p := range q.To.Ports {
			if p.Name == q.Port.Port && p.Protocol == q.Port.Protocol {
				numbers = append(numbers, p.Number)
			}
		}
		for _, number := range numbers {
			name := ""
			for _, p := range q.To.Ports {
				if p.Number == number && p.Protocol == q.Port.Protocol {
					name = p.Name
				}
			}
			sides := func(p *peer) (all []side) {
				for _, ip := range p.IPs {
					s := side{"ip": ip}
					if p.Namespace != "" && !p.HostNetwork {
						named := map[string]string{"kubernetes.io/metadata.name": p.Namespace}
						maps.Copy(named, p.NamespaceLabels)
						s = side{"ip": ip, "namespace": p.Namespace, "namespaceLabels": named, "labels": p.Labels}
					}
					all = append(all, s)
				}
				return all
			}
			for _, from := range sides(q.From) {
				for _, to := range sides(q.To) {
					questions = append(questions, map[string]any{"from": from, "to": to, "port": number, "portName": name, "protocol": q.Port.Protocol})
					of = append(of, i)
				}
			}
		}
	}
	if err := c.in.Encode(map[string]any{"policies": s.Policies, "traffic": questions}); err != nil {
		t.Fatal(err)
	}
	var given []passage
	if err := c.out.Decode(&given); err != nil {
		t.Fatal(err)
	}
	answers := make([]passage, len(s.Traffic))
	for j, answer := range given {
		answers[of[j]].Egress = answers[of[j]].Egress || answer.Egress
		answers[of[j]].Ingress = answers[of[j]].Ingress || answer.Ingress
	}
	return answers
}

// TestNetworkPolicyOracle holds the library of network policies against the matcher of Cyclonus and
// against a direct reading of the API's documentation, on clusters from a fixed seed. CLUSTERS sets their
// number.
//
// Cyclonus takes NotIn to ask that the label be there, and a label that is not there for one that is
// empty; Kubernetes does neither. One cluster in eight has such selectors, and is not shown to Cyclonus.
func TestNetworkPolicyOracle(t *testing.T) {
	n := sizeOf(t, "CLUSTERS", 10_000)
	ask := asker[situation, []passage](t, reachability, "traffic", "selector", "value")
	other := startCyclonus(t)
	differ := func(s situation) bool {
		want, err := read(s)
		return err == nil && len(want) > 0 && !reflect.DeepEqual(ask(s)[0], want)
	}
	random := rand.New(rand.NewPCG(5, 6))
	var shown, asked, open, isolated, disagreements int
	for done := 0; done < n && disagreements < 3; done += 100 {
		var situations []situation
		for range min(100, n-done) {
			s := randomSituation(random)
			situations = append(situations, s)
		}
		for i, got := range ask(situations...) {
			s := situations[i]
			want, err := read(s)
			if err != nil {
				t.Fatalf("a generated policy is not valid: %v", err)
			}
			asked += 2 * len(want)
			for _, p := range want {
				for _, passes := range []bool{p.Egress, p.Ingress} {
					if passes {
						open++
					} else {
						isolated++
					}
				}
			}
			if !reflect.DeepEqual(got, want) {
				disagreements++
				s = minimise(s, differ)
				want, _ := read(s)
				text, _ := json.Marshal(s)
				t.Errorf("%s\n got  %+v\n want %+v", text, ask(s)[0], want)
				continue
			}
			if !isForCyclonus(s) {
				continue
			}
			shown++
			if given := other.answers(t, s); !reflect.DeepEqual(given, got) {
				disagreements++
				s = minimise(s, func(s situation) bool {
					_, err := read(s)
					return err == nil && len(s.Traffic) > 0 && isForCyclonus(s) && !reflect.DeepEqual(ask(s)[0], other.answers(t, s))
				})
				text, _ := json.Marshal(s)
				t.Errorf("%s\n got           %+v\n Cyclonus says %+v", text, ask(s)[0], other.answers(t, s))
			}
		}
	}
	t.Logf("%d clusters, %d of them shown to Cyclonus: %d questions, %d passages open and %d closed", n, shown, asked, open, isolated)
	if isolated < asked/10 || open < asked/10 || shown < n*3/4 {
		t.Error("the clusters are too much alike to tell anything")
	}
}

// TestSelectorOracle holds label selectors against apimachinery. SELECTORS sets their number.
func TestSelectorOracle(t *testing.T) {
	n := sizeOf(t, "SELECTORS", 20_000)
	type question struct {
		Selector any               `json:"selector"`
		Labels   map[string]string `json:"labels"`
	}
	ask := asker[question, bool](t, `package oracle

import data.lib.guiderail.selector

answers := [answer | some question in input; answer := matches(question)]

matches(question) if selector.matches(question.selector, question.labels)

else := false
`, "selector")
	random := rand.New(rand.NewPCG(7, 8))
	var matched, invalid int
	for done := 0; done < n; done += 1000 {
		var questions []question
		for range min(1000, n-done) {
			written := netpoltest.Selector(random, true)
			expressions, _ := written["matchExpressions"].([]any)
			if len(expressions) > 0 && random.IntN(8) == 0 { // as no API server accepts it
				expression := expressions[random.IntN(len(expressions))].(map[string]any)
				switch random.IntN(3) {
				case 0:
					expression["operator"] = netpoltest.Choose(random, "in", "Gt", "", "Equals")
				case 1:
					expression["values"] = []any{}
				default:
					expression["values"] = []any{"a"}
				}
			}
			carried := netpoltest.Labels(random)
			questions = append(questions, question{written, carried})
		}
		for i, got := range ask(questions...) {
			q := questions[i]
			text, err := json.Marshal(q.Selector)
			if err != nil {
				t.Fatal(err)
			}
			var selector metav1.LabelSelector
			if err := json.Unmarshal(text, &selector); err != nil {
				t.Fatal(err)
			}
			want, err := selected(&selector, q.Labels)
			if err != nil {
				invalid++
			}
			if want {
				matched++
			}
			if got != want {
				t.Fatalf("%s on %v: got %v, want %v (%v)", text, q.Labels, got, want, err)
			}
		}
	}
	t.Logf("%d selectors: %d match, %d are not valid", n, matched, invalid)
	if matched < n/10 || matched > n*9/10 || invalid < n/100 {
		t.Error("the selectors are too much alike to tell anything")
	}
}

func randomSituation(random *rand.Rand) situation {
	anything := random.IntN(8) == 0
	namespaces := map[string]map[string]string{}
	for _, name := range netpoltest.Namespaces {
		namespaces[name] = netpoltest.Labels(random)
	}
	var peers []*peer
	for range 4 {
		p := &peer{Namespace: netpoltest.Choose(random, netpoltest.Namespaces...), Labels: netpoltest.Labels(random), HostNetwork: random.IntN(10) == 0}
		p.NamespaceLabels = namespaces[p.Namespace]
		p.IPs = []string{netpoltest.Choose(random, netpoltest.Addresses[:3]...)}
		if random.IntN(3) == 0 {
			p.IPs = append(p.IPs, netpoltest.Choose(random, netpoltest.Addresses[3:5]...))
		}
		// A name for each port at most, and a port for each name and protocol.
		for _, number := range netpoltest.Ports {
			port := namedPort{netpoltest.Choose(random, netpoltest.PortNames...), number, netpoltest.Choose(random, netpoltest.Protocols...)}
			if random.IntN(2) == 0 && !slices.ContainsFunc(p.Ports, func(q namedPort) bool { return q.Name == port.Name && q.Protocol == port.Protocol }) {
				p.Ports = append(p.Ports, port)
			}
		}
		peers = append(peers, p)
	}
	s := situation{Policies: []any{}}
	for range 4 {
		from, to := netpoltest.Choose(random, peers...), netpoltest.Choose(random, peers...)
		switch random.IntN(6) {
		case 0:
			from = &peer{IPs: []string{netpoltest.Choose(random, netpoltest.Addresses...)}}
		case 1:
			to = &peer{IPs: []string{netpoltest.Choose(random, netpoltest.Addresses...)}}
		}
		port := trafficPort{netpoltest.Choose(random, netpoltest.Protocols...), netpoltest.Choose(random, netpoltest.Ports...)}
		if len(to.Ports) > 0 && random.IntN(2) == 0 {
			named := netpoltest.Choose(random, to.Ports...)
			port = trafficPort{named.Protocol, named.Number}
			if random.IntN(3) == 0 {
				port.Port = named.Name
			}
		}
		s.Traffic = append(s.Traffic, traffic{from, to, port})
	}
	for i := range random.IntN(5) {
		s.Policies = append(s.Policies, netpoltest.Policy(random, i, anything))
	}
	return s
}

// isForCyclonus tells that no selector is one that Cyclonus reads otherwise than Kubernetes does.
func isForCyclonus(s situation) bool {
	text, err := json.Marshal(s.Policies)
	if err != nil {
		return false
	}
	var policies any
	if err := json.Unmarshal(text, &policies); err != nil {
		return false
	}
	var ok func(any) bool
	ok = func(value any) bool {
		switch v := value.(type) {
		case []any:
			return !slices.ContainsFunc(v, func(element any) bool { return !ok(element) })
		case map[string]any:
			if v["operator"] == "NotIn" && v["key"] != "always" {
				return false
			}
			if pairs, _ := v["matchLabels"].(map[string]any); pairs["app"] == "" {
				return false
			}
			for _, element := range v {
				if !ok(element) {
					return false
				}
			}
		}
		return true
	}
	return ok(policies)
}

// minimise takes away what a situation has its property without.
func minimise(s situation, has func(situation) bool) situation {
	for smaller := true; smaller; {
		smaller = false
		var candidates []situation
		for i := range s.Traffic {
			candidates = append(candidates, situation{s.Policies, slices.Delete(slices.Clone(s.Traffic), i, i+1)})
		}
		for _, policies := range without(s.Policies) {
			candidates = append(candidates, situation{policies.([]any), s.Traffic})
		}
		for _, candidate := range candidates {
			if has(candidate) {
				s, smaller = candidate, true
				break
			}
		}
	}
	return s
}

// without gives a value without one of its elements, for each, at any depth.
func without(value any) (all []any) {
	switch v := value.(type) {
	case []any:
		for i := range v {
			all = append(all, slices.Delete(slices.Clone(v), i, i+1))
		}
		for i, element := range v {
			for _, smaller := range without(element) {
				changed := slices.Clone(v)
				changed[i] = smaller
				all = append(all, changed)
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			changed := maps.Clone(v)
			delete(changed, key)
			all = append(all, changed)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			for _, smaller := range without(v[key]) {
				changed := maps.Clone(v)
				changed[key] = smaller
				all = append(all, changed)
			}
		}
	}
	return all
}

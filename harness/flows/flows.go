// Package flows works out who may talk to whom, on which ports, and by which rules, from all NetworkPolicies
// of a run together.
//
// What a policy does is decided by the policy library alone (lib.guiderail.traffic, which controls stand on as
// well): this package asks it which pods each policy is about, whom each entry of a rule names, and which
// ports a rule opens at a destination, each once for all that cannot differ, and puts the answers
// together. A connection is what the egress rules of its source and the ingress rules of its destination
// both let through; where no policy isolates a pod in a direction, everything passes in it.
//
// The files of a run are taken for all that there is. Beside their pods others are asked about: any other
// pod of each namespace and a pod of any other namespace, both without labels; for whatever a policy
// selects that no file holds, the least pod that it selects; and all addresses, in as many blocks as
// policies tell apart. A pod whose address no file tells is known by its labels alone, and matches no block;
// what it might reach and be reached by otherwise is MayPass.
// That a pod reaches itself and is reached from its own node needs no policy, and is not shown.
package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Direction is that of traffic at a pod.
type Direction string

// The directions.
const (
	Ingress Direction = "ingress"
	Egress  Direction = "egress"
)

// rule is a rule of a policy.
type rule struct {
	Direction       Direction         `json:"direction"`
	Index           int               `json:"index"`
	Peers           []json.RawMessage `json:"peers"`
	Ports           json.RawMessage   `json:"ports"`
	IsAboutEveryone bool              `json:"is_about_everyone"`

	policy      *policy
	number      int // among the rules of all policies
	position    artefact.Position
	namesBlocks bool
}

// Kind is what a peer is.
type Kind string

// The kinds. Workload is an object of the run, Pods are those that no file holds, Addresses are outside of
// the cluster.
const (
	Workload  Kind = "workload"
	Pods      Kind = "pods"
	Addresses Kind = "addresses"
)

// Peer is one end of a connection: what the network takes for one.
type Peer struct {
	// Name distinguishes it from all others: NAMESPACE/NAME, or NAMESPACE/KIND/NAME where two are called the same;
	// NAMESPACE/* for any other pod of a namespace, */* for those of other namespaces, NAMESPACE/KEY=VALUE
	// for pods that only a policy names; a block of addresses, or internet for all that no policy names. Pods of
	// one object that differ have #1, #2 and so on behind its name.
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Object is what makes the pods of a workload.
	Object      *Object           `json:"object,omitempty"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	HostNetwork bool              `json:"hostNetwork,omitempty"`
	Ports       []NamedPort       `json:"ports,omitempty"`
	// Addresses are those of a pod that are known, Block and Except those that are meant otherwise.
	Addresses []string `json:"addresses,omitempty"`
	Block     string   `json:"block,omitempty"`
	Except    []string `json:"except,omitempty"`
	// Isolation names the policies because of which the peer is closed but for what their rules name.
	Isolation Isolation `json:"isolation,omitzero"`

	roles     []string
	pod       pod
	isolating map[Direction][]*policy
	named     ruleSet // the rules that have an entry about the peer
	group     int     // which of the groups the peer is in
	subject   bool    // pods that no file holds, and that the files are about nevertheless
}

// Isolation is the policies that isolate a pod.
type Isolation struct {
	Ingress []Object `json:"ingress,omitempty"`
	Egress  []Object `json:"egress,omitempty"`
}

// isKnown reports whether the files of the run are about a peer: a pod that they hold, or any other of
// a namespace of theirs.
func (p *Peer) isKnown() bool { return p.Kind == Workload || p.subject }

// Side is what the policies of one end say of a connection.
type Side struct {
	// IsOpen reports that no policy isolates the end, so that everything passes.
	IsOpen bool `json:"open"`
	// Rules are those that let through what passes.
	Rules []Rule `json:"rules,omitempty"`
}

// Rule names a rule of a policy.
type Rule struct {
	Namespace string            `json:"namespace"`
	Policy    string            `json:"policy"`
	Direction Direction         `json:"direction"`
	Index     int               `json:"index"`
	Position  artefact.Position `json:"position"`
}

// String returns the rule as people write it: shop/web ingress[0].
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString(r.Namespace)
	b.WriteByte('/')
	b.WriteString(r.Policy)
	b.WriteByte(' ')
	b.WriteString(artefact.PathText([]any{string(r.Direction), r.Index}))
	return b.String()
}

func (r *rule) public() Rule {
	return Rule{r.policy.Namespace, r.policy.Name, r.Direction, r.Index, r.position}
}

// Connection is what passes from some peers to others: from each of these to each of those.
type Connection struct {
	From  []*Peer
	To    []*Peer
	Ports Ports
	// Egress is the side of each source, Ingress that of each destination.
	Egress, Ingress Side
}

// Flows is what the policies of a cluster let through.
type Flows struct {
	cluster  *Cluster
	peers    []*Peer
	groups   [][]*Peer // peers that no policy tells apart
	ranges   map[*rule]*opened
	problems []Problem
	isOther  map[string]bool        // of namespaces, that the files put nothing into
	known    map[[2]int]*Connection // between members of two groups
	possible map[[2]int]Ports       // what could pass besides
}

// Options say what is to be told apart beside what the policies do.
type Options struct {
	// Blocks are addresses that will be asked about.
	Blocks []netip.Prefix
}

// Analyse puts together what the policies let through.
func (c *Cluster) Analyse(ctx context.Context, options Options) (*Flows, error) {
	f := &Flows{cluster: c, ranges: map[*rule]*opened{}, known: map[[2]int]*Connection{}, possible: map[[2]int]Ports{}, isOther: map[string]bool{}}
	if err := f.gather(ctx, options.Blocks); err != nil {
		return nil, err
	}
	if err := f.open(ctx); err != nil {
		return nil, err
	}
	f.tellUnresolved()
	f.makeGroups()
	return f, nil
}

// Peers returns all that there are, in the order of their names.
func (f *Flows) Peers() []*Peer { return f.peers }

// Workloads counts the objects of the run that are or make pods.
func (f *Flows) Workloads() int {
	n := 0
	for _, w := range f.cluster.workloads {
		if w.part <= 1 {
			n++
		}
	}
	return n
}

// Policies counts the NetworkPolicies of the run.
func (f *Flows) Policies() int { return len(f.cluster.policies) }

// Problems returns what is wrong in the files, and what is not known of them.
func (f *Flows) Problems() []Problem {
	return f.cluster.inOrder(slices.Concat(f.cluster.problems, f.problems))
}

// Between returns what passes from one peer to another.
func (f *Flows) Between(from, to *Peer) Connection { return f.narrow(from, to, AllPorts()) }

// narrow returns what passes of some ports.
func (f *Flows) narrow(from, to *Peer, wanted Ports) Connection {
	c := Connection{From: []*Peer{from}, To: []*Peer{to}}
	in := f.side(to, from, Ingress, isNamed)
	c.Ingress.IsOpen, c.Egress.IsOpen = in.isOpen, len(from.isolating[Egress]) == 0
	if in.ports.IsEmpty() {
		return c
	}
	out := f.side(from, to, Egress, isNamed)
	c.Ports = out.ports.Intersect(in.ports).Intersect(wanted)
	c.Egress.Rules, c.Ingress.Rules = out.admitting(c.Ports), in.admitting(c.Ports)
	return c
}

// MayPass returns what could pass beside what Between returns: a pod whose address is in no file may have one
// that a rule names, and networks differ in whether that lets it through.
func (f *Flows) MayPass(from, to *Peer) Ports {
	return f.side(from, to, Egress, mayBeNamed).ports.
		Intersect(f.side(to, from, Ingress, mayBeNamed).ports).
		Without(f.Between(from, to).Ports)
}

func isNamed(r *rule, p *Peer) bool { return p.isNamedBy(r) }

func mayBeNamed(r *rule, p *Peer) bool {
	return p.isNamedBy(r) || r.namesBlocks && !p.hasKnownAddress()
}

func (p *Peer) hasKnownAddress() bool { return p.Kind == Addresses || len(p.Addresses) > 0 }

// passage is what one end's policies let through.
type passage struct {
	isOpen bool
	ports  Ports
	rules  []*rule
	opened []Ports // by each of the rules
}

// side asks the policies of a pod about a peer, by the rules that are about it.
func (f *Flows) side(at, peer *Peer, direction Direction, isAbout func(*rule, *Peer) bool) passage {
	policies := at.isolating[direction]
	if len(policies) == 0 {
		return passage{isOpen: true, ports: AllPorts()}
	}
	destination := at
	if direction == Egress {
		destination = peer
	}
	var p passage
	for _, policy := range policies {
		for _, r := range policy.rules {
			if r.Direction != direction || !isAbout(r, peer) {
				continue
			}
			if opened := f.ranges[r].at(destination); !opened.IsEmpty() {
				p.rules, p.opened = append(p.rules, r), append(p.opened, opened)
			}
		}
	}
	p.ports = unionOf(p.opened)
	return p
}

// admitting names the rules that have a part in what passes in the end.
func (p passage) admitting(passing Ports) (rules []Rule) {
	for i, r := range p.rules {
		if p.opened[i].meets(passing) {
			rules = append(rules, r.public())
		}
	}
	return rules
}

// Verdict is what one policy says of a connection.
type Verdict struct {
	Policy Object `json:"policy"`
	// Admits are its rules that let something through. Without any, the policy isolates and admits nothing.
	Admits []Admission `json:"admits"`
}

// Admission is a rule that lets something through, and what.
type Admission struct {
	Rule
	Ports Ports `json:"ports"`
}

// Decides returns every policy that decides what passes between a pod and a peer in a direction, with what
// it lets through of some ports. There is none where the pod is not isolated.
func (f *Flows) Decides(at, peer *Peer, direction Direction, ports Ports) []Verdict {
	destination := at
	if direction == Egress {
		destination = peer
	}
	verdicts := []Verdict{}
	for _, policy := range at.isolating[direction] {
		v := Verdict{Policy: policy.Object, Admits: []Admission{}}
		for _, r := range policy.rules {
			if r.Direction != direction || !peer.isNamedBy(r) {
				continue
			}
			if opened := f.ranges[r].at(destination).Intersect(ports); !opened.IsEmpty() {
				v.Admits = append(v.Admits, Admission{r.public(), opened})
			}
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// Connections returns all that passes where a pod of the run has a part in it, peers that are treated the
// same together, in the order of their names.
func (f *Flows) Connections() []Connection {
	return f.connections(func(*Peer) bool { return true }, func(*Peer) bool { return true }, AllPorts())
}

// Narrowed returns what passes from some peers to others, of some ports; nil stands for all peers.
func (f *Flows) Narrowed(from, to []*Peer, ports Ports) []Connection {
	among := func(peers []*Peer) func(*Peer) bool {
		return func(p *Peer) bool { return peers == nil || slices.Contains(peers, p) }
	}
	return f.connections(among(from), among(to), ports)
}

func (f *Flows) connections(isSource, isDestination func(*Peer) bool, wanted Ports) []Connection {
	chosen := func(is func(*Peer) bool) [][]*Peer {
		all := make([][]*Peer, len(f.groups))
		for i, g := range f.groups {
			for _, p := range g {
				if is(p) {
					all[i] = append(all[i], p)
				}
			}
		}
		return all
	}
	sources, destinations := chosen(isSource), chosen(isDestination)

	// First the sources of each destination that are treated alike, then the destinations of these.
	type entry struct {
		Connection
		sources, destinations []int
	}
	rows := map[string]*entry{}
	var order []string
	for d := range f.groups {
		if len(destinations[d]) == 0 {
			continue
		}
		found := map[string]*entry{}
		var keys []string
		for s := range f.groups {
			if len(sources[s]) == 0 || !f.groups[s][0].isKnown() && !f.groups[d][0].isKnown() {
				continue
			}
			c := f.narrow(f.groups[s][0], f.groups[d][0], wanted)
			if c.Ports.IsEmpty() {
				continue
			}
			key := c.key()
			if found[key] == nil {
				found[key] = &entry{Connection: c}
				keys = append(keys, key)
			}
			found[key].sources = append(found[key].sources, s)
		}
		for _, key := range keys {
			e := found[key]
			whole := key + numbers(e.sources)
			if rows[whole] == nil {
				rows[whole] = e
				order = append(order, whole)
			}
			rows[whole].destinations = append(rows[whole].destinations, d)
		}
	}
	connections := []Connection{}
	for _, key := range order {
		e := rows[key]
		e.From, e.To = members(sources, e.sources), members(destinations, e.destinations)
		connections = append(connections, e.Connection)
	}
	slices.SortStableFunc(connections, func(a, b Connection) int {
		return cmp.Or(comparePeers(a.To[0], b.To[0]), comparePeers(a.From[0], b.From[0]), cmp.Compare(a.Ports.String(), b.Ports.String()))
	})
	return connections
}

func members(groups [][]*Peer, chosen []int) []*Peer {
	var all []*Peer
	for _, i := range chosen {
		all = append(all, groups[i]...)
	}
	slices.SortFunc(all, comparePeers)
	return all
}

func (c *Connection) key() string {
	var b strings.Builder
	b.WriteString(c.Ports.String())
	for _, side := range []Side{c.Egress, c.Ingress} {
		b.WriteString(";")
		if side.IsOpen {
			b.WriteString("open")
		}
		for _, r := range side.Rules {
			b.WriteString(r.String())
			b.WriteString(",")
		}
	}
	return b.String()
}

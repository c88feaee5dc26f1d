// Package picture draws connections: namespaces as boxes, peers in them, and between these the connections with their
// ports. It writes an SVG, or a page with it in which one can search and see the rules behind a connection.
//
// A connection has one mark with its ports, whatever the number of its ends, so that a picture has about as many
// lines as the table has names. Peers outside of the cluster are drawn on the left as sources and on the right as
// destinations.
package picture

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/layered"
	"github.com/guiderail/guiderail/internal/prose"
)

// Picture is a picture of connections.
type Picture struct {
	flows       *flows.Flows
	connections []flows.Connection
	nodes       []*node
	namespaces  []string
	links       []*link
	layout      *layered.Layout
}

// node is a peer, or what several peers are called together.
type node struct {
	term   flows.Term
	peer   *flows.Peer // nil where the term stands for several
	lines  []string    // of text
	number int
	links  []int // numbers of connections, from 1
}

// link is a connection.
type link struct {
	number   int
	from, to []flows.Term
	lines    []string
	of       *flows.Connection
}

// Sizes of text. A character of the monospaced font takes charWidth/charParts pixels.
const (
	charWidth, charParts     = 29, 4
	nodeColumns, linkColumns = 32, 20
	nodeLines, linkLines     = 3, 6
	lineHeight               = 16
	minWidth                 = 96
	maxTitle                 = 260
)

// New makes a picture of some connections. Where they are all that there are, workloads without any are drawn as
// well.
func New(f *flows.Flows, connections []flows.Connection, areAll bool) *Picture {
	p := &Picture{flows: f, connections: connections}
	nodes := p.gather(areAll)
	p.layout = layered.Place(p.graph(nodes))
	return p
}

// end is what a node stands for; outside of the cluster, it matters which end of connections it is.
type end struct {
	flows.Term
	isDestination bool
}

// gather makes the nodes and links.
func (p *Picture) gather(areAll bool) map[end]*node {
	peers := map[string]*flows.Peer{}
	for _, peer := range p.flows.Peers() {
		peers[peer.Name] = peer
	}
	nodes := map[end]*node{}
	note := func(term flows.Term, isDestination bool) *node {
		key := end{term, isDestination && term.Namespace == ""}
		n := nodes[key]
		if n == nil {
			n = &node{term: term, peer: peers[term.Text], number: len(p.nodes), lines: wrap(within(term), nodeColumns, nodeLines)}
			nodes[key] = n
			p.nodes = append(p.nodes, n)
		}
		return n
	}
	covered := map[*flows.Peer]bool{}
	for i := range p.connections {
		c := &p.connections[i]
		l := &link{number: i + 1, from: p.flows.Terms(c.From), to: p.flows.Terms(c.To), of: c, lines: portLines(c.Ports)}
		for _, term := range l.from {
			n := note(term, false)
			n.links = append(n.links, l.number)
		}
		for _, term := range l.to {
			n := note(term, true)
			if !slices.Contains(n.links, l.number) {
				n.links = append(n.links, l.number)
			}
		}
		for _, peer := range slices.Concat(c.From, c.To) {
			covered[peer] = true
		}
		p.links = append(p.links, l)
	}
	if areAll {
		for _, peer := range p.flows.Peers() {
			if peer.Kind == flows.Workload && !covered[peer] {
				note(flows.Term{Text: peer.Name, Namespace: peer.Namespace}, false)
			}
		}
	}
	for _, n := range p.nodes {
		if n.term.Namespace != "" {
			p.namespaces = append(p.namespaces, n.term.Namespace)
		}
	}
	slices.Sort(p.namespaces)
	p.namespaces = slices.Compact(p.namespaces)
	return nodes
}

func (p *Picture) graph(nodes map[end]*node) layered.Graph {
	var g layered.Graph
	for _, name := range p.namespaces {
		g.Groups = append(g.Groups, layered.Group{Width: min(textWidth(report.Printable(name)), maxTitle) + 24})
	}
	for _, n := range p.nodes {
		group := layered.None
		if i, found := slices.BinarySearch(p.namespaces, n.term.Namespace); found {
			group = i
		}
		g.Nodes = append(g.Nodes, layered.Node{Width: max(minWidth, widest(n.lines)+20), Height: len(n.lines)*lineHeight + 12, Group: group})
	}
	for i, l := range p.links {
		g.Nodes = append(g.Nodes, layered.Node{Width: widest(l.lines) + 18, Height: len(l.lines)*lineHeight + 6, IsLink: true})
		at := len(p.nodes) + i
		for _, term := range l.from {
			g.Edges = append(g.Edges, layered.Edge{From: nodes[end{term, false}].number, To: at})
		}
		for _, term := range l.to {
			g.Edges = append(g.Edges, layered.Edge{From: at, To: nodes[end{term, term.Namespace == ""}].number})
		}
	}
	return g
}

// within shortens a term in the frame of its namespace.
func within(term flows.Term) string {
	if rest, found := strings.CutSuffix(term.Text, " of "+term.Namespace); found && term.Namespace != "" {
		return rest
	}
	if rest := strings.TrimPrefix(term.Text, term.Namespace+"/"); rest != "*" || term.Namespace == "" {
		return rest
	}
	return "* (any other pod)"
}

func portLines(ports flows.Ports) []string {
	var lines []string
	for _, part := range portParts(ports) {
		lines = append(lines, wrap(part, linkColumns, linkLines)...)
	}
	if len(lines) > linkLines {
		lines = append(lines[:linkLines-1], "…")
	}
	return lines
}

// portParts returns the ports by protocol.
func portParts(ports flows.Ports) []string {
	if ports.IsAll() {
		return []string{"any port"}
	}
	return strings.Split(ports.String(), "; ")
}

// wrap breaks a text into lines of a width, behind punctuation where it can. What does not fit ends in an ellipsis.
func wrap(text string, width, most int) []string {
	text = report.Printable(text)
	var lines []string
	for prose.Width(text) > width {
		if len(lines) == most-1 {
			return append(lines, prose.Truncate(text, width))
		}
		head := displaywidth.TruncateString(text, width, "")
		if at := strings.LastIndexAny(head, " -./,=:_"); at > len(head)/2 {
			head = head[:at+1]
		}
		lines = append(lines, strings.TrimSpace(head))
		text = strings.TrimSpace(text[len(head):])
	}
	return append(lines, text)
}

func widest(lines []string) int {
	n := 0
	for _, l := range lines {
		n = max(n, textWidth(l))
	}
	return n
}

// title says what a node is.
func (p *Picture) title(n *node) string {
	lines := []string{n.term.Text}
	peer := n.peer
	if peer == nil {
		if meaning := meaningOf(n.term); meaning != "" {
			lines = append(lines, meaning)
		}
		return strings.Join(lines, "\n")
	}
	switch {
	case peer.Object != nil:
		lines = append(lines, fmt.Sprintf("%s, %s", peer.Object.Kind, peer.Object.Position))
	case peer.Kind == flows.Pods && strings.HasSuffix(peer.Name, "/*"):
		lines = append(lines, "any other pod, without labels")
	case peer.Kind == flows.Pods:
		lines = append(lines, "pods that a policy selects and that are not in the files")
	}
	if meaning := meaningOf(n.term); meaning != "" {
		lines = append(lines, meaning)
	}
	if len(peer.Except) > 0 {
		lines = append(lines, "except "+strings.Join(peer.Except, ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(peer.Labels)) {
		lines = append(lines, key+"="+peer.Labels[key])
	}
	if peer.HostNetwork {
		lines = append(lines, "on the network of its node")
	}
	if peer.Kind != flows.Addresses {
		lines = append(lines, isolation("ingress", peer.Isolation.Ingress), isolation("egress", peer.Isolation.Egress))
	}
	return strings.Join(lines, "\n")
}

func isolation(direction string, by []flows.Object) string {
	if len(by) == 0 {
		return direction + ": open, no policy isolates it"
	}
	names := make([]string, len(by))
	for i, o := range by {
		names[i] = o.Namespace + "/" + o.Name
	}
	return direction + ": isolated by " + strings.Join(names, ", ")
}

func meaningOf(term flows.Term) string {
	switch {
	case term.Text == flows.Everyone:
		return "every pod and every address"
	case term.Text == flows.EveryoneElse:
		return "every address, and pods in namespaces that are not in the files"
	case term.Text == flows.Internet || term.Text == flows.Internet+"-ipv6":
		return "the addresses that no policy names"
	}
	return ""
}

// texts returns the texts of terms.
func texts(terms []flows.Term) []string {
	all := make([]string, len(terms))
	for i, t := range terms {
		all[i] = t.Text
	}
	return all
}

// isOpen reports that no policy has a say in the connection.
func (l *link) isOpen() bool { return l.of.Egress.IsOpen && l.of.Ingress.IsOpen }

// rules returns the rules that let a connection through.
func (l *link) rules() []flows.Rule {
	return slices.Concat(l.of.Egress.Rules, l.of.Ingress.Rules)
}

func (l *link) title() string {
	lines := []string{
		fmt.Sprintf("%s → %s", strings.Join(texts(l.from), ", "), strings.Join(texts(l.to), ", ")),
		strings.Join(portParts(l.of.Ports), "; "),
	}
	for _, r := range l.rules() {
		lines = append(lines, fmt.Sprintf("%s, %s", r, r.Position))
	}
	if l.isOpen() {
		lines = append(lines, "open, no policy isolates either end")
	}
	return strings.Join(lines, "\n")
}

package flows

import (
	"net/netip"
	"slices"
	"strings"
)

// How Describe says all peers, and all that the files are not about: addresses, and pods of other
// namespaces.
const (
	Everyone     = "everyone"
	EveryoneElse = "everyone else"
)

// Term is one of the words by which peers are described.
type Term struct {
	Text string
	// Namespace is the one that all of them are in; "" where there is no such one.
	Namespace string
}

// Describe says in few words which peers are meant: everyone, everyone else, every pod, every pod of
// NAMESPACE, every address, a block of addresses for all that is in it, and the rest by name. A pod on the network of its node is always named.
func (f *Flows) Describe(peers []*Peer) []string {
	var words []string
	for _, term := range f.Terms(peers) {
		words = append(words, term.Text)
	}
	return words
}

// Terms describes peers as Describe does.
func (f *Flows) Terms(peers []*Peer) []Term {
	chosen := map[*Peer]bool{}
	for _, p := range peers {
		chosen[p] = true
	}
	all := func(is func(*Peer) bool) bool {
		return !slices.ContainsFunc(f.peers, func(p *Peer) bool { return is(p) && !chosen[p] })
	}
	isPod := func(p *Peer) bool { return p.Kind != Addresses && !p.HostNetwork }
	isAddress := func(p *Peer) bool { return p.Kind == Addresses }
	if all(func(*Peer) bool { return true }) {
		return []Term{{Text: Everyone}}
	}
	var terms []Term
	said := map[*Peer]bool{}
	say := func(text, namespace string, is func(*Peer) bool) {
		terms = append(terms, Term{text, namespace})
		for _, p := range peers {
			said[p] = said[p] || is(p)
		}
	}
	isElse := func(p *Peer) bool { return !p.isKnown() && p.Namespace != "" && f.isOther[p.Namespace] || isAddress(p) }
	if all(isElse) {
		say(EveryoneElse, "", isElse)
	}
	if all(isPod) {
		say("every pod", "", isPod)
	}
	if all(isAddress) && !all(isElse) {
		say("every address", "", isAddress)
	}
	for _, p := range peers {
		switch {
		case said[p]:
		case isPod(p):
			inNamespace := func(q *Peer) bool { return isPod(q) && q.Namespace == p.Namespace }
			if all(inNamespace) && f.count(inNamespace) > 1 {
				say("every pod of "+p.Namespace, p.Namespace, inNamespace)
			} else {
				say(p.Name, p.declaredNamespace(), func(q *Peer) bool { return q == p })
			}
		case p.Kind == Addresses:
			continue
		default:
			say(p.Name, p.declaredNamespace(), func(q *Peer) bool { return q == p })
		}
	}
	for _, text := range f.describeBlocks(peers, chosen, said) {
		terms = append(terms, Term{Text: text})
	}
	return terms
}

// declaredNamespace returns the namespace of a pod, and none to what stands for those of all others.
func (p *Peer) declaredNamespace() string {
	if p.Namespace == otherNamespace {
		return ""
	}
	return p.Namespace
}

func (f *Flows) count(is func(*Peer) bool) int {
	n := 0
	for _, p := range f.peers {
		if is(p) {
			n++
		}
	}
	return n
}

// describeBlocks names the widest blocks that are wholly among the peers, and the rest with what is left
// out of them.
func (f *Flows) describeBlocks(peers []*Peer, chosen, said map[*Peer]bool) []string {
	type part struct {
		peer   *Peer
		prefix netip.Prefix
	}
	var parts []part
	for _, p := range peers {
		if p.Kind == Addresses && !said[p] {
			parts = append(parts, part{p, netip.MustParsePrefix(p.Block)})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.prefix.Bits() - b.prefix.Bits() })
	var words []string
	for _, x := range parts {
		if said[x.peer] {
			continue
		}
		within := func(p *Peer) bool {
			if p.Kind != Addresses {
				return false
			}
			q := netip.MustParsePrefix(p.Block)
			return q.Bits() >= x.prefix.Bits() && x.prefix.Contains(q.Addr())
		}
		isWhole := !slices.ContainsFunc(f.peers, func(p *Peer) bool { return within(p) && !chosen[p] })
		switch {
		case isWhole && len(x.peer.Except) > 0:
			words = append(words, x.peer.Block)
			for _, p := range peers {
				said[p] = said[p] || within(p)
			}
		case len(x.peer.Except) > 0 && x.prefix.Bits() > 0:
			words = append(words, x.peer.Name+" except "+strings.Join(x.peer.Except, ", "))
		default:
			words = append(words, x.peer.Name)
		}
		said[x.peer] = true
	}
	return words
}

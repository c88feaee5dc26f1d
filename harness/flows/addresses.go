package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// addressees are peers by their addresses, so that an entry with a block of addresses need not be held against
// each: addresses that lie in the block and in the same of its exceptions are asked about once, and only with
// these exceptions.
type addressees struct {
	addresses []netip.Addr // in order
	texts     map[netip.Addr]string
	peers     map[netip.Addr][]*Peer
	odd       map[string][]*Peer // by texts that are no addresses
}

func addresseesOf(peers []*Peer) *addressees {
	a := &addressees{texts: map[netip.Addr]string{}, peers: map[netip.Addr][]*Peer{}, odd: map[string][]*Peer{}}
	for _, p := range peers {
		for _, text := range p.pod.IPs {
			address, err := netip.ParseAddr(text)
			if err != nil || address.Zone() != "" {
				a.odd[text] = append(a.odd[text], p)
				continue
			}
			address = address.Unmap()
			if _, ok := a.texts[address]; !ok {
				a.texts[address] = text
			}
			a.peers[address] = append(a.peers[address], p)
		}
	}
	a.addresses = slices.SortedFunc(maps.Keys(a.texts), netip.Addr.Compare)
	return a
}

// writtenBlock is an entry whose block and exceptions can be read.
type writtenBlock struct {
	entry  entry
	peer   map[string]json.RawMessage
	block  map[string]json.RawMessage
	cidr   netip.Prefix
	except []writtenPrefix // in order, none twice
}

type writtenPrefix struct {
	netip.Prefix
	text string
}

// readBlock reads an entry that names a block of addresses. Of one that cannot be read nothing is presumed.
func readBlock(e entry) (*writtenBlock, bool) {
	b := &writtenBlock{entry: e}
	var cidr string
	var except []string
	if json.Unmarshal(e.peer, &b.peer) != nil || json.Unmarshal(b.peer["ipBlock"], &b.block) != nil || json.Unmarshal(b.block["cidr"], &cidr) != nil {
		return nil, false
	}
	if text, ok := b.block["except"]; ok && json.Unmarshal(text, &except) != nil {
		return nil, false
	}
	var ok bool
	if b.cidr, ok = heldBy(cidr); !ok {
		return nil, false
	}
	for _, text := range except {
		p, ok := heldBy(text)
		if !ok {
			return nil, false
		}
		b.except = append(b.except, writtenPrefix{p, text})
	}
	slices.SortFunc(b.except, func(p, q writtenPrefix) int {
		return cmp.Or(p.Addr().Compare(q.Addr()), cmp.Compare(p.Bits(), q.Bits()))
	})
	b.except = slices.CompactFunc(b.except, func(p, q writtenPrefix) bool { return p.Prefix == q.Prefix })
	return b, true
}

// heldBy gives the addresses that a text stands for, in whatever way it is written.
func heldBy(text string) (netip.Prefix, bool) {
	_, network, err := net.ParseCIDR(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	address, _ := netip.AddrFromSlice(network.IP) // of either length
	bits, _ := network.Mask.Size()
	p := netip.PrefixFrom(address, bits)
	return p, p.IsValid() && !address.Is4In6()
}

// with gives the entry with some of its exceptions only.
func (b *writtenBlock) with(except []writtenPrefix) (json.RawMessage, error) {
	texts := []string{}
	for _, p := range except {
		texts = append(texts, p.text)
	}
	list, err := json.Marshal(texts)
	if err != nil {
		return nil, fmt.Errorf("encoding a block: %w", err)
	}
	block := maps.Clone(b.block)
	block["except"] = list
	text, err := json.Marshal(block)
	if err != nil {
		return nil, fmt.Errorf("encoding a block: %w", err)
	}
	peer := maps.Clone(b.peer)
	peer["ipBlock"] = text
	if text, err = json.Marshal(peer); err != nil {
		return nil, fmt.Errorf("encoding a peer: %w", err)
	}
	return text, nil
}

// addressQuestion is whether an entry is about an address; the answer holds for all of these peers.
type addressQuestion struct {
	Peer      json.RawMessage `json:"peer"`
	Namespace string          `json:"namespace"`
	Address   string          `json:"address"`

	entry int
	peers []*Peer
}

// questions gives what is to be asked of an entry.
func (a *addressees) questions(b *writtenBlock, index int) ([]*addressQuestion, error) {
	var all []*addressQuestion
	add := func(except []writtenPrefix, address string, peers []*Peer) error {
		text, err := b.with(except)
		all = append(all, &addressQuestion{text, b.entry.namespace, address, index, slices.Clone(peers)})
		return err
	}
	for _, text := range slices.Sorted(maps.Keys(a.odd)) {
		if err := add(b.except, text, a.odd[text]); err != nil {
			return nil, err
		}
	}
	// Prefixes lie within or beside one another, so the innermost exception tells in which ones an address is.
	asked := map[netip.Prefix]*addressQuestion{}
	var around []writtenPrefix
	next := 0
	first, _ := slices.BinarySearchFunc(a.addresses, b.cidr.Addr(), netip.Addr.Compare)
	for _, address := range a.addresses[first:] {
		if !b.cidr.Contains(address) {
			break
		}
		for ; next < len(b.except) && b.except[next].Addr().Compare(address) <= 0; next++ {
			for len(around) > 0 && !around[len(around)-1].Overlaps(b.except[next].Prefix) {
				around = around[:len(around)-1]
			}
			around = append(around, b.except[next])
		}
		for len(around) > 0 && !around[len(around)-1].Contains(address) {
			around = around[:len(around)-1]
		}
		var innermost netip.Prefix
		if len(around) > 0 {
			innermost = around[len(around)-1].Prefix
		}
		if q := asked[innermost]; q != nil {
			q.peers = append(q.peers, a.peers[address]...)
			continue
		}
		if err := add(around, a.texts[address], a.peers[address]); err != nil {
			return nil, err
		}
		asked[innermost] = all[len(all)-1]
	}
	return all, nil
}

// holding asks whom each of the entries that name blocks is about, and notes it at their index.
func (f *Flows) holding(ctx context.Context, blocks map[int]*writtenBlock, peers []*Peer, found [][]*Peer) error {
	a := addresseesOf(peers)
	var questions []*addressQuestion
	for _, i := range slices.Sorted(maps.Keys(blocks)) {
		more, err := a.questions(blocks[i], i)
		if err != nil {
			return err
		}
		questions = append(questions, more...)
	}
	answers, err := askEach[*addressQuestion, bool](ctx, "holding", questions, func(some []*addressQuestion) (ast.Value, error) { return valueOf(some) })
	if err != nil {
		return err
	}
	seen := map[*Peer]int{} // by the last entry that was found to be about it, as a pod may have two addresses
	for n, q := range questions {
		if !answers[n] {
			continue
		}
		for _, p := range q.peers {
			if seen[p] != q.entry+1 {
				seen[p] = q.entry + 1
				found[q.entry] = append(found[q.entry], p)
			}
		}
	}
	return nil
}

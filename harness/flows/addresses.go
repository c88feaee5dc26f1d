package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sort"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// addressees are peers by their addresses, so that an entry with a block of addresses need not be held against
// each: addresses that lie in the block and in the same of its exceptions are asked about once, and only with
// these exceptions.
type addressees struct {
	addresses []netip.Addr       // in order
	texts     []string           // of each address, as one of its peers has it
	peers     [][]*Peer          // of each address
	odd       map[string][]*Peer // by texts that are no addresses
}

// span is some of the addresses in their order, as indexes, the second not included.
type span struct{ from, to int }

func addresseesOf(peers []*Peer) *addressees {
	a := &addressees{odd: map[string][]*Peer{}}
	texts, byAddress := map[netip.Addr]string{}, map[netip.Addr][]*Peer{}
	for _, p := range peers {
		for _, text := range p.pod.IPs {
			address, err := netip.ParseAddr(text)
			if err != nil || address.Zone() != "" {
				a.odd[text] = append(a.odd[text], p)
				continue
			}
			address = address.Unmap()
			if _, ok := texts[address]; !ok {
				texts[address] = text
			}
			byAddress[address] = append(byAddress[address], p)
		}
	}
	a.addresses = slices.SortedFunc(maps.Keys(texts), netip.Addr.Compare)
	for _, address := range a.addresses {
		a.texts, a.peers = append(a.texts, texts[address]), append(a.peers, byAddress[address])
	}
	return a
}

// in returns those of some addresses that lie in a prefix.
func (a *addressees) in(p netip.Prefix, of span) span {
	some := a.addresses[of.from:of.to]
	from, _ := slices.BinarySearchFunc(some, p.Addr(), netip.Addr.Compare)
	length := sort.Search(len(some)-from, func(i int) bool { return !p.Contains(some[from+i]) })
	return span{of.from + from, of.from + from + length}
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

// heldBy returns the addresses that a text stands for, in whatever way it is written.
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

// with returns the entry with some of its exceptions only.
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
	odd   []*Peer
	spans []span
}

// questions returns what is to be asked of an entry.
func (a *addressees) questions(b *writtenBlock, index int) ([]*addressQuestion, error) {
	var all []*addressQuestion
	add := func(except []writtenPrefix, address string) (*addressQuestion, error) {
		text, err := b.with(except)
		q := &addressQuestion{Peer: text, Namespace: b.entry.namespace, Address: address, entry: index}
		all = append(all, q)
		return q, err
	}
	for _, text := range slices.Sorted(maps.Keys(a.odd)) {
		q, err := add(b.except, text)
		if err != nil {
			return nil, err
		}
		q.odd = a.odd[text]
	}
	// Prefixes lie within or beside one another, so the innermost exception tells in which ones an address is.
	asked := map[netip.Prefix]*addressQuestion{}
	within := a.in(b.cidr, span{0, len(a.addresses)})
	var around []writtenPrefix
	var spans []span // of those around
	next := within.from
	until := func(end int) error {
		if end <= next {
			return nil
		}
		var innermost netip.Prefix
		if len(around) > 0 {
			innermost = around[len(around)-1].Prefix
		}
		if asked[innermost] == nil {
			q, err := add(around, a.texts[next])
			if err != nil {
				return err
			}
			asked[innermost] = q
		}
		asked[innermost].spans = append(asked[innermost].spans, span{next, end})
		next = end
		return nil
	}
	leave := func() error {
		last := len(around) - 1
		err := until(spans[last].to)
		around, spans = around[:last], spans[:last]
		return err
	}
	for _, p := range b.except {
		for len(around) > 0 && !around[len(around)-1].Overlaps(p.Prefix) {
			if err := leave(); err != nil {
				return nil, err
			}
		}
		inner := a.in(p.Prefix, within)
		if err := until(inner.from); err != nil {
			return nil, err
		}
		around, spans = append(around, p), append(spans, inner)
	}
	for len(around) > 0 {
		if err := leave(); err != nil {
			return nil, err
		}
	}
	return all, until(within.to)
}

// holders are whom an entry is about: peers, and all that have one of some addresses.
type holders struct {
	peers []*Peer
	spans []span
}

// holding asks whom each of the entries that name blocks is about, and notes it at their index.
func (a *addressees) holding(ctx context.Context, l *library, blocks map[int]*writtenBlock, found []holders) error {
	var questions []*addressQuestion
	for _, i := range slices.Sorted(maps.Keys(blocks)) {
		more, err := a.questions(blocks[i], i)
		if err != nil {
			return err
		}
		questions = append(questions, more...)
	}
	answers, err := askEach[*addressQuestion, bool](ctx, l, "holding", questions, func(some []*addressQuestion) (rego.Input, error) { return rego.Encode(some) })
	if err != nil {
		return err
	}
	for n, q := range questions {
		if answers[n] {
			h := &found[q.entry]
			h.peers, h.spans = append(h.peers, q.odd...), append(h.spans, q.spans...)
		}
	}
	return nil
}

// each returns everybody who has one of some addresses; who has two of them, twice.
func (a *addressees) each(spans []span) iter.Seq[*Peer] {
	slices.SortFunc(spans, func(s, t span) int { return cmp.Compare(s.from, t.from) })
	return func(yield func(*Peer) bool) {
		next := 0
		for _, s := range spans {
			for i := max(next, s.from); i < s.to; i++ {
				for _, p := range a.peers[i] {
					if !yield(p) {
						return
					}
				}
			}
			next = max(next, s.to)
		}
	}
}

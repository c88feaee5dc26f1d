package flows

import (
	"cmp"
	"net/netip"
	"slices"
)

// block is a part of all addresses whose members no policy tells apart: a prefix without the prefixes in
// it that are named as well.
type block struct {
	prefix netip.Prefix
	except []netip.Prefix // the widest in it, each a block of its own
	sample netip.Addr
}

var (
	everyIPv4 = netip.MustParsePrefix("0.0.0.0/0")
	everyIPv6 = netip.MustParsePrefix("::/0")
)

// blocks takes all addresses apart along the prefixes that are named. Prefixes lie within or beside one
// another, never across. A prefix that others fill up entirely makes no block.
func blocks(named []netip.Prefix) []block {
	all := []netip.Prefix{everyIPv4, everyIPv6}
	for _, p := range named {
		all = append(all, p.Masked())
	}
	slices.SortFunc(all, func(a, b netip.Prefix) int {
		return cmp.Or(cmp.Compare(a.Addr().BitLen(), b.Addr().BitLen()), a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	all = slices.Compact(all)
	// In this order a prefix stands before those in it.
	inner := make([][]netip.Prefix, len(all))
	var open []int
	for i, p := range all {
		for len(open) > 0 && !all[open[len(open)-1]].Overlaps(p) {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			parent := open[len(open)-1]
			inner[parent] = append(inner[parent], p)
		}
		open = append(open, i)
	}
	var found []block
	for i, p := range all {
		if sample, ok := outside(p, inner[i]); ok {
			found = append(found, block{p, inner[i], sample})
		}
	}
	return found
}

// outside returns an address of a prefix that is in none of the prefixes in it.
func outside(p netip.Prefix, inner []netip.Prefix) (netip.Addr, bool) {
	if len(inner) == 0 {
		return p.Addr(), true
	}
	if inner[0].Bits() <= p.Bits() {
		return netip.Addr{}, false
	}
	low := netip.PrefixFrom(p.Addr(), p.Bits()+1)
	middle := slices.IndexFunc(inner, func(q netip.Prefix) bool { return !low.Overlaps(q) })
	if middle < 0 {
		middle = len(inner)
	}
	if sample, ok := outside(low, inner[:middle]); ok {
		return sample, true
	}
	return outside(netip.PrefixFrom(upperHalf(p), p.Bits()+1), inner[middle:])
}

// upperHalf returns the address in the middle of a prefix.
func upperHalf(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	bytes[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	middle, _ := netip.AddrFromSlice(bytes) // of the same length
	return middle
}

package flows

import (
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"
)

func TestBlocks(t *testing.T) {
	for name, test := range map[string]struct{ named, want []string }{
		"none":         {nil, []string{"0.0.0.0/0", "::/0"}},
		"beside":       {[]string{"10.0.0.0/8", "192.168.0.0/16"}, []string{"0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "::/0"}},
		"within":       {[]string{"10.1.2.3/16", "10.0.0.0/8", "10.0.0.0/8"}, []string{"0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "::/0"}},
		"filled up":    {[]string{"0.0.0.0/1", "128.0.0.0/1"}, []string{"0.0.0.0/1", "128.0.0.0/1", "::/0"}},
		"filled by 3":  {[]string{"10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/10", "10.192.0.0/10"}, []string{"0.0.0.0/0", "10.0.0.0/9", "10.128.0.0/10", "10.192.0.0/10", "::/0"}},
		"everything":   {[]string{"0.0.0.0/0", "::/0"}, []string{"0.0.0.0/0", "::/0"}},
		"an address":   {[]string{"2001:db8::1/128", "2001:db8::/32"}, []string{"0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::1/128"}},
		"the last one": {[]string{"255.255.255.255/32", "255.255.255.254/31"}, []string{"0.0.0.0/0", "255.255.255.254/31", "255.255.255.255/32", "::/0"}},
	} {
		t.Run(name, func(t *testing.T) {
			var named []netip.Prefix
			for _, text := range test.named {
				named = append(named, netip.MustParsePrefix(text))
			}
			var got []string
			for _, b := range blocks(named) {
				got = append(got, b.prefix.String())
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestBlocksAreApart wants each address in one block, and each sample in its own.
func TestBlocksAreApart(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	in := func(b block, a netip.Addr) bool {
		return b.prefix.Contains(a) && !slices.ContainsFunc(b.except, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	inner := 0
	for range 500 {
		var named []netip.Prefix
		for range random.IntN(12) {
			address := netip.AddrFrom4([4]byte{10, byte(random.IntN(4)), byte(random.IntN(4)) << 6, byte(random.IntN(256))})
			named = append(named, netip.PrefixFrom(address, 6+random.IntN(27)))
		}
		all := blocks(named)
		for _, b := range all {
			inner += len(b.except)
			if !in(b, b.sample) {
				t.Fatalf("%v: %s is not in %s", named, b.sample, b.prefix)
			}
		}
		for range 50 {
			address := netip.AddrFrom4([4]byte{10, byte(random.IntN(5)), byte(random.IntN(256)), byte(random.IntN(256))})
			var holders []block
			for _, b := range all {
				if in(b, address) {
					holders = append(holders, b)
				}
			}
			if len(holders) != 1 {
				t.Fatalf("%v: %s is in %d blocks", named, address, len(holders))
			}
			for _, p := range named {
				if p.Contains(address) != p.Contains(holders[0].sample) {
					t.Fatalf("%v: %s tells %s from %s", named, p, address, holders[0].sample)
				}
			}
		}
	}
	if inner == 0 {
		t.Error("no block lies in another")
	}
}

package flows

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// TestMatchingAddresses holds what is asked once for many addresses against the library's answer for each
// address and the whole entry.
func TestMatchingAddresses(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	choose := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	cidr := func() string {
		return choose("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/08", "10.1.2.3/16", "10.1.0.0/16", "10.1.128.0/17", "10.1.2.0/24", "10.1.2.3/32", "192.0.2.0/24",
			"::/0", "2001:db8::/32", "2001:db8:0:1::/64", "::ffff:10.1.0.0/112", "::ffff:0:0/90", "10.0.0.0", "", "10.1.0.0/33")
	}
	l, err := newLibrary(Policies(t))
	if err != nil {
		t.Fatal(err)
	}
	f := &Flows{cluster: &Cluster{library: l}}
	some := 0
	for range 60 {
		var peers []*Peer
		for range 12 {
			p := &Peer{}
			for range random.IntN(3) {
				p.pod.IPs = append(p.pod.IPs, choose("10.1.2.3", "10.1.2.4", "10.1.200.1", "10.2.0.1", "192.0.2.1", "::ffff:10.1.2.3", "2001:db8::1", "2001:db8:0:1::1", "2001:db9::1", "10.1.2.3/32"))
			}
			peers = append(peers, p)
		}
		var entries []entry
		for range 8 {
			block := map[string]any{"cidr": cidr()}
			if random.IntN(4) > 0 {
				except := []string{}
				for range random.IntN(5) {
					except = append(except, cidr())
				}
				block["except"] = except
			}
			peer := map[string]any{"ipBlock": block}
			if random.IntN(12) == 0 {
				peer["podSelector"] = map[string]any{}
			}
			text, err := json.Marshal(peer)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, entry{text, "lab"})
		}
		found, err := f.matching(t.Context(), entries, peers)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			for _, p := range peers {
				want := false
				for _, address := range p.pod.IPs {
					question := []addressQuestion{{Peer: e.peer, Namespace: e.namespace, Address: address}}
					answers, err := askEach[addressQuestion, bool](t.Context(), f.cluster.library, "holding", question, func(some []addressQuestion) (rego.Input, error) { return rego.Encode(some) })
					if err != nil {
						t.Fatal(err)
					}
					want = want || answers[0]
				}
				if got := slices.Contains(found[i], p); got != want {
					t.Errorf("%s is about %q: got %t, want %t", e.peer, p.pod.IPs, got, want)
				}
				if want {
					some++
				}
			}
		}
	}
	if some == 0 {
		t.Error("no entry is about any address")
	}
}

// TestManyBlocks analyses as many blocks as lists of a provider's addresses have. Whoever holds each block
// against each address asks twenty-five million questions.
func TestManyBlocks(t *testing.T) {
	const blocks, policies = 5000, 10
	prefix := func(i, bits int) string {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{20, byte(i >> 8), byte(i), 0}), bits).String()
	}
	for name, test := range map[string]struct {
		policies, questions int
		entry               func(i int) string
	}{
		"beside one another": {1, blocks, func(i int) string { return "{cidr: " + prefix(i, 24) + "}" }},
		"with exceptions":    {policies, 2 * blocks, func(i int) string { return "{cidr: " + prefix(i, 24) + ", except: [" + prefix(i, 26) + "]}" }},
		"one with all": {1, blocks + 1, func(i int) string {
			if i > 0 {
				return ""
			}
			var except []string
			for i := range blocks {
				except = append(except, prefix(i, 24))
			}
			return "{cidr: 0.0.0.0/0, except: [" + strings.Join(except, ", ") + "]}"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var text strings.Builder
			text.WriteString("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: lab}\nspec: {containers: [{name: a}]}\n")
			for p := range test.policies {
				fmt.Fprintf(&text, "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p%d, namespace: lab}\nspec:\n  podSelector: {}\n  ingress:\n  - from:\n", p)
				for i := p; i < blocks; i += test.policies {
					if e := test.entry(i); e != "" {
						fmt.Fprintf(&text, "    - ipBlock: %s\n", e)
					}
				}
			}
			f := analyse(t, text.String())
			a, questions := addresseesOf(f.Peers()), 0
			for _, e := range f.entries() {
				b, ok := readBlock(e.entry)
				if !ok {
					t.Fatalf("%.100s is not read", e.peer)
				}
				more, err := a.questions(b, 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, q := range more {
					if len(q.Peer) > 200 {
						t.Fatalf("%.300s asks of more than it needs", q.Peer)
					}
				}
				questions += len(more)
			}
			if questions != test.questions {
				t.Errorf("got %d questions, want %d", questions, test.questions)
			}
			if got, want := len(f.Connections()), test.policies+1; got != want {
				t.Errorf("got %d connections, want %d", got, want)
			}
		})
	}
}

// TestNamedByManyBlocks wants each rule to be about the addresses in its blocks and about no others, however the
// blocks of a thousand rules overlap. To go through all addresses for each block takes a minute of 5,000 of them.
func TestNamedByManyBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	prefix := func(least int) netip.Prefix {
		bits := least + random.IntN(25-least)
		address := netip.AddrFrom4([4]byte{byte(random.Uint32()), byte(random.Uint32()), byte(random.Uint32()), byte(random.Uint32())})
		return netip.PrefixFrom(address, bits).Masked()
	}
	within := func(p netip.Prefix) netip.Prefix {
		bytes := prefix(24).Addr().As4()
		for i, b := range p.Addr().As4() {
			kept := byte(0xff << (8 - min(8, max(0, p.Bits()-8*i))))
			bytes[i] = b&kept | bytes[i]&^kept
		}
		return netip.PrefixFrom(netip.AddrFrom4(bytes), 24).Masked()
	}
	type block struct{ cidr, except netip.Prefix }
	var text strings.Builder
	text.WriteString("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: lab}\nspec:\n  podSelector: {}\n  ingress:\n")
	rules := make([][]block, 1000)
	for i := range rules {
		text.WriteString("  - from:\n")
		for range 1 + random.IntN(4) {
			cidr := netip.MustParsePrefix("0.0.0.0/0")
			if random.IntN(3) > 0 {
				cidr = prefix(1)
			}
			b := block{cidr, within(cidr)}
			rules[i] = append(rules[i], b)
			fmt.Fprintf(&text, "    - ipBlock: {cidr: %s, except: [%s]}\n", b.cidr, b.except)
		}
	}
	f := analyse(t, text.String())
	named, blocks := 0, 0
	for _, p := range f.Peers() {
		if p.Kind != Addresses {
			continue
		}
		blocks++
		address := netip.MustParseAddr(p.pod.IPs[0])
		for i, r := range f.cluster.policies[0].rules {
			want := slices.ContainsFunc(rules[i], func(b block) bool { return b.cidr.Contains(address) && !b.except.Contains(address) })
			if p.isNamedBy(r) != want {
				t.Fatalf("%s, rule %d, %v: got %v, want %v", address, i, rules[i], !want, want)
			}
			if want {
				named++
			}
		}
	}
	if blocks < 3000 || named < blocks {
		t.Errorf("%d blocks that rules name %d times; the test needs more", blocks, named)
	}
}

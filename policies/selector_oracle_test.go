package policies_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

const meanings = `package oracle

import data.lib.guiderail.selector

answers := [answer |
	some selectors in input
	answer := {"covers": covers(selectors), "excludes": [excludes(written) | some written in selectors]}
]

covers(selectors) if {
	selector.cover(selectors)
} else := false

excludes(written) if {
	selector.only_excludes(written)
} else := false
`

type meaning struct {
	Covers   bool   `json:"covers"`
	Excludes []bool `json:"excludes"`
}

// TestSelectorMeanings asks of every set of labels of a small world, as Kubernetes does, whether selectors
// select it: those that select all of them cover, and a selector that selects what carries no labels is
// one that only excludes.
func TestSelectorMeanings(t *testing.T) {
	ask := asker[[]*metav1.LabelSelector, meaning](t, meanings, "selector")
	random := rand.New(rand.NewPCG(13, 5))
	var world []labels.Set
	values := []string{"", "x", "y", "another"}
	for _, a := range values {
		for _, b := range values {
			carried := labels.Set{}
			if a != "" {
				carried["a"] = a
			}
			if b != "" {
				carried["b"] = b
			}
			world = append(world, carried)
		}
	}
	var cases [][]*metav1.LabelSelector
	for range sizeOf(t, "GUIDERAIL_SELECTORS", 3000) {
		var selectors []*metav1.LabelSelector
		for range random.IntN(4) {
			selectors = append(selectors, someSelector(random))
		}
		cases = append(cases, append([]*metav1.LabelSelector{}, selectors...))
	}
	covering := 0
	for i, got := range ask(cases...) {
		selectors := cases[i]
		covers, simple := true, true
		for _, carried := range world {
			covers = covers && slices.ContainsFunc(selectors, func(s *metav1.LabelSelector) bool { return matches(t, s, carried) })
		}
		for n, s := range selectors {
			simple = simple && asksForOne(s)
			if want := matches(t, s, labels.Set{}); got.Excludes[n] != want {
				t.Errorf("only_excludes(%s) = %t, want %t", jsonOf(t, s), got.Excludes[n], want)
			}
		}
		if got.Covers && !covers || simple && covers && !got.Covers {
			t.Errorf("cover(%s) = %t, want %t", jsonOf(t, selectors), got.Covers, covers)
		}
		if covers {
			covering++
		}
	}
	if covering < len(cases)/50 {
		t.Errorf("%d of %d cases cover; too few to tell", covering, len(cases))
	}
}

func someSelector(random *rand.Rand) *metav1.LabelSelector {
	s := &metav1.LabelSelector{}
	for range random.IntN(3) {
		key := []string{"a", "a", "b"}[random.IntN(3)]
		some := [][]string{{"x"}, {"y"}, {"x", "y"}}[random.IntN(3)]
		switch random.IntN(5) {
		case 0:
			s.MatchLabels = map[string]string{key: some[0]}
		case 1:
			s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpIn, Values: some})
		case 2:
			s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpNotIn, Values: some})
		case 3:
			s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpExists})
		default:
			s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpDoesNotExist})
		}
	}
	return s
}

func matches(t *testing.T, s *metav1.LabelSelector, carried labels.Set) bool {
	t.Helper()
	selects, err := selected(s, carried)
	if err != nil {
		t.Fatal(err)
	}
	return selects
}

func asksForOne(s *metav1.LabelSelector) bool {
	keys := map[string]bool{}
	for key := range s.MatchLabels {
		keys[key] = true
	}
	for _, expression := range s.MatchExpressions {
		keys[expression.Key] = true
	}
	return len(keys) <= 1
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const unions = `package oracle

import data.lib.guiderail.cidr

answers := [wide(blocks) | some blocks in input]

wide(blocks) if {
	cidr.are_wide(blocks, {"ipv4": 8, "ipv6": 16})
} else := false
`

type block struct {
	CIDR   string   `json:"cidr"`
	Except []string `json:"except,omitempty"`
}

// TestUnionsOfBlocks counts the public addresses that blocks hold, by networks of a prefix of 12 bits: as
// many as sixteen networks of 8 bits hold are wide, and those that hold less between them, each counted for
// itself, are not.
func TestUnionsOfBlocks(t *testing.T) {
	ask := asker[[]block, bool](t, unions, "cidr")
	random := rand.New(rand.NewPCG(13, 6))
	var cases [][]block
	for range sizeOf(t, "GUIDERAIL_BLOCKS", 400) {
		blocks := []block{}
		for range random.IntN(120) {
			bits := 8 + random.IntN(5)
			b := block{CIDR: network(random, bits)}
			for range random.IntN(3) {
				inner := bits + 1 + random.IntN(2)
				if inner > 12 {
					break
				}
				outer := netip.MustParsePrefix(b.CIDR).Addr().As4()
				start := (int(outer[0])<<4 | int(outer[1])>>4) + random.IntN(1<<(12-bits))
				b.Except = append(b.Except, prefixAt(start, inner))
			}
			blocks = append(blocks, b)
		}
		cases = append(cases, blocks)
	}
	const enough = 16 << 4
	wide := 0
	for i, got := range ask(cases...) {
		held, sum := map[int]bool{}, 0
		for _, b := range cases[i] {
			left := cells(b.CIDR)
			for _, e := range b.Except {
				for cell := range cells(e) {
					delete(left, cell)
				}
			}
			sum += len(left)
			for cell := range left {
				held[cell] = true
			}
		}
		public := 0
		for cell := range held {
			first, second := cell>>4, cell&15
			if first != 10 && first != 127 && (first != 172 || second != 1) && (first != 100 || second < 4 || second > 7) {
				public++
			}
		}
		if got && sum < enough || !got && public >= enough {
			t.Errorf("are_wide(%s) = %t; %d public networks, %d with those that are counted twice", jsonOf(t, cases[i]), got, public, sum)
		}
		if got {
			wide++
		}
	}
	if wide < len(cases)/10 || wide > len(cases)*9/10 {
		t.Errorf("%d of %d cases are wide; too few or too many to tell", wide, len(cases))
	}
}

func network(random *rand.Rand, bits int) string { return prefixAt(random.IntN(1<<12), bits) }

func prefixAt(cell, bits int) string {
	address := netip.AddrFrom4([4]byte{byte(cell >> 4), byte(cell << 4), 0, 0})
	return netip.PrefixFrom(address, bits).Masked().String()
}

func cells(cidr string) map[int]bool {
	prefix := netip.MustParsePrefix(cidr)
	address := prefix.Addr().As4()
	first := int(address[0])<<4 | int(address[1])>>4
	found := map[int]bool{}
	for i := range 1 << (12 - prefix.Bits()) {
		found[first+i] = true
	}
	return found
}

package flows

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPortsString(t *testing.T) {
	for want, p := range map[string]Ports{
		"any":                       AllPorts(),
		"none":                      {},
		"TCP 22":                    PortRange("TCP", 22, 22),
		"TCP 22, 80-90; UDP 53":     PortRange("TCP", 80, 90).Union(PortRange("UDP", 53, 53)).Union(PortRange("TCP", 22, 22)),
		"SCTP any":                  PortRange("SCTP", 0, 70_000),
		"TCP 80-82":                 PortRange("TCP", 80, 80).Union(PortRange("TCP", 82, 82)).Union(PortRange("TCP", 81, 81)),
		"TCP 1-21, 23-65535":        PortRange("TCP", 1, 65535).Without(PortRange("TCP", 22, 22).Union(PortRange("UDP", 1, 65535))),
		"TCP 30-40":                 PortRange("TCP", 20, 40).Intersect(PortRange("TCP", 30, 50).Union(PortRange("UDP", 20, 40))),
		"TCP any; UDP any":          AllPorts().Without(PortRange("SCTP", 1, 65535)),
		"TCP 1, 3-4, 6-65535":       PortRange("TCP", 1, 65535).Without(PortRange("TCP", 2, 2).Union(PortRange("TCP", 5, 5))),
		"TCP 1-9, 21-29, 41-65535":  PortRange("TCP", 1, 65535).Without(PortRange("TCP", 10, 20)).Without(PortRange("TCP", 30, 40)),
		"UDP 65535":                 PortRange("UDP", 65535, 65536),
		"TCP 22; UDP 22; SCTP 1-99": PortRange("TCP", 22, 22).Union(PortRange("UDP", 22, 22)).Union(PortRange("SCTP", 1, 99)),
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, p := range []Ports{PortRange("ICMP", 1, 2), PortRange("TCP", 5, 4), PortRange("TCP", 70_000, 80_000)} {
		if !p.IsEmpty() {
			t.Errorf("got %s, want none", p)
		}
	}
}

// TestPortsSets holds the operations against sets of single ports.
func TestPortsSets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	edge := []int{1, 2, 65534, 65535}
	some := func() (Ports, [3][]bool) {
		var p Ports
		var set [3][]bool
		for i := range set {
			set[i] = make([]bool, maxPort+1)
		}
		for range random.IntN(6) {
			i := random.IntN(3)
			from := 1 + random.IntN(40)
			if random.IntN(4) == 0 {
				from = edge[random.IntN(len(edge))]
			}
			to := min(from+random.IntN(8), maxPort)
			p = p.Union(PortRange(Protocols[i], from, to))
			for n := from; n <= to; n++ {
				set[i][n] = true
			}
		}
		return p, set
	}
	full := 0
	for range 2000 {
		p, a := some()
		q, b := some()
		for name, test := range map[string]struct {
			got  Ports
			want func(x, y bool) bool
		}{
			"union":     {p.Union(q), func(x, y bool) bool { return x || y }},
			"intersect": {p.Intersect(q), func(x, y bool) bool { return x && y }},
			"without":   {p.Without(q), func(x, y bool) bool { return x && !y }},
		} {
			for i, ranges := range test.got {
				set := make([]bool, maxPort+1)
				last := -1
				for _, r := range ranges {
					if r.From <= last+1 || r.To < r.From {
						t.Fatalf("%s of %s and %s: %s is not in order", name, p, q, test.got)
					}
					last = r.To
					for n := r.From; n <= r.To; n++ {
						set[n] = true
						full++
					}
				}
				for _, n := range slices.Concat(edge, []int{3, 5, 8, 13, 21, 34, 40, 45}) {
					if want := test.want(a[i][n], b[i][n]); set[n] != want || test.got.Has(Protocols[i], n) != want {
						t.Fatalf("%s of %s and %s: %s; %s %d: want %v", name, p, q, test.got, Protocols[i], n, want)
					}
				}
			}
			text, err := json.Marshal(test.got)
			if err != nil {
				t.Fatal(err)
			}
			var back Ports
			if err := json.Unmarshal(text, &back); err != nil || !back.Equal(test.got) {
				t.Fatalf("%s is read back as %s: %v", text, back, err)
			}
		}
	}
	if full == 0 {
		t.Error("all sets were empty")
	}
}

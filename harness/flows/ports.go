package flows

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Protocols are those that a NetworkPolicy knows.
var Protocols = []string{"TCP", "UDP", "SCTP"}

const maxPort = 65535

// Range is the numbers from From to To, both included.
type Range struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Ports is a set of ports, as ranges of numbers for each of Protocols. They are in order, and none
// touches the next, so that equal sets are equal values.
type Ports [3][]Range

// AllPorts is every port of every protocol.
func AllPorts() Ports {
	all := []Range{{1, maxPort}}
	return Ports{all, all, all}
}

// PortRange returns a range of one protocol; empty if there is none of that name.
func PortRange(protocol string, from, to int) Ports {
	var p Ports
	if i := slices.Index(Protocols, protocol); i >= 0 {
		from, to = max(from, 1), min(to, maxPort)
		if from <= to {
			p[i] = []Range{{from, to}}
		}
	}
	return p
}

// IsEmpty reports that there is no port in the set.
func (p Ports) IsEmpty() bool { return len(p[0])+len(p[1])+len(p[2]) == 0 }

// IsAll reports that every port is in the set.
func (p Ports) IsAll() bool { return p.Equal(AllPorts()) }

// Equal reports whether two sets are the same.
func (p Ports) Equal(q Ports) bool {
	return slices.Equal(p[0], q[0]) && slices.Equal(p[1], q[1]) && slices.Equal(p[2], q[2])
}

// Union returns what is in either set.
func (p Ports) Union(q Ports) Ports {
	var all Ports
	for i := range all {
		switch {
		case len(p[i]) == 0:
			all[i] = q[i]
		case len(q[i]) == 0:
			all[i] = p[i]
		default:
			all[i] = union(p[i], q[i])
		}
	}
	return all
}

// unionOf returns what is in any of some sets.
func unionOf(sets []Ports) Ports {
	if len(sets) == 1 {
		return sets[0]
	}
	var all Ports
	for i := range all {
		var ranges [][]Range
		for _, p := range sets {
			if len(p[i]) > 0 {
				ranges = append(ranges, p[i])
			}
		}
		switch len(ranges) {
		case 0:
		case 1:
			all[i] = ranges[0]
		default:
			all[i] = union(ranges...)
		}
	}
	return all
}

func union(sets ...[]Range) []Range {
	both := slices.Concat(sets...)
	slices.SortFunc(both, func(x, y Range) int { return cmp.Compare(x.From, y.From) })
	merged := both[:1]
	for _, r := range both[1:] {
		if last := &merged[len(merged)-1]; r.From <= last.To+1 {
			last.To = max(last.To, r.To)
		} else {
			merged = append(merged, r)
		}
	}
	return merged
}

// Intersect returns what is in both sets.
func (p Ports) Intersect(q Ports) Ports {
	var common Ports
	for i := range common {
		for a, b := p[i], q[i]; len(a) > 0 && len(b) > 0; {
			if from, to := max(a[0].From, b[0].From), min(a[0].To, b[0].To); from <= to {
				common[i] = append(common[i], Range{from, to})
			}
			if a[0].To < b[0].To {
				a = a[1:]
			} else {
				b = b[1:]
			}
		}
	}
	return common
}

// meets reports whether two sets have a port in common.
func (p Ports) meets(q Ports) bool {
	for i := range p {
		for a, b := p[i], q[i]; len(a) > 0 && len(b) > 0; {
			switch {
			case a[0].To < b[0].From:
				a = a[1:]
			case b[0].To < a[0].From:
				b = b[1:]
			default:
				return true
			}
		}
	}
	return false
}

// Without returns what is in p and not in q.
func (p Ports) Without(q Ports) Ports {
	var rest Ports
	for i := range rest {
		var gaps []Range
		next := 1
		for _, r := range q[i] {
			if next < r.From {
				gaps = append(gaps, Range{next, r.From - 1})
			}
			next = r.To + 1
		}
		if next <= maxPort {
			gaps = append(gaps, Range{next, maxPort})
		}
		rest[i] = gaps
	}
	return rest.Intersect(p)
}

// String returns the set as people read it: TCP 22, 80-90; UDP 53. Every port is "any", none is "none".
func (p Ports) String() string {
	if p.IsAll() {
		return "any"
	}
	var parts []string
	for i, ranges := range p {
		if len(ranges) == 0 {
			continue
		}
		var numbers []string
		for _, r := range ranges {
			switch {
			case r == Range{1, maxPort}:
				numbers = append(numbers, "any")
			case r.From == r.To:
				numbers = append(numbers, strconv.Itoa(r.From))
			default:
				numbers = append(numbers, fmt.Sprintf("%d-%d", r.From, r.To))
			}
		}
		parts = append(parts, Protocols[i]+" "+strings.Join(numbers, ", "))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, "; ")
}

// MarshalJSON returns a list of protocol, from and to.
func (p Ports) MarshalJSON() ([]byte, error) {
	list := []protocolRange{}
	for i, ranges := range p {
		for _, r := range ranges {
			list = append(list, protocolRange{Protocols[i], r.From, r.To})
		}
	}
	return json.Marshal(list)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Ports) UnmarshalJSON(text []byte) error {
	var list []protocolRange
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	*p = Ports{}
	for _, r := range list {
		*p = p.Union(PortRange(r.Protocol, r.From, r.To))
	}
	return nil
}

type protocolRange struct {
	Protocol string `json:"protocol"`
	From     int    `json:"from"`
	To       int    `json:"to"`
}

// writtenRange is a range as the library traffic returns it: its numbers are those of the file, whatever they are.
type writtenRange struct {
	Protocol string  `json:"protocol"`
	From     float64 `json:"from"`
	To       float64 `json:"to"`
}

func portsOf(ranges []writtenRange) Ports {
	var all Ports
	for _, r := range ranges {
		from, to := math.Ceil(max(r.From, 0)), math.Floor(min(r.To, maxPort))
		if from <= to {
			all = all.Union(PortRange(r.Protocol, int(from), int(to)))
		}
	}
	return all
}

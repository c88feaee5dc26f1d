package flows

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// opened is the ports that a rule opens.
type opened struct {
	everywhere Ports
	// Where the rule names ports, it depends on what the destination calls so.
	names  bool
	byName map[string]Ports
}

func (o *opened) at(destination *Peer) Ports {
	if !o.names {
		return o.everywhere
	}
	return o.byName[portsKey(destination)]
}

func portsKey(p *Peer) string {
	var b strings.Builder
	for _, port := range p.pod.Ports {
		fmt.Fprintf(&b, "%s %v %s\n", port.Name, port.Number, port.Protocol)
	}
	return b.String()
}

// open asks which ports the rules open, at each destination where it makes a difference.
func (f *Flows) open(ctx context.Context) error {
	destinations := map[string]*Peer{}
	var distinct []*Peer
	for _, p := range f.peers {
		if key := portsKey(p); destinations[key] == nil {
			destinations[key] = p
			distinct = append(distinct, p)
		}
	}
	type question struct {
		rules       []*rule
		destination *Peer
	}
	type destination struct {
		Ports []NamedPort `json:"ports"`
	}
	type writtenQuestion struct {
		Rule struct {
			Ports json.RawMessage `json:"ports"`
		} `json:"rule"`
		Destination destination `json:"destination"`
	}
	var questions []*question
	byText := map[string][]*question{}
	for _, p := range f.cluster.policies {
		for _, r := range p.rules {
			f.ranges[r] = &opened{names: namesPorts(r.Ports), byName: map[string]Ports{}}
			var compact bytes.Buffer
			key := string(r.Ports)
			if json.Compact(&compact, r.Ports) == nil {
				key = compact.String()
			}
			if asked, ok := byText[key]; ok {
				for _, q := range asked {
					q.rules = append(q.rules, r)
				}
				continue
			}
			at := []*Peer{{}}
			if f.ranges[r].names {
				at = distinct
			}
			for _, destination := range at {
				q := &question{[]*rule{r}, destination}
				byText[key] = append(byText[key], q)
				questions = append(questions, q)
			}
		}
	}
	answers, err := askEach[*question, []writtenRange](ctx, f.cluster.library, "ranges", questions, func(some []*question) (rego.Input, error) {
		list := []writtenQuestion{}
		for _, q := range some {
			w := writtenQuestion{Destination: destination{append([]NamedPort{}, q.destination.pod.Ports...)}}
			w.Rule.Ports = q.rules[0].Ports
			list = append(list, w)
		}
		return rego.Encode(list)
	})
	if err != nil {
		return err
	}
	for i, q := range questions {
		ports := portsOf(answers[i])
		for _, r := range q.rules {
			if o := f.ranges[r]; o.names {
				o.byName[portsKey(q.destination)] = ports
			} else {
				o.everywhere = ports
			}
		}
	}
	return nil
}

// namesPorts reports whether any entry of a rule's ports is a text, so that what it opens depends on the
// destination.
func namesPorts(ports json.RawMessage) bool { return len(portNames(ports)) > 0 }

func portNames(ports json.RawMessage) []string {
	var list []struct {
		Port any `json:"port"`
	}
	var names []string
	if json.Unmarshal(ports, &list) == nil {
		for _, entry := range list {
			if name, ok := entry.Port.(string); ok {
				names = append(names, name)
			}
		}
		return names
	}
	return []string{""} // as it cannot be read, nothing is presumed
}

// tellUnresolved says of which pods only the name of a port is known.
func (f *Flows) tellUnresolved() {
	for _, p := range f.cluster.policies {
		for _, r := range p.rules {
			if r.Direction != Egress || !f.ranges[r].names {
				continue
			}
			for _, peer := range f.peers {
				if peer.Kind == Workload || !peer.isNamedBy(r) {
					continue
				}
				f.tell(p.Object, Problem{Position: r.position, IsUncertain: true},
					"names the port %s, but no file gives its number at %s", strings.Join(portNames(r.Ports), ", "), peer.Name)
				break
			}
		}
	}
}

// makeGroups takes together the peers that policies do not tell apart, pods of the run and others not among one
// another.
func (f *Flows) makeGroups() {
	areNamed := false
	for _, p := range f.cluster.policies {
		for _, r := range p.rules {
			areNamed = areNamed || f.ranges[r].names
		}
	}
	policyOf := map[*policy]int{}
	for i, p := range f.cluster.policies {
		policyOf[p] = i
	}
	at := map[string]int{}
	for _, p := range f.peers {
		var b strings.Builder
		fmt.Fprintf(&b, "%v;%v;%q", p.isKnown(), p.hasKnownAddress(), p.named.key())
		for _, direction := range []Direction{Ingress, Egress} {
			var policies []int
			for _, policy := range p.isolating[direction] {
				policies = append(policies, policyOf[policy])
			}
			slices.Sort(policies)
			fmt.Fprintf(&b, ";%s", numbers(policies))
		}
		if areNamed {
			b.WriteString(";" + portsKey(p))
		}
		key := b.String()
		i, ok := at[key]
		if !ok {
			i = len(f.groups)
			at[key] = i
			f.groups = append(f.groups, nil)
		}
		p.group = i
		f.groups[i] = append(f.groups[i], p)
	}
}

func numbers(all []int) string {
	var b strings.Builder
	for _, n := range all {
		b.WriteString(strconv.Itoa(n))
		b.WriteByte(' ')
	}
	return b.String()
}

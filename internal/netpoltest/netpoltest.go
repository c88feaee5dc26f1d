// Package netpoltest generates network policies, and what they are about, for tests that compare what
// different judges say of them.
package netpoltest

import (
	"fmt"
	"math/rand/v2"
)

// What the pods and policies are made of.
var (
	Namespaces = []string{"default", "a", "b"}
	Ports      = []int{22, 80, 443, 8080}
	PortNames  = []string{"ssh", "web", "dns"}
	Protocols  = []string{"TCP", "TCP", "UDP", "SCTP"}
	blocks     = []string{"0.0.0.0/0", "::/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "10.1.2.3/16", "fd00::/8", "fd00:1::/32", "203.0.113.0/24"}
	Addresses  = []string{"10.1.2.3", "10.1.2.4", "10.2.0.1", "fd00:1::1", "fd00:2::1", "203.0.113.7", "2001:db8::1"}
)

// Choose returns one of several values.
func Choose[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

// Labels returns labels of a pod or a namespace. They always have the label "always", which NotIn asks about
// where Cyclonus is to judge.
func Labels(random *rand.Rand) map[string]string {
	chosen := map[string]string{"always": Choose(random, "x", "y")}
	for _, key := range []string{"app", "tier"} {
		if random.IntN(3) > 0 {
			chosen[key] = Choose(random, "x", "y", "z")
		}
	}
	return chosen
}

// Selector returns a label selector; of any kind where anything goes, and otherwise none that Cyclonus reads
// otherwise than Kubernetes does.
func Selector(random *rand.Rand, anything bool) map[string]any {
	selector := map[string]any{}
	if random.IntN(5) < 2 {
		pairs := map[string]any{}
		for range random.IntN(2) + 1 {
			pairs[Choose(random, "always", "app", "tier")] = Choose(random, "x", "y", "z")
		}
		if anything && random.IntN(8) == 0 {
			pairs["app"] = ""
		}
		selector["matchLabels"] = pairs
	} else if random.IntN(4) == 0 {
		selector["matchLabels"] = Choose[any](random, nil, map[string]any{})
	}
	if random.IntN(5) < 2 {
		var expressions []any
		for range random.IntN(2) + 1 {
			expression := map[string]any{"key": Choose(random, "always", "app", "tier"), "operator": Choose(random, "In", "NotIn", "Exists", "DoesNotExist")}
			switch expression["operator"] {
			case "In", "NotIn":
				if expression["operator"] == "NotIn" && !anything {
					expression["key"] = "always"
				}
				values := []any{Choose(random, "x", "y", "z")}
				if random.IntN(2) == 0 {
					values = append(values, Choose(random, "x", "y", "z"))
				}
				expression["values"] = values
			default:
				if random.IntN(3) == 0 {
					expression["values"] = Choose[any](random, nil, []any{})
				}
			}
			expressions = append(expressions, expression)
		}
		selector["matchExpressions"] = expressions
	} else if random.IntN(4) == 0 {
		selector["matchExpressions"] = Choose[any](random, nil, []any{})
	}
	return selector
}

// Policy returns a NetworkPolicy, the i-th of its cluster.
func Policy(random *rand.Rand, i int, anything bool) map[string]any {
	metadata := map[string]any{"name": fmt.Sprintf("p%d", i)}
	if namespace := Choose(random, Namespaces...); namespace != "default" || random.IntN(2) == 0 {
		metadata["namespace"] = namespace
	}
	spec := map[string]any{}
	// Selectors of policies are simple, so that they select something more often than not.
	switch random.IntN(5) {
	case 0:
		spec["podSelector"] = Selector(random, anything)
	case 1:
		spec["podSelector"] = map[string]any{"matchLabels": map[string]any{"always": Choose(random, "x", "y")}}
	case 2:
		if random.IntN(2) == 0 {
			spec["podSelector"] = nil
		}
	default:
		spec["podSelector"] = map[string]any{}
	}
	switch random.IntN(6) {
	case 0:
		spec["policyTypes"] = Choose[any](random, nil, []any{})
	case 1:
		spec["policyTypes"] = []any{"Ingress"}
	case 2:
		spec["policyTypes"] = []any{"Egress"}
	case 3, 4:
		spec["policyTypes"] = []any{"Ingress", "Egress"}
	}
	for _, direction := range [][2]string{{"ingress", "from"}, {"egress", "to"}} {
		switch random.IntN(8) {
		case 0:
			continue
		case 1:
			spec[direction[0]] = nil
			continue
		}
		rules := []any{}
		for range random.IntN(3) {
			rules = append(rules, rule(random, direction[1], anything))
		}
		spec[direction[0]] = rules
	}
	return map[string]any{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}
}

func rule(random *rand.Rand, field string, anything bool) any {
	written := map[string]any{}
	switch random.IntN(8) {
	case 0:
		written[field] = Choose[any](random, nil, []any{})
	case 1:
	default:
		var peers []any
		for range random.IntN(2) + 1 {
			wanted := map[string]any{}
			switch random.IntN(5) {
			case 0:
				wanted["podSelector"] = Selector(random, anything)
			case 1:
				wanted["namespaceSelector"] = namespaceSelector(random, anything)
				if random.IntN(4) == 0 {
					wanted["podSelector"] = nil
				}
			case 2:
				wanted["podSelector"] = Selector(random, anything)
				wanted["namespaceSelector"] = namespaceSelector(random, anything)
			case 3, 4:
				block := map[string]any{"cidr": Choose(random, blocks...)}
				switch random.IntN(4) {
				case 0:
					block["except"] = []any{Choose(random, blocks[2:]...), Choose(random, blocks[3:]...)}
				case 1:
					block["except"] = Choose[any](random, nil, []any{}, []any{"10.1.2.0/24"})
				}
				wanted["ipBlock"] = block
			}
			peers = append(peers, wanted)
		}
		written[field] = peers
	}
	switch random.IntN(6) {
	case 0:
		written["ports"] = Choose[any](random, nil, []any{})
	case 1, 2:
	default:
		var ports []any
		for range random.IntN(2) + 1 {
			port := map[string]any{}
			if random.IntN(3) > 0 {
				port["protocol"] = Choose[any](random, "TCP", "TCP", "UDP", "SCTP", nil)
			}
			switch random.IntN(5) {
			case 0, 1:
				port["port"] = Choose(random, Ports...)
			case 2:
				port["port"] = Choose(random, PortNames...)
			case 3:
				from, to := Choose(random, Ports...), Choose(random, Ports...)
				port["port"], port["endPort"] = min(from, to), max(from, to)-random.IntN(2)
				if port["endPort"].(int) < port["port"].(int) {
					port["endPort"] = nil
				}
			case 4:
				if random.IntN(2) == 0 {
					port["port"] = nil
				}
			}
			ports = append(ports, port)
		}
		written["ports"] = ports
	}
	return written
}

func namespaceSelector(random *rand.Rand, anything bool) map[string]any {
	if random.IntN(3) > 0 {
		return Selector(random, anything)
	}
	return map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": Choose(random, Namespaces...)}}
}

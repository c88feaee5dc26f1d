package flows

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/guiderail/guiderail/harness/artefact"
)

// defect is what an API server refuses a policy for.
type defect struct {
	path    []any
	message string
}

func (d defect) String() string { return artefact.PathText(d.path) + " " + d.message }

// defects returns what an API server would refuse in a policy. It decides nothing of what a policy lets
// through.
func defects(text []byte) []defect {
	var p networkingv1.NetworkPolicy
	if err := json.Unmarshal(text, &p); err != nil {
		return []defect{{[]any{"spec"}, "cannot be read: " + strings.TrimPrefix(err.Error(), "json: ")}}
	}
	var all defectList
	all.selector(&p.Spec.PodSelector, "spec", "podSelector")
	for i, t := range p.Spec.PolicyTypes {
		if t != networkingv1.PolicyTypeIngress && t != networkingv1.PolicyTypeEgress {
			all.say([]any{"spec", "policyTypes", i}, "is %q; must be Ingress or Egress", t)
		}
	}
	for i, r := range p.Spec.Ingress {
		all.rule(r.From, r.Ports, "from", "spec", "ingress", i)
	}
	for i, r := range p.Spec.Egress {
		all.rule(r.To, r.Ports, "to", "spec", "egress", i)
	}
	return all
}

type defectList []defect

func (l *defectList) say(path []any, format string, args ...any) {
	*l = append(*l, defect{path, fmt.Sprintf(format, args...)})
}

func (l *defectList) selector(s *metav1.LabelSelector, path ...any) {
	if s == nil {
		return
	}
	if _, err := metav1.LabelSelectorAsSelector(s); err != nil {
		l.say(path, "cannot be parsed: %v", err)
	}
}

func (l *defectList) rule(peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort, field string, path ...any) {
	for i, peer := range peers {
		at := slices.Concat(path, []any{field, i})
		l.selector(peer.PodSelector, append(slices.Clone(at), "podSelector")...)
		l.selector(peer.NamespaceSelector, append(slices.Clone(at), "namespaceSelector")...)
		switch {
		case peer.IPBlock != nil && (peer.PodSelector != nil || peer.NamespaceSelector != nil):
			l.say(at, "sets both a selector and ipBlock; they cannot be combined")
		case peer.IPBlock != nil:
			l.block(peer.IPBlock, append(slices.Clone(at), "ipBlock"))
		case peer.PodSelector == nil && peer.NamespaceSelector == nil:
			l.say(at, "is empty; set podSelector, namespaceSelector or ipBlock")
		}
	}
	for i, port := range ports {
		l.port(port, slices.Concat(path, []any{"ports", i}))
	}
}

func (l *defectList) block(block *networkingv1.IPBlock, at []any) {
	outer, ok := parsePrefix(block.CIDR)
	if !ok {
		l.say(append(slices.Clone(at), "cidr"), "is %q, which is not a CIDR block", block.CIDR)
	}
	for i, text := range block.Except {
		if inner, isBlock := parsePrefix(text); !isBlock || ok && (!outer.Overlaps(inner) || inner.Bits() <= outer.Bits()) {
			l.say(append(slices.Clone(at), "except", i), "is %q, which is not a CIDR block within %s", text, block.CIDR)
		}
	}
}

// parsePrefix reads a block of addresses. One of IPv4 addresses in the form of IPv6 is none to anybody.
func parsePrefix(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	return p, err == nil && !p.Addr().Is4In6()
}

func (l *defectList) port(port networkingv1.NetworkPolicyPort, at []any) {
	if port.Protocol != nil && !slices.Contains(Protocols, string(*port.Protocol)) && *port.Protocol != corev1.Protocol("") {
		l.say(append(slices.Clone(at), "protocol"), "is %q; must be TCP, UDP or SCTP", *port.Protocol)
	}
	switch {
	case port.Port == nil:
		if port.EndPort != nil {
			l.say(append(slices.Clone(at), "endPort"), "is set, but port is not")
		}
	case port.Port.Type == intstr.String:
		if problems := validation.IsValidPortName(port.Port.StrVal); len(problems) > 0 {
			l.say(append(slices.Clone(at), "port"), "is %q, which is not a valid port name", port.Port.StrVal)
		}
		if port.EndPort != nil {
			l.say(append(slices.Clone(at), "endPort"), "is set, but port is a name")
		}
	default:
		if problems := validation.IsValidPortNum(port.Port.IntValue()); len(problems) > 0 {
			l.say(append(slices.Clone(at), "port"), "is %d; must be between 1 and 65535", port.Port.IntVal)
		}
		if port.EndPort != nil && (*port.EndPort < port.Port.IntVal || *port.EndPort > maxPort) {
			l.say(append(slices.Clone(at), "endPort"), "is %d; must be between port, %d, and 65535", *port.EndPort, port.Port.IntVal)
		}
	}
}

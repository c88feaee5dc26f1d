// Command cyclonus asks the matcher of github.com/mattfenwick/cyclonus whether network policies let
// traffic through. It reads from standard input one cluster after another, as JSON, and writes for each
// the list of answers to its questions.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type cluster struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Traffic  []struct {
		From     peer            `json:"from"`
		To       peer            `json:"to"`
		Port     int             `json:"port"`
		PortName string          `json:"portName"` // at the destination
		Protocol corev1.Protocol `json:"protocol"`
	} `json:"traffic"`
}

type peer struct {
	IP              string            `json:"ip"`
	Namespace       string            `json:"namespace"` // "" for what is outside the cluster
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
}

// answer returns what the policies of either end say.
type answer struct {
	Egress  bool `json:"egress"`
	Ingress bool `json:"ingress"`
}

func main() {
	log.SetFlags(0)
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(os.Stdout)
	for {
		var c cluster
		if err := in.Decode(&c); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatalf("cyclonus: %v", err)
		}
		if err := out.Encode(answers(c)); err != nil {
			log.Fatalf("cyclonus: %v", err)
		}
	}
}

func answers(c cluster) []answer {
	for _, policy := range c.Policies {
		complete(policy)
	}
	policies := matcher.BuildNetworkPolicies(false, c.Policies)
	all := []answer{}
	for _, t := range c.Traffic {
		result := policies.IsTrafficAllowed(&matcher.Traffic{
			Source: t.From.traffic(), Destination: t.To.traffic(),
			ResolvedPort: t.Port, ResolvedPortName: t.PortName, Protocol: t.Protocol,
		})
		all = append(all, answer{result.Egress.IsAllowed(), result.Ingress.IsAllowed()})
	}
	return all
}

// complete fills in the types as an API server does; the matcher takes what one has stored.
func complete(policy *networkingv1.NetworkPolicy) {
	if len(policy.Spec.PolicyTypes) > 0 {
		return
	}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	if len(policy.Spec.Egress) > 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
}

func (p peer) traffic() *matcher.TrafficPeer {
	t := &matcher.TrafficPeer{IP: p.IP}
	if p.Namespace != "" {
		t.Internal = &matcher.InternalPeer{PodLabels: p.Labels, NamespaceLabels: p.NamespaceLabels, Namespace: p.Namespace}
	}
	return t
}

# METADATA
# title: Pods that the internet reaches must opt in and be isolated
# description: |
#   A Service of type LoadBalancer, an Ingress or a route puts pods on the internet, and often not those
#   that its author had in mind: one label that a selector asks for is enough. The opt-in label makes that
#   a decision that stands at the pod, where reviewers see it and network policies select it; a policy
#   that isolates the pod leaves open what callers need and nothing beside it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: medium
#   requirements: [NETPOL-09]
#   match: [workload]
#   remediation: Give the pods the opt-in label and a NetworkPolicy that selects them, or make the Service internal and
#     delete the routes to it.
#   parameters:
#     label: {type: string, description: 'The label by which pods opt in, with the value "true".'}
#     allowed_namespaces: {type: array, items: {type: string}, description: "Exact names of the namespaces whose pods
#       may opt in; while it is empty, those of any namespace may."}
#     other_policies: {type: string, enum: [unknown, count, ignore], description: "Whether a policy of Cilium, Calico or
#       Antrea, or one for the whole cluster, that selects the pods leaves the verdict unknown, counts as a
#       NetworkPolicy or is ignored."}
#     cloud: {type: string, enum: ["", aws, azure, gcp, openstack, alibaba, oracle, ibm, digitalocean], description:
#       "The cloud whose annotations make a load balancer internal; while it is empty, what one of them would make
#       internal is unknown."}
#     node_ports: {type: boolean, description: "Whether the internet reaches the ports that Services of type NodePort
#       open on every node."}
#     internal_entrances: {type: array, items: {type: string}, description: "Exact names of IngressClasses, and of
#       gateways as namespace/name, that only the organisation's own network reaches."}
package guiderail.network.internet_opt_in

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.internet_way
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.other_policies
import data.lib.guiderail.pods
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

defaults := {
	"label": "networking/allow-internet-access",
	"allowed_namespaces": [],
	"other_policies": "unknown",
	"cloud": "",
	"node_ports": true,
	"internal_entrances": ["gce-internal"],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(_ways) > 0

applies if {
	some pod in workload.pods
	pod.labels[parameters.label] != null
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

violation contains {"msg": msg, "details": {"path": array.concat(_labels(n), [parameters.label])}} if {
	some n, pod in workload.pods
	pod.labels[parameters.label] == "true"
	count(parameters.allowed_namespaces) > 0
	not ctx.namespace_or_default in parameters.allowed_namespaces
	what := sprintf("label %s opens the pods to the internet", [parameters.label])
	msg := sprintf("%s, and those of namespace %s may not be; remove it", [what, ctx.namespace_or_default])
}

_offences contains {"path": path, "msg": msg, "is_open": internet_way.may_differ(ways, label)} if {
	some n, ways in _ways
	label := object.get(workload.pods[n].labels, parameters.label, null)
	label != "true"
	path := array.concat(_labels(n), [parameters.label | label != null])
	what := sprintf("%s: label %s is not \"true\"", [internet_way.exposure(ways), parameters.label])
	msg := sprintf("%s; set it if they are to serve the internet", [what])
}

# Policies do not reach what is on its node's network.
_offences contains {"path": _labels(n), "msg": msg, "is_open": is_open} if {
	some n, ways in _ways
	pod := _pods[n]
	pod.host_network == false
	written := namespace_policies.of_namespace(ctx.namespace_or_default)
	count(traffic.isolating(written, pod, "ingress")) == 0
	others := other_policies.isolating(ctx.namespace_or_default, pod.labels, "ingress")
	not other_policies.settle(others, parameters.other_policies)
	floating := namespace_policies.possibly_isolating(ctx.namespace_or_none, pod, "ingress")
	doubts := other_policies.doubts(floating, others, parameters.other_policies)
	is_open := internet_way.may_select(ways, doubts, [pod.labels, [policy.spec | some policy in written]])
	shown := sprintf("%s: no NetworkPolicy selects them for ingress", [internet_way.exposure(ways)])
	msg := sprintf("%s; %s", [shown, internet_way.end(doubts)])
}

_ways := internet_way.to_pods(parameters)

_labels(n) := array.concat(workload.pods[n].metadata_path, ["labels"])

_pods := pods.seen(ctx.resource, ctx.namespace_or_default)

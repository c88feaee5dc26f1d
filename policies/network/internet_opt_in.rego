# METADATA
# title: Pods that the internet can reach must opt in and be isolated
# description: |
#   A Service of type LoadBalancer, an Ingress or a route exposes pods to the internet, often pods that
#   its author did not have in mind, because one shared label is enough. The opt-in label makes exposure
#   a decision on the pod itself, where reviewers see it and network policies can select it. A policy
#   that isolates the pod leaves only what callers need open.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: medium
#   requirements: [NETPOL-09]
#   match: [workload]
#   remediation: Set the opt-in label on the pods and create a NetworkPolicy that selects them, or make the Service
#     internal and delete the routes to it.
#   parameters:
#     label: {type: string, description: 'The label with which pods opt in, with the value "true".'}
#     allowed_namespaces: {type: array, items: {type: string}, description: "Exact names of the namespaces whose pods
#       may opt in. If it is empty, pods of any namespace may."}
#     other_policies: {type: string, enum: [unknown, count, ignore], description: "How to treat a Cilium, Calico, Antrea
#       or cluster-wide policy that selects the pods. With unknown the verdict is unknown, with count the policy counts
#       as a NetworkPolicy, and with ignore it is ignored."}
#     cloud: {type: string, enum: ["", aws, azure, gcp, openstack, alibaba, oracle, ibm, digitalocean], description:
#       "The cloud whose annotations can make a load balancer internal. If it is empty and an annotation of any cloud
#       would, the verdict is unknown."}
#     node_ports: {type: boolean, description: "Whether the internet can reach the ports that Services of type NodePort
#       open on every node."}
#     internal_entrances: {type: array, items: {type: string}, description: "Exact names of IngressClasses, and of
#       gateways as namespace/name, that can be reached only from the organization's own network."}
package guiderail.network.internet_opt_in

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.internet_way
import data.lib.guiderail.isolation
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

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	count(parameters.allowed_namespaces) > 0
	not ctx.namespace_or_default in parameters.allowed_namespaces
	what := sprintf("label %s opens the pods to the internet", [parameters.label])
	msg := sprintf("%s, which is not allowed in namespace %s; remove it", [what, ctx.namespace_or_default])
	some n, pod in workload.pods
	pod.labels[parameters.label] == "true"
	path := array.concat(isolation.labels_path(n), [parameters.label])
}

_offences contains {"path": path, "msg": msg, "is_open": internet_way.may_differ(ways, label)} if {
	some n, ways in _ways
	label := object.get(workload.pods[n].labels, parameters.label, null)
	label != "true"
	path := array.concat(isolation.labels_path(n), [parameters.label | label != null])
	what := sprintf("%s: label %s is not \"true\"", [internet_way.exposure(ways), parameters.label])
	msg := sprintf("%s; set it if they should serve the internet", [what])
}

# Policies do not reach what is on its node's network.
_offences contains {"path": isolation.labels_path(n), "msg": msg, "is_open": is_open} if {
	some n, ways in _ways
	pod := isolation.own[n]
	pod.host_network == false
	doubts := isolation.doubts(pod, "ingress", parameters.other_policies)
	is_open := internet_way.may_select(ways, doubts, pod.labels)
	shown := sprintf("%s: no NetworkPolicy selects them for ingress", [internet_way.exposure(ways)])
	msg := sprintf("%s; %s", [shown, internet_way.end(doubts)])
}

_ways := internet_way.to_pods(parameters)

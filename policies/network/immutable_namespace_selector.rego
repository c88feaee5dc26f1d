# METADATA
# title: Network policies must select namespaces by a label that nobody can change
# description: |
#   Whoever may edit a namespace can set its labels, so a policy that admits namespaces by a custom
#   label admits everyone who copies that label. The API server sets kubernetes.io/metadata.name to the
#   namespace's name and refuses any other value.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name
#   - https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
# custom:
#   severity: low
#   requirements: [NETPOL-11]
#   match: [networkpolicy]
#   remediation: Select namespaces by kubernetes.io/metadata.name, alone or together with other labels, or by a label
#     that only cluster administrators can set.
#   parameters:
#     protected_labels: {type: array, items: {type: string}, description: "Exact names of further namespace labels that
#       only cluster administrators can set."}
package guiderail.network.immutable_namespace_selector

import data.lib.guiderail.ctx
import data.lib.guiderail.networkpolicy
import data.lib.guiderail.selector

defaults := {"protected_labels": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some rule in networkpolicy.rules
	some peer in rule.peers
	peer.spec.namespaceSelector
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in networkpolicy.rules
	some peer in rule.peers
	namespaces := peer.spec.namespaceSelector
	open := selector.keys(namespaces) - _protected
	count(open) > 0
	not _is_protected(namespaces)
	path := array.concat(peer.path, ["namespaceSelector"])
	msg := sprintf("%s: namespaceSelector relies on %s, which anyone who can edit a namespace can set; select by %s", [
		peer.title,
		concat(", ", sort(open)),
		_name,
	])
}

_is_protected(namespaces) if {
	some key in _protected
	selector.is_bound(namespaces, key)
}

_protected := {key | some key in array.concat([_name], parameters.protected_labels)}

_name := "kubernetes.io/metadata.name"

# METADATA
# title: Namespaces with workloads must have quotas, limits, policies and role bindings
# description: |
#   Only the objects in a namespace keep teams apart. Without a quota one team can take all the nodes, without a
#   default-deny network policy every pod can talk to every other, and without a role binding those who run the
#   namespace have rights in the whole cluster. Network policies are checked by network.default_deny_ingress, unless the
#   parameter wanted lists them here too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: medium
#   requirements: [NS-02, RES-06]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Create a ResourceQuota, a LimitRange, and a RoleBinding for those who run the namespace.
#   parameters:
#     wanted: {type: array, items: {type: string}, description: "Kinds that a namespace with workloads must contain, out
#       of ResourceQuota, LimitRange, NetworkPolicy and RoleBinding."}
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods belong
#       to the cluster itself."}
package guiderail.namespaces.baseline

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.namespace_objects
import data.lib.guiderail.pods

defaults := {
	"wanted": ["ResourceQuota", "LimitRange", "RoleBinding"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

# An empty namespace needs nothing yet.
applies if count(pods.of(_name)) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["metadata", "name"], "msg": lack.msg, "is_open": lack.is_open} if {
	applies
	some kind in parameters.wanted
	lack := namespace_objects.lack(kind, _name)
}

_name := ctx.name if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not ctx.name in parameters.exempt_namespaces
}

# METADATA
# title: Cilium policies must deny what they do not allow
# description: |
#   A Cilium policy denies everything that no rule allows, unless enableDefaultDeny is false. Then its
#   rules stop nothing, although the policy looks like protection. Where no other policy selects the
#   pods, they are open.
# related_resources: [https://docs.cilium.io/en/stable/security/policy/intro/]
# custom:
#   severity: medium
#   requirements: [NETPOL-15]
#   match: [cilium]
#   remediation: Remove enableDefaultDeny, or set it to false only in policies that consist of deny rules.
#   fix:
#     - {remove: {}}
#   parameters:
#     allowed_policies: {type: array, items: {type: string}, description: "Policies that may turn default deny off, as
#       namespace/name, or the name alone for a cluster-wide policy."}
package guiderail.network.cilium_default_deny

import data.lib.guiderail.cilium
import data.lib.guiderail.ctx
import data.lib.guiderail.identity

defaults := {"allowed_policies": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	not _is_allowed
	some part in cilium.specs
	some direction, switch in part.spec.enableDefaultDeny
	switch == false
	is_array(part.spec[direction])
	count(part.spec[direction]) > 0
	path := array.concat(part.path, ["enableDefaultDeny", direction])
	shown := sprintf("enableDefaultDeny.%s is false", [direction])
	msg := sprintf("%s, so traffic that no %s rule allows is allowed too; remove it", [shown, direction])
}

_is_allowed if identity.name in parameters.allowed_policies

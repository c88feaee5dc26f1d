# METADATA
# title: Autoscalers must not start a second primary sidecar
# description: |
#   The primary owns the volume with the keys and the configuration, and the secondaries copy from it.
#   If an autoscaler may start more than one, two primaries write the same files and the same database
#   as soon as the load rises. The secondaries are there to carry load.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
# custom:
#   severity: medium
#   requirements: [XR-10, HPA-07]
#   match:
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#   limits:
#     conftest: The autoscaler's target is visible only with --combine in the namespace main, or when it is supplied as
#       data. Otherwise the control judges by the name of the target.
#   remediation: Let the autoscaler scale the secondaries, and give the primary exactly one replica.
package guiderail.sidecar.primary_autoscaler

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.scale_target
import data.lib.guiderail.xroad

applies if count(_roles) > 0

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	"primary" in _roles
	not _is_at_most_one(object.get(ctx.resource, ["spec", "maxReplicas"], null))
	what := sprintf("scaleTargetRef: %s is an X-Road primary", [scale_target.reference.title])
	msg := sprintf("%s, which must have exactly one replica; scale the secondaries", [what])
}

# The roles of the sidecars that the target runs.
_roles := roles if {
	autoscaler.is_autoscaler
	is_object(scale_target.resource)
	roles := {sidecar.role | some sidecar in xroad.servers_of(scale_target.resource)}
} else := {role} if {
	# Without the target, only its name is known.
	autoscaler.is_autoscaler
	name := scale_target.reference.name
	regex.match(`(?i)(^|-)(x-?road|security-server)(-|$)`, name)
	role := xroad.tag_role(name)
}

_is_at_most_one(replicas) if {
	is_number(replicas)
	replicas <= 1
}

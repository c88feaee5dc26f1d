# METADATA
# title: Containers must not set runAsUser to 0
# description: |
#   A container with the user ID 0 is root, whatever user its image was built for. To the kernel, root
#   in a container is root, and a bug in the container runtime or a mounted file is enough to act as
#   root on the node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   requirements: [PSA-34]
#   match: [workload]
#   remediation: Remove runAsUser, or set it to the ID of a user other than root.
#   fix:
#     - {remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.35 on, pods in their own user namespace may run as
#       root."}
package guiderail.podsecurity.restricted_run_as_user

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, context.spec.runAsUser, _wrong) if {
	podsecurity.minor(parameters.version) >= 23
	some context in podsecurity.contexts
	_may_be_root(context.spec.runAsUser)
	not podsecurity.has_own_users(parameters.version, context)
	path := array.concat(context.path, ["runAsUser"])
	title := sprintf("%s: securityContext.runAsUser", [context.title])
}

_wrong := "is 0, which is root; remove it or use another user's ID"

_may_be_root(user) if user in {0, "0"}

_may_be_root(user) if placeholder.is_in(user)

# METADATA
# title: AppArmor profiles must not be disabled
# description: |
#   The container runtime's AppArmor profile keeps a container from changing kernel settings and
#   mounting file systems, even if it runs as root. The profile Unconfined removes this protection.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: high
#   requirements: [PSA-16]
#   match: [workload]
#   remediation: Remove the AppArmor profile, or set its type to RuntimeDefault or Localhost.
#   fix:
#     - {at: [appArmorProfile, type], set: {value: RuntimeDefault}}
#     - {set: {value: runtime/default}}
package guiderail.podsecurity.app_armor

import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains podsecurity.without_profile(context, "appArmorProfile") if some context in podsecurity.contexts

# The older form, which Kubernetes still reads.
_offences contains podsecurity.annotated_profile(pod, key) if {
	some pod in workload.pods
	some key, profile in podsecurity.annotations(pod)
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not profile in {"runtime/default", "", null}
	not podsecurity.is_local(profile)
}

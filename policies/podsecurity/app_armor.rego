# METADATA
# title: AppArmor profiles must not be switched off
# description: |
#   The runtime's AppArmor profile keeps a container from writing to the kernel's settings and from
#   mounting file systems, also when it runs as root. Unconfined takes that away, and what the runtime
#   left open to other profiles is open then.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: high
#   requirements: [PSA-16]
#   match: [workload]
#   remediation: Remove the AppArmor profile, or set its type to RuntimeDefault or Localhost.
package guiderail.podsecurity.app_armor

import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": profile.path}} if {
	some profile in _forbidden
	not podsecurity.is_open(profile.value)
	msg := sprintf("%s is %s; use %s", [profile.title, podsecurity.shown(profile.value), profile.allowed])
}

unknown contains {"msg": msg, "details": {"path": profile.path}} if {
	some profile in _forbidden
	podsecurity.is_open(profile.value)
	msg := sprintf("%s %s is still to be filled in", [profile.title, profile.value])
}

_forbidden contains {"title": title, "path": path, "value": type, "allowed": "RuntimeDefault or Localhost"} if {
	some context in podsecurity.contexts
	profile := context.spec.appArmorProfile
	profile != null
	type := podsecurity.member(profile, "type")
	not type in {"RuntimeDefault", "Localhost"}
	title := sprintf("%s: securityContext.appArmorProfile.type", [context.title])
	path := array.concat(context.path, ["appArmorProfile", "type"])
}

# The older form, which Kubernetes still reads.
_forbidden contains {"title": title, "path": path, "value": value, "allowed": "runtime/default or localhost/…"} if {
	some pod in workload.pods
	some key, value in podsecurity.annotations(pod)
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not value in {"runtime/default", "", null}
	not _is_local(value)
	title := sprintf("pod: annotation %s", [key])
	path := array.concat(pod.metadata_path, ["annotations", key])
}

_is_local(value) if {
	is_string(value)
	startswith(value, "localhost/")
}

# METADATA
# title: What the Pod Security Standards check
# description: |
#   The security contexts of a pod and its containers, and what depends on the version of the standards.
#   Every control of the standards judges as Pod Security admission in that version does.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package lib.guiderail.podsecurity

import data.lib.guiderail.finding
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   The security contexts of the pods themselves: `title`, `path` (from the object's root), `spec`, which is
#   empty when there is none, and `pod`, the index of the pod in `workload.pods`, as here.
pods := [context |
	some n, pod in workload.pods
	context := {
		"title": "pod",
		"path": workload.field_path(pod, "securityContext"),
		"spec": value.object_in(pod.spec, "securityContext"),
		"pod": n,
	}
]

# METADATA
# description: The security contexts of all containers, in the same form.
containers := [context |
	some container in workload.containers
	context := {
		"title": container.title,
		"path": array.concat(container.path, ["securityContext"]),
		"spec": value.object_in(container.spec, "securityContext"),
		"pod": container.pod,
	}
]

# METADATA
# description: The security contexts of the pods and of their containers.
contexts := array.concat(pods, containers)

# METADATA
# description: |
#   What a control says if it cannot judge the pod, because a patch that is not known changes it later; see
#   `pod_patch`.
open_patches contains {"msg": msg, "details": {"path": path}} if {
	some pod in workload.pods
	some path in pod.patches
	field := path[count(path) - 1]
	msg := sprintf("pod: %s changes the pod, and what it sets is not known here", [field])
}

# METADATA
# description: The annotations that a pod will carry.
annotations(pod) := value.object_in(pod.metadata, "annotations")

# METADATA
# description: |
#   The number N of a version v1.N. As in Pod Security admission, anything that is not a version means the
#   latest, which is the newest version for which these controls agree with the admission's own code.
minor(version) := to_number(substring(version, 3, -1)) if {
	is_version(version)
	version != "latest"
} else := _latest

_latest := 36

# METADATA
# description: Whether a version is one that Pod Security admission reads, `latest` or v1.N.
is_version(version) if {
	is_string(version)
	regex.match(`^(latest|v1\.(0|[1-9][0-9]*))$`, version)
}

# METADATA
# description: |
#   Whether the pod of a context says that it runs on Windows, which has no capabilities and no seccomp. The
#   standards take this into account since v1.25.
is_for_windows(version, context) if {
	workload.pods[context.pod].spec.os.name == "windows"
	minor(version) >= 25
}

# METADATA
# description: |
#   Whether the pod of a context runs in its own user namespace, so that its root has no privileges on the node.
#   The standards take this into account since v1.35.
has_own_users(version, context) if {
	workload.pods[context.pod].spec.hostUsers == false
	minor(version) >= 35
}

# METADATA
# description: |
#   The capabilities that the baseline level allows a container to add. The restricted level reports only
#   these; the control of the baseline level reports the others.
baseline_capabilities := [
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
]

# METADATA
# description: |
#   Whether neither a container nor its pod sets a field of its security context. The pod's value applies to the
#   containers that do not set the field.
is_silent(context, field) if {
	member(context.spec, field) == null
	member(pods[context.pod].spec, field) == null
}

# METADATA
# description: What a message says of the pod of such a container. What creates the pod of a part may still set it.
silence(context, advice) := sprintf("neither is the pod's; %s", [advice]) if {
	not workload.pods[context.pod].is_part
} else := "what the pod sets is not known here"

# METADATA
# description: The offence of a container that can see the parts of /proc that the runtime masks.
unmasked(context) := finding.of_value(path, title, context.spec.procMount, wrong) if {
	not context.spec.procMount in {"Default", null}
	path := array.concat(context.path, ["procMount"])
	title := sprintf("%s: securityContext.procMount", [context.title])
	wrong := sprintf("is %s; remove it or set it to Default", [json.marshal(context.spec.procMount)])
}

# METADATA
# description: |
#   The offence of a security context whose profile, in a field such as seccompProfile, is neither the runtime's nor a
#   local one of the node.
without_profile(context, field) := finding.of_value(path, title, type, wrong) if {
	profile := context.spec[field]
	profile != null
	type := member(profile, "type")
	not type in {"RuntimeDefault", "Localhost"}
	title := sprintf("%s: securityContext.%s.type", [context.title, field])
	path := array.concat(context.path, [field, "type"])
	wrong := sprintf("is %s; use RuntimeDefault or Localhost", [value.shown(type)])
}

# METADATA
# description: The offence of a pod whose annotation gives a profile that is not allowed.
annotated_profile(pod, key) := finding.of_value(path, title, profile, wrong) if {
	profile := annotations(pod)[key]
	title := sprintf("pod: annotation %s", [key])
	path := array.concat(pod.metadata_path, ["annotations", key])
	wrong := sprintf("is %s; use runtime/default or localhost/…", [value.shown(profile)])
}

# METADATA
# description: Whether a profile in an annotation is a local one of the node.
is_local(profile) if {
	is_string(profile)
	startswith(profile, "localhost/")
}

# METADATA
# description: The sysctls that a pod may set, with the minor version since which it may.
safe_sysctls := [
	[0, "kernel.shm_rmid_forced"],
	[0, "net.ipv4.ip_local_port_range"],
	[0, "net.ipv4.tcp_syncookies"],
	[0, "net.ipv4.ping_group_range"],
	[0, "net.ipv4.ip_unprivileged_port_start"],
	[27, "net.ipv4.ip_local_reserved_ports"],
	[29, "net.ipv4.tcp_keepalive_time"],
	[29, "net.ipv4.tcp_fin_timeout"],
	[29, "net.ipv4.tcp_keepalive_intvl"],
	[29, "net.ipv4.tcp_keepalive_probes"],
	[32, "net.ipv4.tcp_rmem"],
	[32, "net.ipv4.tcp_wmem"],
	[37, "net.ipv4.tcp_slow_start_after_idle"],
	[37, "net.ipv4.tcp_notsent_lowat"],
]

# METADATA
# description: The value of a field; null if the field is absent, or if the parent has no fields.
member(parent, field) := found if {
	found := parent[field]
} else := null

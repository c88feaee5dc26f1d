# METADATA
# title: What the Pod Security Standards look at
# description: |
#   The security contexts of a pod and its containers, and what depends on the version of the standards.
#   Every control of the standards judges as the Pod Security admission of that version does.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package lib.guiderail.podsecurity

import data.lib.guiderail.finding
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
		"spec": _object(pod.spec, "securityContext"),
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
		"spec": _object(container.spec, "securityContext"),
		"pod": container.pod,
	}
]

# METADATA
# description: The security contexts of the pods and of their containers.
contexts := array.concat(pods, containers)

# METADATA
# description: |
#   What a control says that cannot know, because a patch whose content is not known changes the pod in the end;
#   see `pod_patch`.
open_patches contains {"msg": msg, "details": {"path": path}} if {
	some pod in workload.pods
	some path in pod.patches
	field := path[count(path) - 1]
	msg := sprintf("pod: %s changes the pod that is made, and what it sets is not known here", [field])
}

# METADATA
# description: The annotations that a pod will carry.
annotations(pod) := _object(pod.metadata, "annotations")

# METADATA
# description: |
#   The number N of a version v1.N. As for Pod Security admission, whatever is no version means the
#   latest, which is the newest that is judged in agreement with the admission's own code.
minor(version) := _latest if {
	version == "latest"
} else := to_number(substring(version, 3, -1)) if {
	is_string(version)
	regex.match(`^v1\.(0|[1-9][0-9]*)$`, version)
} else := _latest

_latest := 36

# METADATA
# description: |
#   Whether the pod of a context says that it runs on Windows, which has no capabilities and no seccomp. The
#   standards heed this from v1.25 on.
is_for_windows(version, context) if {
	workload.pods[context.pod].spec.os.name == "windows"
	minor(version) >= 25
}

# METADATA
# description: |
#   Whether the pod of a context has users of its own, so that its root is nobody on the node. The standards heed
#   this from v1.35 on.
has_own_users(version, context) if {
	workload.pods[context.pod].spec.hostUsers == false
	minor(version) >= 35
}

# METADATA
# description: |
#   The capabilities that the baseline level lets a container add. The restricted level speaks of these
#   alone: of any other, the baseline's control does.
baseline_capabilities := [
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
]

# METADATA
# description: |
#   Whether neither a container nor its pod says anything in a field of their security contexts. What the pod says
#   counts for the containers that say nothing.
is_silent(context, field) if {
	member(context.spec, field) == null
	member(pods[context.pod].spec, field) == null
}

# METADATA
# description: What a message says of the pod of such a container. Whoever makes the pod of a part may still say it.
silence(context, advice) := sprintf("neither is the pod's; %s", [advice]) if {
	not workload.pods[context.pod].is_part
} else := "what the pod says cannot be told from here"

# METADATA
# description: The offence of a container that may see what the runtime masks in /proc.
unmasked(context) := finding.of_value(path, title, context.spec.procMount, wrong) if {
	not context.spec.procMount in {"Default", null}
	path := array.concat(context.path, ["procMount"])
	title := sprintf("%s: securityContext.procMount", [context.title])
	wrong := sprintf("is %s; remove it or set it to Default", [json.marshal(context.spec.procMount)])
}

# METADATA
# description: Whether a profile in an annotation is one of the node's own.
is_local(profile) if {
	is_string(profile)
	startswith(profile, "localhost/")
}

# METADATA
# description: The sysctls that a pod may set for itself, with the minor version from which on it may.
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
# description: The value of a field; null when there is none, or nothing that has fields.
member(parent, field) := value if {
	value := parent[field]
} else := null

_object(parent, field) := value if {
	value := parent[field]
	is_object(value)
} else := {}

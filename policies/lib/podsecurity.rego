# METADATA
# title: What the Pod Security Standards look at
# description: |
#   The security contexts of a pod and its containers, and what depends on the version of the standards.
#   Every control of the standards judges as the Pod Security admission of that version does.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package lib.guiderail.podsecurity

import data.lib.guiderail.placeholder
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
# description: Whether a value is one that is still to be filled in.
is_open(value) if {
	is_string(value)
	placeholder.is_in(value)
}

# METADATA
# description: How a message shows a value of a field; null stands for none.
shown(value) := "not set" if {
	value == null
} else := json.marshal(value)

# METADATA
# description: The value of a field; null when there is none, or nothing that has fields.
member(parent, field) := value if {
	value := parent[field]
} else := null

_object(parent, field) := value if {
	value := parent[field]
	is_object(value)
} else := {}

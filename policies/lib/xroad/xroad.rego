# METADATA
# title: Containers that run the X-Road Security Server Sidecar
# description: |
#   Finds the sidecar in a pod and its role (a single server, or the primary or a secondary behind a load balancer)
#   and type (slim or full). Yields nothing for any other pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
package lib.guiderail.xroad

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

# METADATA
# description: |
#   The containers of all lists that run the sidecar, in the form of `workload.containers`. Each also has `reference`
#   (the image as written, "" if there is none), `image` (its parts), `role` (`primary`, `secondary` or `single`) and
#   `type` (`slim`, `full` or `unknown`).
containers := containers_of(ctx.resource)

# METADATA
# description: |
#   The containers of any object that run the sidecar, in the same form. Most objects do not mention the sidecar, so
#   their images are not parsed.
containers_of(maker) := [sidecar |
	mentions_sidecar(maker)
	pods := workload.pods_of(maker)
	candidates := workload.containers_of(pods)
	some container in candidates
	_is_sidecar(pods, candidates, container)
	parts := image.parse(_reference(container))
	sidecar := object.union(container, {
		"reference": _reference(container),
		"image": parts,
		"role": _role(pods[container.pod], parts.tag),
		"type": _type(parts),
	})
]

# METADATA
# description: |
#   Those that keep running. Init containers that end only prepare something with the sidecar's image, and ephemeral
#   containers cannot have ports or resources.
servers := servers_of(ctx.resource)

# METADATA
# description: The containers of any object that run the sidecar and keep running.
servers_of(maker) := [container |
	some container in containers_of(maker)
	_keeps_running(container)
]

# METADATA
# description: Whether a pod or a workload runs the primary.
is_primary(maker) if count(pods_with_role(maker, "primary")) > 0

# METADATA
# description: |
#   The indexes in `workload.pods_of` of the pods of an object that run a sidecar with this role.
pods_with_role(maker, role) := {container.pod |
	some container in servers_of(maker)
	container.role == role
}

# METADATA
# scope: document
# description: |
#   Whether the names, images or labels of a pod or a workload mention a sidecar. Few do, and `containers_of` needs to
#   look only at these.
mentions_sidecar(maker) if {
	some pod in workload.pods_of(maker)
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some container in pod.spec[list]
	some field in ["image", "name"]
	is_string(container[field])
	contains(lower(container[field]), "sidecar")
}

mentions_sidecar(maker) if {
	some pod in workload.pods_of(maker)
	some key in ["run", "app"]
	names_sidecar(pod.labels[key])
}

_keeps_running(container) if container.list == "containers"

_keeps_running(container) if {
	container.list == "initContainers"
	container.spec.restartPolicy == "Always"
}

# METADATA
# description: The name of the sidecar's image, in any registry.
image_name := "xroad-security-server-sidecar"

# METADATA
# description: The role in a tag, `primary` or `secondary`. Undefined if the tag has none.
tag_role(tag) := regex.find_all_string_submatch_n(`(?:^|-)(primary|secondary)(?:-|$)`, tag, 1)[0][1]

_role(pod, tag) := role if {
	role := tag_role(tag)
} else := role if {
	role := pod.labels.role
	role in {"primary", "secondary"}
} else := "single"

_type(parts) := "slim" if {
	regex.match(`(^|-)slim(-|$)`, parts.tag)
} else := "unknown" if {
	not parts.valid
} else := "unknown" if {
	parts.tag == ""
	parts.digest != ""
} else := "full"

_is_sidecar(_, _, container) if _image_name(container) == image_name

_is_sidecar(_, _, container) if _is_named_sidecar(container)

# Labels belong to the pod, not to one container. They count only if no container is recognized by itself, and then
# for the first container, which is the main one by convention.
_is_sidecar(pods, candidates, container) if {
	not _is_told_by_container(candidates, container.pod)
	container.path == [other.path |
		some other in candidates
		other.pod == container.pod
		other.list == "containers"
		_may_be_sidecar(other)
	][0]
	some key in ["run", "app"]
	names_sidecar(pods[container.pod].labels[key])
}

_is_told_by_container(candidates, pod) if {
	some container in candidates
	container.pod == pod
	_image_name(container) == image_name
}

_is_told_by_container(candidates, pod) if {
	some container in candidates
	container.pod == pod
	_is_named_sidecar(container)
}

_is_named_sidecar(container) if {
	names_sidecar(container.spec.name)
	_may_be_sidecar(container)
}

# METADATA
# description: Whether the name of an object or a container, or the value of a label, contains the sidecar's name.
names_sidecar(text) if {
	is_string(text)
	contains(text, "security-server-sidecar")
}

# The image is missing or a placeholder, so it may be the sidecar, or it is a build with a similar name.
_may_be_sidecar(container) if {
	not regex.match(`^[a-z0-9]+([._-]+[a-z0-9]+)*$`, _image_name(container))
}

_may_be_sidecar(container) if regex.match(`x-?road.*sidecar|sidecar.*x-?road`, _image_name(container))

_image_name(container) := regex.replace(image.parse(_reference(container)).repository, `^.*/`, "")

_reference(container) := container.spec.image if {
	is_string(container.spec.image)
} else := ""

# METADATA
# description: |
#   The last variable in env with this name, which is the one that counts: `path` (of its value), `value` (as text, ""
#   if there is none) and `is_reference`, whether its value is elsewhere. Undefined if env has no such variable.
variable(container, name) := {"path": path, "value": _shown(env), "is_reference": is_reference} if {
	index := max([i |
		some i, env in container.spec.env
		env.name == name
	])
	env := container.spec.env[index]
	is_reference := is_object(object.get(env, "valueFrom", null))
	path := array.concat(container.path, ["env", index, {true: "valueFrom", false: "value"}[is_reference]])
}

# METADATA
# description: Whether a value of XROAD_DB_HOST means the pod itself, as an empty value does.
is_loopback(host) if regex.match(`(?i)^\s*$|^(localhost(\.localdomain)?|127\.[0-9.]+|0\.0\.0\.0|\[?(::1?|::ffff:127\.[0-9.]+)\]?)$`, trim_space(host))

_shown(env) := "" if {
	object.get(env, "value", null) == null
} else := sprintf("%v", [env.value])

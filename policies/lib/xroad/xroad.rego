# METADATA
# title: Containers that run the X-Road Security Server Sidecar
# description: |
#   Finds the sidecar in a pod and tells what it is: a single server, or the primary or a secondary
#   behind a load balancer, of the slim or the full type. Yields nothing for any other pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
package lib.guiderail.xroad

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

# METADATA
# description: |
#   The sidecar's containers, of all lists, as `workload.containers` gives them, and besides:
#   `reference` (the image as written, "" when there is none), `image` (its parts), `role` (`primary`,
#   `secondary` or `single`) and `type` (`slim`, `full` or `unknown`).
containers := containers_of(ctx.resource)

# METADATA
# description: |
#   The same for any object. Most have nothing that names a sidecar, which is seen without taking images apart.
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
#   The sidecar's containers that keep running: neither init containers that end, which prepare
#   something with the sidecar's image, nor ephemeral ones, which can have no ports and resources.
servers := servers_of(ctx.resource)

# METADATA
# description: The same for any object.
servers_of(maker) := [container |
	some container in containers_of(maker)
	_keeps_running(container)
]

# METADATA
# description: Whether a pod, or what makes pods, runs the primary.
is_primary(maker) if count(pods_with_role(maker, "primary")) > 0

# METADATA
# description: |
#   The pods of an object, by their indexes in `workload.pods_of`, that run a sidecar of this role.
pods_with_role(maker, role) := {container.pod |
	some container in servers_of(maker)
	container.role == role
}

# METADATA
# scope: document
# description: |
#   Whether names in a pod, or in what makes pods, speak of a sidecar. Among many, few do, and `containers_of` is
#   worth asking about these alone.
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
# description: The name of the sidecar's image in every registry.
image_name := "xroad-security-server-sidecar"

# METADATA
# description: The role that a tag names, `primary` or `secondary`; undefined when it names none.
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

# The pod's labels speak of the pod, not of one container: they count only where no container can be
# told by itself, and then for the first, which is the main one by convention.
_is_sidecar(pods, candidates, container) if {
	not _is_told_by_container(candidates, container.pod)
	some key in ["run", "app"]
	names_sidecar(pods[container.pod].labels[key])
	container.path == [other.path |
		some other in candidates
		other.pod == container.pod
		other.list == "containers"
		_may_be_sidecar(other)
	][0]
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
# description: Whether a name or the value of a label names the sidecar, as the guide's manifests do.
names_sidecar(text) if {
	is_string(text)
	contains(text, "security-server-sidecar")
}

# An image that says nothing of what it is (none, or a placeholder), and a build under another name.
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
#   The variable of this name that counts in a container, the last one: `path` (of its value), `value`
#   (as text, "" when there is none) and whether it `is_reference`, so that the value stands elsewhere.
#   Undefined when env has none of this name.
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
# description: Whether a database host, as the value of XROAD_DB_HOST, is the pod itself; the default is.
is_loopback(host) if regex.match(`(?i)^\s*$|^(localhost(\.localdomain)?|127\.[0-9.]+|0\.0\.0\.0|\[?(::1?|::ffff:127\.[0-9.]+)\]?)$`, trim_space(host))

_shown(env) := "" if {
	object.get(env, "value", null) == null
} else := sprintf("%v", [env.value])

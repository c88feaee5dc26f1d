# METADATA
# title: Image references
# description: |
#   Image references taken apart as the reference grammar of OCI registries has it:
#   `[registry/]repository[:tag][@digest]`. A first component is a registry only if it has a dot, a
#   colon or a capital letter or is `localhost`; without one the registry is docker.io, whose official
#   images live below `library/`. Parts that hold a placeholder are taken apart all the same.
# related_resources:
#   - https://github.com/distribution/reference
package lib.guiderail.image

import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

# METADATA
# description: |
#   Every image that the pod runs or mounts: `title` (how messages name the user), `path` (of the
#   reference), `reference` ("" when there is none), `pull_policy` ("" when there is none) and
#   `policy_path`.
uses contains use if {
	some container in workload.containers
	use := {
		"title": container.title,
		"path": array.concat(container.path, ["image"]),
		"reference": _text(container.spec, "image"),
		"pull_policy": _text(container.spec, "imagePullPolicy"),
		"policy_path": array.concat(container.path, ["imagePullPolicy"]),
	}
}

uses contains use if {
	some volume in workload.volumes
	is_object(volume.spec.image)
	use := {
		"title": volume.title,
		"path": array.concat(volume.path, ["image", "reference"]),
		"reference": _text(volume.spec.image, "reference"),
		"pull_policy": _text(volume.spec.image, "pullPolicy"),
		"policy_path": array.concat(volume.path, ["image", "pullPolicy"]),
	}
}

_text(parent, key) := value if {
	value := parent[key]
	is_string(value)
} else := ""

# METADATA
# description: |
#   The parts of a reference: `registry` (lower case, docker.io under its one name), `repository`
#   (without the registry), `name` (registry/repository), `tag` and `digest` ("" when absent), and
#   whether the whole is `valid`. A reference with a placeholder is not valid.
parse(reference) := parts if {
	at := indexof(concat("", [reference, "@"]), "@")
	name_and_tag := substring(reference, 0, at)
	components := split(name_and_tag, "/")
	last := components[count(components) - 1]
	colon := indexof(concat("", [last, ":"]), ":")
	path := array.concat(array.slice(components, 0, count(components) - 1), [substring(last, 0, colon)])
	registry := _registry(path)
	repository := _repository(registry, path)
	parts := {
		"registry": registry,
		"repository": repository,
		"name": concat("/", [registry, repository]),
		"tag": substring(last, colon + 1, -1),
		"digest": substring(reference, at + 1, -1),
		"valid": regex.match(_grammar, reference),
	}
}

# METADATA
# description: Whether the part of the reference that names the image, all but tag and digest, is known.
is_name_known(parts) if not placeholder.is_in(parts.name)

# METADATA
# description: Whether a digest is one that OCI registers.
is_digest(digest) if {
	regex.match(`^(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}|blake3:[a-f0-9]{64})$`, digest)
}

_registry(path) := _aliases[lower(path[0])] if {
	_has_registry(path)
} else := lower(path[0]) if {
	_has_registry(path)
} else := "docker.io"

_has_registry(path) if {
	count(path) > 1
	regex.match(`[.:A-Z]|^localhost$`, path[0])
}

_repository(_, path) := concat("/", array.slice(path, 1, count(path))) if {
	_has_registry(path)
	not _is_official(path)
} else := concat("/", ["library", path[count(path) - 1]]) if {
	_is_official(path)
} else := concat("/", path)

# nginx and docker.io/nginx are both docker.io/library/nginx.
_is_official(path) if count(path) == 1

_is_official(path) if {
	count(path) == 2
	_has_registry(path)
	_registry(path) == "docker.io"
}

_aliases := {"docker.io": "docker.io", "index.docker.io": "docker.io", "registry-1.docker.io": "docker.io"}

_grammar := concat("", [
	`^((`, _domain, `)/)?`,
	`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`,
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?`,
	`(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
])

_domain := `([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:[0-9]+)?|\[[a-fA-F0-9:]+\](:[0-9]+)?`

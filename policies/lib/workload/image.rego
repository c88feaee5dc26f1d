# METADATA
# title: Image references
# description: |
#   Image references taken apart as container runtimes do it, by the grammar of
#   github.com/distribution/reference: `[registry/]repository[:tag][@digest]`. A first component is a
#   registry only if it has a dot, a colon or a capital letter or is `localhost`; without one the
#   registry is docker.io, whose official images live below `library/`. Parts that hold a placeholder
#   are taken apart all the same.
#   Five things differ. A registry is written in lower case, since host names are not case-sensitive, and
#   every name of Docker Hub counts as docker.io, so that no spelling evades a list of registries. A first
#   component that is not a host name, such as my_registry.io, is still the registry, because runtimes pull
#   from it; the Go module reads a repository without a registry then. An address in brackets must contain a
#   colon, as every IPv6 address does. A BLAKE3 digest is valid, since OCI registers it.
# related_resources:
#   - https://github.com/distribution/reference
#   - https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms
package lib.guiderail.image

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   Every image that the pod runs or mounts: `title` (how messages name the user), `path` (of the
#   reference), `reference` ("" when there is none; with the defaults of a task), `parts` (of the reference, as
#   `parse` gives them), `pull_policy` ("" when there is none), `policy_field`, which stands beside the reference, and
#   `filled_by`, what will put another reference there before anything runs ("" when nothing says so).
uses := uses_of(ctx.resource)

# METADATA
# description: The same for any object.
uses_of(maker) := array.concat(_run(maker), _mounted(maker))

_run(maker) := [use |
	defaults := _defaults(maker)
	some container in workload.containers_of(workload.pods_of(maker))
	reference := strings.replace_n(defaults, value.text_in(container.spec, "image"))
	use := {
		"title": container.title,
		"pod": container.pod,
		"path": array.concat(container.path, ["image"]),
		"reference": reference,
		"parts": parse(reference),
		"pull_policy": value.text_in(container.spec, "imagePullPolicy"),
		"policy_field": "imagePullPolicy",
		"filled_by": _filled_by(maker, container, reference),
	}
]

# The images that a Tekton task uses where its run names no others.
_defaults(maker) := {sprintf("$(params.%s)", [name]): default_of |
	ctx.group_of(maker) == "tekton.dev"
	names := {param.name | some param in maker.spec.params; is_string(param.name)}
	some name in names
	index := max([i |
		some i, param in maker.spec.params
		param.name == name
		is_string(param.default)
	])
	default_of := maker.spec.params[index].default
}

_mounted(maker) := [use |
	some volume in workload.volumes_of(workload.pods_of(maker))
	is_object(volume.spec.image)
	reference := value.text_in(volume.spec.image, "reference")
	use := {
		"title": volume.title,
		"pod": volume.pod,
		"path": array.concat(volume.path, ["image", "reference"]),
		"reference": reference,
		"parts": parse(reference),
		"pull_policy": value.text_in(volume.spec.image, "pullPolicy"),
		"policy_field": "pullPolicy",
		"filled_by": "",
	}
]

# Each of these applies to this one container, and only a stand-in for a reference counts: any other
# reference is the image that runs if nothing replaces it.
_filled_by(maker, container, "auto") := "Istio's injector" if {
	container.spec.name == "istio-proxy"
	_is_injected(workload.pods_of(maker)[container.pod].metadata)
} else := ""

_filled_by(maker, container, reference) := filler if {
	trim_space(reference) == ""
	filler := _trigger(maker, container)
} else := "ko" if {
	startswith(reference, "ko://")
} else := "" if {
	reference != "auto"
}

_pod_path(container) := array.slice(container.path, 0, count(container.path) - 3)

_is_injected(metadata) if {
	_is_asked_for(metadata)
	every part in ["labels", "annotations"] {
		not lower(value.text_in(object.get(metadata, part, {}), "sidecar.istio.io/inject")) == "false"
	}
}

_is_asked_for(metadata) if {
	some part in ["labels", "annotations"]
	metadata[part]["sidecar.istio.io/inject"] == "true"
}

_is_asked_for(metadata) if value.text_in(metadata.annotations, "inject.istio.io/templates") != ""

_is_asked_for(metadata) if value.text_in(metadata.labels, "istio.io/rev") != ""

_trigger(maker, container) := "an ImageChange trigger" if {
	ctx.group_of(maker) == "apps.openshift.io"
	some trigger in maker.spec.triggers
	trigger.type == "ImageChange"
	trigger.imageChangeParams.from.name != ""
	container.spec.name in trigger.imageChangeParams.containerNames
} else := "the annotation image.openshift.io/triggers" if {
	text := maker.metadata.annotations["image.openshift.io/triggers"]
	is_string(text)
	json.is_valid(text)
	some trigger in json.unmarshal(text)
	trigger.from.name != ""
	not object.get(trigger, "paused", false) in {true, "true"}
	_is_path_of(trigger.fieldPath, container)
}

_is_path_of(field, container) if {
	is_string(container.spec.name)
	prefix := concat(".", array.concat(_pod_path(container), ["spec", container.list]))
	field in {sprintf(`%s[?(@.name==%s%s%s)].image`, [
		prefix, quote, container.spec.name, quote,
	]) |
		some quote in [`"`, "'"]
	}
}

_is_path_of(field, container) if {
	prefix := concat(".", array.concat(_pod_path(container), ["spec", container.list]))
	field == sprintf("%s[%d].image", [prefix, container.path[count(container.path) - 1]])
}

# METADATA
# description: |
#   The parts of a reference: `registry` (lower case, docker.io under its one name), `repository`
#   (without the registry), `name` (registry/repository), `tag` and `digest` ("" when absent), and
#   whether the whole is `valid`. A reference with a placeholder is not valid, nor is one with a user and a
#   password, which are in none of the parts.
parse(reference) := parts if {
	[[_, host, folder, base, tag, digest]] := regex.find_all_string_submatch_n(_parts, _without_user(reference), 1)
	registry := _registry(host)
	repository := concat("", [_root(registry, folder), folder, base])
	parts := {
		"registry": registry,
		"repository": repository,
		"name": concat("/", [registry, repository]),
		"tag": substring(tag, 1, -1),
		"digest": substring(digest, 1, -1),
		"valid": _is_valid(reference, repository),
	}
}

# METADATA
# description: |
#   A reference as messages show it. References have no user and password, but people write them before an @,
#   so the text before an @ that does not begin a digest is not shown.
shown(reference) := concat("@", ["***", bare]) if {
	bare := _without_user(reference)
	bare != reference
} else := reference

_without_user(reference) := pieces[count(pieces) - 1] if {
	# Before a host with a dot or a port, even what looks like a placeholder is a password's.
	regex.match(`^[^/@]+:[^/]*@[^@/]*[.:][^@/]*/[^@]*$`, reference)
	pieces := split(reference, "@")
} else := concat("@", array.slice(pieces, count(pieces) - rest, count(pieces))) if {
	pieces := split(regex.replace(reference, `@[A-Z0-9_]+@`, "…"), "@") # some placeholders stand between two
	rest := _shown_pieces(pieces)
	rest < count(pieces)
} else := reference

# How many pieces, from the last one on, are no user: the last one, and with a digest the one before it. A
# name without a colon before the @ holds no password.
_shown_pieces(pieces) := 2 if {
	_begins_digest(pieces[count(pieces) - 2], pieces[count(pieces) - 1])
} else := 1 if {
	contains(concat("@", array.slice(pieces, 0, count(pieces) - 1)), ":")
} else := count(pieces)

_begins_digest(_, text) if regex.match(`^(sha256|sha384|sha512|blake3):`, text)

_begins_digest(name, text) if {
	placeholder.is_in(text)
	contains(name, "/")
	not contains(text, "/")
}

# METADATA
# description: What is wrong with the reference of a use as such, unless it is still to be filled in.
defect(use) := "image is not set" if {
	use.reference == ""
} else := sprintf("image %q is not a valid reference", [shown(use.reference)]) if {
	not use.parts.valid
	not placeholder.is_in(use.reference)
}

# METADATA
# description: Whether the name of the image, which is everything but tag and digest, has no placeholder.
is_name_known(parts) if not placeholder.is_in(parts.name)

# METADATA
# description: Whether a digest is one that OCI registers.
is_digest(digest) if {
	digest != ""
	regex.match(_digest_alone, digest)
}

# METADATA
# scope: document
# description: |
#   Whether a placeholder of a reference may bring its digest: it stands in the digest, it ends the tag,
#   or it is the last of the name and neither tag nor digest follows it.
may_gain_digest(use) if {
	use.parts.digest != ""
	not use.parts.valid
	placeholder.is_in(use.reference)
}

may_gain_digest(use) if {
	use.parts.digest == ""
	placeholder.is_in(use.parts.tag)
	regex.match(`[}>%@]$`, use.parts.tag)
}

may_gain_digest(use) if {
	use.parts.tag == ""
	use.parts.digest == ""
	components := split(use.parts.repository, "/")
	placeholder.is_in(components[count(components) - 1])
}

# METADATA
# scope: document
# description: |
#   Whether one of the entries names the repository, with its registry in full; an entry that ends with
#   a slash names everything below it.
is_named(parts, entries) if parts.name in entries

is_named(parts, entries) if {
	some entry in entries
	endswith(entry, "/")
	startswith(parts.name, entry)
}

# Takes any text apart: the host, folders with their slashes, the last component, the tag with its
# colon and the digest with its sign.
_parts := `(?s)^(?:([^/@]*[.:A-Z][^/@]*|localhost)/)?([^@]*/)?([^/:@]*)(:[^/@]*)?(@.*)?$`

_registry(host) := "docker.io" if {
	lower(host) in {"", "docker.io", "index.docker.io", "registry-1.docker.io"}
} else := lower(host)

# nginx and docker.io/nginx are both docker.io/library/nginx.
_root(registry, folder) := "library/" if {
	registry == "docker.io"
	folder == ""
} else := ""

_is_valid(reference, repository) if {
	regex.match(_grammar, reference)
	count(repository) <= 255

	# A bare image ID names no repository.
	not regex.match(`^[a-f0-9]{64}$`, reference)
} else := false

_grammar := concat("", [
	`^((`, _domain, `)/)?`,
	`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`,
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?`,
	`(@(`, _digest, `))?$`,
])

_domain := `([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:[0-9]+)?|\[[a-fA-F0-9]*:[a-fA-F0-9:]*\](:[0-9]+)?`

_digest := `sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}|blake3:[a-f0-9]{64}`

_digest_alone := concat("", ["^(", _digest, ")$"])

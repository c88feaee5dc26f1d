# METADATA
# title: Pull secrets must be usable, and only where an image needs one
# description: |
#   The kubelet skips a pull secret that it cannot use, without a name or of the wrong type, and pulls
#   without credentials: the pod then starts only where the image lies already. A pull secret that no
#   image needs is one more copy of a registry's password in one more namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#specifying-imagepullsecrets-on-a-pod
#   - https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
# custom:
#   severity: low
#   requirements: [SECRETS-18]
#   match:
#     - workload
#     - groups: [""]
#       kinds: [ServiceAccount, Secret]
#   remediation: Name a Secret of the type kubernetes.io/dockerconfigjson in each entry of imagePullSecrets, and leave
#     the list out where every image is public.
#   parameters:
#     public_repositories:
#       type: array
#       items: {type: string}
#       description: Repositories with their registry in full that everyone may pull from; one that ends with a slash
#         stands for everything below it.
package guiderail.secrets.pull_secrets

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

defaults := {"public_repositories": [
	"docker.io/niis/xroad-security-server-sidecar",
	"registry.k8s.io/", "public.ecr.aws/", "mcr.microsoft.com/", "gcr.io/distroless/",
]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(list.path, [i, "name"])}} if {
	some list in _lists
	some i, entry in list.entries
	not _has_name(entry)
	msg := sprintf("imagePullSecrets[%d] names no Secret, so images are pulled without it; set name", [i])
}

violation contains {"msg": msg, "details": {"path": list.path}} if {
	some list in _lists
	_needs_none(list)
	_open_names(list) == []
	msg := "imagePullSecrets is set, though every image comes from a public repository; leave it out"
}

violation contains {"msg": msg, "details": {"path": [field, ".dockerconfigjson"]}} if {
	_type != "kubernetes.io/dockerconfigjson"
	some field in ["data", "stringData"]
	ctx.resource[field][".dockerconfigjson"]
	msg := sprintf("the kubelet ignores the key .dockerconfigjson in a Secret of the type %s; set type kubernetes.io/dockerconfigjson", [_type])
}

violation contains {"msg": msg, "details": {"path": ["data", ".dockerconfigjson"]}} if {
	_type == "kubernetes.io/dockerconfigjson"
	every field in ["data", "stringData"] {
		object.get(ctx.resource, [field, ".dockerconfigjson"], null) == null
	}
	msg := "key .dockerconfigjson is not set, so the pull secret holds no credentials; set it"
}

unknown contains {"msg": msg, "details": {"path": list.path}} if {
	some list in _lists
	_needs_none(list)
	msg := sprintf("whether imagePullSecrets is needed depends on image %s, which is still to be filled in", [_open_names(list)[0]])
}

_lists contains {"path": path, "entries": entries, "pod": n} if {
	some n, pod in workload.pods
	entries := pod.spec.imagePullSecrets
	path := workload.field_path(pod, "imagePullSecrets")
}

_lists contains {"path": ["imagePullSecrets"], "entries": ctx.resource.imagePullSecrets} if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
}

# Every image of the pod whose repository is known is public, and there is one.
_needs_none(list) if {
	is_array(list.entries)
	count(list.entries) > 0
	uses := _uses(list)
	count(uses) > 0
	every use in uses {
		_may_be_public(use)
	}
}

# What takes its secrets from a place that several pods share is among the uses of each.
_uses(list) := [use |
	some other in _lists
	other.path == list.path
	some use in image.uses
	use.pod == other.pod
]

_may_be_public(use) if image.is_named(use.parts, parameters.public_repositories)

_may_be_public(use) if _is_open(use)

_is_open(use) if {
	not use.parts.valid
	not image.is_name_known(use.parts)
}

_open_names(list) := [use.reference |
	some use in _uses(list)
	_is_open(use)
]

_has_name(entry) if {
	is_string(entry.name)
	trim_space(entry.name) != ""
}

_type := type if {
	ctx.kind == "Secret"
	ctx.group == ""
	type := _text_or(object.get(ctx.resource, "type", null), "Opaque")
}

_text_or(value, fallback) := value if {
	is_string(value)
	value != ""
} else := fallback

# METADATA
# title: Pull secrets must be usable, and set only if an image needs one
# description: |
#   The kubelet skips a pull secret that has no name or the wrong type and pulls without credentials, so
#   the pod starts only on nodes that already have the image. A pull secret that no image needs is one
#   more copy of a registry password in one more namespace.
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
#   remediation: Set name in each entry of imagePullSecrets to a Secret of type kubernetes.io/dockerconfigjson, and
#     remove the list if every image is public.
#   parameters:
#     public_repositories: {type: array, items: {type: string}, description: "Repositories with their registry in full
#       that everyone may pull from. One that ends with a slash stands for everything below it."}
package guiderail.secrets.pull_secrets

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.pull_secret
import data.lib.guiderail.value
import data.lib.guiderail.workload

defaults := {"public_repositories": [
	"docker.io/niis/xroad-security-server-sidecar",
	"registry.k8s.io/", "public.ecr.aws/", "mcr.microsoft.com/", "gcr.io/distroless/",
]}

parameters := object.union(defaults, ctx.parameters)

# A pod without pull secrets has none too many.
applies if count(workload.pods) > 0

applies if count(pull_secret.lists) > 0

applies if _type == "kubernetes.io/dockerconfigjson"

applies if {
	some field in ["data", "stringData"]
	ctx.resource[field][".dockerconfigjson"]
}

violation contains {"msg": msg, "details": {"path": array.concat(list.path, [i, "name"])}} if {
	some list in pull_secret.lists
	some i, entry in list.entries
	not value.has_text(entry, "name")
	msg := sprintf("imagePullSecrets[%d] has no name, so images are pulled without its credentials; set name", [i])
}

violation contains said if some said in finding.violations(_needless)

unknown contains said if some said in finding.unknowns(_needless)

violation contains {"msg": msg, "details": {"path": [field, ".dockerconfigjson"]}} if {
	_type != "kubernetes.io/dockerconfigjson"
	what := sprintf("the kubelet ignores the key .dockerconfigjson in a Secret of type %s", [_type])
	msg := sprintf("%s; set type kubernetes.io/dockerconfigjson", [what])
	some field in ["data", "stringData"]
	ctx.resource[field][".dockerconfigjson"]
}

violation contains {"msg": msg, "details": {"path": ["data", ".dockerconfigjson"]}} if {
	_type == "kubernetes.io/dockerconfigjson"
	msg := "key .dockerconfigjson is not set, so the pull secret contains no credentials; set it"
	every field in ["data", "stringData"] {
		object.get(ctx.resource, [field, ".dockerconfigjson"], null) == null
	}
}

_needless contains {"path": list.path, "msg": msg, "is_open": count(open) > 0} if {
	some list in pull_secret.lists
	pull_secret.is_needless(list, parameters.public_repositories)
	open := pull_secret.open_images(list)
	msg := _needlessness(open)
}

_needlessness([]) := "imagePullSecrets is set, but every image comes from a public repository; remove it"

_needlessness(images) := sprintf("whether imagePullSecrets is needed depends on image %s, %s", [
	images[0],
	"which is still to be filled in",
])

_type := type if {
	ctx.kind == "Secret"
	ctx.group == ""
	type := [text | some text in [value.text_in(ctx.resource, "type"), "Opaque"]; text != ""][0]
}

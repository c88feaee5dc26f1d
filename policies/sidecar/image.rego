# METADATA
# title: The sidecar's image must be a release, and its role must be the pod's label
# description: |
#   The tag determines the sidecar's version, its variant (slim or full) and its role (primary or
#   secondary). The network policies that isolate the primary select it by the label role, so a primary
#   without that label is open to every pod. An image under another name is not an official release.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://hub.docker.com/r/niis/xroad-security-server-sidecar/tags
# custom:
#   severity: medium
#   requirements: [XR-05]
#   match: [workload]
#   remediation: Use niis/xroad-security-server-sidecar, or a mirror of it, with a tag such as 7.8.1-slim-primary, and
#     set the pods' label role to the role in the tag.
#   parameters:
#     tag_pattern: {type: string, description: "A regular expression (RE2) that matches the tags of sidecar releases."}
#     own_images: {type: array, items: {type: string}, description: "Names of your own builds (registry/repository, with
#       docker.io written out) that count as the sidecar's image."}
package guiderail.sidecar.image

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.sidecar_image
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

defaults := {
	"tag_pattern": `^[0-9]+\.[0-9]+\.[0-9]+(-slim)?(-(primary|secondary))?(-(ee|fi|fo|is))?$`,
	"own_images": [],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.containers) > 0

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in xroad.containers
	some how in sidecar_image.defects(container, parameters)
	msg := sprintf("%s: image %s", [container.title, how])
}

violation contains {"msg": msg, "details": {"path": _label_path(container)}} if {
	some container in xroad.servers
	role := xroad.tag_role(container.image.tag)
	label := _label(container)
	label != role
	not placeholder.is_in(label)
	what := sprintf("%s: the tag %s requires the pod label role: %s", [container.title, container.image.tag, role])
	msg := sprintf("%s, but it is %s", [what, _shown(label)])
}

violation contains {"msg": msg, "details": {"path": _label_path(container)}} if {
	some container in xroad.servers
	label := _label(container)
	label in {"primary", "secondary"}
	sidecar_image.is_release(container.image.tag, parameters)
	not xroad.tag_role(container.image.tag)
	what := sprintf("%s: the pod label is role: %s", [container.title, label])
	msg := sprintf("%s, but the tag %s is for a single server", [what, container.image.tag])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in xroad.containers
	how := sidecar_image.open_question(container, parameters)
	msg := sprintf("%s: image %s", [container.title, how])
}

_label(container) := role if {
	role := workload.pods[container.pod].labels.role
	is_string(role)
} else := ""

_shown(label) := "not set" if {
	label == ""
} else := label

_label_path(container) := array.concat(workload.pods[container.pod].metadata_path, ["labels", "role"])

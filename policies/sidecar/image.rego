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
import data.lib.guiderail.image
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
	sidecar_image.is_told(container, parameters.own_images)
	not sidecar_image.is_sidecar_image(container.image, parameters.own_images)
	msg := sprintf("%s: image %s niis/%s or a mirror of it", [container.title, _other_image(container), xroad.image_name])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in xroad.containers
	sidecar_image.is_told(container, parameters.own_images)
	container.reference != ""
	what := sprintf("%s: image %s %s", [container.title, image.shown(container.reference), _tag_defect(container.image)])
	msg := sprintf("%s; use a release such as 7.8.1-slim-primary", [what])
}

violation contains {"msg": msg, "details": {"path": _label_path(container)}} if {
	some container in xroad.servers
	role := xroad.tag_role(container.image.tag)
	label := _label(container)
	label != role
	not placeholder.is_in(label)
	what := sprintf("%s: the tag %s wants the pod's label role: %s", [container.title, container.image.tag, role])
	msg := sprintf("%s, which is %s", [what, _shown(label)])
}

violation contains {"msg": msg, "details": {"path": _label_path(container)}} if {
	some container in xroad.servers
	label := _label(container)
	label in {"primary", "secondary"}
	_is_release(container.image.tag)
	not xroad.tag_role(container.image.tag)
	what := sprintf("%s: the pod's label is role: %s", [container.title, label])
	msg := sprintf("%s, but the tag %s is that of a single server", [what, container.image.tag])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in xroad.containers
	msg := sprintf("%s: image %s %s", [container.title, image.shown(container.reference), _open_question(container)])
}

_other_image(container) := "is not set; use" if {
	container.reference == ""
} else := sprintf("%s is not", [image.shown(container.reference)])

_tag_defect(parts) := "has no tag" if {
	parts.tag == ""
	parts.digest == ""
} else := "has a tag that no release has" if {
	parts.tag != ""
	not placeholder.is_in(parts.tag)
	not _is_release(parts.tag)
}

_open_question(container) := "is still to be filled in" if {
	not sidecar_image.is_told(container, parameters.own_images)
} else := "has a tag that is still to be filled in" if {
	placeholder.is_in(container.image.tag)
} else := "has only a digest, which tells no role; give it the tag as well, or label the pod with its role" if {
	container.image.tag == ""
	container.image.digest != ""
	container.role == "single"
}

_is_release(tag) if regex.match(parameters.tag_pattern, tag)

_label(container) := role if {
	role := workload.pods[container.pod].labels.role
	is_string(role)
} else := ""

_shown(label) := "not set" if {
	label == ""
} else := label

_label_path(container) := array.concat(workload.pods[container.pod].metadata_path, ["labels", "role"])

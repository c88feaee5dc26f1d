# METADATA
# title: EKS nodes must be in managed node groups, with images that AWS patches
# description: |
#   EKS replaces the nodes of a managed node group by patched ones with a single call, pod by pod. Nodes that you manage
#   yourself, and images of your own, are patched only if you build and roll out each fix. AWS builds no more images of
#   Amazon Linux 2.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html
# custom:
#   severity: medium
#   requirements: [HOST-06]
#   match: [node_groups]
#   remediation: Move the pods to a managed node group with an image of Amazon Linux 2023 or Bottlerocket, or to EKS
#     Auto Mode, and then delete the old nodes.
#   parameters:
#     allow_own_images: {type: boolean, description: "Whether node groups may have images of your own, which you
#       patch."}
#     retired: {type: array, items: {type: string}, description: "Types of images, as EKS or eksctl names them, that AWS
#       no longer builds."}
package guiderail.hosts.managed_node_groups

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_groups

defaults := {"allow_own_images": false, "retired": ["AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "AmazonLinux2"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(node_groups.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": group.path, "msg": msg, "is_open": false} if {
	some group in node_groups.all
	group.is_managed == false
	msg := sprintf("%s: the nodes are not in a managed node group, so EKS does not update them", [group.title])
}

_offences contains {"path": group.image.path, "msg": msg, "is_open": false} if {
	not parameters.allow_own_images
	some group in node_groups.all
	group.is_managed
	group.image.is_known
	group.image.value
	msg := sprintf("%s: %s asks for an image of your own, which AWS does not patch", [group.title, group.image.field])
}

_offences contains {"path": image.path, "msg": msg, "is_open": image.is_known == false} if {
	not parameters.allow_own_images
	some template in node_groups.template_images
	image := template.image
	_may_be_chosen(image)
	msg := sprintf("%s: %s", [template.title, _choice(image)])
}

_offences contains {"path": type.path, "msg": msg, "is_open": false} if {
	some group in node_groups.all
	type := group.ami_type
	type.value in parameters.retired
	msg := sprintf("%s: %s is %s, of which AWS builds no more images", [group.title, type.field, type.value])
}

_offences contains {"path": type.path, "msg": msg, "is_open": true} if {
	some group in node_groups.all
	type := group.ami_type
	type.is_known == false
	msg := sprintf("%s: whether AWS patches the images of %s is not known", [group.title, type.field])
}

_may_be_chosen(image) if not image.is_known

_may_be_chosen(image) if is_string(image.value)

_choice(image) := sprintf("%s names the image, so EKS does not update it", [image.field]) if {
	image.is_known
} else := sprintf("whether %s names the image, so that EKS does not update it, is not known", [image.field])

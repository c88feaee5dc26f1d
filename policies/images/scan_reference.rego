# METADATA
# title: Commands that scan an image must name one image
# description: |
#   ECR takes a tag in imageTag, and no repository with a tag: imageTag=my-image:latest names no image, and the
#   command fails. A tag that moves, such as latest, names another image tomorrow, so that what is scanned is not
#   what runs.
# related_resources:
#   - https://docs.aws.amazon.com/cli/latest/reference/ecr/start-image-scan.html
# custom:
#   severity: medium
#   requirements: [IMG-01]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Name the image by its digest (--image-id imageDigest=sha256:…), or by a tag that does not move.
#   parameters:
#     moving_tags: {type: array, items: {type: string}, description: "Tags, in lower case, that are moved to other
#       images."}
package guiderail.images.scan_reference

import data.lib.guiderail.commands
import data.lib.guiderail.ctx

defaults := {"moving_tags": ["latest", "stable", "main", "master", "edge", "dev", "develop", "nightly"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(_images) > 0

violation contains {"msg": msg, "details": {"path": tag.path}} if {
	some tag in _images
	tag.by == "Tag"
	named := sprintf("aws ecr %s names the image by imageTag=%s", [tag.action, tag.text])
	msg := sprintf("%s, %s; name it by its digest", [named, _what(tag)])
}

_actions := ["start-image-scan", "describe-image-scan-findings", "describe-images", "batch-get-image"]

_images contains {"action": action, "by": by, "text": text, "path": word.path} if {
	some call in commands.of("aws")
	some action in _actions
	commands.has_words(call, ["ecr", action])
	some word in call.arguments
	some match in regex.find_all_string_submatch_n(`(?:^|[,= ])image(Tag|Digest)=([^,\s]+)`, word.text, -1)
	[_, by, text] := match
}

_what(tag) := "which is no tag: a tag has no repository before it" if {
	regex.match(`^[^$]*:`, tag.text)
} else := "a tag that moves" if {
	lower(tag.text) in parameters.moving_tags
}

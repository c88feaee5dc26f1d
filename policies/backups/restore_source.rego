# METADATA
# title: Restores must verify a backup from a known place, with a known image
# description: |
#   A restore replaces keys, configuration and database with what a file holds. A bucket with a similar name, a file
#   that was changed on its way, or an image of somebody else then becomes the Security Server.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
# custom:
#   severity: high
#   requirements: [BACKUP-04]
#   match: [workload]
#   remediation: Download the backup from your own bucket over TLS, run sha256sum --check in a script that stops on
#     errors (set -e), and restore it after that, with an image of your own registry.
#   parameters:
#     sources: {type: array, items: {type: string}, description: "Where backups may come from, such as
#       s3://backups/sidecar or https://account.blob.core.windows.net/backups. Each allows everything below it."}
#     images: {type: array, items: {type: string}, description: "Repositories of images that may restore, with their
#       registry in full. One that ends with a slash allows everything below it."}
package guiderail.backups.restore_source

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder
import data.lib.guiderail.restore_check
import data.lib.guiderail.restore_origin
import data.lib.guiderail.restore_steps

defaults := {"sources": [], "images": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(restore_steps.pods) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": pod.path, "msg": sprintf("%s %s", [pod.title, how]), "is_open": is_open} if {
	some pod in restore_steps.pods
	[is_open, how] := _checksums[restore_check.of(pod)]
}

_checksums := {
	"none": [false, "restores a backup that nothing verifies; run sha256sum --check before"],
	"ignored": [false, "restores a backup also when its verification fails; stop then"],
	"open": [true, "restores a backup; whether it is verified before is not known"],
}

_offences contains {"path": origin.path, "msg": sprintf("%s %s", [origin.title, how]), "is_open": is_open} if {
	some pod in restore_steps.pods
	some origin in restore_origin.of(pod)
	[is_open, how] := _judged(origin)
}

_offences contains {"path": pod.path, "msg": msg, "is_open": true} if {
	some pod in restore_steps.pods
	count(restore_origin.of(pod)) == 0
	msg := sprintf("%s restores a backup; where it comes from is not known", [pod.title])
}

_judged(origin) := [false, sprintf("downloads from %s without TLS; use https", [origin.address])] if {
	regex.match(`^(http|ftp)://`, origin.address)
} else := [false, sprintf("downloads from %s by a signed address; use an identity of its own", [origin.address])] if {
	origin.is_signed
} else := [true, "downloads a backup; from where is not known"] if {
	origin.address == ""
} else := [true, sprintf("downloads from %s; %s", [origin.address, why])] if {
	not restore_origin.is_allowed(origin.address, parameters.sources)
	why := _doubt(origin.address)
} else := [false, sprintf("downloads from %s, which is no allowed source", [origin.address])] if {
	not restore_origin.is_allowed(origin.address, parameters.sources)
}

_doubt(_) := "whether that is allowed is not known; the parameters list no source" if count(parameters.sources) == 0

_doubt(address) := "whether that is allowed is not known" if {
	count(parameters.sources) > 0
	regex.match(`[$<{%@]`, address)
}

_offences contains {"path": use.path, "msg": msg, "is_open": is_open} if {
	count(parameters.images) > 0
	some pod in restore_steps.pods
	some use in image.uses
	use.pod == pod.pod
	not _may_restore(use, parameters.images)
	[is_open, how] := _refused(use.reference)
	msg := sprintf("%s: image %s %s", [use.title, image.shown(use.reference), how])
}

_offences contains {"path": pod.path, "msg": msg, "is_open": true} if {
	count(parameters.images) == 0
	some pod in restore_steps.pods
	msg := sprintf("%s: whether its image may restore is not known; the parameters list none", [pod.title])
}

_may_restore(use, images) if image.is_named(use.parts, images)

_refused(reference) := [true, "is still to be filled in"] if {
	placeholder.is_in(reference)
} else := [false, "may not take part in a restore"]

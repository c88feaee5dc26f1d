# METADATA
# title: Images of the Kubernetes Dashboard must still get security fixes
# description: |
#   The Dashboard project was archived in January 2026, so no version gets fixes, and past flaws let
#   outsiders read Secrets.
# related_resources: [https://github.com/kubernetes-retired/dashboard]
# custom:
#   severity: high
#   requirements: [DASH-06]
#   match: [workload]
#   namespaces: [kube-system]
#   remediation: Remove the Dashboard, or run a maintained build and set its lowest accepted version in the parameter
#     min_versions.
#   parameters:
#     min_versions: {type: object, additionalProperties: {type: string}, description: "The lowest version to accept for
#       each image, by the last part of its name, for example 1.14.0 for dashboard-api. Other images are not accepted."}
package guiderail.dashboard.supported_version

import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard
import data.lib.guiderail.image

defaults := {"min_versions": {}}

parameters := ctx.overlay(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in dashboard.images
	not parameters.min_versions[use.component]
	what := sprintf("%s: image %s gets no security fixes", [use.title, image.shown(use.reference)])
	msg := sprintf("%s, because its project is archived; remove it", [what])
}

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in dashboard.images
	lowest := parameters.min_versions[use.component]
	_order(use.image.tag, lowest) < 0
	what := sprintf("%s: image %s is older than %s", [use.title, image.shown(use.reference), lowest])
	msg := sprintf("%s; use that version or a newer one", [what])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in dashboard.images
	lowest := parameters.min_versions[use.component]
	not _order(use.image.tag, lowest)
	msg := sprintf("%s: whether image %s is as new as %s is not known", [use.title, image.shown(use.reference), lowest])
}

# Undefined if one of them is not a version.
_order(tag, lowest) := semver.compare(_version(tag), _version(lowest))

_version(tag) := version if {
	version := trim_prefix(tag, "v")
	semver.is_valid(version)
}

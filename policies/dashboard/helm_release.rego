# METADATA
# title: Terraform and CloudFormation must not install the Kubernetes Dashboard
# description: |
#   The Dashboard shows and changes the cluster from a browser, and whoever reaches it can do what its service account
#   can do. No cluster needs it, and nobody maintains it: the project was archived in January 2026.
# related_resources:
#   - https://github.com/kubernetes-retired/dashboard
#   - https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
# custom:
#   severity: high
#   requirements: [DASH-01]
#   match: [resources]
#   remediation: Remove the release. Use kubectl, or a client on your own machine that uses your own identity.
package guiderail.dashboard.helm_release

import data.lib.guiderail.finding
import data.lib.guiderail.resources

applies if count(_releases) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": chart.path, "msg": msg, "is_open": false} if {
	some release in _releases
	chart := release.chart
	_is_dashboard(chart, release.repository)
	msg := sprintf("%s: the chart is the Kubernetes Dashboard; remove the release", [release.title])
}

_offences contains {"path": release.chart.path, "msg": msg, "is_open": true} if {
	some release in _releases
	not release.chart.is_known
	msg := sprintf("%s: which %s is installed is not known", [release.title, release.chart.field])
}

_releases := [{"title": resource.title, "chart": chart, "repository": repository} |
	some resource in resources.all
	fields := _fields[resource.type]
	chart := resources.fact(resource, [fields.chart])
	repository := resources.fact(resource, [fields.repository])
]

_fields := {
	"helm_release": {"chart": "chart", "repository": "repository"},
	"AWSQS::Kubernetes::Helm": {"chart": "Chart", "repository": "Repository"},
}

# By its name, or in an archive: kubernetes-dashboard-7.10.0.tgz.
_is_dashboard(chart, _) if {
	is_string(chart.value)
	regex.match(`(^|/)kubernetes-dashboard(-v?[0-9][^/]*\.tgz)?/?$`, chart.value)
}

_is_dashboard(_, repository) if {
	is_string(repository.value)
	regex.match(`^https?://kubernetes\.github\.io/dashboard(/|$)`, repository.value)
}

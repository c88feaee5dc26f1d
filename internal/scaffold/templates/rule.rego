# METADATA
# title: TODO
# description: |
#   TODO: why this matters, in two or three sentences that a busy engineer reads once.
# related_resources:
#   - https://kubernetes.io/docs/
# custom:
#   severity: medium
#   requirements: []
#   match: [workload]
#   remediation: TODO
package guiderail.[[.Family]].[[.Name]]

import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": container.path}} if {
	some container in workload.containers

	msg := sprintf("%s: TODO: what is wrong; what is wanted", [container.title])
}

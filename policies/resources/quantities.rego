# METADATA
# title: Resource amounts must be valid quantities with the intended unit
# description: |
#   One letter makes the difference: 200m of memory is a fifth of a byte, 200M is 200 million bytes, and
#   Kubernetes does not understand 200K. An invalid amount is rejected on deployment, and one that is
#   too fine for its resource is silently rounded up.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes
#   - https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
# custom:
#   severity: medium
#   requirements: [RES-03]
#   match: [amounts]
#   remediation: Write CPU in cores or thousandths of a core (500m), and memory and storage in whole bytes with a suffix
#     such as Mi or Gi.
#   fix:
#     - replace:
#         value:
#           - {pattern: '^([0-9.]+) *(?i:milli ?cpus?|millicores?|milli)$', with: '${1}m'}
#           - {pattern: '^([0-9.]+) *(?i:cpus?|cores?|bytes)$', with: '${1}'}
#           - {pattern: '^([0-9.]+) *(?i:kb?)$', with: '${1}k'}
#           - {pattern: '^([0-9.]+) *(?:mb|Mb|MB|M)$', with: '${1}M'}
#           - {pattern: '^([0-9.]+) *(?i:gb?)$', with: '${1}G'}
#           - {pattern: '^([0-9.]+) *(?i:tb?)$', with: '${1}T'}
#           - {pattern: '^([0-9.]+) *(?i:kib?)$', with: '${1}Ki'}
#           - {pattern: '^([0-9.]+) *(?i:mib?)$', with: '${1}Mi'}
#           - {pattern: '^([0-9.]+) *(?i:gib?)$', with: '${1}Gi'}
#           - {pattern: '^([0-9.]+) *(?i:tib?)$', with: '${1}Ti'}
#     - {at: [memory], replace: {value: [{pattern: '^([1-9][0-9]*)m$', with: '${1}Mi'}]}}
package guiderail.resources.quantities

import data.lib.guiderail.amounts
import data.lib.guiderail.finding
import data.lib.guiderail.quantity
import data.lib.guiderail.quantity_advice

applies if amounts.exist

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(amount.path, title, amount.value, wrong) if {
	some amount in amounts.unusual
	title := sprintf("%s: %s", [amount.title, amount.field])
	defect := _defect(amount.resource, _trimmed(amount.value), amount.is_ratio)
	wrong := sprintf("%s %s", [_shown(amount.value), defect])
}

# An API server reads past blanks at either end.
_trimmed(written) := trim(written, " ") if {
	is_string(written)
} else := written

_shown(written) := sprintf("%q", [written]) if {
	is_string(written)
} else := json.marshal(written)

_defect(resource, written, is_ratio) := sprintf("is not a quantity; %s", [quantity_advice.of(written)]) if {
	not quantity.is_valid(written)
} else := "is negative; set 0 or more" if {
	quantity.parse(written) < 0
} else := quantity_advice.excess_precision(resource, written) if {
	not is_ratio
}

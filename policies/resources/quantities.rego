# METADATA
# title: Amounts of resources must be quantities that mean what they say
# description: |
#   One letter decides an amount: 200m of memory is a fifth of a byte, 200M are 200 million bytes, and
#   200K is nothing that Kubernetes understands. An amount that cannot be read is rejected at
#   deployment, and one that is finer than the resource can be divided is silently rounded up.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes
#   - https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
# custom:
#   severity: medium
#   requirements: [RES-03]
#   match: [amounts]
#   remediation: Write CPU in cores or thousandths of a core (500m), and memory and storage in whole bytes with a suffix
#     such as Mi or Gi.
package guiderail.resources.quantities

import data.lib.guiderail.amounts
import data.lib.guiderail.placeholder
import data.lib.guiderail.quantity

violation contains {"msg": msg, "details": {"path": amount.path}} if {
	some amount in amounts.unusual
	not _is_open(amount.value)
	defect := _defect(amount.resource, _trimmed(amount.value), amount.is_ratio)
	msg := sprintf("%s: %s %s %s", [amount.title, amount.field, _shown(amount.value), defect])
}

unknown contains {"msg": msg, "details": {"path": amount.path}} if {
	some amount in amounts.unusual
	_is_open(amount.value)
	msg := sprintf("%s: %s %s is still to be filled in", [amount.title, amount.field, amount.value])
}

_is_open(value) if {
	is_string(value)
	placeholder.is_in(value)
}

# An API server reads past blanks at either end.
_trimmed(value) := trim(value, " ") if {
	is_string(value)
} else := value

_shown(value) := sprintf("%q", [value]) if {
	is_string(value)
} else := json.marshal(value)

_defect(resource, value, is_ratio) := sprintf("is not a quantity; %s", [_advice(value)]) if {
	not quantity.is_valid(value)
} else := "is negative; set 0 or more" if {
	quantity.parse(value) < 0
} else := _excess_precision(resource, value) if {
	not is_ratio
}

# A unit in the wrong case, with a needless B or after a space is what people write most.
_advice(value) := sprintf("did you mean %s?", [likely]) if {
	is_string(value)
	[[_, number, unit]] := regex.find_all_string_submatch_n(`^([+-]?[0-9.]+) *([A-Za-z]+)$`, value, 1)
	likely := _likely(number, unit)
	quantity.is_valid(likely)
} else := "write a number and a suffix such as m, M, Mi or Gi"

_likely(number, unit) := concat("", [number, unit]) if {
	quantity.is_valid(concat("", ["1", unit]))
} else := concat("", [number, _units[trim_suffix(lower(unit), "b")]])

_units := {
	"": "", "cpu": "", "core": "", "cores": "", "bytes": "",
	"milli": "m", "millicpu": "m", "millicores": "m",
	"k": "k", "m": "M", "g": "G", "t": "T",
	"ki": "Ki", "mi": "Mi", "gi": "Gi", "ti": "Ti",
}

_excess_precision(resource, value) := "is finer than 1m, a thousandth of a core; set whole thousandths" if {
	resource == "cpu"
	quantity.is_finer(value, 3)
} else := sprintf("counts fractions of a byte; did you mean %sMi?", [trim_right(value, "num")]) if {
	_is_in_bytes(resource)
	is_string(value)
	regex.match(`^[+0-9.]*[1-9][0-9.]*[num]$`, value)

	# From a mebibyte on the author may have meant it: Kubernetes' own manual writes 128974848000m.
	quantity.parse(value) < 1048576
} else := "is no whole number of bytes; set whole bytes, or a smaller unit such as Mi" if {
	_is_in_bytes(resource)
	quantity.is_finer(value, 0)
} else := "is no whole number; set one" if {
	resource != "cpu"
	quantity.is_finer(value, 0)
}

_is_in_bytes(resource) if regex.match(`^(memory|storage|ephemeral-storage|hugepages-.*)$`, resource)

# METADATA
# title: What people mean when they write a quantity incorrectly
package lib.guiderail.quantity_advice

import data.lib.guiderail.quantity

# METADATA
# description: |
#   What to write instead of what is not a quantity. People mostly write a unit in the wrong case, with a needless B
#   or after a space.
of(written) := sprintf("did you mean %s?", [likely]) if {
	is_string(written)
	[[_, number, unit]] := regex.find_all_string_submatch_n(`^([+-]?[0-9.]+) *([A-Za-z]+)$`, written, 1)
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

# METADATA
# description: |
#   That a quantity is finer than its resource can be divided, and what to write instead. Undefined for any other.
excess_precision(resource, written) := "is finer than 1m, a thousandth of a core; set whole thousandths" if {
	resource == "cpu"
	quantity.is_finer(written, 3)
} else := sprintf("counts fractions of a byte; did you mean %sMi?", [trim_right(written, "num")]) if {
	_is_in_bytes(resource)
	is_string(written)
	regex.match(`^[+0-9.]*[1-9][0-9.]*[num]$`, written)

	# From a mebibyte on the author may have meant it: Kubernetes' own manual writes 128974848000m.
	quantity.parse(written) < 1048576
} else := "is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi" if {
	_is_in_bytes(resource)
	quantity.is_finer(written, 0)
} else := "is not a whole number; set one" if {
	resource != "cpu"
	quantity.is_finer(written, 0)
}

_is_in_bytes(resource) if regex.match(`^(memory|storage|ephemeral-storage|hugepages-.*)$`, resource)

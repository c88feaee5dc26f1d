# METADATA
# title: What people mean when they write a quantity incorrectly
package lib.guiderail.quantity_advice

import data.lib.guiderail.quantity

# METADATA
# description: |
#   What to write instead of text that is not a quantity. Most people write the unit in the wrong case, with a
#   needless B or after a space.
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
#   What to write instead of an amount that is far from what containers use, where a unit may be missing; "" where no
#   unit would explain it.
missing_unit(written, unit) := sprintf("did you mean %v%s?", [written, unit]) if {
	unit != ""
	regex.match(`^[0-9]+$`, sprintf("%v", [written]))
} else := "set what the container uses"

# METADATA
# description: |
#   That a quantity is more precise than its resource allows, and what to write instead. Undefined for any other.
excess_precision(resource, written) := "is finer than 1m, the smallest amount of cpu; use a whole number of m" if {
	resource == "cpu"
	quantity.is_finer(written, 3)
} else := sprintf("counts fractions of a byte; did you mean %sMi?", [trim_right(written, "num")]) if {
	_is_in_bytes(resource)
	is_string(written)
	regex.match(`^[+0-9.]*[1-9][0-9.]*[num]$`, written)

	# From 1Mi on, the author may have meant it: the Kubernetes documentation has 128974848000m.
	quantity.parse(written) < 1048576
} else := "is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi" if {
	_is_in_bytes(resource)
	quantity.is_finer(written, 0)
} else := "is not a whole number; use one" if {
	resource != "cpu"
	quantity.is_finer(written, 0)
}

_is_in_bytes(resource) if regex.match(`^(memory|storage|ephemeral-storage|hugepages-.*)$`, resource)

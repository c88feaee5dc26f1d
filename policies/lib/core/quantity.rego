# METADATA
# title: Kubernetes quantities
# description: |
#   Amounts such as `500m`, `1.5Gi` and `1e3`, read as apimachinery reads them: a sign, digits with
#   an optional point, and a suffix or an exponent. What is finer than a billionth is rounded up to
#   one, away from zero, and an amount with a binary suffix never exceeds the largest 64-bit integer.
#   Three things differ: a suffix, sign or point without a digit (`Mi`, which apimachinery takes for
#   0) is not a quantity here, an exponent that exceeds 32 bits does not wrap around, and all amounts
#   from 1e250 on are equal.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
package lib.guiderail.quantity

# METADATA
# description: |
#   The amount in base units (cores, bytes, pieces) of a quantity that is written as text or as a
#   plain number. Undefined for anything else.
parse(quantity) := units.parse(quantity) if {
	# What nearly all amounts look like, and OPA reads alike, far below the largest integer.
	is_string(quantity)
	regex.match(`^[1-9]([0-9]{0,14}|[0-9]{0,5}(k|Ki|[MGT]i?))$`, quantity)
} else := to_number(concat("", [trim_suffix(quantity, "m"), "e-3"])) if {
	is_string(quantity)
	regex.match(`^[1-9][0-9]{0,8}m$`, quantity)
} else := max([0 - _largest, min([amount, _largest])]) if {
	parts := _parts(quantity)
	parts.is_binary
	amount := _amount(parts)
} else := _amount(_parts(quantity))

# METADATA
# description: Whether a value is a quantity at all.
is_valid(quantity) if _parts(quantity)

# METADATA
# description: Whether a quantity is one of nothing.
is_zero(quantity) if {
	# Parsing costs more than this look, which nearly all pass.
	not regex.match(`^[1-9]`, sprintf("%v", [quantity]))
	parse(quantity) == 0
}

# METADATA
# description: |
#   Whether a quantity, as written, tells more than so many decimal places of the base unit: 3 for
#   CPU, which is measured in thousandths of a core, 0 for memory, which is measured in whole bytes.
is_finer(quantity, places) if {
	parts := _parts(quantity)
	parts.digits != ""
	0 - parts.exponent > places
}

# The sign, the significant digits as one integer without zeros at either end, and the power of ten
# that it is to be multiplied by. Nothing is calculated with fractions, so nothing is rounded.
_parts(quantity) := parts if {
	[[_, sign, whole, fraction, suffix]] := regex.find_all_string_submatch_n(_grammar, _text(quantity), 1)
	count(whole) + count(fraction) > 0
	scale := _scale(suffix)
	significant := trim_left(concat("", [whole, fraction]), "0")

	# More digits than a number can have before the point cannot be told apart anyway.
	integer := json.marshal(_integer(substring(significant, 0, 280)) * scale.factor)
	digits := trim_right(integer, "0")
	left_out := max([0, count(significant) - 280]) + (count(integer) - count(digits))
	parts := {
		"sign": trim(sign, "+"),
		"digits": digits,
		"exponent": (scale.exponent - count(fraction)) + left_out,
		"is_binary": scale.factor > 1,
	}
}

_text(quantity) := quantity if is_string(quantity)

_text(quantity) := json.marshal(quantity) if is_number(quantity)

_grammar := `^([+-]?)([0-9]*)\.?([0-9]*)((?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?)$`

_scale(suffix) := {"factor": 1, "exponent": _powers_of_ten[suffix]} if {
	_powers_of_ten[suffix]
} else := {"factor": _binary_factors[suffix], "exponent": 0} if {
	_binary_factors[suffix]
} else := {"factor": 1, "exponent": _exponent(substring(suffix, 1, -1))}

_exponent(text) := 0 - exponent if {
	startswith(text, "-")
	exponent := _integer_up_to(substring(text, 1, -1), _largest + 1)
} else := _integer_up_to(trim_left(text, "+"), _largest)

_integer_up_to(digits, most) := integer if {
	count(trim_left(digits, "0")) < 20
	integer := _integer(digits)
	integer <= most
}

_integer(digits) := to_number(trim_left(digits, "0")) if {
	trim_left(digits, "0") != ""
} else := 0

_amount(parts) := 0 if {
	parts.digits == ""
} else := _number(parts.sign, "1", 250) if {
	count(parts.digits) + parts.exponent > 250
} else := _number(parts.sign, parts.digits, parts.exponent) if {
	parts.exponent >= -9
} else := _number(parts.sign, json.marshal(billionths + 1), -9) if {
	billionths := _integer(substring(parts.digits, 0, max([0, (count(parts.digits) + parts.exponent) + 9])))
}

# Multiplication by 1 writes an integer out. A fraction stays as it is: OPA compares exactly what is
# written as an integer with an exponent, and only roughly what is written with a point.
_number(sign, digits, exponent) := to_number(sprintf("%s%se%d", [sign, digits, exponent])) * 1 if {
	exponent >= 0
} else := to_number(sprintf("%s%se%d", [sign, digits, exponent]))

_powers_of_ten := {"": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}

_binary_factors := {
	"Ki": 1024,
	"Mi": 1048576,
	"Gi": 1073741824,
	"Ti": 1099511627776,
	"Pi": 1125899906842624,
	"Ei": 1152921504606846976,
}

_largest := 9223372036854775807

# METADATA
# title: What policies of AWS IAM allow
# description: |
#   Decides as AWS does whether the statements of a policy allow a request. An answer is "yes", "no" or, where it
#   depends on a value that is not known, "open". Statements have the form that `iam_documents` gives them; `${…}` in a
#   text of theirs stands for what is not known. A request has an `action`, a `resource` and a `principal` (`type` and
#   `id`), each where statements ask for it, and a `context`: condition keys in lower case, each with its values.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
package lib.guiderail.iam

# METADATA
# description: Whether statements together allow a request. A statement that denies it wins.
decide(statements, request) := _outcome({[_effect(statement), answer] |
	some statement in statements
	answer := applies(statement, request)
	answer != "no"
})

default _effect(_) := "open"

_effect(statement) := statement.effect if statement.effect in {"Allow", "Deny"}

# A statement whose effect is not known may do either.
_outcome(effects) := "no" if {
	["Deny", "yes"] in effects
} else := "yes" if {
	["Allow", "yes"] in effects
	count(effects & _doubts) == 0
} else := "open" if {
	count(effects - {["Deny", "open"]}) > 0
} else := "no"

_doubts := {["Deny", "open"], ["open", "open"], ["open", "yes"]}

# METADATA
# description: Whether a statement speaks of a request, whatever its effect.
applies(statement, request) := all_of({
	_covers_action(statement.action, lower(object.get(request, "action", ""))),
	_covers(statement.resource, object.get(request, "resource", "")),
	_covers_principal(statement.principal, object.get(request, "principal", {})),
	all_of({holds(condition, object.get(request, "context", {})) | some condition in statement.conditions}),
})

# METADATA
# description: The answer where all of these must hold.
all_of(answers) := "no" if {
	"no" in answers
} else := "open" if {
	"open" in answers
} else := "yes"

# METADATA
# description: The answer where one of these is enough.
any_of(answers) := "yes" if {
	"yes" in answers
} else := "open" if {
	"open" in answers
} else := "no"

_opposite := {"yes": "no", "no": "yes", "open": "open"}

_unless(answer, is_not) := _opposite[answer] if {
	is_not
} else := answer

_covers_action(element, text) := _unless(answer, element.is_not) if {
	element.is_written
	answer := any_of({matches(lower(pattern), text) | some pattern in element.values})
} else := "yes"

_covers(element, text) := _unless(answer, element.is_not) if {
	element.is_written
	answer := any_of({matches(pattern, text) | some pattern in element.values})
} else := "yes"

_covers_principal(element, principal) := _unless(answer, element.is_not) if {
	element.is_written
	answer := any_of({_is_principal(written, principal) | some written in element.values})
} else := "yes"

_is_principal(written, principal) := answer if {
	written.type == principal.type
	ids := [written.id, sprintf("arn:aws:iam::%s:root", [written.id])]
	answer := any_of({_is_id(id, principal.id) | some id in ids})
} else := "yes" if {
	written.id == "*"
	written.type in {"*", "AWS"}
} else := "open" if {
	is_open(written.type)
} else := "no"

# A principal is named in full or not at all. An account stands for everybody in it.
_is_id(written, id) := "yes" if {
	some named in ["*", id]
	written == named
} else := matches(account, _arn(id)[4]) if {
	[_, _, _, _, account, name] := _arn(written)
	name == "root"
	_ := _arn(id)
} else := "open" if {
	is_open(written)
	matches(_literal(written), id) == "open"
} else := "no"

# METADATA
# description: Whether a part of a text is not known.
is_open(text) if regex.match(`\$\{([^}]{2,}|[^}*?$])\}`, text)

# METADATA
# description: Whether a pattern with * and ? matches a text.
matches(pattern, text) := "yes" if {
	pattern == "*"
} else := "yes" if {
	is_open(text)
	not contains(pattern, "${unknown}")
	regex.match(_expression(_with_names(pattern)), _with_names(text))
} else := "yes" if {
	not is_open(pattern)
	regex.match(_expression(pattern), text)
} else := "open" if {
	is_open(pattern)
	regex.match(_expression(pattern), text)
} else := "no"

# What is open in both under the same name is the same in both.
_with_names(text) := regex.replace(text, `\$\{([^{}]{2,})\}`, "<$1>")

# What is not known may be anything; ${*}, ${?} and ${$} are the letters themselves.
_expression(pattern) := concat("", ["^(?s:", written, ")$"]) if {
	escaped := regex.replace(pattern, `[^A-Za-z0-9*?\x{80}-\x{10ffff}]`, `\$0`)
	wild := replace(replace(escaped, "*", ".*"), "?", ".")
	letters := replace(replace(replace(wild, `\$\{.*\}`, `\*`), `\$\{.\}`, `\?`), `\$\{\$\}`, `\$`)
	written := regex.replace(letters, `\\\$\\\{[^{}]*\\\}`, ".*")
}

# METADATA
# description: |
#   Whether a condition holds in a context. Of a key that is not known nobody can say whether the request has it, and an
#   operator that is none may mean anything.
holds(condition, context) := _holds_for(operator, condition.values, values) if {
	_is_askable(lower(condition.key), context)
	operator := _operator(condition.operator)
	values := object.get(context, lower(condition.key), [])
} else := "open"

_is_askable(key, context) if key in object.keys(context)

_is_askable(key, _) if not is_open(key)

_operator(written) := {"set": set_of, "base": base, "is_not": is_not, "if_exists": if_exists} if {
	[_, set_of, stem, suffix] := regex.find_all_string_submatch_n(_operator_form, written, 1)[0]
	is_not := regex.match(`Not`, stem)
	base := replace(replace(stem, "Not", ""), "ArnEquals", "ArnLike")
	if_exists := suffix == "IfExists"
}

_operator_form := concat("", [
	`^(ForAllValues:|ForAnyValue:|)`,
	`(String(?:Not)?(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Not)?IpAddress|Bool|BinaryEquals|Null`,
	`|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?))`,
	`(IfExists|)$`,
])

# Several values of a condition are alternatives. A negated operator holds if none of them fits, or there is no key.
_holds_for(operator, written, values) := any_of({_compares("Bool", text, is_absent) | some text in written}) if {
	operator.base == "Null"
	is_absent := sprintf("%v", [count(values) == 0])
} else := _without_key(operator) if {
	count(values) == 0
} else := all_of({_compares_any(operator, written, value) | some value in values}) if {
	operator.set == "ForAllValues:"
} else := any_of({_compares_any(operator, written, value) | some value in values}) if {
	operator.set == "ForAnyValue:"
} else := _unless(answer, operator.is_not) if {
	plain := object.union(operator, {"is_not": false})
	answer := any_of({_compares_any(plain, written, value) | some value in values})
}

# AWS does not tell what IfExists means beside ForAnyValue.
_without_key(operator) := "yes" if {
	operator.set == "ForAllValues:"
} else := "open" if {
	operator.set == "ForAnyValue:"
	operator.if_exists
} else := "no" if {
	operator.set == "ForAnyValue:"
} else := "yes" if {
	operator.if_exists
} else := "yes" if {
	operator.is_not
} else := "no"

_compares_any(operator, written, value) := _unless(answer, operator.is_not) if {
	answer := any_of({_compares(operator.base, text, value) | some text in written})
}

_compares(base, written, value) := _is_like_arn(written, value) if {
	base == "ArnLike"
} else := matches(written, value) if {
	base == "StringLike"
} else := "yes" if {
	base == "StringEquals"
	matches(_literal(written), value) == "yes"
} else := "open" if {
	is_open(written)
	_may_be(base, written, value)
} else := "yes" if {
	not is_open(written)
	_is_true_of(base, written, value)
} else := "no"

# What is known around an unknown part of a text tells whether it can be the other.
_may_be(base, written, value) if {
	base in {"StringEquals", "StringEqualsIgnoreCase"}
	[pattern, text] := _cases(base, [_literal(written), value])
	matches(pattern, text) == "open"
}

_may_be(base, _, _) if not base in {"StringEquals", "StringEqualsIgnoreCase"}

_cases("StringEquals", pair) := pair

_cases("StringEqualsIgnoreCase", pair) := [lower(text) | some text in pair]

# The letters * and ? as themselves.
_literal(text) := regex.replace(text, `[*?]`, `$${$0}`)

_is_true_of("BinaryEquals", written, value) if written == value

_is_true_of("StringEqualsIgnoreCase", written, value) if lower(written) == lower(value)

_is_true_of("Bool", written, value) if lower(written) == lower(value)

_is_true_of("IpAddress", written, value) if {
	[network, address] := [_network(written), _network(value)]
	net.cidr_contains(network, address)
}

_is_true_of(base, written, value) if {
	startswith(base, "Numeric")
	[bound, number] := [to_number(text) | some text in [written, value]; regex.match(`^[+-]?[0-9]+(\.[0-9]+)?$`, text)]
	_is_in_order(trim_prefix(base, "Numeric"), number, bound)
}

# Times in the same form are in the order of their letters.
_is_true_of(base, written, value) if {
	startswith(base, "Date")
	[bound, time_of] := [_time(text) | some text in [written, value]]
	_is_in_order(trim_prefix(base, "Date"), time_of, bound)
}

_is_in_order("Equals", value, bound) if value == bound

_is_in_order("LessThan", value, bound) if value < bound

_is_in_order("LessThanEquals", value, bound) if value <= bound

_is_in_order("GreaterThan", value, bound) if value > bound

_is_in_order("GreaterThanEquals", value, bound) if value >= bound

_time(text) := text if regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`, text)

_time(text) := sprintf("%sT00:00:00Z", [text]) if regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, text)

_network(text) := network if {
	length := {true: "/128", false: "/32"}[contains(text, ":")]
	network := {true: text, false: concat("", [text, length])}[contains(text, "/")]
	net.cidr_is_valid(network)
}

# Each of the six parts of an ARN is compared by itself; the last may hold more colons.
_is_like_arn(written, value) := all_of({matches(part, parts[i]) | some i, part in _arn(written)}) if {
	parts := _arn(value)
	_ := _arn(written)
} else := "open" if {
	is_open(written)
} else := "no"

_arn(text) := array.concat(array.slice(parts, 0, 5), [concat(":", array.slice(parts, 5, count(parts)))]) if {
	parts := split(regex.replace(text, `\$\{[^}]{2,}\}`, "$${_}"), ":")
	count(parts) >= 6
}

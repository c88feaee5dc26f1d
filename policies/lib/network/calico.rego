# METADATA
# title: Selectors of Calico
# description: |
#   What an expression such as `app == 'shop' && !has(open)` says of a set of labels. An expression that
#   is nested deeper than eight levels, or is none, says nothing.
# related_resources:
#   - https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
package lib.guiderail.calico

# METADATA
# description: Whether a selector selects what carries these labels; undefined where it does not tell.
selects(written, labels) := answer == "T" if {
	atoms := {atom | some atom in regex.find_n(_atom, written, -1)}
	truths := {atom: truth | some atom in atoms; truth := _truth(atom, labels)}
	formula := regex.replace(strings.replace_n(truths, written), `\s+`, "")
	answer := _reduced(sprintf("(%s)", [formula]))
	answer in {"T", "F"}
}

# METADATA
# description: Whether it is certain that a selector does not select what carries these labels.
leaves_out(written, labels) if selects(written, labels) == false

# METADATA
# scope: document
# description: |
#   Whether a selector of pods, or of namespaces, selects whatever it does not name. One that is empty
#   selects everything.
is_open(written) if trim_space(written) == ""

is_open(written) if selects(written, _labels_of_all) == true

# What each pod and each namespace carries, with a value that nobody names.
_labels_of_all := {
	"projectcalico.org/namespace": " ",
	"projectcalico.org/orchestrator": "k8s",
	"projectcalico.org/name": " ",
	"kubernetes.io/metadata.name": " ",
}

_text := `(?:"[^"]*"|'[^']*')`

_key := `[A-Za-z0-9_./-]+`

_atom := concat("|", [
	`all\(\s*\)|global\(\s*\)`,
	sprintf(`has\(\s*%s\s*\)`, [_key]),
	sprintf(`%s\s+not\s+in\s*\{[^{}]*\}`, [_key]),
	sprintf(`%s\s+in\s*\{[^{}]*\}`, [_key]),
	sprintf(`%s\s*[=!]=\s*%s`, [_key, _text]),
	sprintf(`%s\s+(?:contains|starts\s+with|ends\s+with)\s+%s`, [_key, _text]),
])

_truth(atom, labels) := "T" if {
	_holds(atom, labels)
} else := "F"

_holds(atom, _) if startswith(atom, "all(")

_holds(atom, labels) if {
	some parts in regex.find_all_string_submatch_n(sprintf(`^has\(\s*(%s)\s*\)$`, [_key]), atom, 1)
	labels[parts[1]]
}

_holds(atom, labels) if {
	some parts in regex.find_all_string_submatch_n(sprintf(`^(%s)\s*(==|!=|not\s+in|in|contains|starts\s+with|ends\s+with)\s*(.*)$`, [_key]), atom, 1)
	operands := [trim(operand, `"'`) | some operand in regex.find_n(_text, parts[3], -1)]
	_compares(regex.replace(parts[2], `\s+`, " "), object.get(labels, parts[1], null), operands)
}

_compares("==", label, operands) if label == operands[0]

_compares("!=", label, operands) if label != operands[0]

_compares("in", label, operands) if label in operands

_compares("not in", label, operands) if not label in operands

_compares("contains", label, operands) if {
	is_string(label)
	contains(label, operands[0])
}

_compares("starts with", label, operands) if {
	is_string(label)
	startswith(label, operands[0])
}

_compares("ends with", label, operands) if {
	is_string(label)
	endswith(label, operands[0])
}

# Each pass takes away one level of brackets.
_reduced(formula) := _pass(_pass(_pass(_pass(_pass(_pass(_pass(_pass(formula))))))))

_pass(formula) := _without_brackets(_without_and(_without_not(formula)))

_without_not(formula) := regex.replace(regex.replace(regex.replace(formula, `!!`, ""), `!T`, "F"), `!F`, "#")

_without_and(formula) := replaced if {
	truths := replace(formula, "#", "T")
	falsehoods := regex.replace(truths, `(?:[TF]&&)*F(?:&&[TF])+|(?:[TF]&&)+F`, "F")
	replaced := regex.replace(falsehoods, `T(?:&&T)+`, "T")
}

_without_brackets(formula) := regex.replace(
	regex.replace(formula, `\((?:[TF]\|\|)*T(?:\|\|[TF])*\)`, "T"),
	`\(F(?:\|\|F)*\)`,
	"F",
)

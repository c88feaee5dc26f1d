# METADATA
# title: What a control finds, whether it is certain or not
# description: |
#   A control states each offence once, with `is_open` where it depends on something that is not known. Its rule
#   violation has those that are certain, its rule unknown the others.
package lib.guiderail.finding

import data.lib.guiderail.placeholder

# METADATA
# description: |
#   The offences that are certain, as the rule violation has them. Each offence has `path`, `msg` and `is_open`.
violations(offences) := {{"msg": offence.msg, "details": {"path": offence.path}} |
	some offence in offences
	not offence.is_open
}

# METADATA
# description: The offences that depend on what is not known, as the rule unknown has them.
unknowns(offences) := {{"msg": offence.msg, "details": {"path": offence.path}} |
	some offence in offences
	offence.is_open
}

# METADATA
# description: |
#   The offence of a value that stands at a path: what is wrong with the field, which the title names; or, where the
#   value is a placeholder, that it is still to be filled in.
of_value(path, title, value, wrong) := {"path": path, "msg": msg, "is_open": true} if {
	placeholder.is_in(value)
	msg := sprintf("%s %s is still to be filled in", [title, value])
} else := {"path": path, "msg": concat(" ", [title, wrong]), "is_open": false}

# METADATA
# description: The same where the title ends in a verb, such as "is", and the value follows it.
of_stated(path, title, value, wrong) := {"path": path, "msg": msg, "is_open": true} if {
	placeholder.is_in(value)
	msg := sprintf("%s %s, which is still to be filled in", [title, value])
} else := {"path": path, "msg": concat(" ", [title, wrong]), "is_open": false}

# METADATA
# title: Checksums before a restore
# description: |
#   Whether a pod verifies the checksum or the signature of a backup before it restores it, and stops when that fails.
package lib.guiderail.restore_check

# METADATA
# description: |
#   How a pod of `restore_steps` verifies a backup: `enforced`, `ignored` (it goes on when that fails), `open`
#   (something else may verify it) or `none`.
of(pod) := "enforced" if {
	some i in _checks(pod.steps)
	_is_enforced(pod, i)
} else := "ignored" if {
	count(_checks(pod.steps)) > 0
} else := "open" if {
	some step in _before(pod.steps)

	# Options such as --no-verify-ssl are about something else.
	regex.match(_may_verify, regex.replace(step.command, `\s--\S*`, " "))
} else := "none"

_before(steps) := array.slice(steps, 0, count(steps) - 1)

_checks(steps) := [i | some i, step in _before(steps); regex.match(_verifies, step.command)]

_verifies := concat("|", [
	`\b(sha(256|384|512)|b2)sum\s(.*\s)?(--check\b|-[a-z]*c\b)`,
	`\bshasum\s(.*\s)?-a\s*(256|384|512)\b.*\s(--check|-[a-z]*c)\b`,
	`\bshasum\s(.*\s)?(--check|-[a-z]*c)\b.*\s-a\s*(256|384|512)\b`,
	`\bgpg2?\s(.*\s)?--verify\b`, `\bgpgv\s`, `\bcosign\s+verify-blob\b`, `\bopenssl\s+dgst\s(.*\s)?-verify\b`,
	`\bminisign\s(.*\s)?-[A-Za-z]*V`,
])

_may_verify := `(?i)verif|checksum|integrity|sha(256|384|512)sum|openssl\s+dgst|(^|[\s(\x60])(gpgv?2?|cosign|minisign)\s`

# The rest of what runs until the restore, or until the container ends.
_is_enforced(pod, i) if {
	check := object.union(pod.steps[i], {"condition": _condition(pod.steps, i)})
	_is_before(check, pod)
	rest := [step | some k, step in pod.steps; k >= i; step.run == check.run]
	_stops(check, rest, check.run == pod.run)
}

# Containers that keep running do so beside each other.
_is_before(check, pod) if check.run == pod.run

_is_before(check, _) if check.is_early

# Whether an if asks for the command or its pipeline to fail or to succeed; "" for none.
_condition(steps, i) := "fails" if {
	regex.match(`^if\s+!`, _head(steps, i))
} else := "succeeds" if {
	regex.match(`^if\s`, _head(steps, i))
} else := ""

_head(steps, i) := steps[max(starts)].command if {
	starts := [k | some k, _ in steps; k <= i; not steps[k - 1].joint == "|"]
}

# if ! check; then exit 1; fi
_stops(check, rest, _) if {
	check.condition == "fails"
	ends := [k | some k, step in rest; regex.match(`^(fi|else|elif)\b`, step.command)]
	some step in array.slice(rest, 0, ends[0])
	_leaves(step.command)
}

# if check; then restore; fi
_stops(check, rest, is_restored_here) if {
	is_restored_here
	check.condition == "succeeds"
	count([step | some step in rest; regex.match(`^(fi|else|elif)\b`, step.command)]) == 0
}

# check && restore
_stops(check, rest, is_restored_here) if {
	check.condition == ""
	is_restored_here
	every step in array.slice(rest, 0, count(rest) - 1) {
		step.joint == "&&"
	}
}

# check || exit 1, also behind && and with a message.
_stops(_, rest, _) if {
	chain := [k | some k, step in rest; step.joint != "&&"]
	rest[chain[0]].joint == "||"
	handled := array.slice(rest, chain[0] + 1, count(rest))
	_gives_up(handled)
}

# On a line of its own, where the shell stops on errors.
_stops(check, _, _) if {
	check.condition == ""
	check.stops_on_error
	_is_alone(check)
}

# What ends a container decides whether the next one starts.
_stops(check, rest, false) if {
	check.condition == ""
	last := rest[count(rest) - 1]
	last.is_last
	every step in array.slice(rest, 0, count(rest) - 1) {
		step.joint == "&&"
	}
}

_is_alone(check) if regex.match(`^;*$`, check.joint)

_is_alone(check) if {
	check.joint == "|"
	check.has_pipefail
}

_gives_up(handled) if _leaves(handled[0].command)

_gives_up(handled) if {
	regex.match(`^[{(]`, handled[0].command)
	ends := [k | some k, step in handled; regex.match(`^[})]|[})]$`, step.command)]
	some step in array.slice(handled, 0, ends[0] + 1)
	_leaves(step.command)
}

_leaves(command) if {
	regex.match(`^([{(]\s*|then\s+)?(exit|return|die|fail|fatal|abort|bail)\b`, command)
	not regex.match(`(exit|return)\s+0\b`, command)
}

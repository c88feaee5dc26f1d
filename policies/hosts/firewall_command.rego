# METADATA
# title: Commands that set up a host's firewall must leave it on
# description: |
#   The command ufw enable asks before it disrupts connections, and where nobody answers the firewall stays off. A
#   later command may turn it off again, or let in whatever no rule is about.
# related_resources:
#   - https://manpages.ubuntu.com/manpages/noble/man8/ufw.8.html
# custom:
#   severity: high
#   requirements: [HOST-02]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Deny what comes in by default, allow SSH, and then enable the firewall without a question (ufw
#     default deny incoming, ufw allow OpenSSH, ufw --force enable).
package guiderail.hosts.firewall_command

import data.lib.guiderail.commands

applies if count(commands.of("ufw")) > 0

applies if count(_stopped) > 0

applies if count(_policies) > 0

violation contains {"msg": msg, "details": {"path": call.path}} if {
	some call in commands.of("ufw")
	msg := _wrong(call, [word.text | some word in call.arguments; not startswith(word.text, "-")])
}

violation contains {"msg": msg, "details": {"path": stopped.path}} if {
	some stopped in _stopped
	msg := sprintf("%s turns the host's firewall %s off; leave it on", [stopped.program, stopped.unit])
}

_wrong(call, operands) := "ufw enable waits for an answer, which no script gives; use ufw --force enable" if {
	operands[0] == "enable"
	not _is_answered(call)
} else := sprintf("ufw %s turns the firewall off; leave it on", [operands[0]]) if {
	operands[0] in {"disable", "reset"}
	not _is_enabled_later(call)
} else := "ufw allows whatever no rule is about to come in; use ufw default deny incoming" if {
	operands[0] == "default"
	operands[1] == "allow"
	count({"outgoing", "routed"} & {word | some word in operands}) == 0
}

violation contains {"msg": msg, "details": {"path": policy.path}} if {
	some places in _places
	policy := _policies[max(places)]
	msg := _opens[policy.word]
}

_places[policy.program] contains i if some i, policy in _policies

_opens := {
	"ACCEPT": "iptables lets in whatever no rule is about; use iptables -P INPUT DROP",
	"trusted": "firewall-cmd lets everything in; use another zone than trusted",
}

# What commands say is done by default with what comes in. The last one of a program counts.
_policies := [{"program": call.program, "word": match[1], "path": call.path} |
	some call in commands.calls
	call.program in {"iptables", "ip6tables", "firewall-cmd"}
	line := concat(" ", [word.text | some word in call.arguments])
	not regex.match(`(^| )(-t|--table)[ =]?(nat|mangle|raw|security)\b`, line)
	match := regex.find_all_string_submatch_n(`(?:^| )(?:(?:-P|--policy) INPUT|--set-default-zone[= ]) ?(\w+)`, line, 1)[0]
]

_is_answered(call) if commands.has_option(call, {"--force"})

_is_answered(call) if {
	some earlier in commands.piped_before(call.index)
	earlier.words[0].text in {"yes", "echo", "printf"}
}

_is_answered(call) if {
	some redirection in call.command.redirections
	redirection.operator in {"<<<", "<<", "<<-", "<"}
}

_is_enabled_later(call) if call.index < max(_enabling)

_enabling contains call.index if {
	some call in commands.of("ufw")
	"enable" in {word.text | some word in call.arguments}
}

_stopped contains {"program": call.program, "unit": unit, "path": call.path} if {
	some call in commands.calls
	call.program in {"systemctl", "service", "update-rc.d"}
	words := {word.text | some word in call.arguments}
	count(words & {"stop", "disable", "mask"}) > 0
	some written in words
	unit := trim_suffix(written, ".service")
	unit in {"ufw", "firewalld", "nftables"}
}

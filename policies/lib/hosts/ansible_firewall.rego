# METADATA
# title: Firewalls that Ansible turns on
# description: |
#   What tasks do with ufw, firewalld, nftables and iptables: turn one on or off, say what is done with what no rule
#   names, and let SSH in.
# custom:
#   match:
#     - type: ansible
# related_resources:
#   - https://docs.ansible.com/ansible/latest/collections/community/general/ufw_module.html
#   - https://manpages.ubuntu.com/manpages/noble/en/man8/ufw.8.html
package lib.guiderail.ansible_firewall

import data.lib.guiderail.ansible_tasks

# METADATA
# description: The firewalls that tasks turn on, or try to, by index of the task in `ansible_tasks.all`.
enabling[i] := firewall if {
	some i, task in ansible_tasks.all
	firewall := _turns_on(task)
}

# METADATA
# description: |
#   The tasks that leave hosts without the firewall that they turn off, with what is wrong. One behind which a firewall
#   is turned on, or beside which another one is, is none.
disabling[i] := sprintf("%s must stay on", [firewall]) if {
	some i, task in ansible_tasks.all
	task.stays_off == ""
	firewall := _turns_off(task)
	not _is_replaced(i, task.unit, firewall)
}

# METADATA
# description: The tasks whose command asks whether to go on, which nobody answers.
prompting contains i if {
	some i, task in ansible_tasks.all
	task.stays_off == ""
	ansible_tasks.is_command(task)
	regex.match(`(^|[;&|]\s*|\bsudo\s+)(\S*/)?ufw\s+enable\b`, task.line)
	not _is_answered(task)
}

# METADATA
# description: Whether a task of the runs that turns a firewall on does so in every run, by its index.
is_in_force(i, runs) if {
	task := ansible_tasks.all[i]
	task.unit in runs
	task.stays_off == ""
	not task.is_handler
	not task.ignores_errors
	not i in prompting
}

# METADATA
# description: |
#   What is done by default with what comes in: the set of the words that tasks of the runs set for a firewall, without
#   those that never run.
defaults(runs, firewall) := {word |
	some task in ansible_tasks.all
	task.unit in runs
	task.stays_off == ""
	word := _default(task, firewall)
}

# METADATA
# description: Whether a task of the runs lets SSH in, as far as can be told, before another one of them by index.
lets_ssh_in(runs, firewall, before) if {
	some i, task in ansible_tasks.all
	i <= before
	task.unit in runs
	task.stays_off == ""
	not task.is_handler
	_lets_ssh_in(task, firewall)
}

# METADATA
# description: Whether a firewall denies by default what comes in, as soon as it is on.
needs_no_default(firewall) if firewall in {"firewalld", "iptables"}

_is_replaced(i, unit, _) if {
	some j, _ in enabling
	j > i
	is_in_force(j, {unit})
}

_is_replaced(_, unit, firewall) if {
	some j, other in enabling
	other != firewall
	is_in_force(j, {unit})
}

_service(task) := regex.replace(sprintf("%v", [object.get(task.arguments, "name", "")]), `\.service$`, "")

_turns_on(task) := "ufw" if {
	task.module == "ufw"
	object.get(task.arguments, "state", "") == "enabled"
} else := "ufw" if {
	ansible_tasks.is_command(task)
	regex.match(`\bufw\s+((-f|--force)\s+)?enable\b`, task.line)
} else := "nftables" if {
	_is_started(task, "nftables")
} else := "firewalld" if {
	_is_started(task, "firewalld")
} else := "iptables" if {
	task.module == "iptables"
	object.get(task.arguments, "chain", "") == "INPUT"
	upper(sprintf("%v", [object.get(task.arguments, "policy", "")])) == "DROP"
} else := "iptables" if {
	ansible_tasks.is_command(task)
	regex.match(`\biptables\s+(-P|--policy)\s+INPUT\s+DROP\b`, task.line)
}

_is_answered(task) if regex.match(`\b(yes|echo\s+["']?y(es)?["']?|printf\s+["']?y\S*)\s*\|`, task.line)

_is_answered(task) if startswith(lower(sprintf("%v", [object.get(task.arguments, "stdin", "")])), "y")

_is_started(task, name) if {
	ansible_tasks.is_service(task)
	_service(task) == name
	ansible_tasks.is_true(object.get(task.arguments, "enabled", false))
	object.get(task.arguments, "state", "") in {"started", "restarted", "reloaded"}
}

_is_started(task, name) if {
	ansible_tasks.is_command(task)
	regex.match(sprintf(`\bsystemctl\s+(enable\s+--now|--now\s+enable)\s+%s\b`, [name]), task.line)
}

_firewalls := {"ufw", "firewalld", "nftables"}

_turns_off(task) := "ufw" if {
	task.module == "ufw"
	object.get(task.arguments, "state", "") in {"disabled", "reset"}
} else := name if {
	ansible_tasks.is_service(task)
	name := _service(task)
	name in _firewalls
	ansible_tasks.turns_off(task.arguments)
} else := min(removed) if {
	task.module in {"apt", "yum", "dnf", "dnf5", "package"}
	object.get(task.arguments, "state", "present") in {"absent", "removed"}
	removed := _firewalls & ansible_tasks.packages(task)
	count(removed) > 0
} else := match if {
	ansible_tasks.is_command(task)
	match := regex.find_all_string_submatch_n(`\b(?:(?:systemctl|service)\s+(?:\S+\s+)*?(?:stop|disable|mask)\s+(?:\S+\s+)*?(ufw|firewalld|nftables))\b`, task.line, 1)[0][1]
} else := "ufw" if {
	ansible_tasks.is_command(task)
	regex.match(`\bufw\s+(--force\s+|-f\s+)?(disable|reset)\b`, task.line)
} else := "firewalld" if {
	ansible_tasks.is_command(task)
	regex.match(`\bfirewall-cmd\b.*--set-default-zone[= ]trusted\b`, task.line)
} else := "iptables" if {
	ansible_tasks.is_command(task)
	regex.match(`\biptables\s+(-P|--policy)\s+INPUT\s+ACCEPT\b`, task.line)
}

_default(task, "ufw") := lower(words[0]) if {
	task.module == "ufw"
	object.get(task.arguments, "direction", "incoming") in {"incoming", "in"}
	words := [word |
		some field in ["default", "policy"]
		word := task.arguments[field]
		is_string(word)
	]
}

_default(task, "ufw") := match if {
	ansible_tasks.is_command(task)
	match := regex.find_all_string_submatch_n(`\bufw\s+(?:--force\s+)?default\s+(deny|reject|allow)(?:\s+incoming|\s*$|\s*[;&|])`, task.line, 1)[0][1]
}

_default(task, "nftables") := "deny" if regex.match(`(?s)hook\s+input\b[^}]*policy\s+drop|chain\s+input\b[^}]*\bdrop\b`, ansible_tasks.content(task))

_lets_ssh_in(task, "ufw") if {
	task.module == "ufw"
	object.get(task.arguments, "rule", "") in {"allow", "limit"}
	object.get(task.arguments, "direction", "in") in {"in", "incoming"}
	_is_ssh(task.arguments)
}

_lets_ssh_in(task, "ufw") if {
	ansible_tasks.is_command(task)
	regex.match(`\bufw\s+(--force\s+)?(allow|limit)\s[^;&|]*(\b22\b|\{\{|(?i:ssh))`, task.line)
}

_lets_ssh_in(task, "iptables") if {
	task.module == "iptables"
	object.get(task.arguments, "jump", "") == "ACCEPT"
	_is_ssh_port(object.get(task.arguments, "destination_port", ""))
}

_lets_ssh_in(task, "iptables") if {
	ansible_tasks.is_command(task)
	regex.match(`\biptables\s.*--dport\s+(22|ssh|\{\{).*-j\s+ACCEPT`, task.line)
}

# Their rules stand in a file, or let SSH in from the beginning.
_lets_ssh_in(_, firewall) if firewall in {"firewalld", "nftables"}

_is_ssh(arguments) if {
	some field in ["port", "to_port", "name", "app"]
	_is_ssh_port(object.get(arguments, field, ""))
}

# From somewhere to anywhere.
_is_ssh(arguments) if {
	count({"port", "to_port", "name", "app"} & object.keys(arguments)) == 0
	some field in ["src", "from", "from_ip", "interface", "interface_in"]
	object.get(arguments, field, "") != ""
}

# A port that a variable sets may be that of SSH.
_is_ssh_port(port) if regex.match(`(^|[,:])\s*22\s*(,|:|/|$)|(?i:ssh)|\{\{`, sprintf("%v", [port]))

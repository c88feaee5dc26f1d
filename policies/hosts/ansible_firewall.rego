# METADATA
# title: Ansible must turn a firewall on
# description: |
#   A play that administers hosts has to turn a firewall on so that it is on after every run: ufw with state enabled (or
#   ufw --force enable; without --force it asks a question that nobody answers), what comes in denied by default, and
#   SSH let in before; firewalld or nftables started and enabled as services, or iptables with the policy DROP. To
#   install ufw or to start its service turns nothing on, and a handler runs only when a task that notifies it has
#   changed something.
#
#   A play administers hosts if it installs packages or manages services, users or the kernel; plays of localhost and
#   with a local connection do not. Of several plays with the same hosts one is enough, and so is one with all hosts.
#   What roles do that are not in the files is not known. A task that turns a firewall off is found wherever it stands.
#   On nodes of a cluster the firewall has to let the kubelet and the network plugin through, which is not judged.
# related_resources:
#   - https://docs.ansible.com/ansible/latest/collections/community/general/ufw_module.html
# custom:
#   severity: high
#   requirements: [HOST-02]
#   match: [ansible_tasks]
#   remediation: "Allow SSH, then use community.general.ufw with state: enabled, default: deny, direction: incoming."
#   parameters:
#     known_roles: {type: array, items: {type: string}, description: "Roles that turn a firewall on. A play with one of
#       them that is not in the files is not known; the message names it."}
package guiderail.hosts.ansible_firewall

import data.lib.guiderail.ansible_firewall
import data.lib.guiderail.ansible_hosts
import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"known_roles": [
	"geerlingguy.firewall", "konstruktoid.hardening", "linux-system-roles.firewall", "oefenweb.ufw",
	"fedora.linux_system_roles.firewall", "robertdebock.firewall", "weareinteractive.ufw",
]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(ansible_hosts.administered) > 0

applies if count(ansible_firewall.enabling) > 0

applies if count(ansible_firewall.disabling) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": task.path, "msg": sprintf("%s: %s", [task.title, wrong]), "is_open": false} if {
	some i, wrong in _wrong
	task := ansible_tasks.all[i]
	task.is_own
}

_offences contains object.union(_lack(u, parameters.known_roles), {"path": ansible_tasks.runs[u].path}) if {
	some u in ansible_hosts.administered
	runs := ansible_hosts.same_hosts(u)
	count([i | some i, _ in ansible_firewall.enabling; ansible_tasks.all[i].unit in runs]) == 0
	count([i | some i, _ in _wrong; ansible_tasks.all[i].unit in runs; ansible_tasks.all[i].is_own]) == 0
}

# What is wrong with how a firewall is turned on.
_offences contains {"path": ansible_hosts.shown_at(task), "msg": msg, "is_open": is_open} if {
	some i, firewall in ansible_firewall.enabling
	task := ansible_tasks.all[i]
	not ansible_hosts.is_imported(ansible_tasks.runs[task.unit])
	runs := ansible_hosts.same_hosts(task.unit)
	count([j | some j, _ in ansible_firewall.enabling; j != i; ansible_firewall.is_in_force(j, runs)]) == 0
	some flaw in _flaws(i, task, firewall, runs)
	is_open := _is_open(flaw, task.unit)
	msg := sprintf("%s: %s", [task.title, flaw.msg])
}

_wrong[i] := wrong if some i, wrong in ansible_firewall.disabling

_wrong[i] := _asks if some i in ansible_firewall.prompting

_asks := "ufw enable asks whether to go on, which nobody answers; use ufw --force enable, or community.general.ufw"

# What the files do not show may mend some flaws.
_is_open(flaw, u) if {
	flaw.depends
	ansible_tasks.runs[u].kind in {"tasks", "role"}
} else if {
	flaw.depends
	count(ansible_hosts.unread(u)) > 0
} else := false

_lack(u, known) := {"msg": msg, "is_open": true} if {
	missing := ansible_hosts.unread(u)
	count(missing) > 0
	roles := [name | some name in missing; name in known]
	msg := sprintf("%s: whether a firewall is turned on %s", [ansible_tasks.runs[u].title, _depends(roles, missing)])
} else := {"msg": msg, "is_open": false} if {
	msg := sprintf("%s: no firewall is turned on; enable ufw, firewalld or nftables", [ansible_tasks.runs[u].title])
}

_depends(roles, _) := sprintf("depends on %s, which is not in the files", [concat(", ", roles)]) if count(roles) > 0

_depends([], missing) := sprintf("is not known; not in the files: %s", [concat(", ", sort(missing))])

# A condition may be another one where a role is used.
_flaws(i, task, firewall, runs) := [_flaw("%s is never turned on: %s", [firewall, task.stays_off], depends)] if {
	task.stays_off != ""
	unit := ansible_tasks.runs[task.unit]
	depends := count([1 | unit.kind != "play"; task.stays_off == "its condition is false"; not _is_literal(task)]) > 0
} else := _flat([
	[_flaw("%s is turned on only when %s has changed something; enable it in a task", said, false) |
		task.is_handler
		count(task.notifiers) > 0
		said := [firewall, concat(" or ", task.notifiers)]
	],
	[_flaw("%s is never turned on: nothing notifies the handler", [firewall], true) |
		task.is_handler
		count(task.notifiers) == 0
	],
	[_flaw("%s may stay off: errors are ignored", [firewall], false) | task.ignores_errors],
	[_flaw("%s must deny by default what comes in", [firewall], count(words) == 0) |
		not ansible_firewall.needs_no_default(firewall)
		words := ansible_firewall.defaults(runs, firewall)
		not _denies(words)
	],
	[_flaw("SSH must be let in before %s is turned on, or nobody can log in again", [firewall], depends) |
		not ansible_firewall.lets_ssh_in(runs, firewall, i)
		depends := count([1 | ansible_firewall.lets_ssh_in(runs, firewall, count(ansible_tasks.all))]) == 0
	],
])

_is_literal(task) if ansible_tasks.is_false(object.get(object.get(ansible_tasks.document, task.path, {}), "when", true))

_flaw(form, said, depends) := {"msg": sprintf(form, said), "depends": depends}

_denies(words) if {
	count(words) > 0
	count(words - {"deny", "reject"}) == 0
}

_flat(lists) := [item | some list in lists; some item in list]

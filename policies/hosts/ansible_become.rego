# METADATA
# title: Ansible tasks that need root must say become
# description: |
#   Without become, tasks that install packages, manage services or turn a firewall on run as the user who logs in, and
#   fail, or work only where people log in as root. It may stand at the task, a block, a role or the play, in
#   ansible_become, or in the ansible.cfg of the project; a task may turn it off again.
#
#   Plays of localhost and with a local connection are not judged. For a role or a file of tasks alone it is not known:
#   the play that uses it may say become.
# related_resources:
#   - https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_privilege_escalation.html
# custom:
#   severity: medium
#   requirements: [HOST-03]
#   match: [ansible_tasks]
#   remediation: "Set become: true at the play or the task."
package guiderail.hosts.ansible_become

import data.lib.guiderail.ansible_hosts
import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.finding

applies if count(ansible_hosts.need_root) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# One of each kind in a play is enough: they are mended in one place.
_offences contains {"path": ansible_hosts.shown_at(first), "msg": msg, "is_open": first.become == "open"} if {
	some u, unit in ansible_tasks.runs
	some become, how in _how
	_is_certain(unit, become)
	tasks := [task | some task in ansible_hosts.need_root; task.unit == u; task.become == become; not task.is_root]
	count(tasks) > 0
	first := tasks[0]
	msg := sprintf("%s: %s%s %s", [unit.title, first.title, _others(tasks), how])
}

_offences contains {"path": unit.path, "msg": msg, "is_open": true} if {
	some u, unit in ansible_tasks.runs
	unit.kind != "play"
	count([task | some task in ansible_hosts.need_root; task.unit == u; task.become == "absent"]) > 0
	msg := sprintf("whether %s is run as root is not known; the play that uses it must say become: true", [unit.title])
}

_how := {
	"absent": "needs root; set become: true",
	"no": "needs root, and become is false",
	"open": "needs root, and whether become is true is not known",
}

_is_certain(unit, _) if unit.kind == "play"

_is_certain(_, "no")

_is_certain(_, "open")

_others(tasks) := sprintf(" (and %d more)", [n]) if {
	n := count({task.path | some task in tasks}) - 1
	n > 0
} else := ""

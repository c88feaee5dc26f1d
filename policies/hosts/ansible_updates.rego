# METADATA
# title: Ansible must keep hosts patched
# description: |
#   A play that administers hosts has to install all updates (apt with upgrade, or all packages with state latest), or
#   have the host do it: unattended-upgrades with its APT::Periodic setting, dnf-automatic with its timer. The newest
#   version of one package is not enough, nor is a task that never runs, or whose errors are ignored.
#
#   A play administers hosts if it installs packages or manages services, users or the kernel. Of several plays with the
#   same hosts one is enough, and so is one with all hosts. What roles do that are not in the files is not known. A task
#   that turns updates off is found wherever it stands.
# related_resources:
#   - https://wiki.debian.org/UnattendedUpgrades
# custom:
#   severity: high
#   requirements: [HOST-01]
#   match: [ansible_tasks]
#   remediation: Upgrade all packages, or install and configure unattended-upgrades or dnf-automatic.
#   parameters:
#     known_roles: {type: array, items: {type: string}, description: "Roles that install updates. A play with one of
#       them that is not in the files is not known; the message names it."}
package guiderail.hosts.ansible_updates

import data.lib.guiderail.ansible_hosts
import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.ansible_updates
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"known_roles": [
	"geerlingguy.security", "hifis.toolkit.unattended_upgrades", "hifis.unattended_upgrades",
	"jnv.unattended-upgrades", "konstruktoid.hardening", "robertdebock.auto_update", "robertdebock.update",
	"weareinteractive.apt",
]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(ansible_hosts.administered) > 0

applies if count(ansible_updates.installing) > 0

applies if count(ansible_updates.stopping) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": task.path, "msg": msg, "is_open": false} if {
	some i, how in ansible_updates.stopping
	task := ansible_tasks.all[i]
	task.is_own
	msg := sprintf("%s: updates must stay on; %s", [task.title, how])
}

_offences contains {"path": at, "msg": msg, "is_open": is_open} if {
	some u in ansible_hosts.administered
	count([i | some i in ansible_updates.installing; _is_done(u, ansible_tasks.all[i])]) == 0
	is_open := _is_open(u)
	[at, why] := _why(u, is_open, parameters.known_roles)
	msg := sprintf("%s: %s", [ansible_tasks.runs[u].title, why])
}

_is_done(u, task) if {
	task.unit in ansible_hosts.same_hosts(u)
	task.stays_off == ""
	not task.ignores_errors
	not task.is_handler
}

_is_open(u) if {
	count(ansible_hosts.unread(u)) > 0
} else if {
	ansible_updates.copies_unread(u)
} else := false

_why(u, true, known) := [ansible_tasks.runs[u].path, msg] if {
	roles := [name | some name in ansible_hosts.unread(u); name in known]
	count(roles) > 0
	msg := sprintf("whether updates are installed depends on %s, which is not in the files", [concat(", ", roles)])
} else := [ansible_tasks.runs[u].path, msg] if {
	names := ansible_hosts.unread(u)
	count(names) > 0
	msg := sprintf("whether updates are installed is not known; not in the files: %s", [concat(", ", sort(names))])
} else := [ansible_tasks.runs[u].path, "whether updates are installed depends on a file that is not there to be read"]

_why(u, false, _) := [ansible_hosts.shown_at(tried[0]), msg] if {
	tried := [task |
		some i in ansible_updates.installing
		task := ansible_tasks.all[i]
		task.unit in ansible_hosts.same_hosts(u)
	]
	count(tried) > 0
	msg := sprintf("%s must install updates in every run, and does not: %s", [tried[0].title, _weakness(tried[0])])
} else := [ansible_tasks.runs[u].path, "nothing installs updates; upgrade all packages, or enable unattended upgrades"]

_weakness(task) := task.stays_off if {
	task.stays_off != ""
} else := "its errors are ignored" if {
	task.ignores_errors
} else := "it is a handler, which runs only when something else changed"

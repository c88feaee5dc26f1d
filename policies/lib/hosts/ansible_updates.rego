# METADATA
# title: Updates that Ansible installs
# description: |
#   Which tasks install all updates or have the host do so, and which turn that off.
# custom:
#   match:
#     - type: ansible
# related_resources:
#   - https://docs.ansible.com/ansible/latest/collections/ansible/builtin/apt_module.html
#   - https://wiki.debian.org/UnattendedUpgrades
package lib.guiderail.ansible_updates

import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.update_commands

# METADATA
# scope: document
# description: The tasks that install all updates, or have the host do it, by their index in `ansible_tasks.all`.
installing contains i if {
	some i, task in ansible_tasks.all
	_upgrades(task)
}

installing contains i if {
	some i, task in ansible_tasks.all
	some kind, module in _automatic
	_switches_on(task, kind)
	some other in ansible_tasks.all
	other.unit == task.unit
	other.stays_off == ""
	_is_installed(other, module)
}

# METADATA
# description: |
#   The tasks after which updates are no longer installed, with what they do. One that a later task mends is none.
stopping[i] := how if {
	some i, task in ansible_tasks.all
	task.stays_off == ""
	not _is_mended(i, task)
	how := _stops(task)
}

# METADATA
# description: Whether a unit copies files to hosts that may switch updates on, and are not there to be read.
copies_unread(u) if {
	some task in ansible_tasks.all
	task.unit == u
	task.module in {"template", "copy"}
	regex.match(_settings_files, sprintf("%v", [object.get(task.arguments, "dest", "")]))
	ansible_tasks.content(task) == ""
}

_settings_files := `apt\.conf\.d/|/(dnf/automatic|yum/yum-cron)`

_is_mended(i, task) if {
	some j in installing
	j > i
	ansible_tasks.all[j].unit == task.unit
	ansible_tasks.all[j].stays_off == ""
}

_is_mended(i, task) if {
	some j, other in ansible_tasks.all
	j > i
	other.unit == task.unit
	other.stays_off == ""
	ansible_tasks.is_service(other)
	other.arguments.name == task.arguments.name
	other.arguments.state in {"started", "restarted"}
}

_upgrades(task) if {
	task.module in {"apt", "pacman", "apk"}
	_is_whole(task.arguments.upgrade)
}

_upgrades(task) if {
	task.module in {"apt", "yum", "dnf", "dnf5", "package", "zypper"}
	object.get(task.arguments, "state", "present") == "latest"
	"*" in ansible_tasks.packages(task)
}

_upgrades(task) if {
	task.module == "zypper"
	object.get(task.arguments, "state", "") == "dist-upgrade"
}

_upgrades(task) if {
	ansible_tasks.is_command(task)
	update_commands.upgrades(task.line)
}

_is_whole(upgrade) if ansible_tasks.is_true(upgrade)

_is_whole(upgrade) if lower(sprintf("%v", [upgrade])) in {"dist", "full", "safe"}

# What installs updates by itself, once it is switched on.
_automatic := {
	"apt": `^unattended-upgrades$`,
	"dnf": `^dnf-automatic$`,
	"yum": `^yum-cron$`,
}

_is_installed(task, pattern) if {
	task.module in {"apt", "yum", "dnf", "dnf5", "package"}
	object.get(task.arguments, "state", "present") in {"present", "latest", "installed"}
	some name in ansible_tasks.packages(task)
	regex.match(pattern, name)
}

_is_installed(task, pattern) if {
	ansible_tasks.is_command(task)
	regex.match(`\sinstall\s`, task.line)
	some word in regex.split(`\s+`, task.line)
	regex.match(pattern, word)
}

_switches_on(task, "apt") if update_commands.switches_on(ansible_tasks.content(task))

_switches_on(task, "apt") if {
	ansible_tasks.is_command(task)
	regex.match(`dpkg-reconfigure\b.*\bunattended-upgrades`, task.line)
}

_switches_on(task, "apt") if {
	task.module == "debconf"
	task.arguments.question == "unattended-upgrades/enable_auto_updates"
	ansible_tasks.is_true(task.arguments.value)
}

_switches_on(task, "dnf") if _is_enabled(task, `^dnf-automatic-install\.timer$`)

_switches_on(task, "dnf") if {
	_is_enabled(task, `^dnf-automatic\.timer$`)
	_applies_updates(task.unit)
}

_switches_on(task, "yum") if {
	_is_enabled(task, `^yum-cron(\.service)?$`)
	_applies_updates(task.unit)
}

_applies_updates(u) if {
	some other in ansible_tasks.all
	other.unit == u
	other.stays_off == ""
	update_commands.applies(ansible_tasks.content(other), true)
}

_is_enabled(task, pattern) if {
	ansible_tasks.is_service(task)
	regex.match(pattern, sprintf("%v", [object.get(task.arguments, "name", "")]))
	ansible_tasks.is_true(object.get(task.arguments, "enabled", false))
	object.get(task.arguments, "state", "started") in {"started", "restarted"}
}

_is_enabled(task, pattern) if {
	ansible_tasks.is_command(task)
	regex.match(`\bsystemctl\s+(\S+\s+)*enable\b.*--now|\bsystemctl\s+(\S+\s+)*--now\s.*enable\b`, task.line)
	some word in regex.split(`\s+`, task.line)
	regex.match(pattern, word)
}

_stops(task) := sprintf("it stops %s", [name]) if {
	ansible_tasks.is_service(task)
	name := sprintf("%v", [object.get(task.arguments, "name", "")])
	update_commands.is_service(name)
	ansible_tasks.turns_off(task.arguments)
} else := sprintf("it removes %s", [removed[0]]) if {
	task.module in {"apt", "yum", "dnf", "dnf5", "package"}
	object.get(task.arguments, "state", "present") in {"absent", "removed"}
	removed := [name |
		some name in ansible_tasks.packages(task)
		some pattern in _automatic
		regex.match(pattern, name)
	]
	count(removed) > 0
} else := "its command turns them off" if {
	ansible_tasks.is_command(task)
	update_commands.stops(task.line)
} else := "it sets APT::Periodic so that none are" if {
	update_commands.switches_off(ansible_tasks.content(task))
} else := "it sets apply_updates to no" if {
	update_commands.applies(ansible_tasks.content(task), false)
} else := "it removes 20auto-upgrades" if {
	task.module == "file"
	object.get(task.arguments, "state", "") == "absent"
	some field in ["path", "dest"]
	endswith(sprintf("%v", [object.get(task.arguments, field, "")]), "/20auto-upgrades")
}

# METADATA
# title: Hosts that Ansible administers
# description: |
#   Which plays administer hosts: they install packages, or manage services, users or the kernel, and not only deploy
#   something. Plays of localhost, and those with a local connection, do not: they ask the API of a cloud or a cluster.
# custom:
#   match:
#     - type: ansible
package lib.guiderail.ansible_hosts

import data.lib.guiderail.ansible_tasks

# METADATA
# description: The tasks that run on hosts and need root there.
need_root := [task |
	some task in _of_hosts
	task.stays_off == ""
	not is_imported(ansible_tasks.runs[task.unit])
]

_of_hosts := [task |
	some task in ansible_tasks.all
	not task.is_local
	not _is_here(ansible_tasks.runs[task.unit])
	_needs_root(task)
]

# METADATA
# description: |
#   The plays that administer hosts, by their index in `ansible_tasks.runs`: of those with the same hosts the first.
#   Those that a playbook of the same run imports are judged there.
administered contains min(same) if {
	some u in _administering
	hosts := ansible_tasks.runs[u].hosts
	same := {other | some other in _administering; ansible_tasks.runs[other].hosts == hosts}
}

_administering contains task.unit if {
	some task in _of_hosts
	_is_whole(ansible_tasks.runs[task.unit])
}

# A play that becomes root for the sake of roles that are elsewhere.
_administering contains u if {
	some missing in ansible_tasks.unread
	u := missing.unit
	unit := ansible_tasks.runs[u]
	_is_whole(unit)
	not _is_here(unit)
	ansible_tasks.is_true(object.get(unit.root, "become", false))
}

# A playbook that another one imports is judged there, with the others.
_is_whole(unit) if {
	unit.kind == "play"
	not is_imported(unit)
}

# METADATA
# description: Whether a run is a play of a playbook that another one imports, which is judged there.
is_imported(unit) if unit.root.imported_by

# METADATA
# description: The runs of a file that run on all hosts of a play, that play among them.
same_hosts(u) := {other |
	some other, unit in ansible_tasks.runs
	_covers(unit, ansible_tasks.runs[u])
}

_covers(unit, wanted) if unit.hosts == wanted.hosts

_covers(unit, _) if unit.hosts in {"all", "*"}

# METADATA
# description: |
#   The names of what is run on the hosts of a play and is not in the files: roles, files of tasks, playbooks.
unread(u) := {missing.name |
	some missing in ansible_tasks.unread
	missing.unit in same_hosts(u)
} | {name |
	some name in ansible_tasks.imports
}

# METADATA
# description: The path at which a message about a task is shown. It is that of its play for one in another file.
shown_at(task) := task.path if {
	task.is_own
} else := task.path if {
	ansible_tasks.runs[task.unit].kind == "role"
} else := task.path if {
	path := ansible_tasks.runs[task.unit].path
	count(path) > 1
	ansible_tasks.is_own(array.slice(task.path, count(path) - 1, count(task.path)))
} else := ansible_tasks.runs[task.unit].path

_is_here(unit) if unit.hosts in {"localhost", "127.0.0.1", "::1"}

_is_here(unit) if unit.root.connection == "local"

_is_here(unit) if {
	some field in ["vars", "inventory_vars"]
	unit.root[field].ansible_connection == "local"
}

_needs_root(task) if {
	task.module in _of_root
	object.get(task.arguments, "scope", "system") != "user"
}

_needs_root(task) if {
	ansible_tasks.is_command(task)
	regex.match(_commands_of_root, task.line)
	not regex.match(_asks, task.line)
}

_of_root := {
	"apk", "apt", "apt_key", "apt_repository", "deb822_repository", "debconf", "dnf", "dnf5", "dpkg_selections",
	"firewalld", "group", "hostname", "iptables", "locale_gen", "modprobe", "mount", "package", "pacman", "reboot",
	"rpm_key", "seboolean", "selinux", "service", "snap", "sysctl", "systemd", "systemd_service", "sysvinit", "timezone",
	"ufw", "user", "yum", "yum_repository", "zypper",
}

_commands_of_root := concat("", [
	`^\s*(\w+=\S+\s+)*([\w./-]*/)?(apk|apt|apt-get|aptitude|dnf|dpkg|dpkg-reconfigure|firewall-cmd|groupadd|ip6?tables|`,
	`modprobe|mount|nft|pacman|reboot|rpm|service|shutdown|snap|swapoff|sysctl|systemctl|ufw|umount|unattended-upgrades?|`,
	`update-grub|useradd|userdel|usermod|yum|zypper)(\s|$)`,
])

# What only asks for something anybody can do.
_asks := `^\s*\S+\s+(-\S+\s+)*(status|is-active|is-enabled|is-failed|show|list\S*|info|search|--version|--user|--state|--get-\S+|-q\S*|-l|-s|-S|-L|-n|-V)(\s|$)`

package lib.guiderail.ansible_updates_test

import data.lib.guiderail.ansible_updates

test_installing[note] if {
	some note, tasks in {
		"apt": [{"apt": {"upgrade": "dist"}}],
		"apt with yes": [{"apt": "upgrade=yes"}],
		"everything": [{"dnf": {"name": "*", "state": "latest"}}],
		"everything in a list": [{"package": {"name": ["*"], "state": "latest"}}],
		"zypper": [{"zypper": {"state": "dist-upgrade", "name": "*"}}],
		"a command": [{"shell": "apt-get update && apt-get -y dist-upgrade"}],
		"the command of yum": [{"command": "yum update -y"}],
		"unattended": [{"apt": "name=unattended-upgrades"}, {"copy": {"content": "APT::Periodic::Unattended-Upgrade \"1\";", "dest": "x"}}],
		"a line": [{"apt": {"pkg": ["unattended-upgrades"]}}, {"lineinfile": {"line": "APT::Periodic::Unattended-Upgrade \"1\";", "path": "x"}}],
		"a block": [{"command": "apt-get -y install unattended-upgrades"}, {"blockinfile": {"block": "APT::Periodic::Unattended-Upgrade \"1\";", "path": "x"}}],
		"reconfigured": [{"apt": "name=unattended-upgrades"}, {"command": "dpkg-reconfigure -plow unattended-upgrades"}],
		"debconf": [{"apt": "name=unattended-upgrades"}, {"debconf": {"name": "unattended-upgrades", "question": "unattended-upgrades/enable_auto_updates", "value": "true", "vtype": "boolean"}}],
		"the timer that installs": [{"dnf": "name=dnf-automatic"}, {"systemd": {"name": "dnf-automatic-install.timer", "enabled": true, "state": "started"}}],
		"the timer by a command": [{"dnf": "name=dnf-automatic"}, {"command": "systemctl enable --now dnf-automatic-install.timer"}],
		"the timer and the setting": [
			{"dnf": "name=dnf-automatic"}, {"systemd": {"name": "dnf-automatic.timer", "enabled": true, "state": "started"}},
			{"ini_file": {"path": "x", "section": "commands", "option": "apply_updates", "value": "yes"}},
		],
		"yum-cron": [{"yum": "name=yum-cron"}, {"service": "name=yum-cron enabled=yes"}, {"lineinfile": {"line": "apply_updates = yes"}}],
	}
	count(installing(tasks)) > 0
}

test_not_installing[note] if {
	some note, tasks in {
		"one package": [{"apt": {"name": "nginx", "state": "latest"}}],
		"no upgrade": [{"apt": {"upgrade": "no"}}],
		"present": [{"dnf": {"name": "*", "state": "present"}}],
		"a question": [{"command": "apt-get upgrade"}],
		"only the package": [{"apt": {"name": "unattended-upgrades"}}],
		"only the setting": [{"copy": {"content": "APT::Periodic::Unattended-Upgrade \"1\";", "dest": "x"}}],
		"off": [{"apt": {"name": "unattended-upgrades"}}, {"copy": {"content": "APT::Periodic::Unattended-Upgrade \"0\";", "dest": "x"}}],
		"a package that never is": [{"apt": {"name": "unattended-upgrades"}, "when": false}, {"copy": {"content": "APT::Periodic::Unattended-Upgrade \"1\";", "dest": "x"}}],
		"the timer alone": [{"dnf": "name=dnf-automatic"}, {"systemd": {"name": "dnf-automatic.timer", "enabled": true}}],
		"the timer for once": [{"dnf": "name=dnf-automatic"}, {"systemd": {"name": "dnf-automatic-install.timer", "state": "started"}}],
	}
	installing(tasks) == set()
}

test_template if {
	role := {"ansible": "role", "templates": {"20auto-upgrades.j2": "APT::Periodic::Unattended-Upgrade \"1\";"}, "tasks": [{"apt": "name=unattended-upgrades"}, {"template": "src=20auto-upgrades.j2 dest=/etc/apt/apt.conf.d/20auto-upgrades"}]}
	found := ansible_updates.installing with input as {"review": {"object": {"ansible": "role", "tasks": role.tasks, "templates": role.templates}}}
	found == {1}
	not ansible_updates.copies_unread(0) with input as {"review": {"object": role}}
	ansible_updates.copies_unread(0) with input as {"review": {"object": object.remove(role, ["templates"])}}
}

test_stopping[note] if {
	some note, [task, how] in {
		"stopped": [{"service": "name=unattended-upgrades state=stopped"}, "it stops unattended-upgrades"],
		"disabled": [{"systemd": {"name": "apt-daily.timer", "enabled": false}}, "it stops apt-daily.timer"],
		"masked": [{"systemd": {"name": "apt-daily-upgrade.timer", "masked": "yes"}}, "it stops apt-daily-upgrade.timer"],
		"removed": [{"apt": {"name": "unattended-upgrades", "state": "absent"}}, "it removes unattended-upgrades"],
		"a command": [{"shell": "systemctl disable --now apt-daily-upgrade.timer"}, "its command turns them off"],
		"a command that removes": [{"shell": "apt-get -y purge unattended-upgrades"}, "its command turns them off"],
		"periodic": [{"copy": {"dest": "x", "content": "APT::Periodic::Enable \"0\";"}}, "it sets APT::Periodic so that none are"],
		"dnf": [{"lineinfile": {"path": "x", "line": "apply_updates = no"}}, "it sets apply_updates to no"],
		"the file": [{"file": "path=/etc/apt/apt.conf.d/20auto-upgrades state=absent"}, "it removes 20auto-upgrades"],
	}
	stopping([task]) == {0: how}
}

test_not_stopping[note] if {
	some note, tasks in {
		"another service": [{"service": "name=nginx state=stopped"}],
		"never": [{"service": "name=unattended-upgrades state=stopped", "when": false}],
		"started again": [{"service": "name=unattended-upgrades state=stopped"}, {"service": "name=unattended-upgrades state=started"}],
		"upgraded afterwards": [{"service": "name=unattended-upgrades state=stopped"}, {"apt": "upgrade=dist"}],
		"another file": [{"file": "path=/tmp/x state=absent"}],
		"another package": [{"apt": "name=x state=absent"}],
	}
	stopping(tasks) == {}
}

installing(tasks) := found if {
	found := ansible_updates.installing with input as {"review": {"object": tasks}}
}

stopping(tasks) := found if {
	found := ansible_updates.stopping with input as {"review": {"object": tasks}}
}

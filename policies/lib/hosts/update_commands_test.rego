package lib.guiderail.update_commands_test

import data.lib.guiderail.update_commands

test_upgrades[line] if {
	some line in [
		"apt-get -y dist-upgrade", "apt-get dist-upgrade -y", "dnf -y upgrade", "yum update -y",
		"yum -qy --enablerepo epel update && reboot", "dnf upgrade --refresh -y --exclude=kernel*",
		"zypper -n up", "unattended-upgrade",
	]
	update_commands.upgrades(line)
}

test_does_not_upgrade[line] if {
	some line in ["apt-get dist-upgrade", "apt-get -y install nginx", "yum check-update", "yum update -y nginx", "dnf -y update a b"]
	not update_commands.upgrades(line)
}

test_stops[line] if {
	some line in ["systemctl mask apt-daily.timer", "apt-get -y purge unattended-upgrades", "dnf remove dnf-automatic"]
	update_commands.stops(line)
}

test_services if {
	update_commands.is_service("apt-daily-upgrade.timer")
	not update_commands.is_service("nginx")
}

test_settings if {
	update_commands.switches_on("APT::Periodic::Unattended-Upgrade \"1\";")
	update_commands.switches_off("APT::Periodic::Unattended-Upgrade \"0\";")
	update_commands.applies("apply_updates = yes", true)
	update_commands.applies("apply_updates = no", false)
	not update_commands.applies("apply_updates = no", true)
}

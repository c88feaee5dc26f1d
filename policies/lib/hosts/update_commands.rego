# METADATA
# title: Commands about a host's updates
# description: |
#   Which command lines install all updates, and which keep a host from installing them. Whatever runs them: Ansible,
#   Chef or Puppet.
package lib.guiderail.update_commands

# METADATA
# description: Whether a command line installs all updates. One that asks a question is not automatic.
upgrades(line) if regex.match(_upgrades, line)

# METADATA
# description: Whether a command line turns off what installs updates.
stops(line) if regex.match(_stops, line)

# METADATA
# description: Whether a service is one that installs updates.
is_service(name) if regex.match(_services, name)

# METADATA
# description: The settings of APT and dnf in a text that switch updates on or off.
switches_on(text) if regex.match(`APT::Periodic::Unattended-Upgrade\s+"?([1-9]\d*|always)"?`, text)

# METADATA
# description: Whether a text has settings of APT that switch updates off.
switches_off(text) if regex.match(`APT::Periodic::(Enable|Unattended-Upgrade|Update-Package-Lists)\s+"?0"?`, text)

# METADATA
# description: What apply_updates of dnf-automatic and yum-cron is set to in a text.
applies(text, wanted) if regex.match(sprintf(`(?im)^\s*apply_updates\s*=\s*(%s)`, [_words[wanted]]), text)

_words := {true: "yes|true|1", false: "no|false|0"}

_upgrades := concat("|", [
	`\b(apt|apt-get|aptitude)\b[^|;&]*\s(-y|-qy|-yq|-qqy|-yqq|--yes|--assume-yes)\b[^|;&]*\s(dist-upgrade|full-upgrade|safe-upgrade|upgrade)\b`,
	`\b(apt|apt-get|aptitude)\b[^|;&]*\s(dist-upgrade|full-upgrade|safe-upgrade|upgrade)\b[^|;&]*\s(-y|-qy|-yq|-qqy|-yqq|--yes|--assume-yes)\b`,
	sprintf(`\b(yum|dnf|microdnf)%s\s+%s%s\s+%s%s%s`, [_options, _yes, _options, _update, _options, _end]),
	sprintf(`\b(yum|dnf|microdnf)%s\s+%s%s\s+%s%s%s`, [_options, _update, _options, _yes, _options, _end]),
	`\bzypper\b[^|;&]*\s(-n|--non-interactive)\s[^|;&]*(up|update|patch|dup|dist-upgrade)\b|\bapk\s+(-U\s+)?upgrade\b`,
	`^\s*unattended-upgrades?(\s|$)`,
])

# With the name of a package, yum and dnf update that one.
_options := `(\s+(--(enablerepo|disablerepo|exclude|releasever)\s+\S+|-\S+))*`

_yes := `(-[a-z]*y[a-z]*|--assumeyes)`

_update := `(upgrade|update|upgrade-minimal|update-minimal)`

_end := `(\s+["']?\*["']?)?\s*($|[|;&\n>#"'])`

_stops := concat("|", [
	`\bsystemctl\s+(\S+\s+)*(stop|disable|mask)\s+(\S+\s+)*(unattended-upgrades|apt-daily-upgrade|apt-daily|dnf-automatic\S*|yum-cron)(\.\w+)?(\s|$)`,
	`\b(apt|apt-get|aptitude)\b[^|;&]*\s(remove|purge|autoremove)\s[^|;&]*\bunattended-upgrades\b`,
	`\b(yum|dnf)\b[^|;&]*\s(remove|erase)\s[^|;&]*\b(dnf-automatic|yum-cron)\b`,
])

_services := `^(unattended-upgrades|apt-daily|apt-daily-upgrade|dnf-automatic|dnf-automatic-install|yum-cron)(\.service|\.timer)?$`

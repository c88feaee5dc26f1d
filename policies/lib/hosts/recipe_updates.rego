# METADATA
# title: Updates that Chef and Puppet install
# description: |
#   Which resources have hosts install updates, which turn that off, and which are about it at all.
# custom:
#   match:
#     - type: recipe
# related_resources:
#   - https://forge.puppet.com/modules/puppet/unattended_upgrades
#   - https://github.com/sous-chefs/apt
package lib.guiderail.recipe_updates

import data.lib.guiderail.recipes
import data.lib.guiderail.update_commands

# METADATA
# scope: document
# description: |
#   What turns updates off: `path`, `msg`, and `is_open` where it depends on a condition or may be set again.
stopping contains {"path": item.path, "msg": msg, "is_open": item.is_open} if {
	some item in _stopping
	msg := sprintf("%s: updates must stay on", [item.title])
}

_stopping contains item if {
	some item in recipes.resources
	recipes.is_service(item)
	update_commands.is_service(recipes.service(item))
	recipes.is_off(item)
}

_stopping contains item if {
	some item in recipes.resources
	recipes.is_package(item)
	regex.match(_packages, item.name)
	recipes.is_removed(item)
}

_stopping contains item if {
	some item in recipes.resources
	_is_class(item)
	_is_none(item.attributes)
}

_stopping contains item if {
	some item in recipes.resources
	_writes_off(recipes.content(item))
}

_stopping contains item if {
	some item in recipes.resources
	update_commands.stops(recipes.line(item))
}

_stopping contains item if {
	some item in recipes.resources
	item.type in {"file", "cookbook_file", "template"}
	endswith(item.name, "/20auto-upgrades")
	recipes.is_removed(item)
}

_stopping contains item if {
	some item in recipes.settings
	item.name == "apt.unattended_upgrades.enable"
	item.value == false
}

# METADATA
# scope: document
# description: What has hosts install updates, in the form of `recipes.resources`.
installing contains item if {
	some item in recipes.resources
	_is_class(item)
	not _is_none(item.attributes)
	count(_switches & item.computed) == 0
}

installing contains item if {
	some item in recipes.resources
	update_commands.upgrades(recipes.line(item))
}

installing contains item if {
	some item in recipes.resources
	recipes.is_service(item)
	recipes.service(item) == "dnf-automatic-install.timer"
	recipes.is_on(item)
}

installing contains item if {
	some item in recipes.resources
	recipes.is_service(item)
	recipes.service(item) in {"dnf-automatic.timer", "yum-cron"}
	recipes.is_on(item)
	some other in recipes.resources
	update_commands.applies(recipes.content(other), true)
}

installing contains item if {
	some item in recipes.resources
	update_commands.switches_on(recipes.content(item))
	some other in recipes.resources
	recipes.is_package(other)
	other.name == "unattended-upgrades"
	recipes.is_installed(other)
}

installing contains item if {
	some item in recipes.resources
	item.type == "include_recipe"
	item.name == "apt::unattended-upgrades"
	some setting in recipes.settings
	setting.name == "apt.unattended_upgrades.enable"
	setting.value == true
}

# METADATA
# scope: document
# description: What is about updates, whatever it does, in the form of `recipes.resources`.
related contains item if some item in installing

related contains item if {
	some item in (recipes.resources | recipes.settings)
	regex.match(`(?i)unattended[-_]upgrade|dnf[-_]automatic|yum[-_]cron|apt-daily|auto-upgrades`, item.title)
}

related contains item if {
	some item in recipes.resources
	regex.match(`APT::Periodic::|apply_updates`, recipes.content(item))
}

related contains item if {
	some item in recipes.resources
	regex.match(`\b(apt|apt-get|aptitude|yum|dnf|zypper)\b.*\s(dist-upgrade|full-upgrade|upgrade)\b`, recipes.line(item))
}

_packages := `^(unattended-upgrades|dnf-automatic|yum-cron)$`

_is_class(item) if {
	item.type == "class"
	item.name == "unattended_upgrades"
}

_switches := {"enable", "upgrade", "update", "service_ensure", "service_enable", "package_ensure"}

_is_none(attributes) if {
	some name in {"enable", "upgrade", "update", "service_enable"}
	lower(sprintf("%v", [attributes[name]])) in {"0", "false"}
}

_is_none(attributes) if attributes.service_ensure == "stopped"

_is_none(attributes) if attributes.package_ensure in {"absent", "purged"}

_writes_off(content) if update_commands.switches_off(content)

_writes_off(content) if update_commands.applies(content, false)

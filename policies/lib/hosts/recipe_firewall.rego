# METADATA
# title: Firewalls that Chef and Puppet turn on
# description: |
#   Which resources turn a firewall on or off, which let SSH in, and which are about firewalls at all.
# custom:
#   match:
#     - type: recipe
# related_resources:
#   - https://github.com/sous-chefs/firewall
#   - https://forge.puppet.com/modules/puppetlabs/firewall
package lib.guiderail.recipe_firewall

import data.lib.guiderail.recipes

# METADATA
# scope: document
# description: |
#   What leaves hosts without a firewall: `path`, `msg`, and `is_open` where it depends on a condition or may be set
#   again. What turns one off is none where another one is turned on.
opening contains {"path": item.path, "msg": msg, "is_open": is_open} if {
	some item in recipes.resources
	is_open := _is_open(item)
	firewall := _turns_off(item)
	count(_in_force - {firewall}) == 0
	msg := sprintf("%s: %s must stay on", [item.title, firewall])
}

opening contains {"path": item.path, "msg": msg, "is_open": item.is_open} if {
	some item in recipes.settings
	_accepts(item.name, item.value)
	msg := sprintf("%s: the firewall must deny by default what comes in", [item.title])
}

opening contains {"path": item.path, "msg": msg, "is_open": item.is_open} if {
	some item in recipes.resources
	item.type == "class"
	item.name == "firewalld"
	item.attributes.default_zone == "trusted"
	msg := sprintf("%s: default_zone must not be trusted, which lets everything in", [item.title])
}

# METADATA
# scope: document
# description: What turns a firewall on, in the form of `recipes.resources` with the `firewall`.
enabling contains object.union(item, {"firewall": firewall}) if {
	some item in recipes.resources
	firewall := _turns_on(item)
}

_is_open(item) if {
	item.is_open
} else := _has_open_service

# A service whose name is computed may be another firewall.
default _has_open_service := false

_has_open_service if {
	some other in recipes.resources
	recipes.is_service(other)
	other.name == ""
	not recipes.is_off(other)
}

_in_force contains other.firewall if {
	some other in enabling
	not other.is_open
}

# METADATA
# scope: document
# description: Whether SSH is let in, as far as the file says. A port that is computed may be that of SSH.
lets_ssh_in if {
	some item in recipes.resources
	_lets_ssh_in(item)
}

lets_ssh_in if {
	some item in enabling
	item.firewall in {"firewalld", "nftables"}
}

lets_ssh_in if {
	some item in recipes.settings
	item.name == "firewall.allow_ssh"
	item.value == true
}

# METADATA
# description: What is about firewalls, whatever it does, in the form of `recipes.resources`.
related contains item if {
	some item in (recipes.resources | recipes.settings)
	regex.match(`(?i)\b(ufw|firewall|firewalld|nftables)(\b|_)|^service (iptables|ip6tables)\b`, item.title)
	recipes.line(item) == ""
}

_firewalls := {"ufw", "firewalld", "nftables", "iptables"}

_turns_off(item) := name if {
	recipes.is_service(item)
	name := recipes.service(item)
	name in _firewalls
	recipes.is_off(item)
} else := item.name if {
	recipes.is_package(item)
	item.name in (_firewalls - {"iptables"})
	recipes.is_removed(item)
} else := "the firewall" if {
	item.type == "firewall"
	not item.attributes.jump
	recipes.does(item, {"disable", "flush"})
} else := "the firewall" if {
	item.type == "include_recipe"
	item.name in {"firewall::disable_firewall", "firewalld::disable", "ufw::disable"}
} else := item.name if {
	item.type == "class"
	item.name in _classes
	_is_stopped(item.attributes)
}

_classes := {"ufw", "firewall", "firewalld", "nftables"}

_is_stopped(attributes) if {
	some field in {"ensure", "service_ensure", "package_ensure"}
	attributes[field] in {"stopped", "absent", "purged"}
}

_is_stopped(attributes) if {
	some field in {"enable", "service_enable"}
	lower(sprintf("%v", [attributes[field]])) == "false"
}

_turns_on(item) := name if {
	recipes.is_service(item)
	name := recipes.service(item)
	name in (_firewalls - {"ufw"})
	recipes.is_on(item)
} else := "the firewall" if {
	_is_chefs(item)
} else := "the firewall" if {
	item.type == "include_recipe"
	item.name in {"firewall", "firewall::default", "ufw", "ufw::default"}
} else := "firewalld" if {
	item.type == "include_recipe"
	item.name in {"firewalld", "firewalld::default", "firewalld::enable"}
} else := item.name if {
	item.type == "class"
	item.name in (_classes - {"firewall"})
	not _is_stopped(item.attributes)
	count({"ensure", "service_ensure", "enable", "service_enable"} & item.computed) == 0
} else := "iptables" if {
	item.type == "firewallchain"
	startswith(item.name, "INPUT:")
	lower(sprintf("%v", [item.attributes.policy])) == "drop"
} else := "iptables" if {
	item.type == "firewall"
	_drops_all(item.attributes)
} else := "ufw" if {
	regex.match(`\bufw\s+(-f|--force)\s+enable\b|\byes\b[^|;&]*\|\s*ufw\s+enable\b`, recipes.line(item))
}

# The resource of the cookbook firewall; a rule of the module of that name has fields of its own.
_is_chefs(item) if {
	item.type == "firewall"
	recipes.is_default(item)
	not _is_rule(item.attributes)
}

_is_chefs(item) if {
	item.type == "firewall"
	recipes.does(item, {"install", "enable", "save"})
	not recipes.does(item, {"disable", "flush"})
}

_is_rule(attributes) if {
	some field in {"action", "chain", "dport", "ensure", "jump", "proto", "state", "table"}
	attributes[field]
}

_drops_all(attributes) if {
	lower(sprintf("%v", [object.get(attributes, "chain", "INPUT")])) == "input"
	object.get(attributes, "proto", "all") == "all"
	count({"source", "dport", "sport", "port", "iniface", "state", "ctstate"} & object.keys(attributes)) == 0
	some field in {"action", "jump"}
	lower(sprintf("%v", [attributes[field]])) in {"drop", "reject"}
}

_lets_ssh_in(item) if {
	item.type in {"firewall_rule", "ufw::allow", "firewall", "nftables::rule", "ufw_rule"}
	not _refuses(item.attributes)
	_is_ssh(item)
}

_lets_ssh_in(item) if regex.match(`\bufw\s+(--force\s+)?(allow|limit)\s[^;&|]*(\b22\b|\$|(?i:ssh))`, recipes.line(item))

_refuses(attributes) if {
	some field in ["command", "action", "jump"]
	some word in _list(attributes[field])
	lower(sprintf("%v", [word])) in {"deny", "reject", "drop"}
}

_is_ssh(item) if {
	some field in ["port", "dport", "ports", "from_port_range"]
	some port in _list(object.get(item.attributes, field, []))
	regex.match(`^(22|ssh|OpenSSH)$`, sprintf("%v", [port]))
}

_is_ssh(item) if count({"port", "dport", "ports"} & item.computed) > 0

_is_ssh(item) if {
	item.type in {"firewall_rule", "ufw::allow"}
	not item.attributes.port
	regex.match(`(?i)\bssh\b`, item.name)
}

_list(value) := value if {
	is_array(value)
} else := [value]

_accepts(name, value) if {
	regex.match(`^firewall\.\w+\.defaults(\.policy)?(\.input)?$`, name)
	_input(value) in {"ACCEPT", "allow"}
}

_input(value) := value if {
	is_string(value)
} else := value.input if {
	is_string(value.input)
} else := value.policy.input if {
	is_string(value.policy.input)
}

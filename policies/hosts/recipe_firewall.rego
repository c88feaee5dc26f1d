# METADATA
# title: Chef and Puppet must keep a firewall on
# description: |
#   A recipe or manifest must not turn ufw, firewalld, nftables or iptables off, remove it, or let in by default what
#   no rule names, unless it turns another one on.
#
#   Both are programs. What is written out is judged: the resources, recipes and classes, also for some operating
#   systems only. What a program computes, and what stands under other conditions, is not known. Where a file is about
#   a firewall and nothing in it certainly turns one on, that is said, and so is that it does not show whether SSH is
#   let in; state it with an attestation (HOST-14). Commands are judged by hosts.firewall_command.
# related_resources:
#   - https://github.com/sous-chefs/firewall
#   - https://forge.puppet.com/modules/puppetlabs/firewall
# custom:
#   severity: high
#   requirements: [HOST-02]
#   match: [recipes]
#   remediation: Turn a firewall on that denies by default what comes in, with a rule that allows SSH.
package guiderail.hosts.recipe_firewall

import data.lib.guiderail.finding
import data.lib.guiderail.recipe_firewall
import data.lib.guiderail.recipes

applies if count(recipe_firewall.related | recipe_firewall.enabling) > 0

violation contains said if some said in finding.violations(recipe_firewall.opening)

unknown contains said if some said in finding.unknowns(recipe_firewall.opening)

unknown contains {"msg": msg, "details": {"path": item.path}} if {
	count(recipe_firewall.opening) == 0
	count(_certain) == 0
	item := recipes.first(recipe_firewall.related)
	msg := sprintf("%s: whether a firewall is turned on is not written out; %s", [item.title, _advice])
}

unknown contains {"msg": msg, "details": {"path": item.path}} if {
	count(recipe_firewall.opening) == 0
	not recipe_firewall.lets_ssh_in
	item := recipes.first(_certain)
	msg := sprintf("%s: whether SSH is let in before it is on is not written out; %s", [item.title, _advice])
}

_certain contains item if {
	some item in recipe_firewall.enabling
	not item.is_open
}

_advice := "state how hosts are configured with an attestation (HOST-14)"

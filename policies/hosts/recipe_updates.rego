# METADATA
# title: Chef and Puppet must keep updates on
# description: |
#   A recipe or manifest must not turn off what installs updates: stop or remove unattended-upgrades, dnf-automatic or
#   yum-cron, write settings that switch them off, or declare the class unattended_upgrades so that it does nothing.
#
#   Both are programs. What is written out is judged: the resources, recipes and classes, also for some operating
#   systems only. What a program computes, and what stands under other conditions, is not known. Where a file is about
#   updates and nothing in it certainly installs them, that is said; state it with an attestation (HOST-14). The newest
#   version of one package says nothing of updates.
# related_resources:
#   - https://forge.puppet.com/modules/puppet/unattended_upgrades
# custom:
#   severity: high
#   requirements: [HOST-01]
#   match: [recipes]
#   remediation: Install unattended-upgrades or dnf-automatic, and switch it on.
package guiderail.hosts.recipe_updates

import data.lib.guiderail.finding
import data.lib.guiderail.recipe_updates
import data.lib.guiderail.recipes

applies if count(recipe_updates.related) > 0

violation contains said if some said in finding.violations(recipe_updates.stopping)

unknown contains said if some said in finding.unknowns(recipe_updates.stopping)

unknown contains {"msg": msg, "details": {"path": item.path}} if {
	count(recipe_updates.stopping) == 0
	count([1 | some one in recipe_updates.installing; not one.is_open]) == 0
	item := recipes.first(recipe_updates.related)
	msg := sprintf("%s: whether updates are installed is not written out; %s", [item.title, _advice])
}

_advice := "state how hosts are configured with an attestation (HOST-14)"

# METADATA
# title: Who asks
# description: |
#   The user behind an admission request. Users and groups are compared by their exact names; a service
#   account is the user system:serviceaccount:<namespace>:<name>. In files and audits nobody asks.
package lib.guiderail.principal

import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: |
#   Whether the one who asks may do what a control guards: the control's parameters name the users in `allowed_users`
#   and the groups in `allowed_groups`.
is_allowed(parameters) if ctx.user.username in parameters.allowed_users

is_allowed(parameters) if {
	some group in parameters.allowed_groups
	group in ctx.user.groups
}

# METADATA
# description: |
#   The message about what the one who asks may not do, such as "change spec".
refusal(deed) := sprintf("%s is not allowed to %s; have one of the allowed users or groups do it", [title, deed])

# METADATA
# scope: document
# description: How messages name the one who asks.
default title := "an unnamed user"

title := sprintf("user %q", [ctx.user.username]) if ctx.user.username != ""

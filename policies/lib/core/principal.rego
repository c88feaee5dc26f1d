# METADATA
# title: Who asks
# description: |
#   The user behind an admission request. Users and groups are compared by their exact names; a service
#   account is the user system:serviceaccount:<namespace>:<name>. In files and audits nobody asks.
package lib.guiderail.principal

import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: Whether the one who asks is among the users or belongs to one of the groups.
is_among(users, _) if ctx.user.username in users

is_among(_, groups) if {
	some group in groups
	group in ctx.user.groups
}

# METADATA
# scope: document
# description: How messages name the one who asks.
default title := "an unnamed user"

title := sprintf("user %q", [ctx.user.username]) if ctx.user.username != ""

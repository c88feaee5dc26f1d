# METADATA
# title: Findings on a role that grants too much
# description: |
#   The offences of the role under review, in the form of `finding`, against a table of `powers`. They
#   cover rules that grant a power, and rules that would do so if a placeholder in them were filled in
#   accordingly.
package lib.guiderail.role_finding

import data.lib.guiderail.ctx
import data.lib.guiderail.granted
import data.lib.guiderail.rbac

# METADATA
# description: The offences, with advice on what to do.
offences(table, allowed_roles, advice) := {_granted(grant, advice) |
	some grant in rbac.grants(table, allowed_roles)
} | gaps(table, allowed_roles)

# METADATA
# description: |
#   The same where a rule may name its objects in resourceNames; of one that has names already, other advice is given.
nameable_offences(table, allowed_roles, advice) := {_granted(grant, granted.advice(grant, advice)) |
	some grant in rbac.grants(table, allowed_roles)
} | gaps(table, allowed_roles)

# METADATA
# description: The offences that depend on what is still to be filled in.
gaps(table, allowed_roles) := {{"path": gap.path, "msg": msg, "is_open": true} |
	some gap in rbac.gaps(table, allowed_roles)
	msg := sprintf("%s: %s is still to be filled in", [gap.title, gap.text])
}

_granted(grant, advice) := {"path": grant.path, "msg": msg, "is_open": false} if {
	msg := sprintf("%s: anyone bound to this %s can %s; %s", [grant.title, ctx.kind, grant.can, advice])
}

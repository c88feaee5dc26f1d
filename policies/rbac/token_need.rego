# METADATA
# title: Whether a service account needs its token
# description: |
#   A service account that a binding grants permissions needs its token for the API server; any other
#   does not.
package lib.guiderail.token_need

import data.lib.guiderail.bound_account
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

# METADATA
# description: |
#   Whether what is said of a token that an account of this namespace has for nothing is not certain, and what that is.
#   Undefined where the account needs its token.
judged(name, wrong) := [false, wrong] if {
	_state(name) == "free"
} else := [true, sprintf("; whether it is ServiceAccount %q that a binding grants permissions, %s", [name, why])] if {
	_state(name) == "open"
	why := "so it needs the token, depends on the namespace, which one of them leaves out"
}

_state(name) := bound_account.state(ctx.namespace_or_none, name)

# METADATA
# scope: document
# description: |
#   Whether a pod with a setting (null for none) needs no finding of its own, since its account (null where it is not
#   told) says no, or is a finding itself.
is_settled(null, _, account) if account.automountServiceAccountToken == false

is_settled(null, name, account) if {
	is_object(account)
	not is_made_by_the_cluster(name, object.get(account, "automountServiceAccountToken", null))
}

# METADATA
# description: |
#   Whether an account with a setting is as the cluster makes it. Every namespace has the account default; what matters
#   is which pods use it.
is_made_by_the_cluster("default", null)

# METADATA
# scope: document
# description: |
#   Whether it is open what counts for a pod with a setting (null for none), the account as it is written and the
#   account itself (null where it is not known), which may say no where it may be left to it.
is_open(setting, _, _, _) if placeholder.is_in(setting)

is_open(null, _, account, _) if placeholder.is_in(account.automountServiceAccountToken)

is_open(null, written, null, _) if placeholder.is_in(written)

# An account that is not there yet may still come.
is_open(null, written, null, _) if {
	not written in {"", "default"}
	ctx.operation
}

is_open(null, written, null, true) if not written in {"", "default"}

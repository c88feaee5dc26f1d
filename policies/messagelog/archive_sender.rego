# METADATA
# title: Containers that send archives and backups away
# description: |
#   The containers that send the archives and backups of a sidecar to other storage, and what makes that unsafe.
package lib.guiderail.archive_sender

import data.lib.guiderail.archive
import data.lib.guiderail.ctx
import data.lib.guiderail.offload
import data.lib.guiderail.pods

# METADATA
# description: |
#   The senders of an object, in the form of `offload.candidates_of`. `parameters` are those of messagelog.offload.
senders(maker, parameters) := [candidate |
	some candidate in offload.candidates_of(maker, parameters.directories)
	offload.sends(candidate, parameters.senders)
	_sees_archives(candidate, parameters.directories, archive.claims_of(maker, parameters.directories))
]

_sees_archives(candidate, directories, claims) if {
	offload.sees(candidate, directories, claims)
} else if {
	# Without a claim there is no need to look at the others of the namespace.
	count(candidate.claims) > 0
	offload.sees(candidate, [], _claims_beside(directories))
}

_claims_beside(directories) := {claim |
	some other in pods.owners(ctx.namespace_or_default)
	some claim in archive.claims_of(other, directories)
}

# METADATA
# description: What makes the connection of a sender unsafe, as predicates for a message.
weaknesses(sender) := {how |
	some option in regex.find_n(`--(no-verify-ssl|no-check-certificate|insecure)\b`, sender.text, -1)
	how := sprintf("does not verify the server (%s); remove the option", [option])
} | {how |
	some pattern in _plain_addresses
	some match in regex.find_all_string_submatch_n(pattern, sender.text, -1)
	not regex.match(`^(localhost|127\.[0-9.]+|\[::1\])$`, match[1])
	how := sprintf("sends archives and backups over http to %s; use https", [match[1]])
}

# Addresses without TLS: an endpoint in an option or an environment variable of a common program, and Blob Storage.
_plain_addresses := [
	`(?i)(?:--[a-z0-9-]*endpoint(?:-url)?[= ]["']?|_ENDPOINT(?:_URL)?(?:_S3)?=)http://(?:[^\s/"'@]*@)?([^\s/:"'@]+)`,
	`(?i)\bhttp://([a-z0-9-]+\.blob\.core\.[a-z0-9.]+)`,
]

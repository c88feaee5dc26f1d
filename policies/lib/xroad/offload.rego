# METADATA
# title: Containers that send files away
# description: |
#   The containers whose image, command, arguments or environment variables name a program or an address that copies
#   files to other storage, and the files of the pod that they can read. Yields nothing for an object without pods.
# related_resources:
#   - https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
#   - https://learn.microsoft.com/en-us/azure/storage/common/storage-use-azcopy-v10
package lib.guiderail.offload

import data.lib.guiderail.archive
import data.lib.guiderail.mount
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   The containers of an object that mounts a claim or names one of the directories, each with `text` (as `text`
#   returns it), `mounts` (in the form of `mount.of`) and `claims` (the names of the claims behind the mounts). Empty
#   for nearly every pod.
candidates_of(maker, directories) := [candidate |
	_has_claim_or_names(maker, directories)
	some container in workload.containers_of(workload.pods_of(maker))
	mounts := mount.mounts_of(maker, container)
	claims := {archive.claim_name(maker, mounted.volume) | some mounted in mounts}
	candidate := object.union(container, {"text": text(container), "mounts": mounts, "claims": claims})
]

# METADATA
# scope: document
# description: Whether a candidate names or mounts one of the directories, or mounts one of the claims.
sees(candidate, directories, _) if {
	some directory in directories
	some ending in ["/", " ", "\"", "'", ";", "\n"]
	contains(sprintf("%s ", [candidate.text]), concat("", [directory, ending]))
}

sees(candidate, directories, _) if {
	some directory in directories
	count(mount.below(candidate.mounts, directory)) > 0
}

sees(candidate, _, claims) if count(candidate.claims & claims) > 0

# METADATA
# description: Whether a candidate's text matches one of the patterns, so that it sends files away.
sends(candidate, patterns) if {
	some pattern in patterns
	regex.match(pattern, candidate.text)
}

# METADATA
# description: The image, command, arguments and environment variables of a container, joined by spaces.
text(container) := concat(" ", array.concat(
	[word |
		words := array.concat(value.array_in(container.spec, "command"), value.array_in(container.spec, "args"))
		some word in array.concat([object.get(container.spec, "image", null)], words)
		is_string(word)
	],
	[sprintf("%s=%s", [env.name, env.value]) |
		some env in container.spec.env
		is_string(env.name)
		is_string(env.value)
	],
))

_has_claim_or_names(maker, _) if {
	some volume in workload.volumes_of(workload.pods_of(maker))
	volume.spec.persistentVolumeClaim
}

_has_claim_or_names(maker, _) if is_array(maker.spec.volumeClaimTemplates)

_has_claim_or_names(maker, directories) if {
	written := json.marshal(workload.pods_of(maker))
	some directory in directories
	contains(written, directory)
}

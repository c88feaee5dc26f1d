# METADATA
# title: Lists of pull secrets
# description: |
#   Where pods and service accounts list the Secrets with which the kubelet pulls images, and whether
#   any image needs one.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#specifying-imagepullsecrets-on-a-pod
package lib.guiderail.pull_secret

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   The lists: `path`, `entries`, as written, and, of a pod's, the index of the `pod`.
lists contains {"path": path, "entries": entries, "pod": n} if {
	some n, pod in workload.pods
	entries := pod.spec.imagePullSecrets
	path := workload.field_path(pod, "imagePullSecrets")
}

lists contains {"path": ["imagePullSecrets"], "entries": ctx.resource.imagePullSecrets} if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
}

# METADATA
# description: |
#   Whether every image of the pod whose repository is known is public, and there is one.
is_needless(list, public_repositories) if {
	is_array(list.entries)
	count(list.entries) > 0
	uses := _uses(list)
	count(uses) > 0
	every use in uses {
		_may_be_public(use, public_repositories)
	}
}

# METADATA
# description: The images of the pod whose repositories are still to be filled in.
open_images(list) := [use.reference |
	some use in _uses(list)
	_is_open(use)
]

# What takes its secrets from a place that several pods share is among the uses of each.
_uses(list) := [use |
	some other in lists
	other.path == list.path
	some use in image.uses
	use.pod == other.pod
]

_may_be_public(use, public_repositories) if image.is_named(use.parts, public_repositories)

_may_be_public(use, _) if _is_open(use)

_is_open(use) if {
	not use.parts.valid
	not image.is_name_known(use.parts)
}

# METADATA
# title: Secrets must reach only the containers that need them
# description: |
#   Every container that receives a Secret is one more program that can leak it. A Secret that several
#   images take as a whole, that no container mounts, or that every process of the pod can read is
#   exposed without need. A Secret mounted by subPath does not change when its value is rotated.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/#restrict-secret-access-to-specific-containers
#   - https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
#   - https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
# custom:
#   severity: medium
#   requirements: [SECRETS-10]
#   match: [workload]
#   remediation: Pass each container only the keys that it needs with env.valueFrom.secretKeyRef, mount secret volumes
#     as directories with readOnly set to true, and remove volumes and settings that nothing needs.
#   fix:
#     - {at: [readOnly], set: {value: true}}
#     - {at: [volumes, "*"], remove: {}}
#   parameters:
#     shared_secrets: {type: array, items: {type: string}, description: "Exact names of Secrets that containers with
#       different images may all take as a whole."}
#     allow_sub_path: {type: boolean, description: "Whether secret volumes may be mounted by subPath, because pods are
#       restarted whenever a value is rotated."}
#     require_read_only: {type: boolean, description: "Whether each mount must set readOnly, although Kubernetes never
#       lets a container write to a secret volume."}
package guiderail.secrets.exposure

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.secret_use
import data.lib.guiderail.workload

defaults := {"shared_secrets": [], "allow_sub_path": false, "require_read_only": false}

parameters := object.union(defaults, ctx.parameters)

applies if count(secret_use.mounts) > 0

applies if count(secret_use.idle_volumes) > 0

applies if {
	some container in workload.containers
	secret_use.has_variables(container.spec)
}

violation contains {"msg": msg, "details": {"path": array.concat(mount.path, [field])}} if {
	parameters.allow_sub_path != true
	some mount in secret_use.mounts
	some field in ["subPath", "subPathExpr"]
	not object.get(mount.spec, field, null) in {null, ""}
	what := sprintf("%s: secret volume %q is mounted with %s", [mount.title, mount.spec.name, field])
	msg := sprintf("%s, so the container never sees a rotated value; mount the directory", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(mount.path, ["readOnly"])}} if {
	some mount in secret_use.mounts
	_is_writable(object.get(mount.spec, "readOnly", null))
	what := sprintf("%s: the mount of secret volume %q is not read-only", [mount.title, mount.spec.name])
	msg := sprintf("%s; set readOnly to true", [what])
}

violation contains {"msg": msg, "details": {"path": volume.path}} if {
	some volume in secret_use.idle_volumes
	msg := sprintf("%s has a Secret that no container mounts; remove it", [volume.title])
}

violation contains said if some said in finding.violations(_shared)

unknown contains said if some said in finding.unknowns(_shared)

violation contains {"msg": msg, "details": {"path": workload.field_path(pod, "shareProcessNamespace")}} if {
	some n, pod in workload.pods
	pod.spec.shareProcessNamespace == true
	containers := [container | some container in workload.containers; container.pod == n]
	count(containers) > 1
	titles := sort([container.title | some container in containers; secret_use.has_variables(container.spec)])
	what := sprintf("shareProcessNamespace exposes the environment of %s, which comes from a Secret", [titles[0]])
	msg := sprintf("%s, to every container; remove it", [what])
}

# Kubernetes mounts a secret volume read-only whatever is said, so that silence is no danger. To ask for
# write access is a mistake that becomes one when another kind of volume takes its place.
_is_writable(false)

_is_writable(null) if parameters.require_read_only == true

# A Secret that a container takes as a whole beside the first one that does, main containers first, and
# with another image: one image often prepares and serves.
_shared contains {"path": other.path, "msg": msg, "is_open": is_open} if {
	some other in secret_use.imports
	owner := [first | some first in secret_use.imports; first.pod == other.pod; first.secret == other.secret][0]
	owner.image.name != other.image.name
	not other.secret in parameters.shared_secrets
	[is_open, msg] := _judged(other, owner)
}

_judged(other, owner) := [false, sprintf("%s: envFrom takes all keys of Secret %q, as does %s", shown)] if {
	image.is_name_known(other.image)
	image.is_name_known(owner.image)
	advice := "with another image; use env.valueFrom.secretKeyRef for the keys that are needed"
	shown := [other.title, other.secret, concat(" ", [owner.title, advice])]
} else := [true, sprintf("%s: whether it runs the same image as %s, with which it shares Secret %q, %s", shown)] if {
	shown := [other.title, owner.title, other.secret, "is not known; an image is still to be filled in"]
}

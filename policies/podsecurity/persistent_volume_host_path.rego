# METADATA
# title: PersistentVolumes must not be directories on a node
# description: |
#   A pod that may not mount a directory of its node can still mount it through a claim, if a
#   PersistentVolume offers it. No check of the pod sees what is behind the claim.
# related_resources: [https://kubernetes.io/docs/concepts/storage/volumes/#hostpath]
# custom:
#   severity: high
#   requirements: [PSA-38]
#   match: [{groups: [""], kinds: [PersistentVolume]}]
#   remediation: Use a volume of a CSI driver, or add the directories that are set aside for local volumes to
#     allowed_local_paths.
#   parameters:
#     allowed_local_paths: {type: array, items: {type: string}, description: "Directories below which a local volume may
#       be."}
package guiderail.podsecurity.persistent_volume_host_path

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity
import data.lib.guiderail.value

defaults := {"allowed_local_paths": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", field]}} if {
	ctx.kind == "PersistentVolume"
	ctx.group == ""
	some field in ["hostPath", "local"]
	source := ctx.resource.spec[field]
	source != null
	path := podsecurity.member(source, "path")
	not _is_allowed(field, path)
	what := sprintf("%s %s belongs to the node", [field, value.shown(path)])
	msg := sprintf("%s, and a claim brings it into a pod; use another kind of volume", [what])
}

_is_allowed("local", path) if {
	is_string(path)
	not ".." in split(path, "/")
	some directory in parameters.allowed_local_paths
	startswith(sprintf("%s/", [path]), sprintf("%s/", [trim_right(directory, "/")]))
}

# METADATA
# title: Gatekeeper's configuration must exclude nothing and must not sync Secrets
# description: |
#   A namespace that the configuration excludes is not covered by policy, and a pattern such as kube-*
#   also excludes any namespace that somebody gives such a name. Synced objects are held in Gatekeeper's
#   memory, where every constraint template can read them, so a synced Secret can end up in a message
#   that everyone sees.
# related_resources:
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/sync
# custom:
#   severity: medium
#   requirements: [META-03]
#   match:
#     - groups: [config.gatekeeper.sh]
#       kinds: [Config]
#     - groups: [syncset.gatekeeper.sh]
#       kinds: [SyncSet]
#   namespaces: [gatekeeper-system]
#   remediation: Exclude only the control plane's namespaces, by their exact names, and remove Secret from the kinds
#     that are synced.
#   parameters:
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces that may be
#       excluded."}
#     required_kinds: {type: array, items: {type: string}, description: "Kinds (group/version/Kind, or version/Kind for
#       the core group) that each such object must sync. Set it only if one object lists all kinds."}
package guiderail.gatekeeper.config

import data.lib.guiderail.ctx

defaults := {
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
	"required_kinds": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", "match", i, "excludedNamespaces", j]}} if {
	_is_config
	some i, match in ctx.resource.spec.match
	some j, namespace in match.excludedNamespaces
	not namespace in parameters.exempt_namespaces
	msg := sprintf("excludedNamespaces contains %v, where no policy is enforced; remove it", [namespace])
}

violation contains {"msg": msg, "details": {"path": array.concat(_synced.path, [i])}} if {
	msg := "Secret is synchronised, so every constraint template can read it; remove it"
	some i, synced in _synced.kinds
	_name(synced) == "v1/Secret"
}

violation contains {"msg": msg, "details": {"path": _synced.path}} if {
	names := {_name(synced) | some synced in _synced.kinds}
	some wanted in parameters.required_kinds
	not wanted in names
	msg := sprintf("%s is not synchronised, so controls that look at other objects do not see it; add it", [wanted])
}

_synced := {
	"path": ["spec", "sync", "syncOnly"], "kinds": object.get(ctx.resource, ["spec", "sync", "syncOnly"], []),
} if {
	_is_config
} else := {"path": ["spec", "gvks"], "kinds": object.get(ctx.resource, ["spec", "gvks"], [])} if {
	ctx.group == "syncset.gatekeeper.sh"
	ctx.kind == "SyncSet"
}

_is_config if {
	ctx.group == "config.gatekeeper.sh"
	ctx.kind == "Config"
}

_name(synced) := concat("/", [part |
	some field in ["group", "version", "kind"]
	part := synced[field]
	is_string(part)
	part != ""
])

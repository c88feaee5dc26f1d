# METADATA
# title: The Services of sidecars must select existing pods
# description: |
#   A Service whose selector differs from the pods' labels by one letter leads nowhere, and nothing
#   reports it. Secondaries do not find their primary, and messages from other members end at the load
#   balancer. The user guide's own example selects by the label app, but its pods have the label run.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/services-networking/service/
# custom:
#   severity: medium
#   requirements: [XR-14]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: Set spec.selector to the labels in the template of the sidecar's pods, letter by letter, and keep both
#     in one namespace.
package guiderail.sidecar.service_selector

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods

applies if _is_concerned

violation contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	_selects_nothing
	not ctx.operation
	what := sprintf("selector %s matches no pod in namespace %s%s", [_shown, ctx.namespace_or_default, _hint])
	msg := sprintf("%s; set it to the labels of the pods", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	_selects_nothing
	ctx.operation
	msg := sprintf("selector %s matches none of the given pods; whether there are others is not known", [_shown])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "selector", key]}} if {
	_is_concerned
	not _is_selecting
	some key, value in _open
	msg := sprintf("selector.%s is %s, which is still to be filled in", [key, value])
}

# Services whose name or selector mentions the sidecar or X-Road. One without a selector, or of type
# ExternalName, gets its addresses from elsewhere.
_is_concerned if {
	ctx.kind == "Service"
	ctx.group == ""
	is_object(_selector)
	count(_selector) > 0
	object.get(ctx.resource.spec, "type", "ClusterIP") != "ExternalName"
	words := concat(" ", [word |
		some word in array.concat([ctx.name], [value |
			some value in _selector
		])
		is_string(word)
	])
	regex.match(`(?i)x-?road|security-server`, words)
}

_selector := ctx.resource.spec.selector

_selects_nothing if {
	_is_concerned
	count(_open) == 0
	not _is_selecting
}

_is_selecting if count(pods.selected(ctx.namespace_or_default, _selector)) > 0

_open[key] := value if {
	some key, value in _selector
	is_string(value)
	placeholder.is_in(value)
}

# A pod with the same value under another key is probably the one that is meant.
default _hint := ""

_hint := sprintf("; %s", [concat(", ", near)]) if {
	near := sort({text |
		some value in _selector
		some pod in pods.of(ctx.namespace_or_default)
		some key, other in pod.labels
		other == value
		not _selector[key] == value
		text := sprintf("%s has %s=%s", [pod.title, key, value])
	})
	count(near) > 0
}

_shown := concat(",", [sprintf("%s=%v", [key, value]) | some key, value in _selector])

# METADATA
# title: Pod Security admission must have a default and few exemptions
# description: |
#   Where the configuration of Pod Security admission names no default, a namespace without labels takes
#   privileged pods. An exempt namespace takes them whatever its labels say, an exempt user may create them
#   anywhere, and so may whoever makes an exempt controller create them.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/#exemptions
# custom:
#   severity: high
#   requirements: [PSA-05]
#   match: [control_plane_files]
#   remediation: Set defaults.enforce to restricted or baseline, and label the namespaces that need more. Exempt
#     no users and runtime classes, and no namespaces but those of the control plane.
#   parameters:
#     levels: {type: array, items: {type: string}, description: "The levels that may be the default."}
#     namespaces: {type: array, items: {type: string}, description: "Namespaces that may be exempt."}
#     usernames: {type: array, items: {type: string}, description: "Users that may be exempt."}
#     runtime_classes: {type: array, items: {type: string}, description: "Runtime classes that may be exempt."}
package guiderail.podsecurity.admission_exemptions

import data.lib.guiderail.control_plane_files
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.value

defaults := {
	"levels": ["baseline", "restricted"],
	"namespaces": ["kube-system"],
	"usernames": [],
	"runtime_classes": [],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_files) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_files := array.concat(
	control_plane_files.of_kind("PodSecurityConfiguration"),
	control_plane_files.of_kind("AdmissionConfiguration"),
)

# The configurations, each with the steps that lead to it.
_configurations := [found |
	some file in _files
	some place in _places(file)
	found := {
		"file": file,
		"steps": place.steps,
		"values": place.values,
		"title": concat("", [file.title, place.title]),
	}
]

_places(file) := [{"steps": [], "title": "", "values": file.document}] if {
	file.kind == "PodSecurityConfiguration"
} else := [{"steps": ["plugins", i, "configuration"], "title": title, "values": plugin.configuration} |
	some i, plugin in value.array_in(file.document, "plugins")
	plugin.name == "PodSecurity"
	is_object(plugin.configuration)
	title := sprintf("plugins[%d].configuration.", [i])
]

_offences contains {"path": path, "msg": msg, "is_open": placeholder.is_open(level)} if {
	some config in _configurations
	level := object.get(config.values, ["defaults", "enforce"], null)
	not level in parameters.levels
	path := control_plane_files.path(config.file, array.concat(config.steps, ["defaults", "enforce"]))
	msg := sprintf("%sdefaults.enforce %s", [config.title, _how(level)])
}

_offences contains {"path": path, "msg": msg, "is_open": placeholder.is_open(name)} if {
	some config in _configurations
	some field, allowed in {
		"usernames": parameters.usernames,
		"runtimeClasses": parameters.runtime_classes,
		"namespaces": parameters.namespaces,
	}
	some i, name in config.values.exemptions[field]
	not name in allowed
	path := control_plane_files.path(config.file, array.concat(config.steps, ["exemptions", field, i]))
	shown := sprintf("%v", [name])
	msg := sprintf("%sexemptions.%s[%d] must not be %s, %s", [config.title, field, i, shown, _consequence(field, shown)])
}

_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	some file in control_plane_files.of_kind("AdmissionConfiguration")
	_places(file) == []
	names := [i | some i, plugin in value.array_in(file.document, "plugins"); plugin.name == "PodSecurity"]
	is_open := object.get({0: false}, count(names), true)
	path := control_plane_files.path(file, _steps(names))
	msg := sprintf("%s%s", [file.title, _missing(file.document, names)])
}

_how(level) := sprintf("must be one of %s; without it, a namespace without labels takes privileged pods", [levels]) if {
	level in {null, ""}
	levels := concat(", ", parameters.levels)
} else := sprintf("is %v and must be one of %s", [level, concat(", ", parameters.levels)])

_consequence("namespaces", _) := "which may then run privileged pods whatever its labels say"

_consequence("runtimeClasses", _) := "which any pod may name"

_consequence("usernames", name) := "whose pods are all exempt, whoever makes it create them" if {
	startswith(name, "system:serviceaccount:")
} else := "who may then create privileged pods anywhere"

_steps([]) := ["plugins"]

_steps(names) := ["plugins", names[0]]

_missing(_, []) := "plugins must configure PodSecurity, or a namespace without labels takes privileged pods"

_missing(document, names) := sprintf("plugins[%d] is configured in %v, which has to be checked as well", [i, file]) if {
	i := names[0]
	file := object.get(document, ["plugins", i, "path"], "another file")
}

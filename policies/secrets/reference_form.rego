# METADATA
# title: The form of references to Secrets
# description: What is wrong with how a variable or a source of variables refers to a Secret, usually because of wrong
#   indentation.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
package lib.guiderail.reference_form

import data.lib.guiderail.value

# METADATA
# description: |
#   The defect of an entry of envFrom: `field`, a path below it, and `how`. Undefined where it has none.
source_defect(source) := {"field": [], "how": "is empty; set secretRef.name"} if {
	not is_object(source)
} else := {"field": ["name"], "how": "has name next to its reference; indent it under secretRef"} if {
	value.has_text(source, "name")
	not _has_reference(source)
} else := {"field": [], "how": "has both secretRef and configMapRef; use a separate item for each"} if {
	is_object(source.secretRef)
	is_object(source.configMapRef)
} else := {"field": ["secretRef", "name"], "how": "has a secretRef without a name; set secretRef.name"} if {
	is_object(source.secretRef)
	not value.has_text(source.secretRef, "name")
} else := {"field": [], "how": "has neither secretRef nor configMapRef; set secretRef.name"} if {
	count(_objects(source) & {"secretRef", "configMapRef"}) == 0
}

# METADATA
# description: The same of an entry of env, an object.
value_defect(env) := {
	"field": ["secretKeyRef"], "how": "has secretKeyRef next to valueFrom; indent it under valueFrom",
} if {
	some "secretKeyRef", _ in env
} else := {"field": ["valueFrom"], "how": "has no source in valueFrom; set valueFrom.secretKeyRef"} if {
	count(_objects(env.valueFrom)) == 0
} else := {"field": ["valueFrom"], "how": "has several sources in valueFrom; keep one"} if {
	count(_objects(env.valueFrom)) > 1
} else := {"field": ["value"], "how": "has both value and valueFrom; keep valueFrom"} if {
	is_object(env.valueFrom)
	not object.get(env, "value", null) in {null, ""}
}

_has_reference(source) if {
	some field in ["secretRef", "configMapRef"]
	value.has_text(source[field], "name")
}

_objects(parent) := {name | some name, child in parent; is_object(child)}

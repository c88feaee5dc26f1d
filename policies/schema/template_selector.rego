# METADATA
# title: A workload's selector must match the labels of its pod template
# description: |
#   A workload finds its pods by its selector. If the labels of the pod template do not match the
#   selector, the workload would never find the pods it creates. The API server therefore refuses such
#   an object, and one with an empty selector, so what was reviewed never runs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
#   - https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
# custom:
#   severity: medium
#   requirements: [META-05]
#   match:
#     - groups: [""]
#       kinds: [ReplicationController]
#     - groups: [apps]
#       kinds: [Deployment, ReplicaSet, StatefulSet, DaemonSet]
#     - groups: [batch]
#       kinds: [Job]
#     - groups: [argoproj.io]
#       kinds: [Rollout]
#     - groups: [apps.openshift.io]
#       kinds: [DeploymentConfig]
#     - groups: [apps.kruise.io]
#       kinds: [CloneSet, StatefulSet, DaemonSet]
#   remediation: Add the labels in spec.selector to spec.template.metadata.labels, or change spec.selector to match the
#     labels of the template.
package guiderail.schema.template_selector

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.selector

applies if _template

violation contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	_template
	not _is_open
	msg := _defect
}

unknown contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	_template
	_is_open
	_defect
	msg := "spec.selector: whether it selects the pods of the template is still to be filled in"
}

# A kustomization gives selectors to objects that have none; an API server refuses those that still have none.
unknown contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	_template
	_asked == null
	ctx.group == "apps"
	msg := "spec.selector is not set, and whether something sets it before an API server sees it is not known"
}

_defect := "spec.selector is empty, which no API server accepts; name the labels of the template" if {
	selector.is_empty(_asked)
	ctx.group == "apps"
} else := sprintf("spec.selector does not select the pods of the template, whose labels are %s", [_shown]) if {
	is_object(_asked)
	not selector.is_empty(_asked)
	not selector.matches(_asked, _labels)
}

# Older kinds have a map of labels for a selector.
_asked := {"matchLabels": labels} if {
	ctx.kind in {"ReplicationController", "DeploymentConfig"}
	labels := ctx.resource.spec.selector
	is_object(labels)
} else := null if {
	ctx.kind in {"ReplicationController", "DeploymentConfig"}
} else := object.get(ctx.resource, ["spec", "selector"], null)

_template := template if {
	ctx.kind in _kinds[ctx.group]
	template := ctx.resource.spec.template
	is_object(template)
}

_kinds := {
	"": {"ReplicationController"},
	"apps": {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"},
	"batch": {"Job"},
	"argoproj.io": {"Rollout"},
	"apps.openshift.io": {"DeploymentConfig"},
	"apps.kruise.io": {"CloneSet", "StatefulSet", "DaemonSet"},
}

default _labels := {}

_labels := labels if {
	labels := _template.metadata.labels
	is_object(labels)
}

_shown := "none" if {
	count(_labels) == 0
} else := concat(", ", [sprintf("%s=%v", [key, value]) | some key, value in _labels])

# Two alike placeholders stand for the same.
_is_open if placeholder.is_within(_asked)

_is_open if placeholder.is_within(_labels)

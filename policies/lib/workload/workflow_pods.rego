# METADATA
# title: The pods of Argo Workflows
# description: |
#   The pods that the templates of a workflow create, in the form of `workload.pods_of`. A template has one
#   container, a script or a set of containers, and sets some of a pod's fields itself; the workflow sets
#   the others. Yields nothing for any other kind.
# related_resources:
#   - https://argo-workflows.readthedocs.io/en/latest/fields/
package lib.guiderail.workflow_pods

import data.lib.guiderail.pod_patch
import data.lib.guiderail.value

# METADATA
# description: |
#   The pods of a workflow, of a template of workflows, or of a CronWorkflow. Where all templates are those of
#   other objects, one pod without containers stands for what the workflow sets for each. The podSpecPatch is
#   applied; `patches` has the paths of those parts of it that are not known.
of(maker) := pods if {
	workflow := _workflow(maker)
	made := [_pod(workflow, template) |
		some template in _templates(workflow)
		count(_containers(template)) > 0
	]
	pods := array.concat(made, [_pod(workflow, {"path": workflow.path, "spec": {}}) | made == []])
} else := []

_workflow(maker) := {"path": path, "spec": spec} if {
	is_string(maker.apiVersion)
	startswith(maker.apiVersion, "argoproj.io/")
	path := _places[maker.kind]
	spec := object.get(maker, path, null)
	is_object(spec)
}

_places := {
	"Workflow": ["spec"],
	"WorkflowTemplate": ["spec"],
	"ClusterWorkflowTemplate": ["spec"],
	"CronWorkflow": ["spec", "workflowSpec"],
}

# The templates, including those that are written inline.
_templates(workflow) := array.concat(named, array.concat(in_steps, in_tasks)) if {
	named := [template |
		some i, spec in workflow.spec.templates
		template := _template(workflow, array.concat(workflow.path, ["templates", i]), spec)
	]
	in_steps := [template |
		some outer in named
		some i, group in outer.spec.steps
		some step in _steps(group)
		path := array.concat(array.concat(["steps", i], step.path), ["inline"])
		template := _template(workflow, array.concat(outer.path, path), step.spec.inline)
	]
	in_tasks := [template |
		some outer in named
		some i, task in outer.spec.dag.tasks
		template := _template(workflow, array.concat(outer.path, ["dag", "tasks", i, "inline"]), task.inline)
	]
}

_steps(group) := [{"path": [i], "spec": step} | some i, step in group] if {
	is_array(group)
} else := [{"path": ["steps", i], "spec": step} | some i, step in group.steps]

_template(workflow, path, spec) := {"path": path, "spec": object.union_n([defaults, spec, variables])} if {
	is_object(spec)
	defaults := _defaults(workflow)

	# A container inherits the default variables that it does not set itself.
	variables := {field: {"env": array.concat(spec[field].env, inherited)} |
		some field in ["container", "script"]
		is_array(spec[field].env)
		is_array(defaults[field].env)
		own := {env.name | some env in spec[field].env}
		inherited := [env | some env in defaults[field].env; is_object(env); not _is_set(env, own)]
	}
}

_is_set(variable, names) if variable.name in names

_defaults(workflow) := defaults if {
	defaults := workflow.spec.templateDefaults
	is_object(defaults)
} else := {}

# The containers of a pod in the order of its list; one without a name is called main.
_containers(template) := array.concat(
	[{"path": array.concat(template.path, [field]), "spec": object.union({"name": "main"}, template.spec[field])} |
		some field in ["container", "script"]
		is_object(template.spec[field])
	],
	array.concat(
		_items(template, ["containerSet", "containers"]),
		_items(template, ["sidecars"]),
	),
)

_items(template, field) := [{"path": array.concat(template.path, array.concat(field, [i])), "spec": spec} |
	some i, spec in object.get(template.spec, field, [])
	is_object(spec)
]

_pod(workflow, template) := pod_patch.applied(_written(workflow, template), [{"path": path, "text": text} |
	some owner in [workflow, template]
	text := object.get(owner, ["spec", "podSpecPatch"], "")
	not text in {"", null}
	path := array.concat(owner.path, ["podSpecPatch"])
])

_written(workflow, template) := {
	"path": template.path,
	"spec_path": workflow.path,
	"metadata_path": array.concat(template.path, ["metadata"]),
	"metadata": metadata,
	"labels": value.object_in(metadata, "labels"),
	"spec": object.union(fields, lists),
	"is_part": template.spec == {},
	"places": places,
	"items": items,
	"patches": [],
} if {
	places := {field: array.concat(template.path, [field]) |
		some field in _own_fields
		not object.get(template.spec, field, null) == null
	}
	metadata := object.union(value.object_in(workflow.spec, "podMetadata"), value.object_in(template.spec, "metadata"))
	own := _fields(template.spec, _own_fields)
	fields := object.union(object.remove(_fields(workflow.spec, _fields_of_workflow), object.keys(own)), own)
	entries := {
		"containers": _containers(template),
		"initContainers": _items(template, ["initContainers"]),
		"volumes": array.concat(_items(workflow, ["volumes"]), _items(template, ["volumes"])),
	}
	items := {field: paths |
		some field, _ in entries
		paths := [entry.path | some entry in entries[field]]
	}
	lists := {field: specs |
		some field, _ in entries
		specs := [entry.spec | some entry in entries[field]]
	}
}

# A template's security context replaces that of the workflow as a whole.
_fields(spec, names) := {name: found |
	some name in names
	found := spec[name]
	found != null
}

# The fields that a template may set itself.
_own_fields := {
	"affinity", "automountServiceAccountToken", "hostAliases", "nodeSelector", "priorityClassName",
	"schedulerName", "securityContext", "serviceAccountName", "tolerations",
}

_fields_of_workflow := _own_fields | {"dnsConfig", "dnsPolicy", "hostNetwork", "imagePullSecrets"}

# METADATA
# title: Values that charts, templates and pipelines are given must not hold secrets
# description: |
#   What a HelmRelease, an Argo CD Application, a pipeline or an autoscaler hands on is kept in the repository
#   and in the object, and shown by every tool that lists it. The template of an ExternalSecret or a
#   SealedSecret is not encrypted either: only what is fetched or sealed is.
# related_resources:
#   - https://fluxcd.io/flux/components/helm/helmreleases/#values
#   - https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/
#   - https://external-secrets.io/latest/guides/templating/
# custom:
#   severity: high
#   requirements: [SECRETS-17]
#   match:
#     - groups: [argoproj.io]
#       kinds: [Application, ApplicationSet, Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow]
#     - groups: [helm.toolkit.fluxcd.io]
#       kinds: [HelmRelease]
#     - groups: [kustomize.toolkit.fluxcd.io, kustomize.config.k8s.io]
#       kinds: [Kustomization]
#     - groups: [helm.cattle.io]
#       kinds: [HelmChart, HelmChartConfig]
#     - groups: [helm.crossplane.io]
#       kinds: [Release]
#     - groups: [external-secrets.io]
#       kinds: [ExternalSecret, ClusterExternalSecret]
#     - groups: [bitnami.com]
#       kinds: [SealedSecret]
#     - groups: [secrets.hashicorp.com]
#       kinds: [VaultStaticSecret, VaultDynamicSecret, VaultPKISecret, HCPVaultSecretsApp, SecretTransformation]
#     - groups: [template.openshift.io, ""]
#       kinds: [Template]
#     - groups: [tekton.dev]
#       kinds: [Task, ClusterTask, TaskRun, Pipeline, PipelineRun]
#     - groups: [keda.sh]
#       kinds: [ScaledObject, ScaledJob, TriggerAuthentication, ClusterTriggerAuthentication]
#   remediation: Keep the value in a Secret and refer to it, as with valuesFrom, existingSecret or what the chart
#     offers, or fetch it in the template.
#   parameters:
#     name_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a value or a setting whose name matches one is sensitive.
#     value_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a text that matches one holds a secret.
#     allowed_names:
#       type: array
#       items: {type: string}
#       description: Exact names of values and settings, as messages show them, that look sensitive and are not.
package guiderail.secrets.embedded_values

import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.workload

defaults := {
	"name_patterns": sensitive.names,
	"value_patterns": sensitive.values,
	"allowed_names": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some root in _roots
	some leaf in exposed.leaves(object.get(ctx.resource, root, null), parameters)
	names := leaf.names - {name | some name in parameters.allowed_names}
	count(names) > 0
	path := array.concat(root, leaf.path)
	not _is_of_a_container(path)
	msg := sprintf("%s holds a secret in plain text (%s); refer to a Secret", [_shown(path), concat(", ", sort(names))])
}

# Of the variables and commands of the containers that it makes, plaintext_env and command_args speak.
_is_of_a_container(path) if {
	some container in workload.containers
	some field in ["env", "command", "args", "script", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
	at := array.concat(container.path, [field])
	array.slice(path, 0, count(at)) == at
}

# A step that has none of its own takes on what its task's template of steps has.
_is_of_a_container(path) if {
	some i, "stepTemplate" in path
	shared := object.get(ctx.resource, array.slice(path, 0, i + 2), null)
	some container in workload.containers
	container.spec[path[i + 1]] == shared
}

_roots := object.get(_places, [ctx.group, ctx.kind], [])

_shown(path) := concat("", [part |
	some i, step in path
	part := _step(i, step)
])

_step(0, step) := step

_step(i, step) := sprintf(".%s", [step]) if {
	i > 0
	is_string(step)
}

_step(i, step) := sprintf("[%d]", [step]) if {
	i > 0
	is_number(step)
}

# Where people write values of their own; what else these objects have refers to something.
_places := {
	"argoproj.io": {
		"Application": [["spec", "source"], ["spec", "sources"]],
		"ApplicationSet": [["spec", "generators"], ["spec", "template", "spec", "source"], ["spec", "template", "spec", "sources"], ["spec", "templatePatch"]],
		"Workflow": _arguments(["spec"]),
		"WorkflowTemplate": _arguments(["spec"]),
		"ClusterWorkflowTemplate": _arguments(["spec"]),
		"CronWorkflow": _arguments(["spec", "workflowSpec"]),
	},
	"helm.toolkit.fluxcd.io": {"HelmRelease": [["spec", "values"], ["spec", "postRenderers"]]},
	"kustomize.toolkit.fluxcd.io": {"Kustomization": [["spec", "postBuild", "substitute"], ["spec", "patches"]]},
	"kustomize.config.k8s.io": {"Kustomization": [["configMapGenerator"], ["secretGenerator"]]},
	"helm.cattle.io": {"HelmChart": _chart, "HelmChartConfig": _chart},
	"helm.crossplane.io": {"Release": [["spec", "forProvider", "values"], ["spec", "forProvider", "set"]]},
	"external-secrets.io": {
		"ExternalSecret": [["spec", "target", "template", "data"]],
		"ClusterExternalSecret": [["spec", "externalSecretSpec", "target", "template", "data"]],
	},
	"bitnami.com": {"SealedSecret": [["spec", "template", "data"], ["spec", "template", "stringData"]]},
	"secrets.hashicorp.com": {
		"VaultStaticSecret": _transformation,
		"VaultDynamicSecret": _transformation,
		"VaultPKISecret": _transformation,
		"HCPVaultSecretsApp": _transformation,
		"SecretTransformation": [["spec", "templates"], ["spec", "sourceTemplates"]],
	},
	"keda.sh": {"ScaledObject": _triggers, "ScaledJob": _triggers, "TriggerAuthentication": _vault, "ClusterTriggerAuthentication": _vault},
	"template.openshift.io": {"Template": [["parameters"]]},
	"": {"Template": [["parameters"]]},
	"tekton.dev": {
		"Task": _task,
		"ClusterTask": _task,
		"TaskRun": [["spec", "params"], ["spec", "taskSpec"], ["spec", "podTemplate"]],
		"Pipeline": [["spec", "params"], ["spec", "tasks"], ["spec", "finally"]],
		"PipelineRun": [["spec", "params"], ["spec", "pipelineSpec"], ["spec", "taskRunTemplate"]],
	},
}

_arguments(spec) := [array.concat(spec, ["arguments"]), array.concat(spec, ["templates"])]

_chart := [["spec", "set"], ["spec", "valuesContent"]]

_transformation := [["spec", "destination", "transformation"]]

_triggers := [["spec", "triggers"]]

_vault := [["spec", "hashiCorpVault", "credential"]]

_task := [["spec", "params"], ["spec", "steps"], ["spec", "sidecars"], ["spec", "stepTemplate"]]

# METADATA
# title: Where people write values for others to use
# description: |
#   The fields of charts, templates and pipelines that hold custom values, by group and kind. The other
#   fields of these objects only refer to something.
package lib.guiderail.embedded_places

# METADATA
# description: How a message shows a path.
shown(path) := concat("", [part |
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

# METADATA
# description: The paths, by group and kind.
of := {
	"argoproj.io": {
		"Application": [["spec", "source"], ["spec", "sources"]],
		"ApplicationSet": [
			["spec", "generators"],
			["spec", "template", "spec", "source"],
			["spec", "template", "spec", "sources"],
			["spec", "templatePatch"],
		],
		"Workflow": _workflow,
		"WorkflowTemplate": _workflow,
		"ClusterWorkflowTemplate": _workflow,
		"CronWorkflow": [["spec", "workflowSpec", "arguments"], ["spec", "workflowSpec", "templates"]],
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
	"keda.sh": {
		"ScaledObject": _triggers,
		"ScaledJob": _triggers,
		"TriggerAuthentication": _vault,
		"ClusterTriggerAuthentication": _vault,
	},
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

_workflow := [["spec", "arguments"], ["spec", "templates"]]

_chart := [["spec", "set"], ["spec", "valuesContent"]]

_transformation := [["spec", "destination", "transformation"]]

_triggers := [["spec", "triggers"]]

_vault := [["spec", "hashiCorpVault", "credential"]]

_task := [["spec", "params"], ["spec", "steps"], ["spec", "sidecars"], ["spec", "stepTemplate"]]

# METADATA
# title: Values passed to charts, templates and pipelines must not contain secrets
# description: |
#   Values that a HelmRelease, an Argo CD Application, a pipeline or an autoscaler passes on are stored
#   in the repository and in the object, and every tool that lists the object shows them. The template
#   of an ExternalSecret or a SealedSecret is not encrypted either; only what is fetched or sealed is
#   protected.
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
#   remediation: Keep the value in a Secret and refer to it, for example with valuesFrom, existingSecret or whatever the
#     chart offers. In a template, refer to the fetched value.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A value or a setting
#       whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A text that matches
#       one contains a secret."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact names of values and settings, as messages
#       show them, that look sensitive but are not."}
package guiderail.secrets.embedded_values

import data.lib.guiderail.ctx
import data.lib.guiderail.embedded_places
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.workload

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some root in object.get(embedded_places.of, [ctx.group, ctx.kind], [])
	some leaf in exposed.leaves(object.get(ctx.resource, root, null), parameters)
	names := leaf.names - {name | some name in parameters.allowed_names}
	count(names) > 0
	path := array.concat(root, leaf.path)
	not _is_of_a_container(path, ctx.resource)
	shown := [embedded_places.shown(path), concat(", ", sort(names))]
	msg := sprintf("%s contains a secret in plain text (%s); refer to a Secret", shown)
}

# Of the variables and commands of the containers that it makes, plaintext_env and command_args speak.
_is_of_a_container(path, _) if {
	some container in workload.containers
	some field in ["env", "command", "args", "script", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
	at := array.concat(container.path, [field])
	array.slice(path, 0, count(at)) == at
}

# A step that has none of its own takes on what its task's template of steps has.
_is_of_a_container(path, resource) if {
	some i, "stepTemplate" in path
	shared := object.get(resource, array.slice(path, 0, i + 2), null)
	some container in workload.containers
	container.spec[path[i + 1]] == shared
}

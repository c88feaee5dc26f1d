# METADATA
# title: Pods must not use static cloud credentials
# description: |
#   A static key works from anywhere until somebody revokes it, even if it comes from a Secret. Whoever
#   reads it once, in the pod, a log or a backup, has it. An identity of the service account (IRSA, EKS
#   Pod Identity, Azure workload identity) gives the pod credentials that expire within hours.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
#   - https://learn.microsoft.com/en-us/azure/aks/workload-identity-overview
# custom:
#   severity: high
#   requirements: [IRSA-05]
#   match: [workload]
#   remediation: Give the pod's ServiceAccount an IAM role or a workload identity with the rights that it needs, then
#     remove the static credentials from the pod and revoke them.
#   parameters:
#     variables: {type: array, items: {type: string}, description: "Exact names of environment variables that hold
#       static cloud credentials or the path of a file that does."}
#     endpoint_variables: {type: array, items: {type: string}, description: "Exact names of environment variables that
#       set the address of another S3 server. A container with one that points outside AWS may have AWS_ variables."}
package guiderail.irsa.static_credentials

import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.workload

defaults := {
	"variables": [
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SHARED_CREDENTIALS_FILE",
		"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD",
		"AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_CONNECTION_STRING",
		"AZURE_STORAGE_SAS_TOKEN", "AZURE_CREDENTIALS", "AZURE_CREDENTIALS_FILE",
		"ARM_CLIENT_SECRET", "ARM_ACCESS_KEY", "ARM_SAS_TOKEN",
	],
	"endpoint_variables": [
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "AWS_S3_ENDPOINT_URL", "AWS_ENDPOINT",
		"S3_ENDPOINT", "S3_ENDPOINT_URL", "MLFLOW_S3_ENDPOINT_URL",
	],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in _uses
	msg := sprintf("%s; use a role for the service account", [use.what])
}

_uses contains {"path": array.concat(container.path, ["env", i]), "what": what} if {
	count(workload.variable_names & _variables) > 0
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _variables
	_has_value(env)
	not _is_of_another_server(container, env.name)
	what := sprintf("%s: env %s contains static cloud credentials", [container.title, env.name])
}

# Which variables come from a Secret only the Secret tells, or its name.
_uses contains {"path": path, "what": what} if {
	some container in workload.containers
	some i, source in container.spec.envFrom
	name := source.secretRef.name
	is_string(name)
	regex.match(`(^|[.-])(aws|azure)[.-](credentials?|creds|access-keys?|keys?|client-secret|service-principal|sp)($|[.-])`, name)
	not _is_of_another_server(container, name)
	path := array.concat(container.path, ["envFrom", i, "secretRef", "name"])
	what := sprintf("%s: envFrom gets static cloud credentials from Secret %s", [container.title, name])
}

_uses contains {"path": found.path, "what": what} if {
	some container in workload.containers
	some spec in container.spec.volumeMounts
	is_string(spec.mountPath)
	contains(spec.mountPath, "/.a")
	some found in mount.of(container)
	_brings_credentials(found)
	what := sprintf("%s: static cloud credentials are mounted at %s", [container.title, found.at])
}

_uses contains {"path": array.concat(volume.path, ["hostPath", "path"]), "what": what} if {
	some volume in workload.volumes
	path := volume.spec.hostPath.path
	is_string(path)
	regex.match(`/\.(aws|azure)(/|$)`, path)
	what := sprintf("%s: hostPath %s contains the node's cloud credentials", [volume.title, path])
}

_variables := {name | some name in parameters.variables}

_has_value(env) if not object.get(env, "value", null) in {null, ""}

_has_value(env) if is_object(env.valueFrom)

# MinIO, Ceph and their like have keys of their own and know no roles.
_is_of_another_server(container, name) if {
	regex.match(`(?i)aws`, name)
	some env in container.spec.env
	env.name in parameters.endpoint_variables
	is_string(env.value)
	env.value != ""
	not regex.match(`(?i)\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)([:/]|$)`, env.value)
}

_brings_credentials(found) if {
	regex.match(`/\.(aws|azure)(/|$)`, found.at)
	not regex.match(`/\.aws/(config|cli|sso)(/|$)`, found.at)
	sources := object.keys(found.volume.spec)
	not "emptyDir" in sources
	not _is_configuration(found, sources)
}

# A ConfigMap brings the file config, which names regions, profiles and roles.
_is_configuration(found, sources) if {
	"configMap" in sources
	not endswith(found.at, "/credentials")
}

# METADATA
# title: Cluster-scoped objects must not set a namespace
# description: |
#   A ClusterRoleBinding, a PersistentVolume or a CustomResourceDefinition is in no namespace, whatever
#   its metadata says, because the API server drops the field. Readers of the manifest believe that the
#   object affects only that namespace, although it affects the whole cluster.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace
# custom:
#   severity: low
#   requirements: [META-05]
#   match: [{groups: ["*"], kinds: ["*"]}]
#   remediation: Remove metadata.namespace. If only one namespace is meant, use the namespaced kind, for example
#     RoleBinding instead of ClusterRoleBinding.
package guiderail.namespaces.cluster_scoped

import data.lib.guiderail.ctx
import data.lib.guiderail.scope

applies if _is_of_the_cluster

violation contains {"msg": msg, "details": {"path": ["metadata", "namespace"]}} if {
	_is_of_the_cluster
	written := ctx.resource.metadata.namespace
	not written in {"", null}
	what := sprintf("metadata.namespace is set, but a %s is cluster-scoped", [ctx.kind])
	msg := sprintf("%s; remove it", [what])
}

_is_of_the_cluster if scope.of(ctx.group, ctx.kind) == "Cluster"

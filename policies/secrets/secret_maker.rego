# METADATA
# title: What may create Secrets that no object declares
# description: |
#   Operators create Secrets for their resources, and programs whose service account may create Secrets
#   create what they need. No manifest shows which ones, so while one of these exists, it is unknown
#   whether a Secret will exist. Controls that use this library are not in Gatekeeper.
# related_resources:
#   - https://kubernetes.io/docs/concepts/extend-kubernetes/operator/
package lib.guiderail.secret_maker

# METADATA
# description: |
#   The titles of what may make Secrets in a namespace: resources of operators, and bindings of service
#   accounts that may create Secrets.
of(namespace) := _resources(namespace) | (_role_bindings(namespace) | _cluster_role_bindings)

_resources(namespace) := {title |
	some custom in [resource | resource := data.inventory.namespace[_]["inventory.guiderail/v1"].CustomResource[_]]
	_reaches(custom, namespace)
	_makes_secrets(custom)
	title := sprintf("%s %q", [custom.kind, custom.metadata.name])
}

# What names no namespace may be applied to any, or belong to the cluster.
_reaches(maker, namespace) if object.get(maker, ["metadata", "namespace"], namespace) == namespace

_reaches(maker, _) if _group(maker) in _deployers

_makes_secrets(custom) if {
	group := _group(custom)
	not group in _idle_groups
	not object.get(custom, "kind", "") in object.get(_idle_kinds, group, set())
	not regex.match(`(^|\.)(istio\.io|gatekeeper\.sh|openshift\.io|knative\.dev|calico\.org|projectcalico\.org|k8s\.aws)$`, group)
}

_group(custom) := split(custom.apiVersion, "/")[0]

# These apply manifests of any kind, to any namespace.
_deployers := {
	"argoproj.io", "fleet.cattle.io", "helm.cattle.io", "helm.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io",
	"kyverno.io",
	"policies.kyverno.io", "helm.crossplane.io", "kubernetes.crossplane.io", "addons.cluster.x-k8s.io",
}

# Groups whose resources make no Secrets, or none but those that lib.guiderail.declared_secret knows.
_idle_groups := {
	"acme.cert-manager.io", "apps.kruise.io", "batch.volcano.sh", "bitnami.com", "cert-manager.io", "cilium.io",
	"eksctl.io",
	"external-secrets.io", "jobset.x-k8s.io", "karpenter.sh", "keda.sh", "kueue.x-k8s.io",
	"leaderworkerset.x-k8s.io", "longhorn.io",
	"metallb.io", "notification.toolkit.fluxcd.io", "projectcontour.io", "scheduling.x-k8s.io",
	"secrets-store.csi.x-k8s.io",
	"source.toolkit.fluxcd.io", "tekton.dev", "traefik.containo.us", "traefik.io", "wgpolicyk8s.io",
}

_idle_kinds := {
	"argoproj.io": {
		"AnalysisRun", "AnalysisTemplate", "AppProject", "ClusterAnalysisTemplate", "ClusterWorkflowTemplate", "CronWorkflow",
		"EventBus", "Experiment", "Rollout", "Workflow", "WorkflowTemplate",
	},
	"monitoring.coreos.com": {
		"AlertmanagerConfig", "PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor",
	},
}

# A binding without a namespace may be applied to any.
_role_bindings(namespace) := {title |
	some place in [namespace, "default"]
	binding := data.inventory.namespace[place]["rbac.authorization.k8s.io/v1"].RoleBinding[_]
	_reaches(binding, namespace)
	_has_account(binding)
	_may_create(place, binding.roleRef)
	title := sprintf("a subject of RoleBinding %q", [binding.metadata.name])
}

_cluster_role_bindings contains title if {
	binding := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding[_]
	_has_account(binding)
	_may_create("", binding.roleRef)
	title := sprintf("a subject of ClusterRoleBinding %q", [binding.metadata.name])
}

_rules_of(_, ref) := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[ref.name].rules if ref.kind == "ClusterRole"

_rules_of(namespace, ref) := data.inventory.namespace[namespace]["rbac.authorization.k8s.io/v1"].Role[ref.name].rules if {
	ref.kind == "Role"
}

_has_account(binding) if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
}

_has_account(binding) if {
	some subject in binding.subjects
	is_string(subject.name)
	startswith(subject.name, "system:serviceaccount")
}

# Kubernetes' own roles need not be among the objects.
_may_create(_, ref) if {
	ref.kind == "ClusterRole"
	ref.name in {"cluster-admin", "admin", "edit"}
}

_may_create(place, ref) if {
	some rule in _rules_of(place, ref)
	_holds(rule.apiGroups, "")
	_holds(rule.resources, "secrets")
	_holds(rule.verbs, "create")
}

_holds(list, word) if word in list

_holds(list, _) if "*" in list

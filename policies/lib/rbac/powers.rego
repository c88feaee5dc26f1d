# METADATA
# title: Powers that a role must not give away by the way
# description: |
#   What a rule of a role can be harmful for, in tables by API group, written for `rbac.grants`. Each
#   power has `verbs` and `resources`, of which one each is enough, and `can`, what whoever is bound to
#   the role can then do. A rule that is narrowed by resource names counts only where the power says so:
#   with `is_by_name` for whatever names, with `names` for these. `cluster_wide` lists the resources on
#   which a Role grants nothing. `is_open` says that `*` or `userextras/*` among the resources stands
#   for any one, `is_in_one_place` that no namespace need be named, and `is_usual` that admin and edit
#   are there for it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
package lib.guiderail.powers

import data.lib.guiderail.bootstrap_roles

# METADATA
# description: |
#   Reading Secrets. An answer to a patch or a deletion of many carries the objects too; one to an update
#   only what was sent.
secret_read := {
	"": [{
		"verbs": {"get", "list", "watch", "patch", "deletecollection"},
		"resources": {"secrets"},
		"can": "read every Secret",
	}],
	"external-secrets.io": [{
		"verbs": {"create", "update", "patch"},
		"resources": {"pushsecrets", "clusterpushsecrets"},
		"cluster_wide": {"clusterpushsecrets"},
		"can": "have every Secret copied to a store outside the cluster",
		"is_usual": true,
	}],
}

# METADATA
# description: |
#   Gaining permissions that one was not given. Named roles and service accounts are judged by
#   themselves; of a named user or group nothing is known.
escalation := {
	"rbac.authorization.k8s.io": [
		{
			"verbs": {"escalate"},
			"resources": {"roles", "clusterroles"},
			"cluster_wide": {"clusterroles"},
			"is_by_name": true,
			"can": "write any permission into a role",
		},
		{
			# A Role allows to bind ClusterRoles within its namespace.
			"verbs": {"bind"},
			"resources": {"roles", "clusterroles"},
			"names": bootstrap_roles.cluster_roles - {"view"},
			"can": "bind roles that hold more than their own permissions",
		},
	],
	"": [
		{
			"verbs": {"impersonate"},
			"resources": {"users", "groups"},
			"cluster_wide": {"users", "groups"},
			"is_by_name": true,
			"can": "act as other users and groups",
		},
		{"verbs": {"impersonate"}, "resources": {"serviceaccounts"}, "can": "act as every service account"},
		{"verbs": {"create"}, "resources": {"serviceaccounts/token"}, "can": "make tokens of every service account"},
	],
	"authentication.k8s.io": [
		{
			"verbs": {"impersonate"},
			"resources": {"userextras/*", "uids"},
			"is_open": true,
			"cluster_wide": {"userextras/*", "uids"},
			"is_by_name": true,
			"can": "act under the UIDs and attributes of other users",
		},
		{
			"verbs": {"impersonate:user-info"},
			"resources": {"users", "groups", "uids", "userextras/*"},
			"is_open": true,
			"cluster_wide": {"users", "groups", "uids", "userextras/*"},
			"is_by_name": true,
			"can": "act as other users and groups where constrained impersonation lets them",
		},
		{
			"verbs": {"impersonate:serviceaccount", "impersonate:arbitrary-node"},
			"resources": {"serviceaccounts", "nodes"},
			"cluster_wide": {"nodes"},
			"can": "act as every service account or node where constrained impersonation lets them",
		},
	],
	"certificates.k8s.io": [{
		"verbs": {"approve", "sign"},
		"resources": {"signers"},
		"cluster_wide": {"signers"},
		# Those whose certificates an API server takes for a user.
		"names": {"kubernetes.io/*", "kubernetes.io/kube-apiserver-client", "kubernetes.io/kube-apiserver-client-kubelet"},
		"can": "have client certificates issued in the name of any user",
	}],
}

# METADATA
# description: Getting into pods that run. A shell in one named pod or node is still a shell.
subresources := {"": [
	{
		# Until Kubernetes 1.35 a WebSocket asked for get alone.
		"verbs": {"get", "create"},
		"resources": {"pods/exec", "pods/attach"},
		"is_by_name": true,
		"can": "run commands in pods",
	},
	{
		"verbs": {"update", "patch"},
		"resources": {"pods/ephemeralcontainers"},
		"is_by_name": true,
		"can": "start containers of their own in running pods",
	},
	{
		"verbs": {"get", "create"},
		"resources": {"pods/portforward"},
		"can": "reach every port of pods past all network policies",
	},
	{
		"verbs": {"get", "create", "update", "patch", "delete"},
		"resources": {"pods/proxy", "services/proxy"},
		"can": "reach pods and services through the API server",
	},
	{
		"verbs": {"get", "create", "update", "patch", "delete"},
		"resources": {"nodes/proxy"},
		"cluster_wide": {"nodes/proxy"},
		"is_by_name": true,
		"can": "run commands in every pod through the kubelets of the nodes",
	},
]}

# METADATA
# description: |
#   Making pods of one's own: for the given resources, as kubectl names them (`deployments.apps`).
#   To change a named workload is as good as to create one.
workloads(resources) := {group: powers |
	named := {[_group(resource), _plural(resource)] | some resource in resources}
	some [group, _] in named
	all_of_group := {plural | named[[group, plural]]}
	powers := [
		_workload_power({"create"}, all_of_group),
		_workload_power({"update", "patch"}, all_of_group - object.get(_fixed, group, set())),
	]
}

_workload_power(verbs, resources) := {
	"verbs": verbs,
	"resources": resources,
	"cluster_wide": resources & {"clusterworkflowtemplates", "clustertasks", "sidecarsets"},
	"is_by_name": true,
	"can": "run any image with every service account and Secret",
	"is_usual": true,
}

# What pods these make cannot be changed any more.
_fixed := {"batch": {"jobs"}, "tekton.dev": {"taskruns", "pipelineruns"}}

# METADATA
# description: The resources whose objects make pods, of Kubernetes and some widely used extensions.
workload_resources := [
	"pods", "replicationcontrollers",
	"deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps",
	"jobs.batch", "cronjobs.batch",
	"rollouts.argoproj.io", "workflows.argoproj.io", "cronworkflows.argoproj.io",
	"workflowtemplates.argoproj.io", "clusterworkflowtemplates.argoproj.io",
	"deploymentconfigs.apps.openshift.io",
	"services.serving.knative.dev", "configurations.serving.knative.dev",
	"taskruns.tekton.dev", "pipelineruns.tekton.dev", "tasks.tekton.dev", "clustertasks.tekton.dev",
	"pipelines.tekton.dev",
	"scaledjobs.keda.sh",
	"clonesets.apps.kruise.io", "statefulsets.apps.kruise.io", "daemonsets.apps.kruise.io", "broadcastjobs.apps.kruise.io",
	"advancedcronjobs.apps.kruise.io", "sidecarsets.apps.kruise.io", "uniteddeployments.apps.kruise.io",
	"jobs.batch.volcano.sh", "jobsets.jobset.x-k8s.io", "leaderworkersets.leaderworkerset.x-k8s.io",
	"jaxjobs.kubeflow.org", "mpijobs.kubeflow.org", "paddlejobs.kubeflow.org", "pytorchjobs.kubeflow.org",
	"tfjobs.kubeflow.org",
	"xgboostjobs.kubeflow.org", "trainjobs.trainer.kubeflow.org",
	"rayclusters.ray.io", "rayjobs.ray.io", "rayservices.ray.io",
	"sparkapplications.sparkoperator.k8s.io", "scheduledsparkapplications.sparkoperator.k8s.io",
]

# METADATA
# description: Changing what keeps everyone else within bounds.
guards := {
	"admissionregistration.k8s.io": [
		{
			"verbs": _writes,
			"resources": {"mutatingwebhookconfigurations"},
			"cluster_wide": {"mutatingwebhookconfigurations"},
			"can": "change the webhooks that see and alter every request",
		},
		{
			"verbs": _writes,
			"resources": {"validatingwebhookconfigurations"},
			"cluster_wide": {"validatingwebhookconfigurations"},
			"can": "change the webhooks that see and refuse every request",
		},
		{
			"verbs": _writes,
			"resources": _admission_policies,
			"cluster_wide": _admission_policies,
			"can": "change admission policies",
		},
	],
	"rbac.authorization.k8s.io": [{
		"verbs": _writes,
		"resources": {"roles", "rolebindings", "clusterroles", "clusterrolebindings"},
		"cluster_wide": {"clusterroles", "clusterrolebindings"},
		"can": "change who may do what",
	}],
	"certificates.k8s.io": [{
		"verbs": {"update", "patch"},
		"resources": {"certificatesigningrequests/approval"},
		"cluster_wide": {"certificatesigningrequests/approval"},
		"can": "approve certificate requests",
	}],
	"apiregistration.k8s.io": [{
		"verbs": _writes,
		"resources": {"apiservices"},
		"cluster_wide": {"apiservices"},
		"can": "redirect parts of the API to a server of their own",
	}],
	"templates.gatekeeper.sh": [_policies_of_an_engine({"constrainttemplates"}, {"constrainttemplates"})],
	"constraints.gatekeeper.sh": [object.union(_policies_of_an_engine({"*"}, {"*"}), {"is_open": true})],
	"mutations.gatekeeper.sh": [_policies_of_an_engine(_mutations, _mutations)],
	"config.gatekeeper.sh": [_policies_of_an_engine({"configs"}, set())],
	"kyverno.io": [_policies_of_an_engine({"clusterpolicies", "policies", "policyexceptions"}, {"clusterpolicies"})],
	"policies.kyverno.io": [_policies_of_an_engine(_kyverno_policies | {"policyexceptions"}, _kyverno_policies)],
	"networking.k8s.io": [_network_policies({"networkpolicies"}, set())],
	"policy.networking.k8s.io": [_network_policies(_network_policies_of_the_cluster, _network_policies_of_the_cluster)],
	"cilium.io": [_network_policies(
		{"ciliumnetworkpolicies", "ciliumclusterwidenetworkpolicies", "ciliumcidrgroups"},
		{"ciliumclusterwidenetworkpolicies", "ciliumcidrgroups"},
	)],
	"projectcalico.org": [_calico],
	"crd.projectcalico.org": [_calico],
	"security.openshift.io": [{
		"verbs": _writes,
		"resources": {"securitycontextconstraints"},
		"cluster_wide": {"securitycontextconstraints"},
		"can": "change what OpenShift lets pods do",
	}],
	"crd.antrea.io": [_network_policies({"networkpolicies", "clusternetworkpolicies", "tiers"}, {
		"clusternetworkpolicies", "tiers",
	})],
	"": [
		{
			"verbs": {"create"},
			"resources": {"namespaces"},
			"cluster_wide": {"namespaces"},
			"can": "create namespaces without a pod security level",
		},
		{
			# Requests about a namespace are made in it, so that its Roles allow them.
			"verbs": {"update", "patch", "delete"},
			"resources": {"namespaces"},
			"is_by_name": true,
			"can": "lift the pod security level of namespaces",
		},
	],
}

# METADATA
# description: Changing who is who in EKS. To create the ConfigMap is nothing where it is already there.
aws_auth := {"": [{
	"verbs": {"update", "patch", "delete", "deletecollection"},
	"resources": {"configmaps"},
	"names": {"aws-auth"},
	"can": "rewrite the ConfigMap aws-auth and so make anyone a cluster administrator",
	"is_in_one_place": true,
}]}

_writes := {"create", "update", "patch", "delete", "deletecollection"}

_admission_policies := {
	"validatingadmissionpolicies", "validatingadmissionpolicybindings",
	"mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
}

_policies_of_an_engine(resources, cluster_wide) := {
	"verbs": _writes,
	"resources": resources,
	"cluster_wide": cluster_wide,
	"can": "switch off the policies of the admission controller",
}

_mutations := {"assign", "assignimage", "assignmetadata", "modifyset"}

_kyverno_policies := {
	"validatingpolicies", "mutatingpolicies", "generatingpolicies", "deletingpolicies", "imagevalidatingpolicies",
}

_network_policies(resources, cluster_wide) := {
	"verbs": _writes,
	"resources": resources,
	"cluster_wide": cluster_wide,
	"can": "change network policies",
}

_network_policies_of_the_cluster := {"adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies"}

_calico := _network_policies(
	{"networkpolicies", "globalnetworkpolicies", "networksets", "globalnetworksets", "hostendpoints", "tiers"},
	{"globalnetworkpolicies", "globalnetworksets", "hostendpoints", "tiers"},
)

# METADATA
# description: Reaching nodes and service accounts by way of an object that stands for them.
detours := {
	"": [
		{
			"verbs": {"create"},
			"resources": {"persistentvolumes"},
			"cluster_wide": {"persistentvolumes"},
			"can": "mount every directory of the nodes by a PersistentVolume with hostPath",
		},
		{
			"verbs": {"create"}, "resources": {"secrets"},
			"can": "have tokens made of every service account by a Secret that names it", "is_usual": true,
		},
	],
	# OpenShift asks in the namespace of the pod, so that a Role allows it too. Those of its own that let pods
	# be no more than restricted or nonroot are not among the names.
	"security.openshift.io": [{
		"verbs": {"use"},
		"resources": {"securitycontextconstraints"},
		"names": {
			"anyuid", "hostaccess", "hostmount-anyuid", "hostmount-anyuid-v2", "hostnetwork", "hostnetwork-v2",
			"node-exporter", "privileged",
		},
		"can": "run pods that are root or reach the node, which OpenShift forbids otherwise",
	}],
}

# METADATA
# description: |
#   All powers in one table. Without the usual ones if asked for: what the roles admin and edit are
#   there for.
harmful(with_usual) := {group: powers |
	tables := [secret_read, escalation, subresources, workloads(workload_resources), guards, detours]
	some table in tables
	some group, _ in table
	powers := [power |
		some other in tables
		some power in other[group]
		_is_wanted(power, with_usual)
	]
}

_is_wanted(_, true)

_is_wanted(power, false) if not power.is_usual

_group(resource) := substring(resource, indexof(resource, ".") + 1, -1) if {
	contains(resource, ".")
} else := ""

_plural(resource) := split(resource, ".")[0]

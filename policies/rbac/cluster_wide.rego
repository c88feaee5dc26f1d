# METADATA
# title: Cluster-scoped resources
# description: |
#   Which resources no Role can grant, whatever its rules say, because they are in no namespace.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole
package lib.guiderail.cluster_wide

import data.lib.guiderail.powers

# METADATA
# description: |
#   The indexes of such resources in a rule. The verb use is asked for where something is used, which may be a
#   namespace.
resources(rule) := [i |
	names := _names(rule)
	all_of_them := _are_all(rule)
	some i, resource in rule.spec.resources
	is_string(resource)
	_grants_nothing(rule, resource, names, all_of_them)
]

# METADATA
# description: Whether groups are all of Kubernetes; what other groups have is not known.
are_of_kubernetes(groups) if {
	every group in groups {
		_is_of_kubernetes(group)
	}
}

_grants_nothing(_, resource, names, _) if split(resource, "/")[0] in names

# A Role does let bind a ClusterRole within its namespace.
_grants_nothing(rule, "clusterroles", _, _) if {
	rule.groups == {"rbac.authorization.k8s.io"}
	count(rule.verbs & {"*", "bind"}) == 0
}

_grants_nothing(_, resource, _, true) if resource != ""

# In the groups of a rule, asked for once and not for each of its resources.
_names(rule) := {name | some group in rule.groups; some name in _names_of(group)} if {
	not "use" in rule.verbs
	are_of_kubernetes(rule.groups)
} else := set()

_are_all(rule) if {
	not "use" in rule.verbs
	count(rule.groups) > 0
	every group in rule.groups {
		group in _whole_groups
	}
} else := false

_names_of(group) := object.get(_by_group, group, set()) | object.get(_of_powers, group, set())

# A Role does grant something on these.
_of_powers[group] contains resource if {
	some group, list in powers.harmful(true)
	some power in list
	some written in power.cluster_wide
	resource := split(written, "/")[0]
	not resource in {"clusterroles", "namespaces"}
}

_is_of_kubernetes(group) if _by_group[group]

_is_of_kubernetes(group) if _of_powers[group]

_is_of_kubernetes(group) if not contains(group, ".")

_is_of_kubernetes(group) if endswith(group, ".k8s.io")

_whole_groups := {
	"admissionregistration.k8s.io",
	"apiextensions.k8s.io",
	"apiregistration.k8s.io",
	"constraints.gatekeeper.sh",
	"flowcontrol.apiserver.k8s.io",
	"internal.apiserver.k8s.io",
	"node.k8s.io",
	"policy.networking.k8s.io",
	"storagemigration.k8s.io",
	"templates.gatekeeper.sh",
}

# With those that lib.guiderail.powers knows.
_by_group := {
	"": {"componentstatuses", "groups", "nodes", "persistentvolumes", "users"},
	"*": {"clusterrolebindings", "customresourcedefinitions", "nodes", "persistentvolumes", "storageclasses"},
	"authentication.k8s.io": {"selfsubjectreviews", "tokenreviews"},
	"authorization.k8s.io": {"selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"},
	"cert-manager.io": {"clusterissuers"},
	"certificates.k8s.io": {"certificatesigningrequests", "clustertrustbundles", "signers"},
	"cilium.io": {"ciliumclusterwidenetworkpolicies", "ciliumcidrgroups", "ciliumnodes"},
	"crd.projectcalico.org": {"globalnetworkpolicies", "globalnetworksets", "hostendpoints", "tiers"},
	"external-secrets.io": {"clusterexternalsecrets", "clusterpushsecrets", "clustersecretstores"},
	"gateway.networking.k8s.io": {"gatewayclasses"},
	"kyverno.io": {"clusterpolicies"},
	"metrics.k8s.io": {"nodes"},
	"networking.k8s.io": {"ingressclasses", "ipaddresses", "servicecidrs"},
	"projectcalico.org": {"globalnetworkpolicies", "globalnetworksets", "hostendpoints", "tiers"},
	"rbac.authorization.k8s.io": {"clusterrolebindings"},
	"resource.k8s.io": {"deviceclasses", "devicetaintrules", "resourcepoolstatusrequests", "resourceslices"},
	"scheduling.k8s.io": {"priorityclasses"},
	"snapshot.storage.k8s.io": {"volumesnapshotclasses", "volumesnapshotcontents"},
	"storage.k8s.io": {"csidrivers", "csinodes", "storageclasses", "volumeattachments", "volumeattributesclasses"},
}

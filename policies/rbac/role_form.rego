# METADATA
# title: Rules of roles grant what they say
# description: |
#   A rule without verbs, API groups or resources, or with resources and URLs at once, makes the API server
#   refuse the whole role; pods/* and get* are patterns to nobody, and Pods no name. What belongs to the whole
#   cluster, as nodes, persistent volumes and other ClusterRoles do, no Role can grant, whatever its rules say,
#   and URLs neither. Its author believes that it does; when the program then fails, it is soon given a
#   ClusterRole with more than it needs.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [Role, ClusterRole]}]
#   remediation: Write out what the rule lacks. Take what a Role cannot grant out of it; if it is needed, put it alone
#     into a ClusterRole and bind that with a ClusterRoleBinding.
package guiderail.rbac.role_form

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.powers
import data.lib.guiderail.rbac

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "Role"
	some rule in rbac.rules([])
	names := _cluster_wide_names(rule)
	all_of_them := _all_of_the_cluster(rule)
	indexes := [i |
		some i, resource in rule.spec.resources
		is_string(resource)
		_grants_nothing(rule, resource, names, all_of_them)
	]
	count(indexes) > 0

	path := array.concat(rule.path, ["resources", indexes[0]])
	msg := sprintf("%s (%s) grants nothing in a Role: what belongs to the whole cluster only a ClusterRole grants; move it to one", [
		rule.title,
		rbac.enumeration([rule.spec.resources[i] | some i in indexes]),
	])
}

# Requests about a namespace are made in it, but for those that name none.
violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "Role"
	some rule in rbac.rules([])
	_is_of_core(rule)
	some i, "namespaces" in rule.spec.resources
	verbs := [verb | some verb in rule.spec.verbs; verb in {"create", "deletecollection", "list", "watch"}]
	count(verbs) > 0

	path := array.concat(rule.path, ["resources", i])
	msg := sprintf("%s (%s on namespaces) grants nothing in a Role, which reaches no namespace but its own; move it to a ClusterRole", [rule.title, rbac.enumeration(verbs)])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, ["nonResourceURLs"])}} if {
	ctx.kind == "Role"
	some rule in rbac.rules([])
	count(rule.urls) > 0
	msg := sprintf("%s names nonResourceURLs, which no Role can grant; move them to a ClusterRole", [rule.title])
}

violation contains {"msg": msg, "details": {"path": rule.path}} if {
	some rule in rbac.rules([])
	lacking := _lacking(rule.spec)
	count(lacking) > 0
	msg := sprintf("%s has no %s, so that no API server takes the %s; list what is meant", [rule.title, concat(" and no ", lacking), ctx.kind])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, ["nonResourceURLs"])}} if {
	ctx.kind == "ClusterRole"
	some rule in rbac.rules([])
	count(rule.urls) > 0
	spec := rule.spec
	beside := [field | some field in ["apiGroups", "resources", "resourceNames"]; not _is_empty(spec, field)]
	count(beside) > 0
	msg := sprintf("%s has nonResourceURLs beside %s, so that no API server takes the ClusterRole; make two rules of it", [rule.title, concat(" and ", beside)])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, vain[0].path)}} if {
	some rule in rbac.rules([])
	vain := [{"path": [field, i], "text": text} |
		some field in ["apiGroups", "resources", "verbs"]
		some i, text in rule.spec[field]
		is_string(text)
		_is_vain(rule, field, text)
	]
	count(vain) > 0
	msg := sprintf("%s: %s grants nothing, since names are in lower case and no pattern counts but * alone and */SUBRESOURCE; write out what is meant", [
		rule.title,
		rbac.enumeration([found.text | some found in vain]),
	])
}

# rbac.escalation_verbs takes userextras/* for what its author means.
_is_vain(_, field, text) if {
	contains(text, "*")
	text != "*"
	not _is_pattern(field, text)
	text != "userextras/*"
	not placeholder.is_in(text)
}

_is_vain(rule, "resources", text) if {
	count(rule.groups) > 0
	every group in rule.groups {
		_is_of_kubernetes(group)
	}
	text != lower(text)
	not placeholder.is_in(text)
}

_is_vain(_, "verbs", text) if {
	text != lower(text)
	lower(text) in {"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}
}

_is_pattern("resources", text) if regex.match(`^\*/[^*]+$`, text)

_lacking(spec) := ["verbs" | _is_empty(spec, "verbs")] if {
	not _is_empty(spec, "nonResourceURLs")
} else := [field | some field in ["verbs", "apiGroups", "resources"]; _is_empty(spec, field)]

_is_empty(spec, field) if object.get(spec, field, null) in {null, []}

_grants_nothing(_, resource, names, _) if split(resource, "/")[0] in names

# A Role does let bind a ClusterRole within its namespace.
_grants_nothing(rule, "clusterroles", _, _) if {
	rule.groups == {"rbac.authorization.k8s.io"}
	count(rule.verbs & {"*", "bind"}) == 0
}

_grants_nothing(_, resource, _, true) if resource != ""

# The resources that belong to the whole cluster in the groups of a rule, asked for once and not for each of
# its resources. The verb use is asked for where something is used, which may be a namespace.
_cluster_wide_names(rule) := {name | some group in rule.groups; some name in _cluster_wide_names_of(group)} if {
	not "use" in rule.verbs
	every group in rule.groups {
		_is_of_kubernetes(group)
	}
} else := set()

_all_of_the_cluster(rule) if {
	not "use" in rule.verbs
	count(rule.groups) > 0
	every group in rule.groups {
		group in _groups_of_the_cluster
	}
} else := false

_is_of_core(rule) if "" in rule.groups

_is_of_core(rule) if "*" in rule.groups

_cluster_wide_names_of(group) := object.get(_cluster_wide, group, set()) | object.get(_cluster_wide_of_powers, group, set())

# A Role does grant something on these.
_cluster_wide_of_powers[group] contains resource if {
	some group, list in powers.harmful(true)
	some power in list
	some written in power.cluster_wide
	resource := split(written, "/")[0]
	not resource in {"clusterroles", "namespaces"}
}

# What other groups have of the name is not known.
_is_of_kubernetes(group) if _cluster_wide[group]

_is_of_kubernetes(group) if _cluster_wide_of_powers[group]

_is_of_kubernetes(group) if not contains(group, ".")

_is_of_kubernetes(group) if endswith(group, ".k8s.io")

_groups_of_the_cluster := {
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
_cluster_wide := {
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
	"resource.k8s.io": {"deviceclasses", "devicetaintrules", "resourceslices"},
	"scheduling.k8s.io": {"priorityclasses"},
	"snapshot.storage.k8s.io": {"volumesnapshotclasses", "volumesnapshotcontents"},
	"storage.k8s.io": {"csidrivers", "csinodes", "storageclasses", "volumeattachments", "volumeattributesclasses"},
}

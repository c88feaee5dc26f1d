package guiderail.rbac.admission_and_rbac_write_test

import data.guiderail.rbac.admission_and_rbac_write

test_denied[note] if {
	some note, case in {
		"webhooks": {"rule": {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"], "verbs": ["get", "patch"]}, "want": finding(0, "patch on validatingwebhookconfigurations, mutatingwebhookconfigurations", "ClusterRole", "change the webhooks that see and alter every request and change the webhooks that see and refuse every request")},
		"webhooks that only refuse": {"rule": {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"], "verbs": ["update"]}, "want": finding(0, "update on validatingwebhookconfigurations", "ClusterRole", "change the webhooks that see and refuse every request")},
		"webhooks removed at once": {"rule": {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["mutatingwebhookconfigurations"], "verbs": ["deletecollection"]}, "want": finding(0, "deletecollection on mutatingwebhookconfigurations", "ClusterRole", "change the webhooks that see and alter every request")},
		"admission policies": {"rule": {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingadmissionpolicybindings"], "verbs": ["update"]}, "want": finding(0, "update on validatingadmissionpolicybindings", "ClusterRole", "change admission policies")},
		"roles": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["create"]}, "want": finding(0, "create on clusterroles", "ClusterRole", "change who may do what")},
		"bindings": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["rolebindings"], "verbs": ["create", "delete"]}, "want": finding(0, "create, delete on rolebindings", "ClusterRole", "change who may do what in every namespace")},
		"approval of certificates": {"rule": {"apiGroups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests/approval"], "verbs": ["update"]}, "want": finding(0, "update on certificatesigningrequests/approval", "ClusterRole", "approve certificate requests")},
		"API services": {"rule": {"apiGroups": ["apiregistration.k8s.io"], "resources": ["apiservices"], "verbs": ["patch"]}, "want": finding(0, "patch on apiservices", "ClusterRole", "redirect parts of the API to a server of their own")},
		"constraint templates": {"rule": {"apiGroups": ["templates.gatekeeper.sh"], "resources": ["constrainttemplates"], "verbs": ["delete"]}, "want": finding(0, "delete on constrainttemplates", "ClusterRole", "switch off the policies of the admission controller")},
		"any constraint": {"rule": {"apiGroups": ["constraints.gatekeeper.sh"], "resources": ["k8sallowedrepos"], "verbs": ["delete"]}, "want": finding(0, "delete on k8sallowedrepos", "ClusterRole", "switch off the policies of the admission controller")},
		"Gatekeeper's exclusions": {"rule": {"apiGroups": ["config.gatekeeper.sh"], "resources": ["configs"], "verbs": ["update"]}, "want": finding(0, "update on configs", "ClusterRole", "switch off the policies of the admission controller in every namespace")},
		"Kyverno's exceptions": {"rule": {"apiGroups": ["kyverno.io"], "resources": ["policyexceptions"], "verbs": ["create"]}, "want": finding(0, "create on policyexceptions", "ClusterRole", "switch off the policies of the admission controller in every namespace")},
		"network policies": {"rule": {"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies", "ingresses"], "verbs": ["delete"]}, "want": finding(0, "delete on networkpolicies", "ClusterRole", "change network policies in every namespace")},
		"labels of namespaces": {"rule": {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["patch"]}, "want": finding(0, "patch on namespaces", "ClusterRole", "lift the pod security level of namespaces in every namespace")},
		"labels of one namespace": {"rule": {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["patch"], "resourceNames": ["shop"]}, "want": finding(0, "patch on namespaces, only for shop", "ClusterRole", "lift the pod security level of namespaces in every namespace")},
		"new namespaces": {"rule": {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["create"]}, "want": finding(0, "create on namespaces", "ClusterRole", "create namespaces without a pod security level")},
		"every verb": {"rule": {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": ["*"]}, "want": finding(0, "* on *", "ClusterRole", "change the webhooks that see and alter every request, change the webhooks that see and refuse every request and change admission policies")},
	}
	admission_and_rbac_write.violation == {case.want} with input as role("ClusterRole", [case.rule])
}

test_denied_in_a_role[note] if {
	some note, case in {
		"bindings": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterrolebindings", "rolebindings"], "verbs": ["create"]}, "want": finding(1, "create on rolebindings", "Role", "change who may do what in namespace shop")},
		"its own namespace": {"rule": {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["patch"]}, "want": finding(0, "patch on namespaces", "Role", "lift the pod security level of namespaces in namespace shop")},
	}
	admission_and_rbac_write.violation == {case.want} with input as role("Role", [case.rule])
}

test_allowed[note] if {
	some note, case in {
		"no rules": role("ClusterRole", null),
		"everything, of which rbac.escalation_verbs tells": role("ClusterRole", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]),
		"rules of other types": role("ClusterRole", ["all", null, {"verbs": "*", "apiGroups": {}, "resources": [7]}]),
		"reading": role("ClusterRole", [{"apiGroups": ["admissionregistration.k8s.io", "rbac.authorization.k8s.io", "", "networking.k8s.io", "apiregistration.k8s.io"], "resources": ["*"], "verbs": ["get", "list", "watch"]}]),
		"its own webhook": role("ClusterRole", [{"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"], "verbs": ["update", "patch", "delete"], "resourceNames": ["shop-webhook"]}]),
		"its own API service": role("ClusterRole", [{"apiGroups": ["apiregistration.k8s.io"], "resources": ["apiservices"], "verbs": ["update", "patch"], "resourceNames": ["v1.shop"]}]),
		"requests for certificates": role("ClusterRole", [{"apiGroups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests"], "verbs": ["create", "get"]}]),
		"states": role("ClusterRole", [{"apiGroups": ["networking.k8s.io", ""], "resources": ["ingresses/status", "namespaces/status", "namespaces/finalize"], "verbs": ["update", "patch"]}]),
		"reports": role("ClusterRole", [{"apiGroups": ["wgpolicyk8s.io"], "resources": ["policyreports"], "verbs": ["*"]}]),
		"what a Role cannot grant": role("Role", [{"apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": ["*"]}, {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["create"]}, {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["update"]}, {"apiGroups": ["constraints.gatekeeper.sh"], "resources": ["*"], "verbs": ["*"]}]),
		"the bootstrap role of this name": bootstrap([{"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"], "verbs": ["patch"]}]),
		"another kind": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "rules": [{"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"], "verbs": ["get", "patch"]}]}}},
	}
	admission_and_rbac_write.violation == set() with input as case
	admission_and_rbac_write.unknown == set() with input as case
}

test_allowed_by_parameter if {
	admission_and_rbac_write.violation == set() with input as object.union(role("Role", [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterrolebindings", "rolebindings"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["shop/r"]}})
	admission_and_rbac_write.violation != set() with input as object.union(role("Role", [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterrolebindings", "rolebindings"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["r", "shop", "shop/"]}})
}

test_unknown if {
	reviewed := role("ClusterRole", [{"apiGroups": ["{{ .Values.group }}"], "resources": ["networkpolicies"], "verbs": ["patch"]}])
	admission_and_rbac_write.violation == set() with input as reviewed
	admission_and_rbac_write.unknown == {{"msg": "rules[0]: apiGroups {{ .Values.group }} is still to be filled in", "details": {"path": ["rules", 0, "apiGroups", 0]}}} with input as reviewed
}

_advice(how) := "remove it" if {
	contains(how, ", only for ")
} else := "remove it or limit it with resourceNames"

finding(resource, how, kind, can) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; %s", [how, kind, can, _advice(how)]),
	"details": {"path": ["rules", 0, "resources", resource]},
}

role(kind, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}}}

bootstrap(rules) := json.patch(role("ClusterRole", rules), [{"op": "replace", "path": "/review/object/metadata/name", "value": "system:aggregate-to-edit"}])

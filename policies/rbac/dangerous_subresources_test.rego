package guiderail.rbac.dangerous_subresources_test

import data.guiderail.rbac.dangerous_subresources

test_denied[note] if {
	some note, case in {
		"exec": {"rule": {"apiGroups": [""], "resources": ["pods", "pods/exec"], "verbs": ["create"]}, "want": finding(1, "create on pods/exec", "ClusterRole", "run commands in pods in every namespace")},
		"exec by get, which a WebSocket takes": {"rule": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["get"]}, "want": finding(0, "get on pods/exec", "ClusterRole", "run commands in pods in every namespace")},
		"exec into one pod": {"rule": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"], "resourceNames": ["primary-0"]}, "want": finding(0, "create on pods/exec, only for primary-0", "ClusterRole", "run commands in pods in every namespace")},
		"attach": {"rule": {"apiGroups": [""], "resources": ["pods/attach"], "verbs": ["create"]}, "want": finding(0, "create on pods/attach", "ClusterRole", "run commands in pods in every namespace")},
		"debugging containers": {"rule": {"apiGroups": [""], "resources": ["pods/ephemeralcontainers"], "verbs": ["patch"]}, "want": finding(0, "patch on pods/ephemeralcontainers", "ClusterRole", "start containers of their own in running pods in every namespace")},
		"forwarding ports": {"rule": {"apiGroups": [""], "resources": ["pods/portforward"], "verbs": ["create"]}, "want": finding(0, "create on pods/portforward", "ClusterRole", "reach every port of pods past all network policies in every namespace")},
		"a proxy of pods": {"rule": {"apiGroups": [""], "resources": ["pods/proxy"], "verbs": ["get"]}, "want": finding(0, "get on pods/proxy", "ClusterRole", "reach pods and services through the API server in every namespace")},
		"a proxy of services": {"rule": {"apiGroups": [""], "resources": ["services/proxy"], "verbs": ["update"]}, "want": finding(0, "update on services/proxy", "ClusterRole", "reach pods and services through the API server in every namespace")},
		"kubelets": {"rule": {"apiGroups": [""], "resources": ["nodes", "nodes/proxy"], "verbs": ["get"]}, "want": finding(1, "get on nodes/proxy", "ClusterRole", "run commands in every pod through the kubelets of the nodes")},
		"the kubelet of one node": {"rule": {"apiGroups": [""], "resources": ["nodes/proxy"], "verbs": ["get"], "resourceNames": ["n"]}, "want": finding(0, "get on nodes/proxy, only for n", "ClusterRole", "run commands in every pod through the kubelets of the nodes")},
		"every proxy": {"rule": {"apiGroups": [""], "resources": ["*/proxy"], "verbs": ["get"]}, "want": finding(0, "get on */proxy", "ClusterRole", "reach pods and services through the API server and run commands in every pod through the kubelets of the nodes in every namespace")},
		"exec of everything": {"rule": {"apiGroups": ["*"], "resources": ["*/exec"], "verbs": ["create"]}, "want": finding(0, "create on */exec", "ClusterRole", "run commands in pods in every namespace")},
		"reading everything": {"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]}, "want": finding(0, "get on *", "ClusterRole", "run commands in pods, reach every port of pods past all network policies, reach pods and services through the API server and run commands in every pod through the kubelets of the nodes in every namespace")},
		"every verb": {"rule": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["*"]}, "want": finding(0, "* on pods/exec", "ClusterRole", "run commands in pods in every namespace")},
	}
	dangerous_subresources.violation == {case.want} with input as role("ClusterRole", [case.rule])
}

test_denied_in_a_role[note] if {
	some note, case in {
		"exec": {"rule": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}, "want": finding(0, "create on pods/exec", "Role", "run commands in pods in namespace shop")},
	}
	dangerous_subresources.violation == {case.want} with input as role("Role", [case.rule])
}

test_allowed[note] if {
	some note, case in {
		"no rules": role("ClusterRole", null),
		"everything, of which rbac.escalation_verbs tells": role("ClusterRole", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]),
		"rules of other types": role("ClusterRole", ["all", null, {"verbs": "*", "apiGroups": {}, "resources": [7]}]),
		"pods/* grants nothing": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods/*"], "verbs": ["*"]}]),
		"pods themselves": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods", "nodes", "services"], "verbs": ["get", "list", "delete"]}]),
		"logs and metrics": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods/log", "pods/status", "nodes/metrics", "nodes/stats", "nodes/log", "nodes/healthz", "nodes/configz"], "verbs": ["get"]}]),
		"a list of subresources, which there is not": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods/exec", "nodes/proxy"], "verbs": ["list", "watch"]}]),
		"seeing debugging containers": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods/ephemeralcontainers"], "verbs": ["get"]}]),
		"one service": role("Role", [{"apiGroups": [""], "resources": ["services/proxy"], "verbs": ["get"], "resourceNames": ["dashboard-metrics-scraper", "http:dashboard-metrics-scraper"]}]),
		"another group": role("ClusterRole", [{"apiGroups": ["metrics.k8s.io", "subresources.kubevirt.io"], "resources": ["pods/exec"], "verbs": ["*"]}]),
		"nodes, which a Role cannot grant": role("Role", [{"apiGroups": [""], "resources": ["nodes/proxy"], "verbs": ["get"]}]),
		"the bootstrap role of this name": bootstrap([{"apiGroups": [""], "resources": ["pods", "pods/exec"], "verbs": ["create"]}]),
		"another kind": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "rules": [{"apiGroups": [""], "resources": ["pods", "pods/exec"], "verbs": ["create"]}]}}},
	}
	dangerous_subresources.violation == set() with input as case
	dangerous_subresources.unknown == set() with input as case
}

test_allowed_by_parameter if {
	dangerous_subresources.violation == set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["shop/r"]}})
	dangerous_subresources.violation != set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["r", "shop", "shop/"]}})
}

test_unknown if {
	reviewed := role("ClusterRole", [{"apiGroups": [""], "resources": ["pods/log", "pods/${SUBRESOURCE}"], "verbs": ["create"]}])
	dangerous_subresources.violation == set() with input as reviewed
	dangerous_subresources.unknown == {{"msg": "rules[0]: resources pods/${SUBRESOURCE} is still to be filled in", "details": {"path": ["rules", 0, "resources", 1]}}} with input as reviewed
}

finding(resource, how, kind, can) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; remove it", [how, kind, can]),
	"details": {"path": ["rules", 0, "resources", resource]},
}

role(kind, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}}}

bootstrap(rules) := json.patch(role("ClusterRole", rules), [{"op": "replace", "path": "/review/object/metadata/name", "value": "system:aggregate-to-edit"}])

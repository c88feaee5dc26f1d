package guiderail.network.dangling_policy_test

import data.guiderail.network.dangling_policy

none := {"violation": set(), "unknown": set()}

own := {"msg": "podSelector selects no pod in namespace shop; use the labels of the pods", "details": {"path": ["spec", "podSelector"]}}

of_peer(direction, field, i, namespace) := {
	"msg": sprintf("%s[0].%s[%d]: podSelector selects no pod in namespace %s; use the labels of the pods", [direction, field, i, namespace]),
	"details": {"path": ["spec", direction, 0, field, i, "podSelector"]},
}

test_denied[note] if {
	some note, case in {
		"other value": {"spec": {"podSelector": app("shopp")}, "finding": own},
		"expression": {"spec": {"podSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}}, "finding": own},
		"peer": {"spec": {"ingress": [{"from": [{"podSelector": app("shop")}, {"podSelector": app("bank")}]}]}, "finding": of_peer("ingress", "from", 1, "shop")},
		"null namespace": {"spec": {"ingress": [{"from": [{"podSelector": app("bank"), "namespaceSelector": null}]}]}, "finding": of_peer("ingress", "from", 0, "shop")},
		"egress": {"spec": {"egress": [{"to": [{"podSelector": app("bank")}]}]}, "finding": of_peer("egress", "to", 0, "shop")},
		"namespace that is there": {"spec": {"ingress": [{"from": [{"podSelector": app("shop"), "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "till"}}}]}]}, "finding": of_peer("ingress", "from", 0, "till")},
	}
	said(policy("shop", case.spec), run, {}) == {"violation": {case.finding}, "unknown": set()}
}

test_denied_in_a_namespace_without_pods if {
	{finding.msg | some finding in said(policy("shopp", {"podSelector": app("shop")}), run, {}).violation} == {"podSelector selects no pod in namespace shopp; use the labels of the pods"}
	bare := json.remove(policy("shop", {"podSelector": app("bank")}), ["metadata/namespace"])
	{finding.msg | some finding in said(bare, run, {}).violation} == {"podSelector selects no pod in namespace default; use the labels of the pods"}
}

test_allowed[note] if {
	some note, spec in {
		"no spec": {},
		"everything": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]},
		"null": {"podSelector": null, "ingress": [{"from": [null, {}, {"podSelector": null}]}]},
		"that is there": {"podSelector": app("shop"), "ingress": [{"from": [{"podSelector": app("shop")}]}]},
		"addresses": {"ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]},
		"namespace that is not there": {"egress": [{"to": [{"podSelector": app("dns"), "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}]}]},
		"namespace by label": {"ingress": [{"from": [{"podSelector": app("dns"), "namespaceSelector": {"matchLabels": {"team": "x"}}}]}]},
		"two namespaces at once": {"ingress": [{"from": [{"podSelector": app("bank"), "namespaceSelector": {"matchExpressions": [
			{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop"]},
			{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["till"]},
		]}}]}]},
		"made by an operator": {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "prometheus", "app.kubernetes.io/instance": "k8s"}}},
	}
	said(policy("shop", spec), run, {}) == none
}

test_parameter if {
	said(policy("shop", {"podSelector": app("made")}), run, {"made_by_operators": ["app=made"]}) == none
	said(policy("shop", {"podSelector": app("made")}), run, {"made_by_operators": ["app"]}).violation == {own}
}

test_allowed_without_any_pods if {
	said(policy("shop", {"podSelector": app("shop")}), {}, {}) == none
	not dangling_policy.applies with input as policy("shop", {}) with data.inventory as {}
	dangling_policy.applies with input as policy("shop", {}) with data.inventory as run
}

test_unknown[note] if {
	some note, case in {
		"selector": {"subject": policy("shop", {"podSelector": app("{{APP}}")}), "run": run, "operation": "none"},
		"pods": {"subject": policy("shop", {"podSelector": app("bank")}), "run": {"namespace": {"shop": {"v1": {"Pod": {"p": pod("shop", "${APP}")}}}}}, "operation": "none"},
		"request": {"subject": policy("shop", {"podSelector": app("bank")}), "run": run, "operation": "CREATE"},
	}
	review := object.union({"object": case.subject}, {"operation": case.operation})
	asked := {"review": object.remove(review, [key | some key in ["operation"]; case.operation == "none"])}
	dangling_policy.violation == set() with input as asked with data.inventory as case.run
	dangling_policy.unknown == {own} with input as asked with data.inventory as case.run
}

test_silent if {
	other := object.union(policy("shop", {"podSelector": app("bank")}), {"apiVersion": "crd.projectcalico.org/v1"})
	said(other, run, {}) == none
}

# What names no namespace lands where the client says: these may be together, or not.
test_unknown_without_a_namespace if {
	bare := json.remove(policy("shop", {"podSelector": app("shop")}), ["metadata/namespace"])
	[finding.msg | some finding in said(bare, run, {}).unknown] == ["podSelector selects no pod in namespace default; use the labels of the pods"]
	floating := {"default": {"v1": {"Pod": {"f": json.remove(pod("shop", "floating"), ["metadata/namespace"])}}}}
	held := {"namespace": object.union(run.namespace, floating)}
	said(policy("shop", {"podSelector": app("floating")}), held, {}) == {"violation": set(), "unknown": {own}}
	said(policy("shop", {"podSelector": app("bank")}), held, {}) == {"violation": {own}, "unknown": set()}
	said(json.remove(policy("shop", {"podSelector": app("floating")}), ["metadata/namespace"]), held, {}) == none

	# A selector without a label that tells the pods apart.
	said(policy("shop", {"podSelector": among("floating")}), held, {}) == {"violation": set(), "unknown": {own}}
	said(policy("shop", {"podSelector": among("bank")}), held, {}) == {"violation": {own}, "unknown": set()}
}

test_denied_where_all_are_on_the_host_network if {
	on_host := json.patch(pod("shop", "agent"), [{"op": "add", "path": "/spec/hostNetwork", "value": true}])
	held := {"namespace": {"shop": {"v1": {"Pod": {"p": on_host}}}}}
	said(policy("shop", {"podSelector": app("agent")}), held, {}).violation == {{
		"msg": "podSelector selects only pods with hostNetwork in namespace shop, to which no policy applies; remove the policy or hostNetwork",
		"details": {"path": ["spec", "podSelector"]},
	}}
	both := {"namespace": {"shop": {"v1": {"Pod": {"p": on_host, "q": pod("shop", "agent")}}}}}
	said(policy("shop", {"podSelector": app("agent")}), both, {}) == none
	said(policy("shop", {"podSelector": {}}), held, {}) == none
}

# What only excludes asks for no label that could be misspelt.
test_allowed_exclusion if {
	said(policy("shop", {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["shop"]}]}}), run, {}) == none
	asked := {"matchLabels": {"app": "bank"}, "matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}
	said(policy("shop", {"podSelector": asked}), run, {}).violation == {own}
}

test_labels_that_controllers_give[note] if {
	some note, case in {
		"hash, whichever": {"kind": "Deployment", "selector": exists("pod-template-hash"), "want": none},
		"hash": {"kind": "ReplicaSet", "selector": {"matchLabels": {"app": "shop", "pod-template-hash": "7d9f8"}}, "want": none},
		"hash of a rollout": {"kind": "Rollout", "selector": exists("rollouts-pod-template-hash"), "want": none},
		"hash of another kind": {"kind": "DaemonSet", "selector": exists("pod-template-hash"), "want": {"violation": {own}, "unknown": set()}},
		"revision": {"kind": "DaemonSet", "selector": exists("controller-revision-hash"), "want": none},
		"hash of other pods": {"kind": "Deployment", "selector": {"matchLabels": {"app": "bank", "pod-template-hash": "7d9f8"}}, "want": {"violation": {own}, "unknown": set()}},
		"pod of a set": {"kind": "StatefulSet", "selector": {"matchLabels": {"statefulset.kubernetes.io/pod-name": "p-2"}}, "want": none},
		"any pod of a set": {"kind": "StatefulSet", "selector": exists("apps.kubernetes.io/pod-index"), "want": none},
		"pod of another set": {"kind": "StatefulSet", "selector": {"matchLabels": {"statefulset.kubernetes.io/pod-name": "q-2"}}, "want": {"violation": {own}, "unknown": set()}},
		"uid of a job": {"kind": "Job", "selector": exists("controller-uid"), "want": none},
		"pods of jobs": {"kind": "CronJob", "selector": exists("batch.kubernetes.io/job-name"), "want": none},
		"job": {"kind": "CronJob", "selector": {"matchExpressions": [{"key": "job-name", "operator": "In", "values": [7, "p-29000000"]}]}, "want": none},
		"job of another": {"kind": "CronJob", "selector": {"matchLabels": {"job-name": "q-29000000"}}, "want": {"violation": {own}, "unknown": set()}},
	}
	version := {"Job": "batch/v1", "CronJob": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}
	template := {"metadata": {"labels": {"app": "shop"}}, "spec": {}}
	spec := object.get({"CronJob": {"jobTemplate": {"spec": {"template": template}}}}, case.kind, {"template": template})
	at := object.get(version, case.kind, "apps/v1")
	maker := {"apiVersion": at, "kind": case.kind, "metadata": {"name": "p", "namespace": "shop"}, "spec": spec}
	said(policy("shop", {"podSelector": case.selector}), {"namespace": {"shop": {at: {case.kind: {"p": maker}}}}}, {}) == case.want
}

exists(key) := {"matchExpressions": [{"key": key, "operator": "Exists"}]}

app(value) := {"matchLabels": {"app": value}}

policy(namespace, spec) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": namespace}, "spec": spec}

pod(namespace, label) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": namespace, "labels": {"app": label}}, "spec": {}}

run := {"namespace": {
	"shop": {"v1": {"Pod": {"p": pod("shop", "shop")}}},
	"till": {"v1": {"Pod": {"p": pod("till", "till")}}},
}}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := dangling_policy.violation with input as asked with data.inventory as inventory
	unknown := dangling_policy.unknown with input as asked with data.inventory as inventory
}

among(value) := {"matchExpressions": [{"key": "app", "operator": "In", "values": [value]}]}

package guiderail.network.internet_opt_in_test

import data.guiderail.network.internet_opt_in

labels := ["spec", "template", "metadata", "labels"]

balancer := `Service "shop" of type LoadBalancer`

not_in(through) := {
	"msg": sprintf(`the internet can reach the pods through %s: label networking/allow-internet-access is not "true"; set it if they should serve the internet`, [through]),
	"details": {"path": labels},
}

not_isolated(through) := {
	"msg": sprintf("the internet can reach the pods through %s: no NetworkPolicy selects them for ingress; select them by their labels", [through]),
	"details": {"path": labels},
}

said_of(violation, unknown) := {"violation": violation, "unknown": unknown}

test_denied_without_label_and_policy if {
	said(deployment({}), run({"shop": public}, []), {}) == said_of({not_in(balancer), not_isolated(balancer)}, set())
}

test_denied_without_policy[note] if {
	some note, specs in {
		"none": [],
		"of others": [{"podSelector": {"matchLabels": {"app": "till"}}}],
		"egress": [{"podSelector": {}, "policyTypes": ["Egress"]}],
	}
	said(deployment(opted_in), run({"shop": public}, specs), {}) == said_of({not_isolated(balancer)}, set())
}

test_denied_without_label[note] if {
	some note, value in {"false": "false", "boolean": true, "null": null, "capital": "True"}
	key := "networking/allow-internet-access"
	want := object.union(not_in(balancer), {"details": {"path": array.concat(labels, [key | value != null])}})
	said(deployment({key: value}), run({"shop": public}, [{}]), {}) == said_of({want}, set())
}

test_denied_by_each_way if {
	services := {"shop": public, "nodes": object.union(public, {"type": "NodePort"})}
	both := concat(" and ", [`Service "nodes" of type NodePort`, balancer])
	said(deployment({}), run(services, [{}]), {}) == said_of({not_in(both)}, set())
	said(deployment({}), run(services, [{}]), {"node_ports": false}) == said_of({not_in(balancer)}, set())
}

test_denied_of_a_pod_and_a_cron_job if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "labels": {"app": "shop"}}, "spec": {}}
	inventory := {"namespace": {"default": run({"shop": public}, []).namespace.shop}}
	{finding.details.path | some finding in said(pod, inventory, {}).violation} == {["metadata", "labels"]}
	template := {"metadata": {"labels": {"app": "shop"}}, "spec": {}}
	job := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "shop"}, "spec": {"jobTemplate": {"spec": {"template": template}}}}
	{finding.details.path | some finding in said(job, run({"shop": public}, []), {}).violation} == {["spec", "jobTemplate", "spec", "template", "metadata", "labels"]}
}

test_allowed[note] if {
	some note, specs in {"all pods": [{}], "the label": [{"podSelector": {"matchLabels": opted_in}}], "with rules": [{"ingress": [{}]}]}
	said(deployment(opted_in), run({"shop": public}, specs), {}) == said_of(set(), set())
}

test_allowed_by_parameter if {
	said(deployment({"public": "true"}), run({"shop": public}, [{}]), {"label": "public"}) == said_of(set(), set())
	said(deployment({}), run({"shop": object.union(public, {"type": "NodePort"})}, []), {"node_ports": false}) == said_of(set(), set())
}

test_cloud[note] if {
	some note, case in {
		"its own": {"cloud": "aws", "want": {"violation": 0, "unknown": 0}},
		"another": {"cloud": "azure", "want": {"violation": 1, "unknown": 0}},
		"not known": {"cloud": "", "want": {"violation": 0, "unknown": 1}},
	}
	inventory := json.patch(run({"shop": public}, [{}]), [{"op": "add", "path": "/namespace/shop/v1/Service/shop/metadata/annotations", "value": {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}}])
	found := said(deployment({}), inventory, {"cloud": case.cloud})
	{verdict: count(found[verdict]) | some verdict in ["violation", "unknown"]} == case.want
}

test_internal_entrances[note] if {
	some note, case in {
		"class": {"entrances": ["intranet"], "want": 0},
		"other class": {"entrances": ["nginx"], "want": 2},
	}
	ingress := {
		"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "door", "namespace": "shop"},
		"spec": {"ingressClassName": "intranet", "defaultBackend": {"service": {"name": "shop"}}},
	}
	inventory := object.union(run({"shop": object.remove(public, ["type"])}, []), {"namespace": {"shop": {"networking.k8s.io/v1": {"Ingress": {"door": ingress}}}}})
	count(said(deployment({}), inventory, {"internal_entrances": case.entrances}).violation) == case.want
}

test_denied_where_no_pod_may_opt_in[note] if {
	some note, services in {"exposed": {"shop": public}, "not exposed": {}}
	said(deployment(opted_in), run(services, [{}]), {"allowed_namespaces": ["gate"]}) == said_of(
		{{
			"msg": "label networking/allow-internet-access opens the pods to the internet, which is not allowed in namespace shop; remove it",
			"details": {"path": array.concat(labels, ["networking/allow-internet-access"])},
		}},
		set(),
	)
}

test_allowed_where_pods_may_opt_in if {
	said(deployment(opted_in), run({"shop": public}, [{}]), {"allowed_namespaces": ["shop"]}) == said_of(set(), set())
	said(deployment({}), run({}, []), {"allowed_namespaces": ["gate"]}) == said_of(set(), set())
}

test_host_network_has_no_policies if {
	on_node := json.patch(deployment({}), [{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}])
	said(on_node, run({"shop": public}, []), {}) == said_of({not_in(balancer)}, set())
}

test_unknown_policy_in_a_request if {
	review := {"review": {"object": deployment({}), "operation": "CREATE"}}
	internet_opt_in.violation == {not_in(balancer)} with input as review with data.inventory as run({"shop": public}, [])
	internet_opt_in.unknown == {not_isolated(balancer)} with input as review with data.inventory as run({"shop": public}, [])
}

test_unknown_way if {
	doubtful := `Service "shop" of type LoadBalancer (if its selector, once filled in, selects them)`
	services := {"shop": object.union(public, {"selector": {"app": "{{NAME}}"}})}
	said(deployment({}), run(services, []), {}) == said_of(set(), {not_in(doubtful), not_isolated(doubtful)})

	# What is certain is enough.
	both := object.union(services, {"certain": public})
	said(deployment(opted_in), run(both, []), {}) == said_of({not_isolated(`Service "certain" of type LoadBalancer`)}, set())
}

test_unknown_label if {
	key := "networking/allow-internet-access"
	want := object.union(not_in(balancer), {"details": {"path": array.concat(labels, [key])}})
	said(deployment({key: "{{PUBLIC}}"}), run({"shop": public}, [{}]), {}) == said_of(set(), {want})
}

test_unknown_policy if {
	open := {"podSelector": {"matchLabels": {"app": "${APP}"}}}
	said(deployment(opted_in), run({"shop": public}, [open]), {}) == said_of(set(), {not_isolated(balancer)})
}

# What policies of others do is not known, unless somebody says that they count, or do not.
test_other_policies if {
	other := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "shop"}, "spec": {"endpointSelector": {}, "ingress": [{}]}}
	held := object.union(run({"shop": public}, []), {"namespace": {"shop": {"cilium.io/v2": {"CiliumNetworkPolicy": {"shop": other}}}}})
	unknown := said(deployment(opted_in), held, {}).unknown
	[contains(finding.msg, `whether CiliumNetworkPolicy "shop" does is not known`) | some finding in unknown] == [true]
	said(deployment(opted_in), held, {"other_policies": "count"}) == said_of(set(), set())
	said(deployment(opted_in), held, {"other_policies": "ignore"}) == said_of({not_isolated(balancer)}, set())
}

test_silent[note] if {
	some note, case in {
		"not exposed": {"subject": deployment({}), "services": {}},
		"inside alone": {"subject": deployment({}), "services": {"shop": object.remove(public, ["type"])}},
		"other kind": {"subject": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "shop", "labels": {"app": "shop"}}}, "services": {"shop": public}},
	}
	said(case.subject, run(case.services, []), {}) == said_of(set(), set())
	not internet_opt_in.applies with input as case.subject with data.inventory as run(case.services, [])
}

test_applies if {
	internet_opt_in.applies with input as deployment({}) with data.inventory as run({"shop": public}, [])
	internet_opt_in.applies with input as deployment(opted_in) with data.inventory as run({}, [])
}

opted_in := {"networking/allow-internet-access": "true"}

public := {"type": "LoadBalancer", "selector": {"app": "shop"}}

deployment(more) := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"metadata": {"labels": object.union({"app": "shop"}, more)}, "spec": {}}},
}

run(services, specs) := {"namespace": {"shop": {"v1": {"Service": offered}, "networking.k8s.io/v1": {"NetworkPolicy": written}}}} if {
	offered := {name: {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "shop"}, "spec": spec} | some name, spec in services}
	written := {sprintf("p%d", [i]): {"metadata": {"name": sprintf("p%d", [i]), "namespace": "shop"}, "spec": spec} | some i, spec in specs}
}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := internet_opt_in.violation with input as asked with data.inventory as inventory
	unknown := internet_opt_in.unknown with input as asked with data.inventory as inventory
}

package guiderail.kubeconfig.context_namespace_test

import data.guiderail.kubeconfig.context_namespace

test_denied[note] if {
	some note, context in {
		"absent": {"cluster": "a", "user": "b"},
		"null": {"cluster": "a", "user": "b", "namespace": null},
		"default": {"cluster": "a", "user": "b", "namespace": "default"},
	}
	lists := {"contexts": [{"name": "a", "context": context}]}
	count(said(config(lists), {}).violation) == 1
	count(said(held(lists), {}).violation) == 1
}

test_allowed[note] if {
	some note, context in {
		"set": {"cluster": "a", "user": "b", "namespace": "x-road"},
		"a webhook": {"cluster": "a", "user": ""},
	}
	said(config({"contexts": [{"name": "a", "context": context}]}), {}) == {"violation": set(), "unknown": set()}
}

test_unknown if {
	context := {"user": "b", "namespace": "${NS}"}
	said(config({"contexts": [{"name": "a", "context": context}]}), {}) == {"violation": set(), "unknown": {{
		"msg": `context "a": namespace is still to be filled in`,
		"details": {"path": ["contexts", 0, "context", "namespace"]},
	}}}
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := context_namespace.violation with input as asked
	unknown := context_namespace.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not context_namespace.applies with input as {"review": {"object": pod}}
	context_namespace.applies with input as {"review": {"object": config({"users": []})}}
}

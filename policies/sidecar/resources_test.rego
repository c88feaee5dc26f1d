package guiderail.sidecar.resources_test

import data.guiderail.sidecar.resources

enough := {"requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"cpu": 3, "memory": "5Gi"}}

test_denied_absent[note] if {
	some note, spec in {
		"absent": {},
		"null": {"resources": null},
		"empty": {"resources": {"requests": null, "limits": {}}},
		"no object": {"resources": "4Gi"},
		"null amounts": {"resources": {"requests": {"cpu": null, "memory": null}}},
	}
	resources.violation == {
		finding("requests", "cpu", "resources.requests.cpu is not set, and neither is the limit; a full sidecar needs at least 2"),
		finding("requests", "memory", "resources.requests.memory is not set, and neither is the limit; a full sidecar needs at least 4Gi"),
	} with input as pod("7.8.1", spec, {})
	resources.unknown == set() with input as pod("7.8.1", spec, {})
	resources.applies with input as pod("7.8.1", spec, {})
}

test_denied_too_little[note] if {
	some note, case in {
		"CPU": {"tag": "7.8.1-slim", "list": "requests", "name": "cpu", "value": "1999m", "needs": "a slim sidecar needs at least 2"},
		"CPU as a number": {"tag": "7.8.1", "list": "limits", "name": "cpu", "value": 1.5, "needs": "a full sidecar needs at least 2"},
		"memory of slim": {"tag": "7.8.1-slim", "list": "requests", "name": "memory", "value": "200Mi", "needs": "a slim sidecar needs at least 3Gi"},
		"memory of full": {"tag": "7.8.1-primary", "list": "limits", "name": "memory", "value": "3Gi", "needs": "a full sidecar needs at least 4Gi"},
		"decimal": {"tag": "7.8.1", "list": "limits", "name": "memory", "value": "4G", "needs": "a full sidecar needs at least 4Gi"},
		"memory of either": {"tag": "{{TAG}}", "list": "limits", "name": "memory", "value": "2Gi", "needs": "a sidecar needs at least 3Gi"},
	}
	amounts := object.union(enough, {case.list: {case.name: case.value}})
	resources.violation == {finding(
		case.list, case.name,
		sprintf("resources.%s.%s is %v; %s", [case.list, case.name, case.value, case.needs]),
	)} with input as pod(case.tag, {"resources": amounts}, {})
}

test_denied_of_the_pod if {
	review := pod("7.8.1", {"resources": {"requests": {"cpu": "2"}}}, {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}})
	resources.violation == {{
		"msg": `container "server": resources.limits.memory is 1Gi; a full sidecar needs at least 4Gi`,
		"details": {"path": ["spec", "resources", "limits", "memory"]},
	}} with input as review
}

test_allowed[note] if {
	some note, case in {
		"requests and limits": {"tag": "7.8.1", "spec": {"resources": enough}, "pod": {}},
		"limits only": {"tag": "7.8.1", "spec": {"resources": {"limits": {"cpu": "2", "memory": "4Gi"}}}, "pod": {}},
		"requests only": {"tag": "7.8.1", "spec": {"resources": {"requests": {"cpu": 2, "memory": 4294967296}}}, "pod": {}},
		"slim": {"tag": "7.8.1-slim", "spec": {"resources": {"requests": {"cpu": "2000m", "memory": "3072Mi"}}}, "pod": {}},
		"of the pod": {"tag": "7.8.1", "spec": {}, "pod": {"resources": {"requests": {"cpu": "2", "memory": "4Gi"}}}},
		"enough for either": {"tag": "{{TAG}}", "spec": {"resources": enough}, "pod": {}},
		"not a quantity": {"tag": "7.8.1", "spec": {"resources": {"requests": {"cpu": "2 cores", "memory": {}}}}, "pod": {}},
	}
	resources.violation == set() with input as pod(case.tag, case.spec, case.pod)
	resources.unknown == set() with input as pod(case.tag, case.spec, case.pod)
}

test_unknown_type if {
	review := pod("{{TAG}}", {"resources": {"requests": {"cpu": "2", "memory": "3Gi"}}}, {})
	resources.violation == set() with input as review
	resources.unknown == {finding(
		"requests", "memory",
		"resources.requests.memory is 3Gi, which is enough only for a slim sidecar, and the image does not show whether it is one",
	)} with input as review
}

test_unknown_amount if {
	review := pod("7.8.1", {"resources": {"requests": {"cpu": "{{CPU}}", "memory": "4Gi"}}}, {})
	resources.violation == set() with input as review
	resources.unknown == {finding("requests", "cpu", "resources.requests.cpu is still to be filled in")} with input as review
}

test_parameters if {
	review := object.union(
		pod("7.8.1", {"resources": {"requests": {"cpu": "1", "memory": "2Gi"}}}, {}),
		{"parameters": {"cpu": "1", "memory_full": "2Gi"}},
	)
	resources.violation == set() with input as review
}

test_not_applicable[note] if {
	some note, spec in {
		"another image": {"containers": [{"name": "app", "image": "nginx:1.29"}]},
		"an init container that ends": {"initContainers": [{"name": "seed", "image": "niis/xroad-security-server-sidecar:7.8.1"}]},
		"an ephemeral container": {"ephemeralContainers": [{"name": "debug", "image": "niis/xroad-security-server-sidecar:7.8.1"}]},
	}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": spec}}}
	resources.violation == set() with input as review
	resources.unknown == set() with input as review
	not resources.applies with input as review
}

finding(list, name, how) := {
	"msg": sprintf(`container "server": %s`, [how]),
	"details": {"path": ["spec", "containers", 0, "resources", list, name]},
}

pod(tag, spec, fields) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": object.union(fields, {"containers": [object.union(
	spec,
	{"name": "server", "image": sprintf("niis/xroad-security-server-sidecar:%s", [tag])},
)]})}}}

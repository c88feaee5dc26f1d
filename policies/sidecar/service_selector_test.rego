package guiderail.sidecar.service_selector_test

import data.guiderail.sidecar.service_selector

test_denied[note] if {
	some note, case in {
		"nothing there": {"selector": {"run": "security-server-sidecar-primary"}, "inventory": {}, "shown": "run=security-server-sidecar-primary", "hint": ""},
		"another key": {
			"selector": {"app": "security-server-sidecar-primary"}, "inventory": labelled({"run": "security-server-sidecar-primary"}),
			"shown": "app=security-server-sidecar-primary", "hint": `; Deployment "server" has run=security-server-sidecar-primary`,
		},
		"more than there is": {
			"selector": {"run": "xroad", "role": "primary"}, "inventory": labelled({"run": "xroad"}),
			"shown": "role=primary,run=xroad", "hint": "",
		},
		"another value": {"selector": {"run": "xroad"}, "inventory": labelled({"run": "x-road"}), "shown": "run=xroad", "hint": ""},
	}
	said(service("s", {"selector": case.selector}), case.inventory) == violations({{
		"msg": sprintf("selector %s matches no pod in namespace sidecar%s; set it to the labels of the pods", [case.shown, case.hint]),
		"details": {"path": ["spec", "selector"]},
	}})
}

test_denied_by_its_own_name if count(said(service("xroad-balancer", {"selector": {"app": "server"}}), {}).violation) == 1

test_denied_in_the_namespace_default if {
	subject := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "xroad"}, "spec": {"selector": {"run": "server"}}}
	said(subject, labelled({"run": "server"})) == violations({{
		"msg": "selector run=server matches no pod in namespace default; set it to the labels of the pods",
		"details": {"path": ["spec", "selector"]},
	}})
}

test_allowed if {
	subject := service("s", {"selector": {"run": "security-server-sidecar-primary"}})
	said(subject, labelled({"run": "security-server-sidecar-primary", "role": "primary"})) == violations(set())
	service_selector.applies with input as {"review": {"object": subject}}
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": service("s", {"selector": {"run": "xroad"}})}}
	said_of(asked, {}) == unknowns({{
		"msg": "selector run=xroad matches none of the given pods; whether there are others is not known",
		"details": {"path": ["spec", "selector"]},
	}})
	said_of(asked, labelled({"run": "xroad"})) == violations(set())
}

test_unknown_placeholder if {
	said(service("xroad", {"selector": {"run": "<service selector>"}}), {}) == unknowns({{
		"msg": "selector.run is <service selector>, which is still to be filled in",
		"details": {"path": ["spec", "selector", "run"]},
	}})
	said(service("xroad", {"selector": {"run": "<service selector>"}}), labelled({"run": "<service selector>"})) == violations(set())
}

test_not_applicable[note] if {
	some note, object in {
		"other service": service("shop", {"selector": {"app": "shop"}}),
		"external name": service("xroad", {"type": "ExternalName", "externalName": "x.example.org", "selector": {"run": "xroad"}}),
		"no selector": service("xroad", {}),
		"null": service("xroad", {"selector": null}),
		"empty": service("xroad", {"selector": {}}),
		"numbers": service("shop", {"selector": {"app": 5}}),
		"no spec": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "xroad"}},
		"of Knative": {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "xroad"}, "spec": {"selector": {"run": "xroad"}}},
	}
	not service_selector.applies with input as {"review": {"object": object}}
	said(object, {}) == violations(set())
}

violations(findings) := {"violation": findings, "unknown": set()}

unknowns(findings) := {"violation": set(), "unknown": findings}

said(subject, inventory) := said_of({"review": {"object": subject}}, inventory)

said_of(asked, inventory) := {"violation": violation, "unknown": unknown} if {
	violation := service_selector.violation with input as asked with data.inventory as inventory
	unknown := service_selector.unknown with input as asked with data.inventory as inventory
}

service(name, spec) := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "sidecar"}, "spec": spec}

labelled(labels) := {"namespace": {"sidecar": {"apps/v1": {"Deployment": {"server": {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "server"},
	"spec": {"template": {"metadata": {"labels": labels}, "spec": {}}},
}}}}}}

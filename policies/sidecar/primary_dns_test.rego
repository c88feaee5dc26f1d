package guiderail.sidecar.primary_dns_test

import data.guiderail.sidecar.primary_dns

test_allowed[host] if {
	some host in ["primary", "primary.sidecar", "primary.sidecar.svc", "primary.sidecar.svc.cluster.local", "primary.sidecar.svc.example.org", "primary.sidecar.svc.cluster.local."]
	said(secondary([at(host)]), services({"primary": headless})) == violations(set())
	primary_dns.applies with input as {"review": {"object": secondary([at(host)])}}
}

# Where it goes is told when it is applied.
test_allowed_without_namespace if {
	subject := object.remove(secondary([at("primary.sidecar.svc.cluster.local")]), ["metadata"])
	said(subject, {"namespace": {"default": services({"primary": headless}).namespace.sidecar}}) == violations(set())
}

test_denied_names[host] if {
	some host in ["", "10.0.0.7", "primary.other", "primary.other.svc.cluster.local", "primary.example.org", "https://primary", "2001:db8::7"]
	said(secondary([at(host)]), services({"primary": headless})) == violations({finding(host, "which is not a Service in this namespace; set it to the primary's headless Service")})
}

test_denied_services[note] if {
	some note, case in {
		"none": {"services": {}, "how": "but there is no such Service in this namespace; set it to the primary's headless Service"},
		"external": {"services": {"primary": {"type": "ExternalName", "externalName": "primary.example.org"}}, "how": "an ExternalName Service, which points outside the namespace; set it to the primary's headless Service"},
		"with an address": {"services": {"primary": {"clusterIP": "10.0.0.7"}}, "how": "a Service that is not headless; set its clusterIP to None"},
		"absent": {"services": {"primary": {}}, "how": "a Service that is not headless; set its clusterIP to None"},
		"null": {"services": {"primary": {"clusterIP": null}}, "how": "a Service that is not headless; set its clusterIP to None"},
		"balancer": {"services": {"primary": {"type": "LoadBalancer"}}, "how": "a Service that is not headless; set its clusterIP to None"},
		"of the secondaries": {"services": {"primary": {"clusterIP": "None", "selector": {"role": "secondary"}}}, "how": "a Service that does not select the primary; set it to the primary's headless Service"},
	}
	said(secondary([at("primary")]), services(case.services)) == violations({finding("primary", case.how)})
}

# It fails as soon as it starts.
test_not_applicable_without[note] if {
	some note, env in {"absent": [], "null": null, "another": [{"name": "XROAD_DB_HOST", "value": "db"}]}
	not primary_dns.applies with input as {"review": {"object": secondary(env)}}
	said(secondary(env), {}) == violations(set())
}

test_denied_without_value[note] if {
	some note, env in {"absent": {"name": "XROAD_PRIMARY_DNS"}, "null": {"name": "XROAD_PRIMARY_DNS", "value": null}}
	said(secondary([env]), services({"primary": headless})) == violations({finding("", "which is not a Service in this namespace; set it to the primary's headless Service")})
}

test_unknown_value[note] if {
	some note, case in {
		"reference": {"env": {"name": "XROAD_PRIMARY_DNS", "valueFrom": {"configMapKeyRef": {"name": "x", "key": "y"}}}, "field": "valueFrom"},
		"placeholder": {"env": at("<primary>.<namespace>.svc.cluster.local"), "field": "value"},
	}
	said(secondary([case.env]), {}) == unknowns({{
		"msg": `container "server": the value of XROAD_PRIMARY_DNS is not known`,
		"details": {"path": ["spec", "template", "spec", "containers", 0, "env", 0, case.field]},
	}})
}

test_unknown_source if {
	subject := json.patch(secondary([]), [{"op": "add", "path": "/spec/template/spec/containers/0/envFrom", "value": [{"configMapRef": {"name": "x"}}]}])
	primary_dns.applies with input as {"review": {"object": subject}}
	said(subject, {}) == unknowns({{
		"msg": `container "server": XROAD_PRIMARY_DNS may come from envFrom, whose values are not known`,
		"details": {"path": ["spec", "template", "spec", "containers", 0, "envFrom"]},
	}})
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": secondary([at("primary")])}}
	said_of(asked, {}) == unknowns({{
		"msg": `container "server": whether XROAD_PRIMARY_DNS "primary" is a headless Service is not known; it is not among the given objects`,
		"details": {"path": ["spec", "template", "spec", "containers", 0, "env", 0, "value"]},
	}})
	said_of(asked, services({"primary": headless})) == violations(set())
}

test_not_applicable[tag] if {
	some tag in ["7.8.1-primary", "7.8.1"]
	subject := workload(tag, "server", [at("10.0.0.7")])
	not primary_dns.applies with input as {"review": {"object": subject}}
	said(subject, {}) == violations(set())
}

headless := {"clusterIP": "None", "selector": {"role": "primary"}}

at(host) := {"name": "XROAD_PRIMARY_DNS", "value": host}

finding(host, how) := {
	"msg": sprintf(`container "server": XROAD_PRIMARY_DNS is %q, %s`, [host, how]),
	"details": {"path": ["spec", "template", "spec", "containers", 0, "env", 0, "value"]},
}

violations(findings) := {"violation": findings, "unknown": set()}

unknowns(findings) := {"violation": set(), "unknown": findings}

said(subject, inventory) := said_of({"review": {"object": subject}}, inventory)

said_of(asked, inventory) := {"violation": violation, "unknown": unknown} if {
	violation := primary_dns.violation with input as asked with data.inventory as inventory
	unknown := primary_dns.unknown with input as asked with data.inventory as inventory
}

secondary(env) := workload("7.8.1-secondary", "secondary", env)

workload(tag, role, env) := {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": {"name": role, "namespace": "sidecar"},
	"spec": {"template": {
		"metadata": {"labels": {"role": role}},
		"spec": {"containers": [{"name": "server", "image": sprintf("niis/xroad-security-server-sidecar:%s", [tag]), "env": env}]},
	}},
}

services(specs) := {"namespace": {"sidecar": {
	"v1": {"Service": written},
	"apps/v1": {"Deployment": {"primary": workload("7.8.1-primary", "primary", []), "secondary": workload("7.8.1-secondary", "secondary", [])}},
}}} if {
	written := {name: {"spec": spec} | some name, spec in specs}
}

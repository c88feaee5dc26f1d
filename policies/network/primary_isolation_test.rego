package guiderail.network.primary_isolation_test

import data.guiderail.network.primary_isolation

labels := ["spec", "template", "metadata", "labels"]

absent(msg) := {"violation": {{"msg": msg, "details": {"path": labels}}}, "unknown": set()}

open := "no NetworkPolicy selects the X-Road primary for ingress, so everyone can reach it on every port; allow only its secondaries, on TCP 22"

none := {"violation": set(), "unknown": set()}

test_denied_without_policies[note] if {
	some note, written in {
		"none": [],
		"egress only": [policy("out", {"policyTypes": ["Egress"]})],
		"of other pods": [policy("web", {"podSelector": {"matchLabels": {"role": "web"}}})],
		"of the secondaries": [policy("web", {"podSelector": {"matchLabels": {"role": "secondary"}}})],
	}
	said(primary, written, []) == absent(open)
}

test_denied_when_the_policy_is_elsewhere if {
	elsewhere := {"namespace": {"other": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": policy("deny", {})}}}}}
	said_with(primary, elsewhere, {}) == absent(open)
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": primary}}
	primary_isolation.unknown == {{"msg": open, "details": {"path": labels}}} with input as asked with data.inventory as {}
	primary_isolation.violation == set() with input as asked with data.inventory as {}
}

test_unknown_with_a_placeholder[note] if {
	some note, case in {
		"policy": {"subject": primary, "policies": [policy("web", {"podSelector": {"matchLabels": {"role": "{{ROLE}}"}}})]},
		"pod": {"subject": json.patch(primary, [{"op": "add", "path": "/spec/template/metadata/labels/run", "value": "${NAME}"}]), "policies": []},
	}
	said(case.subject, case.policies, []) == {"violation": set(), "unknown": {{"msg": open, "details": {"path": labels}}}}
}

test_denied_on_the_host_network if {
	subject := json.patch(primary, [{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}])
	said(subject, [deny, ssh], []) == {
		"violation": {{
			"msg": "hostNetwork is true, so no NetworkPolicy applies to the X-Road primary; remove it",
			"details": {"path": ["spec", "template", "spec", "hostNetwork"]},
		}},
		"unknown": set(),
	}
}

test_denied_locked_out[note] if {
	some note, case in {
		"denied": {"policies": [deny], "msg": "Deployment sidecar/secondary cannot reach the X-Road primary on TCP 22: no ingress rule of deny allows it; add one"},
		"other port": {
			"policies": [policy("ssh", {"ingress": [object.union(from(by_role), {"ports": [{"port": 2222}]})]})],
			"msg": "Deployment sidecar/secondary cannot reach the X-Road primary on TCP 22: no ingress rule of ssh allows it; add one",
		},
		"on its own side": {
			"policies": [deny, ssh, policy("out", {"policyTypes": ["Egress"]})],
			"msg": "Deployment sidecar/secondary cannot reach the X-Road primary on TCP 22: no egress rule of out allows it; add one",
		},
	}
	said(primary, case.policies, [secondary]) == absent(case.msg)
}

test_allowed_primary[note] if {
	some note, case in {
		"alone": {"policies": [deny], "others": []},
		"with a secondary": {"policies": [deny, ssh], "others": [secondary]},
		"out is let out": {"policies": [deny, ssh, policy("out", {"policyTypes": ["Egress"], "egress": [{"to": [by_role], "ports": [{"port": 22}]}, {"to": [{"podSelector": {"matchLabels": {"role": "primary"}}}]}]})], "others": [secondary]},
	}
	said(primary, case.policies, case.others) == none
}

test_silent[note] if {
	some note, subject in {
		"secondary": secondary,
		"single": json.patch(primary, [{"op": "remove", "path": "/spec/template/metadata/labels/role"}]),
		"another": object.union(secondary, {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "shop"}]}}}}),
		"other kind": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "sidecar"}},
	}
	said(subject, [], []) == none
	not primary_isolation.applies with input as subject with data.inventory as {}
}

test_denied_policy[note] if {
	some note, case in {
		"everyone": {"rule": {}, "path": [], "msg": "ingress[0] allows everyone"},
		"null peers": {"rule": {"from": null, "ports": []}, "path": [], "msg": "ingress[0] allows everyone"},
		"addresses": {"rule": from({"ipBlock": {"cidr": "10.0.0.0/8"}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows addresses in 10.0.0.0/8"},
		"namespace": {"rule": from({"podSelector": {}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries, such as Pod sidecar/exporter,"},
		"every namespace": {"rule": from({"namespaceSelector": {}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries, such as Pod sidecar/exporter,"},
		"other label": {"rule": from({"podSelector": {"matchLabels": {"app": "x"}}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries"},
		"secondaries of other namespaces": {"rule": from(object.union(by_role, {"namespaceSelector": {}})), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries"},
		"a role among others": {"rule": from(roles(["secondary", "test"])), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries"},
		"what is not the primary": {"rule": from({"podSelector": {"matchExpressions": [{"key": "role", "operator": "NotIn", "values": ["primary"]}]}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries, such as Pod sidecar/exporter,"},
		"a label of other pods as well": {"rule": from({"podSelector": {"matchLabels": {"part-of": "xroad"}}}), "path": ["from", 0], "msg": "ingress[0].from[0] allows pods that are not its secondaries, such as Pod sidecar/exporter,"},
		"secondaries on every port": {"rule": from(by_role), "path": ["from", 0], "msg": "ingress[0].from[0] allows its secondaries"},
	}
	finding := {
		"msg": sprintf("%s to reach Deployment sidecar/primary, an X-Road primary, on every port; allow only its secondaries, on TCP 22", [case.msg]),
		"details": {"path": array.concat(["spec", "ingress", 0], case.path)},
	}
	said(policy("p", {"ingress": [case.rule]}), [], [primary, secondary, exporter]) == {"violation": {finding}, "unknown": set()}
}

test_denied_ports[note] if {
	some note, case in {
		"other": {"port": {"port": 4000}, "title": "TCP 4000"},
		"named": {"port": {"port": "admin"}, "title": "TCP admin"},
		"range": {"port": {"port": 20, "endPort": 23}, "title": "TCP 20 to 23"},
		"other protocol": {"port": {"port": 22, "protocol": "UDP"}, "title": "UDP 22"},
		"range of another protocol": {"port": {"port": 22, "endPort": 22, "protocol": "UDP"}, "title": "UDP 22 to 22"},
		"all": {"port": {"protocol": "SCTP"}, "title": "every SCTP port"},
		"null": {"port": null, "title": "every TCP port"},
	}
	msg := sprintf("ingress[0].from[0] allows its secondaries to reach Deployment sidecar/primary, an X-Road primary, on %s; allow only its secondaries, on TCP 22", [case.title])
	violation := said(policy("p", {"ingress": [object.union(from(by_role), {"ports": [{"port": 22}, case.port]})]}), [], [primary]).violation
	[finding.msg | some finding in violation] == [msg]
}

test_allowed_policy[note] if {
	some note, spec in {
		"deny": {},
		"ssh": ssh.spec,
		"named port": {"ingress": [on("ssh", by_role)]},
		"a name that the primary does not have": {"ingress": [on("web", {"podSelector": {}})]},
		"a name that the primary does not have, of another protocol": {"ingress": [{"ports": [{"port": "web", "protocol": "UDP"}]}]},
		"null range": {"ingress": [object.union(from(by_role), {"ports": [{"port": 22, "endPort": null}]})]},
		"range of one": {"ingress": [object.union(from(by_role), {"ports": [{"port": 22, "endPort": 22}]})]},
		"by name of the namespace": {"ingress": [on(22, object.union(by_role, {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "sidecar"}}}))]},
		"null namespace": {"ingress": [on(22, object.union(by_role, {"namespaceSelector": null}))]},
		"another label": {"ingress": [on(22, {"podSelector": {"matchLabels": {"run": "secondary"}}})]},
		"among sidecars": {"ingress": [on(22, roles(["primary", "secondary"]))]},
		"not in force": {"policyTypes": ["Egress"], "ingress": [{}]},
		"other pods": {"podSelector": {"matchLabels": {"role": "secondary"}}, "ingress": [{}]},
		"a peer that no API server takes": {"ingress": [{"from": [{}, null]}]},
	}
	said(policy("p", spec), [], [primary, secondary, exporter]) == none
}

test_allowed_without_a_primary if {
	said(policy("p", {"ingress": [{}]}), [], [secondary, exporter]) == none
	not primary_isolation.applies with input as policy("p", {"ingress": [{}]}) with data.inventory as inventory([], [secondary])
	primary_isolation.applies with input as deny with data.inventory as inventory([], [primary])
	primary_isolation.applies with input as primary with data.inventory as {}
}

# Whether the policies of others isolate the primary is not known.
test_unknown_where_others_have_policies if {
	cilium := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {"matchLabels": {"role": "primary"}}, "ingress": [{}]}}
	run := {"namespace": {"sidecar": {"cilium.io/v2": {"CiliumNetworkPolicy": {"deny": cilium}}}}}
	said_with(primary, run, {}) == {"violation": set(), "unknown": {{"msg": open, "details": {"path": labels}}}}
	said_with(primary, run, {"other_policies": "ignore"}) == absent(open)
	floating := {"namespace": {"default": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": json.remove(deny, ["metadata/namespace"])}}}}}
	said_with(primary, floating, {}).violation == set()
	bare := json.remove(primary, ["metadata/namespace"])
	said_with(bare, inventory([deny], []), {}).violation == set()
}

test_sources[note] if {
	some note, case in {
		"block": {"source": {"ports": [4000], "block": "10.0.0.0/16"}, "peer": {"ipBlock": {"cidr": "10.0.1.0/24"}}, "count": 0},
		"wider block": {"source": {"ports": [4000], "block": "10.0.0.0/16"}, "peer": {"ipBlock": {"cidr": "10.0.0.0/8"}}, "count": 1},
		"no block": {"source": {"ports": [4000], "block": "10.0.0.0/16"}, "peer": {"ipBlock": {"cidr": "x"}}, "count": 1},
		"other port": {"source": {"ports": [5588], "block": "10.0.0.0/16"}, "peer": {"ipBlock": {"cidr": "10.0.1.0/24"}}, "count": 1},
		"pods": {"source": admins, "peer": {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ops"}}, "podSelector": {"matchLabels": {"app": "bastion"}}}, "count": 0},
		"other namespace": {"source": admins, "peer": {"podSelector": {"matchLabels": {"app": "bastion"}}}, "count": 1},
		"all of the namespace": {"source": admins, "peer": {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ops"}}}, "count": 1},
		"own namespace": {"source": {"ports": [4000], "namespace": "sidecar", "labels": {}}, "peer": {"podSelector": {}}, "count": 0},
	}
	verdict := said_with(policy("p", {"ingress": [on(4000, case.peer)]}), inventory([], [primary]), {"allowed_sources": [case.source]})
	count(verdict.violation) == case.count
}

admins := {"ports": [4000], "namespace": "ops", "labels": {"app": "bastion"}}

test_denied_in_the_namespace_default if {
	bare := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": {"ingress": [{}]}}
	run := {"namespace": {"default": inventory([], [primary]).namespace.sidecar}}
	count(said_with(bare, run, {}).violation) == 1
}

deny := policy("deny", {"policyTypes": ["Ingress"]})

ssh := policy("ssh", {"podSelector": {"matchLabels": {"role": "primary"}}, "ingress": [on(22, by_role)]})

by_role := {"podSelector": {"matchLabels": {"role": "secondary"}}}

roles(values) := {"podSelector": {"matchExpressions": [{"key": "role", "operator": "In", "values": values}]}}

from(peer) := {"from": [peer]}

on(port, peer) := {"from": [peer], "ports": [{"protocol": "TCP", "port": port}]}

policy(name, spec) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": name, "namespace": "sidecar"}, "spec": spec}

primary := sidecar("primary", [{"name": "ssh", "containerPort": 22}, {"name": "admin", "containerPort": 4000}])

secondary := sidecar("secondary", [])

exporter := {
	"apiVersion": "v1", "kind": "Pod",
	"metadata": {"name": "exporter", "namespace": "sidecar", "labels": {"app": "exporter", "part-of": "xroad"}},
	"spec": {"containers": [{"name": "exporter", "image": "exporter"}]},
}

sidecar(role, ports) := {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": {"name": role, "namespace": "sidecar"},
	"spec": {"template": {
		"metadata": {"labels": {"run": role, "role": role, "part-of": "xroad"}},
		"spec": {"containers": [{"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "ports": ports}]},
	}},
}

said(subject, written, others) := said_with(subject, inventory(written, others), {})

said_with(subject, run, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := primary_isolation.violation with input as asked with data.inventory as run
	unknown := primary_isolation.unknown with input as asked with data.inventory as run
}

inventory(written, others) := {"namespace": {"sidecar": {
	"networking.k8s.io/v1": {"NetworkPolicy": named(written)},
	"apps/v1": {"Deployment": named([o | some o in others; o.kind == "Deployment"])},
	"v1": {"Pod": named([o | some o in others; o.kind == "Pod"])},
}}}

named(objects) := {name: o | some o in objects; name := o.metadata.name}

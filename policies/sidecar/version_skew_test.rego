package guiderail.sidecar.version_skew_test

import data.guiderail.sidecar.version_skew

test_denied[note] if {
	some note, case in {
		"version": {"tag": "7.8.0-secondary", "primary": "7.8.1-primary", "own": "7.8.0", "other": "7.8.1"},
		"variant": {"tag": "7.8.1-slim-secondary", "primary": "7.8.1-primary", "own": "7.8.1-slim", "other": "7.8.1"},
		"country": {"tag": "7.8.1-secondary", "primary": "7.8.1-primary-fi", "own": "7.8.1", "other": "7.8.1-fi"},
	}
	said(workload("secondary", case.tag), beside({"primary": case.primary}, {})) == violations({finding(case.own, "primary", case.other)})
}

test_denied_behind_the_service if {
	inventory := beside({"primary": "7.8.1-primary", "test-primary": "7.9.0-primary"}, {"test": {"selector": {"run": "test-primary"}}})
	said(workload("secondary", "7.8.1-secondary"), inventory) == violations({finding("7.8.1", "test-primary", "7.9.0")})
}

test_denied_in_the_namespace_default if {
	inventory := {"namespace": {"default": beside({"primary": "7.8.1-primary"}, {}).namespace.sidecar}}
	said(object.remove(workload("secondary", "7.8.0-secondary"), ["metadata"]), inventory) == violations({finding("7.8.0", "primary", "7.8.1")})
}

test_allowed[note] if {
	some note, case in {
		"same": {"tag": "7.8.1-secondary", "inventory": beside({"primary": "7.8.1-primary"}, {})},
		"same variant": {"tag": "7.8.1-slim-secondary", "inventory": beside({"primary": "7.8.1-slim-primary"}, {})},
		"no primary here": {"tag": "7.8.1-secondary", "inventory": beside({"other": "7.8.0"}, {})},
		"nothing here": {"tag": "7.8.1-secondary", "inventory": {}},
		"its own among two": {"tag": "7.9.0-secondary", "inventory": beside({"primary": "7.8.1-primary", "test-primary": "7.9.0-primary"}, {"test": {"selector": {"run": "test-primary"}}})},
		"which of two": {"tag": "7.7.0-secondary", "inventory": beside({"primary": "7.8.1-primary", "test-primary": "7.9.0-primary"}, {})},
	}
	said(workload("secondary", case.tag), case.inventory) == violations(set())
	version_skew.applies with input as {"review": {"object": workload("secondary", case.tag)}}
}

test_unknown[note] if {
	some note, case in {
		"own placeholder": {"tag": "<version>-secondary", "primary": "7.8.1-primary"},
		"the primary's": {"tag": "7.8.1-secondary", "primary": "{{VERSION}}-primary"},
		"no tag": {"tag": "", "primary": "7.8.1-primary"},
	}
	said(workload("secondary", case.tag), beside({"primary": case.primary}, {})) == unknowns({{
		"msg": `container "server": whether it runs the same version as its primary, Deployment "primary", is not known; the tags do not show it`,
		"details": {"path": ["spec", "template", "spec", "containers", 0, "image"]},
	}})
}

test_not_applicable[tag] if {
	some tag in ["7.8.1-primary", "7.8.1"]
	subject := workload("server", tag)
	not version_skew.applies with input as {"review": {"object": subject}}
	said(subject, beside({"primary": "7.0.0-primary"}, {})) == violations(set())
}

finding(own, owner, other) := {
	"msg": sprintf(`container "server": runs %s while its primary, Deployment %q, runs %s; use the same version and variant for both`, [own, owner, other]),
	"details": {"path": ["spec", "template", "spec", "containers", 0, "image"]},
}

violations(findings) := {"violation": findings, "unknown": set()}

unknowns(findings) := {"violation": set(), "unknown": findings}

said(subject, inventory) := {"violation": violation, "unknown": unknown} if {
	violation := version_skew.violation with input as {"review": {"object": subject}} with data.inventory as inventory
	unknown := version_skew.unknown with input as {"review": {"object": subject}} with data.inventory as inventory
}

beside(tags, services) := {"namespace": {"sidecar": {"v1": {"Service": written}, "apps/v1": {"Deployment": deployments}}}} if {
	written := {name: {"spec": spec} | some name, spec in services}
	deployments := {name: workload(name, tag) | some name, tag in tags}
}

workload(name, tag) := {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": {"name": name, "namespace": "sidecar"},
	"spec": {"template": {
		"metadata": {"labels": labels(name)},
		"spec": {"containers": [{
			"name": "server",
			"image": trim_suffix(sprintf("niis/xroad-security-server-sidecar:%s", [tag]), ":"),
			"env": [{"name": "XROAD_PRIMARY_DNS", "value": "test.sidecar.svc.cluster.local"}],
		}]},
	}},
}

labels("secondary") := {"run": "secondary", "role": "secondary"}

labels(name) := {"run": name} if name != "secondary"

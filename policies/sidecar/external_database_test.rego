package guiderail.sidecar.external_database_test

import data.guiderail.sidecar.external_database

test_denied_in_the_pod[value][role] if {
	some value, shown in {
		"127.0.0.1": "is 127.0.0.1",
		"127.1.2.3": "is 127.1.2.3",
		"localhost": "is localhost",
		"LocalHost": "is LocalHost",
		"::1": "is ::1",
		"": "is not set",
		" ": "is not set",
	}
	some role in ["primary", "secondary"]
	external_database.violation == {finding(
		["env", 0, "value"],
		sprintf("env XROAD_DB_HOST %s, so the database runs in the pod; set it to a host outside the pod", [shown]),
	)} with input as pod(role, {"env": [{"name": "XROAD_DB_HOST", "value": value}]})
}

test_denied_by_the_last_of_two if {
	env := [{"name": "XROAD_DB_HOST", "value": "db.example.org"}, {"name": "XROAD_DB_HOST", "value": "localhost"}]
	external_database.violation == {finding(
		["env", 1, "value"],
		"env XROAD_DB_HOST is localhost, so the database runs in the pod; set it to a host outside the pod",
	)} with input as pod("primary", {"env": env})
}

test_denied_absent[note] if {
	some note, spec in {
		"absent": {},
		"null": {"env": null, "envFrom": null},
		"others": {"env": [{"name": "XROAD_DB_PORT", "value": "5432"}], "envFrom": []},
	}
	external_database.violation == {finding(
		["env"],
		"env XROAD_DB_HOST is not set, so the database runs in the pod; set it to a host outside the pod",
	)} with input as pod("primary", spec)
}

test_allowed[note] if {
	some note, case in {
		"named": {"role": "primary", "spec": {"env": [{"name": "XROAD_DB_HOST", "value": "db.example.org"}]}},
		"address": {"role": "primary", "spec": {"env": [{"name": "XROAD_DB_HOST", "value": "10.0.3.7"}]}},
		"a secondary copies it": {"role": "secondary", "spec": {}},
	}
	external_database.violation == set() with input as pod(case.role, case.spec)
	external_database.unknown == set() with input as pod(case.role, case.spec)
	external_database.applies with input as pod(case.role, case.spec)
}

test_unknown[note] if {
	some note, case in {
		"from a Secret": {
			"spec": {"env": [{"name": "XROAD_DB_HOST", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]},
			"want": finding(["env", 0, "valueFrom"], "the value of env XROAD_DB_HOST is not known"),
		},
		"to be filled in": {
			"spec": {"env": [{"name": "XROAD_DB_HOST", "value": "{{XROAD_DB_HOST}}"}]},
			"want": finding(["env", 0, "value"], "the value of env XROAD_DB_HOST is not known"),
		},
		"perhaps in a Secret": {
			"spec": {"envFrom": [{"secretRef": {"name": "s"}}]},
			"want": finding(["envFrom"], "the value of env XROAD_DB_HOST is not known"),
		},
	}
	external_database.violation == set() with input as pod("primary", case.spec)
	external_database.unknown == {case.want} with input as pod("primary", case.spec)
}

# A ConfigMap that is given tells what it brings as a whole, and that it does not bring it.
test_host_of_all_of_a_config_map if {
	review := pod("primary", {"envFrom": [{"configMapRef": {"name": "settings"}}]})
	inside := {"namespace": {"default": {"v1": {"ConfigMap": {"settings": {"data": {"XROAD_DB_HOST": "localhost"}}}}}}}
	outside := {"namespace": {"default": {"v1": {"ConfigMap": {"settings": {"data": {"XROAD_DB_HOST": "db.example.org"}}}}}}}
	silent := {"namespace": {"default": {"v1": {"ConfigMap": {"settings": {"data": {"XROAD_DB_PORT": "5432"}}}}}}}
	external_database.violation == {finding(
		["envFrom", 0],
		"env XROAD_DB_HOST is localhost, so the database runs in the pod; set it to a host outside the pod",
	)} with input as review with data.inventory as inside
	external_database.violation == set() with input as review with data.inventory as outside
	external_database.violation == {finding(
		["env"],
		"env XROAD_DB_HOST is not set, so the database runs in the pod; set it to a host outside the pod",
	)} with input as review with data.inventory as silent
	every inventory in [inside, outside, silent] {
		external_database.unknown == set() with input as review with data.inventory as inventory
	}
}

# A ConfigMap that is given tells the host.
test_host_of_a_config_map if {
	review := pod("primary", {"env": [{"name": "XROAD_DB_HOST", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "host"}}}]})
	inside := {"namespace": {"default": {"v1": {"ConfigMap": {"settings": {"data": {"host": "127.0.0.1"}}}}}}}
	outside := {"namespace": {"default": {"v1": {"ConfigMap": {"settings": {"data": {"host": "db.example.org"}}}}}}}
	external_database.violation == {finding(
		["env", 0, "valueFrom"],
		"env XROAD_DB_HOST is 127.0.0.1, so the database runs in the pod; set it to a host outside the pod",
	)} with input as review with data.inventory as inside
	external_database.violation == set() with input as review with data.inventory as outside
	external_database.unknown == set() with input as review with data.inventory as outside
	count(external_database.unknown) == 1 with input as review
}

test_not_applicable[note] if {
	some note, image in {"a single server": "niis/xroad-security-server-sidecar:7.8.1", "another image": "postgres:16-primary"}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "server", "image": image}]}}}}
	not external_database.applies with input as review
	external_database.violation == set() with input as review
	external_database.unknown == set() with input as review
}

finding(path, how) := {
	"msg": sprintf(`container "server": %s`, [how]),
	"details": {"path": array.concat(["spec", "containers", 0], path)},
}

pod(role, spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [object.union(spec, {
	"name": "server",
	"image": sprintf("niis/xroad-security-server-sidecar:7.8.1-%s", [role]),
})]}}}}

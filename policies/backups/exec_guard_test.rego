package guiderail.backups.exec_guard_test

import data.guiderail.backups.exec_guard

test_denied[kind] if {
	some kind, deed in {"PodExecOptions": "run a command in", "PodAttachOptions": "attach to"}
	msg := sprintf(`user "ann" is not allowed to %s pod sidecar/primary-0, an X-Road primary; have one of the allowed users or groups do it`, [deed])
	said(request({"object": {"apiVersion": "v1", "kind": kind}}), {}) == {"violation": {finding(msg)}, "unknown": set()}
}

test_denied_to_whom_nobody_knows if {
	msg := "an unnamed user is not allowed to run a command in pod sidecar/primary-0, an X-Road primary; have one of the allowed users or groups do it"
	said(request({"userInfo": {"username": "", "groups": []}}), {}).violation == {finding(msg)}
	said({"review": object.remove(request({}).review, ["userInfo"])}, {}).violation == {finding(msg)}
}

test_denied_without_the_default_group if {
	administrator := {"username": "root", "groups": ["system:masters"]}
	count(said(request({"userInfo": administrator}), {"allowed_groups": []}).violation) == 1
}

test_allowed_to[note] if {
	some note, case in {
		"administrators": {"user": {"username": "root", "groups": ["system:masters"]}, "parameters": {}},
		"a named user": {"user": {"username": "ann", "groups": []}, "parameters": {"allowed_users": ["ann"]}},
		"a named group": {"user": {"username": "ann", "groups": ["ops"]}, "parameters": {"allowed_groups": ["ops"]}},
	}
	said(request({"userInfo": case.user}), case.parameters) == silence
	said(request({"userInfo": case.user, "name": "gone"}), case.parameters) == silence
}

test_allowed_in_other_pods[name] if {
	some name in ["secondary-0", "shop"]
	said(request({"name": name}), {}) == silence
	exec_guard.applies with input as request({"name": name})
}

test_unknown[note] if {
	some note, case in {
		"pod that is not there": {"with": {"name": "primary-1"}, "pod": "pod sidecar/primary-1"},
		"pod of that name elsewhere": {"with": {"namespace": "other"}, "pod": "pod other/primary-0"},
		"no name": {"with": {"name": ""}, "pod": "a pod that the request does not name"},
		"no namespace": {"with": {"namespace": ""}, "pod": "a pod that the request does not name"},
	}
	msg := sprintf(`whether user "ann" is allowed to run a command in %s is not known: it is not among the given objects and may be an X-Road primary`, [case.pod])
	said(request(case.with), {}) == {"violation": set(), "unknown": {finding(msg)}}
}

test_unknown_without_an_inventory if {
	count(exec_guard.unknown) == 1 with input as request({})
	exec_guard.violation == set() with input as request({})
}

test_silent[note] if {
	some note, review in {
		"other operation": request({"operation": "CREATE"}).review,
		"file or audit": {"object": {"apiVersion": "v1", "kind": "PodExecOptions"}, "name": "primary-0", "namespace": "sidecar"},
		"other kind": request({"object": {"apiVersion": "v1", "kind": "PodPortForwardOptions"}}).review,
		"other group": request({"object": {"apiVersion": "x.io/v1", "kind": "PodExecOptions"}}).review,
	}
	not exec_guard.applies with input as {"review": review}
	said({"review": review}, {}) == silence
}

silence := {"violation": set(), "unknown": set()}

said(request, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := object.union(request, {"parameters": parameters})
	violation := exec_guard.violation with input as asked with data.inventory as inventory
	unknown := exec_guard.unknown with input as asked with data.inventory as inventory
}

request(changes) := {"review": object.union(
	{
		"operation": "CONNECT",
		"name": "primary-0",
		"namespace": "sidecar",
		"userInfo": {"username": "ann", "groups": ["ops"]},
		"object": {"apiVersion": "v1", "kind": "PodExecOptions", "command": ["sh"]},
	},
	changes,
)}

finding(msg) := {"msg": msg, "details": {"path": []}}

inventory := {"namespace": {
	"sidecar": {"v1": {"Pod": {
		"primary-0": pod("niis/xroad-security-server-sidecar:7.8.1-primary"),
		"secondary-0": pod("niis/xroad-security-server-sidecar:7.8.1-secondary"),
		"shop": pod("shop:1"),
	}}},
	"other": {"v1": {"Pod": {"shop": pod("shop:1")}}},
}}

pod(image) := {"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {"containers": [{"name": "a", "image": image}]}}

package guiderail.podsecurity.sysctls_test

import data.guiderail.podsecurity.sysctls

test_denied[note] if {
	some note, case in {
		"of the node": {"sysctl": {"name": "kernel.msgmax", "value": "1"}, "shown": `"kernel.msgmax"`},
		"slashes": {"sysctl": {"name": "net/ipv4/tcp_syncookies", "value": "1"}, "shown": `"net/ipv4/tcp_syncookies"`},
		"capital": {"sysctl": {"name": "Kernel.shm_rmid_forced", "value": "1"}, "shown": `"Kernel.shm_rmid_forced"`},
		"safe since v1.37": {"sysctl": {"name": "net.ipv4.tcp_notsent_lowat", "value": "1"}, "shown": `"net.ipv4.tcp_notsent_lowat"`},
		"no name": {"sysctl": {"value": "1"}, "shown": "not set"},
		"null": {"sysctl": {"name": null}, "shown": "not set"},
		"number": {"sysctl": {"name": 1}, "shown": "1"},
		"text": {"sysctl": "kernel.msgmax=1", "shown": "not set"},
	}
	review := pod({"securityContext": {"sysctls": [{"name": "kernel.shm_rmid_forced", "value": "1"}, case.sysctl]}})
	sysctls.violation == {own(
		sprintf("pod: securityContext.sysctls[1].name is %s; use only %s", [case.shown, concat(", ", safe)]),
		["sysctls", 1, "name"],
	)} with input as review
}

test_denied_before_it_was_safe[name] if {
	some name, version in {
		"net.ipv4.ip_local_reserved_ports": {"before": "v1.26", "since": "v1.27"},
		"net.ipv4.tcp_keepalive_time": {"before": "v1.28", "since": "v1.29"},
		"net.ipv4.tcp_fin_timeout": {"before": "v1.28", "since": "v1.29"},
		"net.ipv4.tcp_keepalive_intvl": {"before": "v1.28", "since": "v1.29"},
		"net.ipv4.tcp_keepalive_probes": {"before": "v1.28", "since": "v1.29"},
		"net.ipv4.tcp_rmem": {"before": "v1.31", "since": "v1.32"},
		"net.ipv4.tcp_wmem": {"before": "v1.31", "since": "v1.32"},
		"net.ipv4.tcp_slow_start_after_idle": {"before": "v1.36", "since": "v1.37"},
		"net.ipv4.tcp_notsent_lowat": {"before": "v1.36", "since": "v1.37"},
	}
	review := pod({"securityContext": {"sysctls": [{"name": name, "value": "1"}]}})
	count(sysctls.violation) == 1 with input as judged_by(version.before, review)
	sysctls.violation == set() with input as judged_by(version.since, review)
}

test_allowed[note] if {
	some note, context in {
		"safe": {"sysctls": [{"name": name, "value": "1"} | some name in safe]},
		"none": {"sysctls": []},
		"null": {"sysctls": null},
		"text": {"sysctls": "kernel.msgmax=1"},
		"absent": {},
		"no context": null,
	}
	sysctls.violation == set() with input as pod({"securityContext": context})
	sysctls.unknown == set() with input as pod({"securityContext": context})
}

test_allowed_by_parameter if {
	review := object.union(
		pod({"securityContext": {"sysctls": [{"name": "net.core.somaxconn", "value": "1024"}]}}),
		{"parameters": {"allowed": ["net.core.somaxconn"]}},
	)
	sysctls.violation == set() with input as review
}

test_unknown if {
	review := pod({"securityContext": {"sysctls": [{"name": "${NAME}", "value": "1"}]}})
	sysctls.violation == set() with input as review
	sysctls.unknown == {own("pod: securityContext.sysctls[0].name is ${NAME}, which is still to be filled in", ["sysctls", 0, "name"])} with input as review
}

safe := [
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.ping_group_range",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_wmem",
]

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

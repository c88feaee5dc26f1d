package guiderail.podsecurity.selinux_test

import data.guiderail.podsecurity.selinux

test_denied[note] if {
	some note, case in {
		"type": {"options": {"type": "spc_t"}, "field": "type", "how": `is "spc_t"; remove it or use container_t, container_init_t, container_kvm_t, container_engine_t`},
		"capital": {
			"options": {"type": "Container_t"},
			"field": "type",
			"how": `is "Container_t"; remove it or use container_t, container_init_t, container_kvm_t, container_engine_t`,
		},
		"number": {"options": {"type": 1}, "field": "type", "how": "is 1; remove it or use container_t, container_init_t, container_kvm_t, container_engine_t"},
		"user": {"options": {"type": "container_t", "user": "system_u"}, "field": "user", "how": `is "system_u"; remove it`},
		"role": {"options": {"role": "system_r"}, "field": "role", "how": `is "system_r"; remove it`},
	}
	msg := sprintf("securityContext.seLinuxOptions.%s %s", [case.field, case.how])
	selinux.violation == {own(sprintf("pod: %s", [msg]), ["seLinuxOptions", case.field])} with input as pod({"securityContext": {"seLinuxOptions": case.options}})
	selinux.violation == {finding(sprintf(`container "app": %s`, [msg]), ["seLinuxOptions", case.field])} with input as container({"seLinuxOptions": case.options})
}

test_denied_before_the_type_was_known if {
	review := container({"seLinuxOptions": {"type": "container_engine_t"}})
	selinux.violation == set() with input as judged_by("v1.31", review)
	selinux.violation == {finding(
		`container "app": securityContext.seLinuxOptions.type is "container_engine_t"; remove it or use container_t, container_init_t, container_kvm_t`,
		["seLinuxOptions", "type"],
	)} with input as judged_by("v1.30", review)
}

test_allowed[note] if {
	some note, options in {
		"container": {"type": "container_t"},
		"init": {"type": "container_init_t"},
		"virtual machine": {"type": "container_kvm_t"},
		"engine": {"type": "container_engine_t"},
		"empty": {"type": "", "user": "", "role": ""},
		"null members": {"type": null, "user": null, "role": null},
		"level": {"level": "s0:c1,c2"},
		"none": {},
		"null": null,
		"text": "spc_t",
	}
	selinux.violation == set() with input as container({"seLinuxOptions": options})
	selinux.unknown == set() with input as container({"seLinuxOptions": options})
}

test_unknown if {
	review := container({"seLinuxOptions": {"type": "${TYPE}"}})
	selinux.violation == set() with input as review
	selinux.unknown == {finding(
		`container "app": securityContext.seLinuxOptions.type ${TYPE} is still to be filled in`,
		["seLinuxOptions", "type"],
	)} with input as review
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

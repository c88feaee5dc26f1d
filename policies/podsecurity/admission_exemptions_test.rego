package guiderail.podsecurity.admission_exemptions_test

import data.guiderail.podsecurity.admission_exemptions

test_denied[note] if {
	some note, fields in {
		"nothing": {},
		"null": {"defaults": {"enforce": null}},
		"privileged": {"defaults": {"enforce": "privileged"}},
		"another level": {"defaults": {"enforce": "none"}},
		"a namespace": {"defaults": {"enforce": "baseline"}, "exemptions": {"namespaces": ["kube-system", "a"]}},
		"a user": {"defaults": {"enforce": "baseline"}, "exemptions": {"usernames": ["a"]}},
		"an account": {"defaults": {"enforce": "baseline"}, "exemptions": {"usernames": ["system:serviceaccount:a:b"]}},
		"a number": {"defaults": {"enforce": "baseline"}, "exemptions": {"usernames": [1]}},
		"a runtime class": {"defaults": {"enforce": "baseline"}, "exemptions": {"runtimeClasses": ["a"]}},
	}
	count(said(config(fields), {}).violation) == 1
	count(said(admission({"configuration": fields}), {}).violation) == 1
	count(said(held(fields), {}).violation) == 1
}

test_allowed[note] if {
	some note, fields in {
		"baseline": {"defaults": {"enforce": "baseline"}},
		"restricted": {"defaults": {"enforce": "restricted"}, "exemptions": {"namespaces": ["kube-system"], "usernames": []}},
	}
	said(config(fields), {}) == nothing
	said(admission({"configuration": fields}), {}) == nothing
	said(held(fields), {}) == nothing
}

test_parameters if {
	subject := config({"defaults": {"enforce": "baseline"}, "exemptions": {"namespaces": ["a"], "usernames": ["b"], "runtimeClasses": ["c"]}})
	said(subject, {"namespaces": ["a"], "usernames": ["b"], "runtime_classes": ["c"]}) == nothing
	count(said(subject, {"levels": ["restricted"]}).violation) == 4
}

test_without_configuration if {
	other := object.union(admission({}), {"plugins": [{"name": "EventRateLimit"}]})
	said(other, {}).violation == {{
		"msg": "plugins must configure PodSecurity, or a namespace without labels takes privileged pods",
		"details": {"path": ["plugins"]},
	}}
	said(admission({"path": "a.yaml"}), {}) == {"violation": set(), "unknown": {{
		"msg": "plugins[0] is configured in a.yaml, which has to be checked as well",
		"details": {"path": ["plugins", 0]},
	}}}
}

test_unknown if {
	result := said(config({"defaults": {"enforce": "${LEVEL}"}}), {})
	result.violation == set()
	count(result.unknown) == 1
}

test_silent if {
	other := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(other, {}) == nothing
	not admission_exemptions.applies with input as {"review": {"object": other}}
	admission_exemptions.applies with input as {"review": {"object": config({})}}
}

config(fields) := object.union(
	{"apiVersion": "pod-security.admission.config.k8s.io/v1", "kind": "PodSecurityConfiguration"},
	fields,
)

admission(plugin) := {
	"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
	"plugins": [object.union({"name": "PodSecurity"}, plugin)],
}

held(fields) := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": json.marshal(config(fields))}}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := admission_exemptions.violation with input as asked
	unknown := admission_exemptions.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

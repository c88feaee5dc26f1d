package guiderail.kubeconfig.admin_access_test

import data.guiderail.kubeconfig.admin_access

test_denied[note] if {
	some note, lists in {
		"az": {"users": [{"name": "clusterAdmin_rg_a", "user": {}}], "contexts": [{
			"name": "a-admin",
			"context": {"cluster": "a", "user": "clusterAdmin_rg_a"},
		}]},
		"a user of another file": {"contexts": [{"name": "b", "context": {"cluster": "a", "user": "clusterAdmin_rg_a"}}]},
		"a context": {"contexts": [{"name": "a-admin", "context": {"cluster": "a"}}]},
		"a certificate of AKS": {"users": [{"name": "clusterUser_rg_a", "user": {"client-certificate-data": "x"}}]},
		"kubeadm": {"users": [{"name": "kubernetes-admin", "user": {}}]},
		"masters": {"users": [{"name": "a", "user": {"client-certificate-data": certificate("0 system:masters 1")}}]},
		"admins of kubeadm": {"users": [{"name": "a", "user": {"client-certificate-data": certificate("kubeadm:cluster-admins")}}]},
		"a group": {"users": [{"name": "a", "user": {"as-groups": ["a", "system:masters"]}}]},
		"a user": {"users": [{"name": "a", "user": {"as": "system:admin"}}]},
	}
	count(said(config(lists), {}).violation) == 1
	count(said(held(lists), {}).violation) == 1
}

# A PEM of anything.
certificate(der) := base64.encode(concat("\n", ["-----BEGIN CERTIFICATE-----", base64.encode(der), "-----END CERTIFICATE-----", ""]))

test_allowed[note] if {
	some note, lists in {
		"kubelogin": {"users": [{"name": "clusterUser_rg_a", "user": {"exec": {}}}]},
		"another context": {"contexts": [{"name": "site-admin", "context": {"cluster": "a", "user": "b"}}]},
		"a name": {"users": [{"name": "admin@a", "user": {"as": "", "as-groups": ["a"]}}]},
		"no name": {"users": [{"name": 1, "user": {}}, {"user": {}}], "contexts": [{"name": 1, "context": {"cluster": 1, "user": 1}}]},
		"certificates": {"users": [
			{"name": "a", "user": {"client-certificate-data": certificate("developers")}},
			{"name": "b", "user": {"client-certificate-data": "bm90IFBFTQ=="}},
			{"name": "c", "user": {"client-certificate-data": "?"}},
		]},
	}
	said(config(lists), {}) == {"violation": set(), "unknown": set()}
}

test_parameter if {
	subject := config({"users": [{"name": "root", "user": {}}, {"name": "system:admin", "user": {}}]})
	said(subject, {"admins": ["root"]}).violation == {{
		"msg": `user "root" is an administrator by its name; use one with the permissions that the work needs`,
		"details": {"path": ["users", 0, "user"]},
	}}
}

test_unknown if {
	said(config({"users": [{"name": "a", "user": {"as": "b"}}]}), {}) == {"violation": set(), "unknown": {{
		"msg": `user "a": as is b; whether that is an administrator no kubeconfig shows`,
		"details": {"path": ["users", 0, "user", "as"]},
	}}}
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := admin_access.violation with input as asked
	unknown := admin_access.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not admin_access.applies with input as {"review": {"object": pod}}
	admin_access.applies with input as {"review": {"object": config({"users": []})}}
}

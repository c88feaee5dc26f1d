package guiderail.sidecar.ssh_keys_test

import data.guiderail.sidecar.ssh_keys

public_item := {"key": "public-key", "path": "id_rsa.pub"}

private_item := {"key": "private-key", "path": "id_rsa"}

test_primary[note] if {
	some note, case in {
		"the public key": {"items": [public_item], "want": set()},
		"both keys, as the guide has them": {
			"items": [public_item, {"key": "private-key", "path": "id_rsa.pub"}],
			"want": {item(1, "the private key private-key is mounted as /etc/.ssh/id_rsa.pub; mount only the public key, as id_rsa.pub")},
		},
		"both keys, each under its name": {
			"items": [public_item, private_item],
			"want": {item(1, "the private key private-key is mounted as /etc/.ssh/id_rsa; mount only the public key, as id_rsa.pub")},
		},
		"private key by the name of its file": {
			"items": [{"key": "id_rsa.pub", "path": "id_rsa.pub"}, {"key": "id_rsa", "path": "id_rsa"}],
			"want": {item(1, "the private key id_rsa is mounted as /etc/.ssh/id_rsa; mount only the public key, as id_rsa.pub")},
		},
		"another file name": {
			"items": [{"key": "public-key", "path": "authorized_keys"}],
			"want": {items("no item mounts the public key as /etc/.ssh/id_rsa.pub")},
		},
		"private key alone": {
			"items": [{"key": "private-key", "path": "id_rsa.pub"}],
			"want": {
				item(0, "the private key private-key is mounted as /etc/.ssh/id_rsa.pub; mount only the public key, as id_rsa.pub"),
				items("no item mounts the public key as /etc/.ssh/id_rsa.pub"),
			},
		},
		"null": {"items": null, "want": {items("the Secret at /etc/.ssh has no items; mount only the public key, as id_rsa.pub")}},
		"none": {"items": [], "want": {items("the Secret at /etc/.ssh has no items; mount only the public key, as id_rsa.pub")}},
	}
	ssh_keys.violation == case.want with input as pod("primary", mounted(case.items))
	ssh_keys.applies with input as pod("primary", mounted(case.items))
}

test_secondary[note] if {
	some note, case in {
		"both keys": {"items": [public_item, private_item], "want": set()},
		"keys by the names of their files": {
			"items": [{"key": "id_rsa", "path": "id_rsa"}, {"key": "id_rsa.pub", "path": "id_rsa.pub"}],
			"want": set(),
		},
		"as the guide has them": {
			"items": [public_item, {"key": "private-key", "path": "id_rsa.pub"}],
			"want": {
				item(1, "the private key private-key is mounted as /etc/.ssh/id_rsa.pub; mount the private key as id_rsa and the public key as id_rsa.pub"),
				items("no item mounts the private key as /etc/.ssh/id_rsa"),
			},
		},
		"another file name": {
			"items": [public_item, {"key": "private-key", "path": "id_ed25519"}],
			"want": {
				item(1, "the private key private-key is mounted as /etc/.ssh/id_ed25519; mount the private key as id_rsa and the public key as id_rsa.pub"),
				items("no item mounts the private key as /etc/.ssh/id_rsa"),
			},
		},
		"the public key under the private name": {
			"items": [public_item, {"key": "public-key", "path": "id_rsa"}],
			"want": {items("no item mounts the private key as /etc/.ssh/id_rsa")},
		},
		"private key alone": {"items": [private_item], "want": {items("no item mounts the public key as /etc/.ssh/id_rsa.pub")}},
		"null": {
			"items": null,
			"want": {items("the Secret at /etc/.ssh has no items; mount the private key as id_rsa and the public key as id_rsa.pub")},
		},
	}
	ssh_keys.violation == case.want with input as pod("secondary", object.union(mounted(case.items), {"securityContext": {"fsGroup": 999}}))
}

test_role_not_told[note] if {
	some note, case in {
		"as the guide has them": {
			"items": [public_item, {"key": "private-key", "path": "id_rsa.pub"}],
			"want": {item(1, sprintf("the private key private-key is mounted as /etc/.ssh/id_rsa.pub; %s", [either_role]))},
		},
		"no items": {"items": null, "want": {items(sprintf("the Secret at /etc/.ssh has no items; %s", [either_role]))}},
		"as a secondary has them": {"items": [public_item, private_item], "want": set()},
		"as a primary has them": {"items": [public_item], "want": set()},
	}
	ssh_keys.violation == case.want with input as pod("slim", mounted(case.items))
}

test_nothing_mounted[note] if {
	some note, spec in {
		"absent": {},
		"null": {"volumes": null},
		"volume that is not there": {"volumes": []},
	}
	ssh_keys.violation == {finding("nothing is mounted at /etc/.ssh; mount the Secret with the SSH keys", ["spec", "containers", 0, "volumeMounts"])} with input as pod("primary", spec)
}

test_not_a_secret[source] if {
	some source in ["emptyDir", "hostPath", "persistentVolumeClaim", "configMap"]
	spec := {"volumes": [{"name": "ssh", source: {}}]}
	ssh_keys.violation == {finding(
		`volume "ssh" at /etc/.ssh is not a Secret; mount the Secret with the SSH keys`,
		["spec", "containers", 0, "volumeMounts", 0],
	)} with input as pod("primary", spec)
}

test_projected_secret[note] if {
	some note, case in {
		"the public key": {"items": [public_item], "want": set()},
		"no items": {"items": [], "want": {finding(
			"the Secret at /etc/.ssh has no items; mount only the public key, as id_rsa.pub",
			["spec", "volumes", 0, "projected", "sources", 0, "secret", "items"],
		)}},
	}
	spec := {"volumes": [{"name": "ssh", "projected": {"sources": [{"secret": {"name": "s", "items": case.items}}]}}]}
	ssh_keys.violation == case.want with input as pod("primary", spec)
}

test_single_files if {
	container := {"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1-primary", "volumeMounts": [
		{"name": "ssh", "mountPath": "/etc/.ssh/id_rsa.pub", "subPath": "public-key"},
		{"name": "hosts", "mountPath": "/etc/.ssh/known_hosts", "subPath": "known_hosts"},
	]}
	volumes := [{"name": "ssh", "secret": {"secretName": "s"}}, {"name": "hosts", "configMap": {"name": "h"}}]
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [container], "volumes": volumes}}}}
	ssh_keys.violation == set() with input as review
}

test_unknown_from_a_secrets_store if {
	spec := {"volumes": [{"name": "ssh", "csi": {"driver": "secrets-store.csi.k8s.io"}}]}
	ssh_keys.violation == set() with input as pod("primary", spec)
	ssh_keys.unknown == {finding(
		`the keys that volume "ssh" mounts at /etc/.ssh are not known`,
		["spec", "containers", 0, "volumeMounts", 0],
	)} with input as pod("primary", spec)
}

test_group_of_the_files[note] if {
	some note, context in {"absent": {}, "null": {"securityContext": null}, "no number": {"securityContext": {"fsGroup": "999"}}}
	spec := object.union(mounted([public_item, private_item]), context)
	ssh_keys.violation == {finding(
		"securityContext.fsGroup of the pod is not set; set it to 999, so that the user xroad can read the private key",
		["spec", "securityContext", "fsGroup"],
	)} with input as pod("secondary", spec)
}

test_private_key_in_the_environment[note] if {
	some note, case in {
		"by its key": {"env": variable("KEY", "private-key", "s"), "want": {"KEY"}},
		"by its file name": {"env": variable("KEY", "id_rsa", "s"), "want": {"KEY"}},
		"by its Secret": {"env": variable("KEY", "privatekey", "secret-ssh-keys"), "want": {"KEY"}},
		"the public key": {"env": variable("KEY", "public-key", "secret-ssh-keys"), "want": set()},
		"another private key": {"env": variable("TLS", "tls-private.pem", "tls"), "want": set()},
		"no text": {"env": {"name": "KEY", "valueFrom": {"secretKeyRef": {"key": 7}}}, "want": set()},
		"no key": {"env": {"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "secret-ssh-keys"}}}, "want": set()},
		"literal": {"env": {"name": "KEY", "value": "private-key"}, "want": set()},
	}
	container := {"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "env": [case.env]}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [container]}}}}
	ssh_keys.violation == {found |
		some name in case.want
		found := {
			"msg": sprintf(`init container "server": env %s contains a private SSH key; mount the key as a file`, [name]),
			"details": {"path": ["spec", "initContainers", 0, "env", 0, "valueFrom", "secretKeyRef"]},
		}
	} with input as review
}

test_not_applicable[note] if {
	some note, image in {
		"single": "niis/xroad-security-server-sidecar:7.8.1",
		"another image": "nginx:1.29",
	}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "server", "image": image}]}}}}
	not ssh_keys.applies with input as review
	ssh_keys.violation == set() with input as review
	ssh_keys.unknown == set() with input as review
}

either_role := "mount the public key as id_rsa.pub and, in secondary pods only, the private key as id_rsa"

variable(name, key, secret) := {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}

mounted(items) := {"volumes": [{"name": "ssh", "secret": {"secretName": "secret-ssh-keys", "items": items}}]}

items(how) := finding(how, ["spec", "volumes", 0, "secret", "items"])

item(i, how) := finding(how, ["spec", "volumes", 0, "secret", "items", i])

finding(how, path) := {"msg": sprintf(`container "server": %s`, [how]), "details": {"path": path}}

pod(role, spec) := {"review": {"object": {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
	"spec": object.union(spec, {"containers": [{
		"name": "server",
		"image": sprintf("niis/xroad-security-server-sidecar:7.8.1-%s", [role]),
		"volumeMounts": [{"name": "ssh", "mountPath": "/etc/.ssh/"}],
	}]}),
}}}

package lib.guiderail.ssh_mount_test

import data.lib.guiderail.ssh_mount

public_item := {"key": "public-key", "path": "id_rsa.pub"}

private_item := {"key": "private-key", "path": "id_rsa"}

test_nothing_is_mounted if {
	found := ssh_mount.mount_defects(container("primary")) with input as pod([])
	found == {{"path": ["spec", "containers", 0, "volumeMounts"], "how": "nothing is mounted at /etc/.ssh; mount the Secret with the SSH keys"}}
}

test_what_is_mounted_is_no_secret if {
	found := ssh_mount.mount_defects(container("primary")) with input as pod([{"name": "ssh", "emptyDir": {}}])
	found == {{"path": ["spec", "containers", 0, "volumeMounts", 0], "how": `volume "ssh" at /etc/.ssh is not a Secret; mount the Secret with the SSH keys`}}
}

test_right_mounts[source] if {
	some source, spec in {"secret": {"secretName": "s"}, "csi": {"driver": "d"}}
	found := ssh_mount.mount_defects(container("primary")) with input as pod([{"name": "ssh", source: spec}])
	found == set()
}

test_no_items_are_listed[role] if {
	some role, advice in {
		"primary": "mount only the public key, as id_rsa.pub",
		"secondary": "mount the private key as id_rsa and the public key as id_rsa.pub",
		"single": "mount the public key as id_rsa.pub and, in secondary pods only, the private key as id_rsa",
	}
	found := ssh_mount.listing_defects(container(role)) with input as pod(secret([]))
	found == {{"path": items, "how": sprintf("the Secret at /etc/.ssh has no items; %s", [advice])}}
	others := ssh_mount.file_defects(container(role)) with input as pod(secret([]))
	others == set()
}

test_private_keys[role] if {
	some role, want in {"primary": {array.concat(items, [1])}, "secondary": set(), "single": set()}
	found := ssh_mount.key_defects(container(role)) with input as pod(secret([public_item, private_item]))
	{defect.path | some defect in found} == want
}

test_files_that_are_not_brought[role] if {
	some role, want in {
		"primary": {"no item mounts the public key as /etc/.ssh/id_rsa.pub"},
		"secondary": {"no item mounts the public key as /etc/.ssh/id_rsa.pub", "no item mounts the private key as /etc/.ssh/id_rsa"},
		"single": {"no item mounts the public key as /etc/.ssh/id_rsa.pub"},
	}
	found := ssh_mount.file_defects(container(role)) with input as pod(secret([{"key": "known_hosts", "path": "known_hosts"}]))
	found == {{"path": items, "how": how} | some how in want}
}

test_files_that_are_brought if {
	found := ssh_mount.file_defects(container("secondary")) with input as pod(secret([public_item, private_item]))
	found == set()
}

test_names_of_private_keys if {
	ssh_mount.is_private("private-key")
	ssh_mount.is_private("id_rsa")
	not ssh_mount.is_private("id_rsa.pub")
	not ssh_mount.is_private(7)
}

items := ["spec", "volumes", 0, "secret", "items"]

secret(listed) := [{"name": "ssh", "secret": {"secretName": "s", "items": listed}}]

container(role) := {
	"role": role, "pod": 0, "path": ["spec", "containers", 0],
	"spec": {"volumeMounts": [{"name": "ssh", "mountPath": "/etc/.ssh"}]},
}

pod(volumes) := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [container("primary").spec], "volumes": volumes}}

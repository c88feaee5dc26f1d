package guiderail.messagelog.archive_volume_test

import data.guiderail.messagelog.archive_volume

says(how) := {"msg": sprintf(`container "security-server-sidecar": /var/lib/xroad: %s`, [how]), "details": {"path": ["spec", "containers", 0, "volumeMounts", 0]}}

test_denied_disks[note] if {
	some note, case in {
		"class": {"spec": {"storageClassName": "disks"}, "how": `PersistentVolumeClaim "a" has storage from StorageClass "disks" (ebs.csi.aws.com), which nodes do not share; use Amazon EFS or Azure Files`},
		"built-in class": {"spec": {"storageClassName": "gp2"}, "how": `the storage class gp2 of PersistentVolumeClaim "a" provides disks; use Amazon EFS or Azure Files`},
		"volume": {"spec": {"volumeName": "nfs"}, "how": `PersistentVolumeClaim "a" has storage from PersistentVolume "nfs" (nfs), which nodes do not share; use Amazon EFS or Azure Files`},
	}
	said(pod(claimed), claims(case.spec), {}) == verdict({says(case.how)}, set())
}

test_allowed[note] if {
	some note, spec in {
		"class": {"storageClassName": "files"},
		"built-in class": {"storageClassName": "azurefile-csi"},
		"volume": {"volumeName": "efs", "storageClassName": ""},
	}
	said(pod(claimed), claims(spec), {}) == verdict(set(), set())
}

test_allowed_by_parameters if {
	said(pod(claimed), claims({"volumeName": "nfs"}), {"volume_types": ["nfs"]}) == verdict(set(), set())
	said(pod(claimed), claims({"storageClassName": "disks"}), {"provisioners": ["ebs.csi.aws.com"]}) == verdict(set(), set())
	said(pod(claimed), claims({"storageClassName": "efs-sc"}), {"shared_classes": ["efs-sc"]}) == verdict(set(), set())
	said(pod(claimed), claims({"storageClassName": "gp2"}), {"directories": ["/srv"]}) == verdict(set(), set())
	count(said(pod(claimed), claims({"storageClassName": "efs-sc"}), {"disk_classes": ["efs-sc"]}).violation) == 1
}

test_unknown[note] if {
	some note, case in {
		"class that is not given": {"spec": {"storageClassName": "efs-sc"}, "how": `what the storage class efs-sc of PersistentVolumeClaim "a" provides is not known from the given objects`},
		"no class": {"spec": {}, "how": `PersistentVolumeClaim "a" may have storage from StorageClass "disks-by-default" or StorageClass "files-by-default"`},
		"empty class": {"spec": {"storageClassName": ""}, "how": `PersistentVolumeClaim "a" has no storageClassName, and none of the given objects shows where its storage comes from`},
		"placeholder": {"spec": {"storageClassName": "{{CLASS}}"}, "how": `the storage class {{CLASS}} of PersistentVolumeClaim "a" is still to be filled in`},
	}
	said(pod(claimed), claims(case.spec), {}) == verdict(set(), {says(case.how)})
}

test_unknown_claims if {
	open := {"persistentVolumeClaim": {"claimName": "{{CLAIM}}"}}
	said(pod(open), claims({}), {}) == verdict(set(), {says("the claim {{CLAIM}} is still to be filled in")})
}

missing := says(`PersistentVolumeClaim "a" does not exist; correct the name or add it`)

not_given := says(`PersistentVolumeClaim "a" is not among the given objects`)

test_denied_missing_claims if {
	said(pod(claimed), {}, {}) == verdict({missing}, set())
	elsewhere := {"namespace": {"other": claims({}).namespace.sidecar}}
	said(pod(claimed), elsewhere, {}) == verdict({missing}, set())
}

test_unknown_in_requests if {
	asked := {"review": {"object": pod(claimed), "operation": "CREATE"}}
	unknown := archive_volume.unknown with input as asked
	unknown == {not_given}
	violation := archive_volume.violation with input as asked
	violation == set()
}

test_unknown_where_a_namespace_is_not_written if {
	said(object.remove(pod(claimed), ["metadata"]), claims({}), {}) == verdict(set(), {not_given})
	without := {"namespace": {"default": {"v1": {"PersistentVolumeClaim": {"a": {"metadata": {"name": "a"}}}}}}}
	said(pod(claimed), without, {}) == verdict(set(), {not_given})
	said(object.remove(pod(claimed), ["metadata"]), {}, {}) == verdict({missing}, set())
}

test_volumes_of_the_pod_itself if {
	said(pod({"csi": {"driver": "efs.csi.aws.com"}}), {}, {}) == verdict(set(), set())
	said(pod({"azureFile": {"shareName": "x"}}), {}, {}) == verdict(set(), set())
	said(pod({"azureDisk": {"diskName": "x"}}), {}, {}) == verdict({says(`volume "v" has storage from its own source (azureDisk), which nodes do not share; use Amazon EFS or Azure Files`)}, set())
}

test_claims_of_a_stateful_set if {
	subject := {
		"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "s", "namespace": "sidecar"},
		"spec": {
			"template": {"spec": {"containers": [container([{"name": "v", "mountPath": "/var/lib/xroad"}])]}},
			"volumeClaimTemplates": [{"metadata": {"name": "v"}, "spec": {"storageClassName": "managed-csi"}}],
		},
	}
	how := `the storage class managed-csi of PersistentVolumeClaim "v" provides disks; use Amazon EFS or Azure Files`
	said(subject, {}, {}) == verdict({{"msg": says(how).msg, "details": {"path": ["spec", "template", "spec", "containers", 0, "volumeMounts", 0]}}}, set())
	without := json.patch(subject, [{"op": "replace", "path": "/spec/volumeClaimTemplates/0", "value": {"metadata": {"name": "v"}, "spec": null}}])
	count(said(without, {}, {}).unknown) == 1
}

# One volume with both directories is one place, two volumes are two.
test_each_volume_once if {
	backup := {"name": "w", "mountPath": "/var/lib/xroad/backup/"}
	both := with_mounts([{"name": "v", "mountPath": "/var/lib"}, backup])
	paths := {v.details.path[4] | some v in said(both, claims({"storageClassName": "gp3"}), {}).violation}
	paths == {0, 1}
	only := with_mounts([backup])
	{v.msg | some v in said(only, claims({"storageClassName": "gp3"}), {}).violation} == {`container "security-server-sidecar": /var/lib/xroad/backup: the storage class gp3 of PersistentVolumeClaim "a" provides disks; use Amazon EFS or Azure Files`}
}

test_not_applicable[note] if {
	some note, subject in {
		"secondary": tagged(":7.8.1-secondary"),
		"slim": tagged(":7.8.1-slim"),
		"no volume": pod({"emptyDir": {}}),
		"ephemeral": pod({"ephemeral": {"volumeClaimTemplate": {"spec": {"storageClassName": "gp2"}}}}),
		"no mount": with_mounts(null),
		"other mount": with_mounts([{"name": "v", "mountPath": "/etc/xroad"}]),
		"other image": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "a", "volumeMounts": [{"name": "v", "mountPath": "/var/lib/xroad"}]}], "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "a"}}]}},
		"other kind": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"storageClassName": "gp2"}},
	}
	said(subject, claims({"storageClassName": "gp2"}), {}) == verdict(set(), set())
	not archive_volume.applies with input as subject
}

test_applies if archive_volume.applies with input as pod(claimed)

claimed := {"persistentVolumeClaim": {"claimName": "a"}}

container(mounts) := {"name": "security-server-sidecar", "image": "niis/xroad-security-server-sidecar:7.8.1", "volumeMounts": mounts}

pod(volume) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "s", "namespace": "sidecar"},
	"spec": {
		"containers": [container([{"name": "v", "mountPath": "/var/lib/xroad"}])],
		"volumes": [object.union({"name": "v"}, volume)],
	},
}

with_mounts(mounts) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "s", "namespace": "sidecar"},
	"spec": {
		"containers": [container(mounts)],
		"volumes": [object.union({"name": "v"}, claimed), object.union({"name": "w"}, claimed)],
	},
}

tagged(tag) := json.patch(pod(claimed), [{"op": "replace", "path": "/spec/containers/0/image", "value": concat("", ["niis/xroad-security-server-sidecar", tag])}])

claims(spec) := {
	"namespace": {"sidecar": {"v1": {"PersistentVolumeClaim": {"a": {"metadata": {"namespace": "sidecar"}, "spec": spec}}}}},
	"cluster": {
		"storage.k8s.io/v1": {"StorageClass": {
			"disks": {"provisioner": "ebs.csi.aws.com"},
			"files": {"provisioner": "efs.csi.aws.com"},
			"disks-by-default": {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "ebs.csi.aws.com"},
			"files-by-default": {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "efs.csi.aws.com"},
		}},
		"v1": {"PersistentVolume": {
			"efs": {"spec": {"csi": {"driver": "efs.csi.aws.com"}}},
			"nfs": {"spec": {"nfs": {"server": "a"}}},
		}},
	},
}

verdict(violation, unknown) := {"violation": violation, "unknown": unknown}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := archive_volume.violation with input as asked with data.inventory as inventory
	unknown := archive_volume.unknown with input as asked with data.inventory as inventory
}

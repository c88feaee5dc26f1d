package lib.guiderail.pod_test

import data.lib.guiderail.pod

template := {
	"metadata": {"labels": {"app": "a"}},
	"spec": {
		"hostNetwork": true,
		"containers": [{"ports": [{"name": "web", "containerPort": 80}, {"containerPort": 81}, {"name": "x", "containerPort": "82"}, null]}, null],
		"initContainers": [{"ports": [{"name": "dns", "containerPort": 53, "protocol": "UDP"}]}],
	},
}

test_template if {
	owner := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"template": template}}
	pod.all_of(owner, "shop") == [{
		"title": "Deployment shop/d", "object": owner, "pod": 0,
		"namespace": "shop", "labels": {"app": "a"}, "host_network": true, "ips": [],
		"ports": [{"name": "web", "number": 80, "protocol": "TCP"}, {"name": "dns", "number": 53, "protocol": "UDP"}],
	}]
}

test_pod if {
	owner := {
		"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": null}, "spec": {"hostNetwork": null},
		"status": {"podIPs": [{"ip": "10.0.0.1"}, {"ip": "fd00::1"}, {"ip": ""}, {"ip": 5}, null]},
	}
	pod.all_of(owner, "shop") == [{
		"title": "Pod shop/", "object": owner, "pod": 0,
		"namespace": "shop", "labels": {}, "host_network": false, "ips": ["10.0.0.1", "fd00::1"], "ports": [],
	}]
}

test_labels_that_controllers_add[kind] if {
	some kind, added in {
		"Job": {"job-name": "n", "batch.kubernetes.io/job-name": "n"},
		"StatefulSet": {"statefulset.kubernetes.io/pod-name": "n-0", "apps.kubernetes.io/pod-index": "0"},
		"DaemonSet": {},
	}
	owner := {"apiVersion": object.get({"Job": "batch/v1"}, kind, "apps/v1"), "kind": kind, "metadata": {"name": "n"}, "spec": {"template": template}}
	[seen.labels | some seen in pod.all_of(owner, "shop")] == [object.union({"app": "a"}, added)]
}

test_labels_of_the_jobs_of_a_cron_job if {
	owner := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "n"}, "spec": {"jobTemplate": {"spec": {"template": template}}}}
	[seen.labels | some seen in pod.all_of(owner, "shop")] == [{"app": "a", "job-name": "n-0", "batch.kubernetes.io/job-name": "n-0"}]
}

test_nothing[note] if {
	some note, owner in {
		"no pods": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "s"}, "spec": {"template": null}},
	}
	pod.all_of(owner, "shop") == []
}

test_every_pod if {
	owner := {"apiVersion": "ray.io/v1", "kind": "RayCluster", "metadata": {"name": "r"}, "spec": {
		"headGroupSpec": {"template": template},
		"workerGroupSpecs": [{"template": {"spec": {}}}],
	}}
	[seen.labels | some seen in pod.all_of(owner, "shop")] == [{"app": "a", "ray.io/cluster": "r"}, {"ray.io/cluster": "r"}]
	pod.labels_of(owner) == [{"app": "a", "ray.io/cluster": "r"}, {"ray.io/cluster": "r"}]
	pod.all_of({"apiVersion": "v1", "kind": "Service"}, "shop") == []
}

test_labels_to_come[note] if {
	some note, case in {
		"Deployment": {"owner": {"kind": "Deployment", "metadata": {"name": "web"}}, "want": {"pod-template-hash": ""}},
		"CronJob": {
			"owner": {"kind": "CronJob", "metadata": {"name": "night"}},
			"want": {
				"job-name": "night-", "batch.kubernetes.io/job-name": "night-",
				"controller-uid": "", "batch.kubernetes.io/controller-uid": "", "batch.kubernetes.io/job-completion-index": "",
			},
		},
		"StatefulSet": {
			"owner": {"kind": "StatefulSet", "metadata": {"name": "db"}},
			"want": {"statefulset.kubernetes.io/pod-name": "db-", "apps.kubernetes.io/pod-index": "", "controller-revision-hash": ""},
		},
		"Pod": {"owner": {"kind": "Pod", "metadata": {"name": "web"}}, "want": {}},
	}
	pod.labels_to_come(case.owner) == case.want
}

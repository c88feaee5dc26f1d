package lib.guiderail.pods_test

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.workload

# Every kind that runs pods of its own, in each version that a cluster may keep at hand.
versions := {
	"v1": ["Pod", "ReplicationController"],
	"apps/v1": ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"],
	"batch/v1": ["Job", "CronJob"],
	"argoproj.io/v1alpha1": ["Rollout", "Experiment", "AnalysisRun", "Workflow", "CronWorkflow"],
	"apps.openshift.io/v1": ["DeploymentConfig"],
	"serving.knative.dev/v1": ["Service", "Configuration", "Revision"],
	"sources.knative.dev/v1": ["ContainerSource"],
	"operators.coreos.com/v1alpha1": ["ClusterServiceVersion"],
	"agents.x-k8s.io/v1alpha1": ["Sandbox"],
	"keda.sh/v1alpha1": ["ScaledJob"],
	"tekton.dev/v1": ["TaskRun", "PipelineRun"],
	"tekton.dev/v1beta1": ["TaskRun", "PipelineRun"],
	"apps.kruise.io/v1alpha1": ["CloneSet", "DaemonSet", "BroadcastJob", "AdvancedCronJob", "UnitedDeployment"],
	"apps.kruise.io/v1beta1": ["StatefulSet", "DaemonSet"],
	"batch.volcano.sh/v1alpha1": ["Job", "CronJob"],
	"jobset.x-k8s.io/v1alpha2": ["JobSet"],
	"leaderworkerset.x-k8s.io/v1": ["LeaderWorkerSet"],
	"kubeflow.org/v1": ["TFJob", "PyTorchJob", "MPIJob", "XGBoostJob", "PaddleJob", "JAXJob", "Notebook"],
	"kubeflow.org/v2beta1": ["MPIJob"],
	"ray.io/v1": ["RayCluster", "RayJob", "RayService"],
	"agones.dev/v1": ["GameServer", "GameServerSet", "Fleet"],
	"actions.github.com/v1alpha1": ["AutoscalingRunnerSet", "EphemeralRunnerSet", "EphemeralRunner"],
}

# What only others run.
templates := {
	["", "PodTemplate"], ["apps", "ControllerRevision"], ["batch", "JobTemplate"],
	["argoproj.io", "AnalysisTemplate"], ["argoproj.io", "ClusterAnalysisTemplate"],
	["argoproj.io", "WorkflowTemplate"], ["argoproj.io", "ClusterWorkflowTemplate"],
	["tekton.dev", "Task"], ["tekton.dev", "ClusterTask"], ["tekton.dev", "Pipeline"], ["tekton.dev", "StepAction"],
	["apps.kruise.io", "SidecarSet"], ["apps.kruise.io", "EphemeralJob"],
	["sinks.knative.dev", "JobSink"], ["extensions.agents.x-k8s.io", "SandboxTemplate"],
	["batch.volcano.sh", "JobTemplate"], ["flow.volcano.sh", "JobTemplate"],
	["trainer.kubeflow.org", "TrainingRuntime"], ["trainer.kubeflow.org", "ClusterTrainingRuntime"],
}

# No API serves these any more, or none under this group.
gone := {["", "DeploymentConfig"], ["kubeflow.org", "MXJob"], ["flow.volcano.sh", "Job"], ["flow.volcano.sh", "CronJob"]} | {["extensions", kind] |
	some kind, _ in workload.kinds.extensions
}

test_every_kind_is_looked_up if {
	known := {[group, kind] | some group, entry in workload.kinds; some kind, _ in entry}
	looked_up := {[ctx.group_of({"apiVersion": version}), kind] | some version, kinds in versions; some kind in kinds}
	known == (looked_up | templates) | gone
	looked_up & (templates | gone) == set()
}

test_found[name] if {
	some version, kinds in versions
	some kind in kinds
	name := concat(" ", [version, kind])
	written := {"apiVersion": version, "kind": kind, "metadata": {"name": "app"}}
	inventory := {"namespace": {"shop": {version: {kind: {"app": written}}}}}
	pods.found.shop == {written} with data.inventory as inventory
	pods.exist with data.inventory as inventory
	not pods.found.till with data.inventory as inventory
	not pods.exist with data.inventory as {"namespace": {"shop": {"v1": {"ConfigMap": {"c": {}}}}}}
}

test_of[note] if {
	some note, case in {
		"pod": {"version": "v1", "kind": "Pod", "rest": {"metadata": {"labels": {"app": "shop"}}, "spec": {}}},
		"deployment": {"version": "apps/v1", "kind": "Deployment", "rest": {"spec": {"template": labelled}}},
		"cron job": {"version": "batch/v1", "kind": "CronJob", "rest": {"spec": {"jobTemplate": {"spec": {"template": labelled}}}}},
	}
	written := object.union({"apiVersion": case.version, "kind": case.kind, "metadata": {"name": "app"}}, case.rest)
	inventory := {"namespace": {"shop": {case.version: {case.kind: {"app": written}}}}}
	pods.of("shop") == [{"title": sprintf(`%s "app"`, [case.kind]), "labels": {"app": "shop"}, "object": written, "pod": 0}] with data.inventory as inventory
	pods.of("till") == [] with data.inventory as inventory
}

labelled := {"metadata": {"labels": {"app": "shop"}}, "spec": {}}

test_labels_of_other_types[labels] if {
	some labels in [null, "app", ["app"]]
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"app": pod("app", labels)}}}}}
	[pod.labels | some pod in pods.of("shop")] == [{}] with data.inventory as inventory
}

test_selected[note] if {
	some note, case in {
		"one label": {"selector": {"app": "shop"}, "found": {"a", "b"}},
		"two": {"selector": {"app": "shop", "role": "primary"}, "found": {"a"}},
		"another value": {"selector": {"app": "till"}, "found": set()},
		"empty": {"selector": {}, "found": set()},
		"null": {"selector": null, "found": set()},
	}
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"a": pod("a", {"app": "shop", "role": "primary"}), "b": pod("b", {"app": "shop"})}}}}}
	{found.object.metadata.name | some found in pods.selected("shop", case.selector)} == case.found with data.inventory as inventory
}

pod(name, labels) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": labels}, "spec": {}}

test_owners[kind] if {
	some kind, version in {"Pod": "v1", "Deployment": "apps/v1", "CronJob": "batch/v1", "Service": "serving.knative.dev/v1"}
	inventory := {"namespace": {"shop": {version: {kind: {"n": made(version, kind, "n", {"app": "a"})}}}}}
	[owner.kind | some owner in pods.owners("shop")] == [kind] with input as {} with data.inventory as inventory
	{seen.labels.app | some seen in pods.labels_in("shop")} == {"a"} with input as {} with data.inventory as inventory
	pods.owners("till") == [] with input as {} with data.inventory as inventory
}

test_the_one_under_review_counts_as_it_is if {
	inventory := {"namespace": {"shop": {"apps/v1": {"Deployment": {
		"n": made("apps/v1", "Deployment", "n", {"app": "old"}),
		"m": made("apps/v1", "Deployment", "m", {"app": "m"}),
	}}}}}
	subject := made("apps/v1", "Deployment", "n", {"app": "new"})
	{object.get(owner, ["spec", "template", "metadata", "labels", "app"], "") | some owner in pods.owners("shop")} == {"new", "m"} with input as subject with data.inventory as inventory
	bare := json.remove(subject, ["metadata/namespace"])
	[owner.spec.template.metadata.labels.app | some owner in pods.owners("default")] == ["new"] with input as bare with data.inventory as inventory
}

test_a_core_service_does_not_replace_one_of_knative if {
	inventory := {"namespace": {"shop": {"serving.knative.dev/v1": {"Service": {"n": made("serving.knative.dev/v1", "Service", "n", {"app": "a"})}}}}}
	subject := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "n", "namespace": "shop"}, "spec": {}}
	{owner.apiVersion | some owner in pods.owners("shop")} == {"serving.knative.dev/v1", "v1"} with input as subject with data.inventory as inventory
	{seen.labels.app | some seen in pods.labels_in("shop")} == {"a"} with input as subject with data.inventory as inventory
}

test_what_selectors_see[note] if {
	some note, case in {
		"a namespace, and the network of the node": {
			"pod": {"metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"hostNetwork": true}},
			"want": {"labels": {"app": "a"}, "to_come": {}, "host_network": true, "names_namespace": true},
		},
		"no namespace": {
			"pod": {"metadata": {"name": "a", "labels": {"app": "a"}}, "spec": {}},
			"want": {"labels": {"app": "a"}, "to_come": {}, "host_network": false, "names_namespace": false},
		},
		"an empty namespace": {
			"pod": {"metadata": {"name": "a", "namespace": ""}, "spec": {}},
			"want": {"labels": {}, "to_come": {}, "host_network": false, "names_namespace": false},
		},
	}
	pods.labels_of(object.union({"apiVersion": "v1", "kind": "Pod"}, case.pod)) == [case.want]
}

test_labels_by_naming if {
	inventory := {"namespace": {
		"shop": {"v1": {"Pod": {"a": made("v1", "Pod", "a", {"app": "a"})}}},
		"default": {"v1": {"Pod": {"b": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "labels": {"app": "b"}}, "spec": {}}}}},
	}}
	named := {["a", true], ["b", false]}
	by_naming := {[seen.labels.app, is_named] | some is_named in [false, true]; some seen in pods.labels_by_naming[is_named]} with input as {} with data.inventory as inventory
	by_naming == named
	by_label := {sprintf("%s %v", [app, is_named]) | some is_named, labels in pods.labels_by_label; some app, _ in labels.app} with input as {} with data.inventory as inventory

	# As texts: OPA before 1.18 takes the keys to be strings.
	by_label == {"a true", "b false"}
}

test_labels_of_the_pods_of_a_namespace if {
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"a": made("v1", "Pod", "a", {"app": "a"})}}, "batch/v1": {"CronJob": {"b": made("batch/v1", "CronJob", "b", {"app": "b"})}}}}}
	carried := pods.labels_in("shop") with input as {} with data.inventory as inventory
	{seen.labels | some seen in carried} == {{"app": "a"}, {"app": "b", "job-name": "b-0", "batch.kubernetes.io/job-name": "b-0"}}
	pods.labels_in("till") == set() with input as {} with data.inventory as inventory
}

made("v1", "Pod", name, labels) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "labels": labels}, "spec": {}}

made("batch/v1", "CronJob", name, labels) := {
	"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name, "namespace": "shop"},
	"spec": {"jobTemplate": {"spec": {"template": {"metadata": {"labels": labels}, "spec": {}}}}},
}

made(version, kind, name, labels) := {
	"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "shop"},
	"spec": {"template": {"metadata": {"labels": labels}, "spec": {}}},
} if {
	not kind in {"Pod", "CronJob"}
}

template := {
	"metadata": {"labels": {"app": "a"}},
	"spec": {
		"hostNetwork": true,
		"containers": [{"ports": [{"name": "web", "containerPort": 80}, {"containerPort": 81}, {"name": "x", "containerPort": "82"}, null]}, null],
		"initContainers": [{"ports": [{"name": "dns", "containerPort": 53, "protocol": "UDP"}]}],
	},
}

test_seen_of_a_template if {
	owner := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"template": template}}
	pods.seen(owner, "shop") == [{
		"title": "Deployment shop/d", "object": owner, "pod": 0,
		"namespace": "shop", "labels": {"app": "a"}, "host_network": true, "ips": [],
		"ports": [{"name": "web", "number": 80, "protocol": "TCP"}, {"name": "dns", "number": 53, "protocol": "UDP"}],
	}]
}

test_seen_of_a_pod if {
	owner := {
		"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": null}, "spec": {"hostNetwork": null},
		"status": {"podIPs": [{"ip": "10.0.0.1"}, {"ip": "fd00::1"}, {"ip": ""}, {"ip": 5}, null]},
	}
	pods.seen(owner, "shop") == [{
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
	[seen.labels | some seen in pods.seen(owner, "shop")] == [object.union({"app": "a"}, added)]
}

test_labels_of_the_jobs_of_a_cron_job if {
	owner := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "n"}, "spec": {"jobTemplate": {"spec": {"template": template}}}}
	[seen.labels | some seen in pods.seen(owner, "shop")] == [{"app": "a", "job-name": "n-0", "batch.kubernetes.io/job-name": "n-0"}]
}

test_nothing_seen[note] if {
	some note, owner in {
		"no pods": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "s"}, "spec": {"template": null}},
	}
	pods.seen(owner, "shop") == []
}

test_every_pod_of_one_object if {
	owner := {"apiVersion": "ray.io/v1", "kind": "RayCluster", "metadata": {"name": "r"}, "spec": {
		"headGroupSpec": {"template": template},
		"workerGroupSpecs": [{"template": {"spec": {}}}],
	}}
	[seen.labels | some seen in pods.seen(owner, "shop")] == [{"app": "a", "ray.io/cluster": "r"}, {"ray.io/cluster": "r"}]
	[seen.labels | some seen in pods.labels_of(owner)] == [{"app": "a", "ray.io/cluster": "r"}, {"ray.io/cluster": "r"}]
	pods.seen({"apiVersion": "v1", "kind": "Service"}, "shop") == []
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
	pods.labels_to_come(case.owner) == case.want
}

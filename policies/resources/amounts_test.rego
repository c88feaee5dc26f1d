package lib.guiderail.amounts_test

import data.lib.guiderail.amounts

test_unusual_of_a_stateful_set if {
	amounts.unusual == {
		amount(`init container "i"`, "resources.requests.cpu", ["spec", "template", "spec", "initContainers", 0, "resources", "requests", "cpu"], "cpu", 1),
		amount(`container "#0"`, "resources.limits.memory", ["spec", "template", "spec", "containers", 0, "resources", "limits", "memory"], "memory", true),
		amount("pod", "resources.requests.memory", ["spec", "template", "spec", "resources", "requests", "memory"], "memory", "1.5Gi"),
		amount(`volume "tmp"`, "emptyDir.sizeLimit", ["spec", "template", "spec", "volumes", 0, "emptyDir", "sizeLimit"], "storage", "1.5Gi"),
		amount(`volume "scratch"`, "resources.requests.storage", ["spec", "template", "spec", "volumes", 1, "ephemeral", "volumeClaimTemplate", "spec", "resources", "requests", "storage"], "storage", "2.5Gi"),
		amount(`volume claim template "data"`, "resources.requests.storage", ["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"], "storage", "3.5Gi"),
	} with input as {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {
		"template": {"spec": {
			"initContainers": [{"name": "i", "resources": {"requests": {"cpu": 1, "memory": null}, "limits": null}}],
			"containers": [{"resources": {"limits": {"memory": true}, "claims": [{"name": "c"}]}}, {"name": "none"}],
			"resources": {"requests": {"memory": "1.5Gi"}},
			"volumes": [
				{"name": "tmp", "emptyDir": {"sizeLimit": "1.5Gi"}},
				{"name": "scratch", "ephemeral": {"volumeClaimTemplate": {"spec": {"resources": {"requests": {"storage": "2.5Gi"}}}}}},
				{"name": "cache", "emptyDir": {"sizeLimit": null}},
			],
		}},
		"volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "3.5Gi"}}}}],
	}}
}

test_unusual_of_a_claim if {
	amounts.unusual == {amount("claim", "resources.requests.storage", ["spec", "resources", "requests", "storage"], "storage", "5.5Gi")} with input as object.union(
		core("PersistentVolumeClaim"),
		{"spec": {"resources": {"requests": {"storage": "5.5Gi"}}}},
	)
}

test_unusual_of_a_volume if {
	amounts.unusual == {amount("volume", "spec.capacity.storage", ["spec", "capacity", "storage"], "storage", "5.5Gi")} with input as object.union(
		core("PersistentVolume"),
		{"spec": {"capacity": {"storage": "5.5Gi"}}},
	)
}

test_unusual_of_a_quota if {
	amounts.unusual == {
		amount("quota", "spec.hard.requests.cpu", ["spec", "hard", "requests.cpu"], "cpu", 4),
		amount("quota", "spec.hard.memory", ["spec", "hard", "memory"], "memory", "1.5Gi"),
		amount("quota", "spec.hard.requests.nvidia.com/gpu", ["spec", "hard", "requests.nvidia.com/gpu"], "nvidia.com/gpu", 1),
		amount("quota", "spec.hard.count/pods", ["spec", "hard", "count/pods"], "count/pods", 9),
		amount(
			"quota", "spec.hard.gold.storageclass.storage.k8s.io/requests.storage",
			["spec", "hard", "gold.storageclass.storage.k8s.io/requests.storage"], "storage", "9.5Gi",
		),
	} with input as object.union(core("ResourceQuota"), {"spec": {"hard": {
		"requests.cpu": 4,
		"memory": "1.5Gi",
		"requests.nvidia.com/gpu": 1,
		"count/pods": 9,
		"gold.storageclass.storage.k8s.io/requests.storage": "9.5Gi",
	}}})
}

test_unusual_of_a_limit_range if {
	ratio := object.union(
		amount("limits for each Container", "spec.limits[0].maxLimitRequestRatio.cpu", ["spec", "limits", 0, "maxLimitRequestRatio", "cpu"], "cpu", 1.5),
		{"is_ratio": true},
	)
	amounts.unusual == {
		ratio,
		amount("limits for each Container", "spec.limits[0].max.cpu", ["spec", "limits", 0, "max", "cpu"], "cpu", 2),
		amount("limits for each #1", "spec.limits[1].min.memory", ["spec", "limits", 1, "min", "memory"], "memory", "1.5Mi"),
	} with input as object.union(core("LimitRange"), {"spec": {"limits": [
		{"type": "Container", "max": {"cpu": 2}, "maxLimitRequestRatio": {"cpu": 1.5}},
		{"min": {"memory": "1.5Mi"}},
	]}})
}

test_plain_amounts_are_left_out if {
	hard := {"requests.cpu": "4", "limits.cpu": "1500m", "memory": "1Gi", "pods": "10", "requests.storage": "5T"}
	amounts.unusual == set() with input as object.union(core("ResourceQuota"), {"spec": {"hard": hard}})
}

test_thousandths_of_bytes_are_not if {
	amounts.unusual == {amount("quota", "spec.hard.memory", ["spec", "hard", "memory"], "memory", "200m")} with input as object.union(
		core("ResourceQuota"),
		{"spec": {"hard": {"memory": "200m"}}},
	)
}

test_nothing_for[note] if {
	some note, object in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {"hard": {"cpu": 1}}},
		"another group": {"apiVersion": "example.org/v1", "kind": "ResourceQuota", "spec": {"hard": {"cpu": 1}}},
		"no specification": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": null},
		"texts in place of templates": {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {"volumeClaimTemplates": ["data"]}},
		"texts in place of limits": {"apiVersion": "v1", "kind": "LimitRange", "spec": {"limits": ["cpu"]}},
		"lists and texts in place of objects": {"apiVersion": "v1", "kind": "Pod", "spec": {"resources": "x", "containers": [{"resources": {"limits": ["cpu"], "requests": "cpu"}}]}},
	}
	amounts.unusual == set() with input as object
}

amount(title, field, path, resource, value) := {
	"title": title,
	"field": field,
	"path": path,
	"resource": resource,
	"value": value,
	"is_ratio": false,
}

core(kind) := {"apiVersion": "v1", "kind": kind}

test_no_unusual_unit[unit] if {
	some unit in ["", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"]
	amounts.unusual == set() with input as {"apiVersion": "v1", "kind": "Pod", "spec": {
		"containers": [{"name": "c", "resources": {"requests": {"memory": sprintf("5%s", [unit])}}}],
		"volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": sprintf("20%s", [unit])}}],
	}}
}

test_no_unusual_cpu[written] if {
	some written in ["5m", "100m"]
	amounts.unusual == set() with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "c", "resources": {"requests": {"cpu": written}}}]}}
}

# Whatever stands in them, other kinds claim nothing.
test_nothing_of_other_kinds[kind][version] if {
	some kind, version in {"ConfigMap": "v1", "DaemonSet": "apps/v1", "StatefulSet": "example.org/v1"}
	amounts.unusual == set() with input as {"apiVersion": version, "kind": kind, "spec": {
		"resources": {"requests": {"storage": "1.5Gi"}},
		"capacity": {"storage": "1.5Gi"},
		"hard": {"memory": "1.5Gi"},
		"limits": [{"type": "Container", "max": {"memory": "1.5Gi"}}],
		"volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "3.5Gi"}}}}],
	}}
}

test_unusual_of_every_limit[list] if {
	some list, is_ratio in {"min": false, "max": false, "default": false, "defaultRequest": false, "maxLimitRequestRatio": true}
	[found] := [one | some one in amounts.unusual] with input as object.union(core("LimitRange"), {"spec": {"limits": [{list: {"memory": "1.5Gi"}}]}})
	found.path == ["spec", "limits", 0, list, "memory"]
	found.title == "limits for each #0"
	found.is_ratio == is_ratio
}

test_resource_of_a_quota[name] if {
	some name, resource in {
		"limits.memory": "memory",
		"gold.storageclass.storage.k8s.io/requests.storage": "storage",
		"x.requests.memory": "x.requests.memory",
		"requestsxmemory": "requestsxmemory",
		"a/b/requests.memory": "a/b/requests.memory",
		"/requests.memory": "memory",
	}
	[found] := [one | some one in amounts.unusual] with input as object.union(core("ResourceQuota"), {"spec": {"hard": {name: "1.5Gi"}}})
	found.resource == resource
}

package guiderail.autoscaling.capacity_test

import data.guiderail.autoscaling.capacity

app := {"name": "app", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "2Gi"}}}

proxy := {"name": "proxy", "resources": {"limits": {"cpu": "100m", "memory": "128Mi"}}}

test_denied_by_quota[key] if {
	some key, case in {
		"requests.cpu": {"hard": "5", "how": "requests of 6 cpu"},
		"cpu": {"hard": "5", "how": "requests of 6 cpu"},
		"requests.memory": {"hard": "11Gi", "how": "requests of 11520Mi memory"},
		"memory": {"hard": "11Gi", "how": "requests of 11520Mi memory"},
		"limits.cpu": {"hard": "10", "how": "limits of 11 cpu"},
		"limits.memory": {"hard": "20Gi", "how": "limits of 21760Mi memory"},
	}
	inventory := with_quota(running([app, proxy]), {"hard": {key: case.hard}})
	said(hpa(10), inventory, {}) == {finding(10, case.how, `ResourceQuota "q"`, case.hard)}
}

test_denied_by_capacity if {
	said(hpa(10), running([app]), {"capacity": {"cpu": "4", "memory": "20Gi"}}) == {finding(10, "requests of 5 cpu", "the capacity", "4")}
}

test_denied_by_number if {
	said(hpa(10), with_quota(running([app]), {"hard": {"pods": "8"}}), {}) == {{
		"msg": `maxReplicas: 10 pods exceed the 8 that ResourceQuota "q" allows; lower maxReplicas or raise the quota`,
		"details": {"path": ["spec", "maxReplicas"]},
	}}
}

test_denied_pods[note] if {
	some note, case in {
		"whole pod": {"spec": {"containers": [app], "resources": {"requests": {"cpu": "3"}}}, "how": "requests of 6 cpu"},
		"init container that takes most": {"spec": {"containers": [app], "initContainers": [{"name": "i", "resources": {"requests": {"cpu": "3"}}}]}, "how": "requests of 6 cpu"},
		"native sidecar": {"spec": {"containers": [app], "initContainers": [{"name": "i", "restartPolicy": "Always", "resources": {"requests": {"cpu": "2.5"}}}]}, "how": "requests of 6 cpu"},
	}
	said(hpa(2), with_quota(deployed(case.spec), {"hard": {"cpu": 5}}), {}) == {finding(2, case.how, `ResourceQuota "q"`, "5")}
}

test_denied_by_each_quota if {
	inventory := object.union(with_quota(running([app]), {"hard": {"cpu": "4"}}), {"namespace": {"shop": {"v1": {"ResourceQuota": {"r": {"spec": {"hard": {"cpu": "3"}}}}}}}})
	said(hpa(10), inventory, {}) == {finding(10, "requests of 5 cpu", `ResourceQuota "q"`, "4"), finding(10, "requests of 5 cpu", `ResourceQuota "r"`, "3")}
}

test_allowed[note] if {
	some note, case in {
		"fits": {"most": 8, "quota": {"hard": {"cpu": "4", "requests.memory": "8Gi", "limits.cpu": "8", "limits.memory": "16Gi", "pods": "8"}}},
		"scope": {"most": 80, "quota": {"hard": {"cpu": "1"}, "scopes": ["BestEffort"]}},
		"scope selector": {"most": 80, "quota": {"hard": {"cpu": "1"}, "scopeSelector": {"matchExpressions": []}}},
		"null": {"most": 80, "quota": {"hard": null}},
		"no quantity": {"most": 80, "quota": {"hard": {"cpu": "{{CPU}}"}}},
		"other resources": {"most": 80, "quota": {"hard": {"persistentvolumeclaims": "1"}}},
		"open maximum": {"most": "{{MAX}}", "quota": {"hard": {"cpu": "1"}}},
		"no maximum": {"most": null, "quota": {"hard": {"cpu": "1"}}},
	}
	said(hpa(case.most), with_quota(running([app]), case.quota), {}) == set()
}

test_allowed_without[note] if {
	some note, inventory in {
		"target": {"namespace": {"shop": {"v1": {"ResourceQuota": {"q": {"spec": {"hard": {"cpu": "1", "pods": "1"}}}}}}}},
		"requests": with_quota(running([{"name": "app"}]), {"hard": {"cpu": "1"}}),
		"quota": running([app]),
		"quota here": object.union(running([app]), {"namespace": {"till": {"v1": {"ResourceQuota": {"q": {"spec": {"hard": {"cpu": "1"}}}}}}}}),
	}
	said(hpa(80), inventory, {}) == set()
}

test_unknown[note] if {
	open := {"name": "app", "resources": {"requests": {"cpu": "{{CPU}}"}}}
	some note, case in {
		"quota": {"most": 3, "container": app, "hard": "{{CPU}}", "value": "{{CPU}}"},
		"request": {"most": 3, "container": open, "hard": "5", "value": "{{CPU}}"},
		"maximum": {"most": "{{MAX}}", "container": app, "hard": "5", "value": "{{MAX}}"},
	}
	subject := {"review": {"object": hpa(case.most)}}
	capacity.violation == set() with input as subject with data.inventory as with_quota(running([case.container]), {"hard": {"cpu": case.hard}})
	capacity.unknown == {{
		"msg": sprintf(`maxReplicas: whether the pods fit into ResourceQuota "q" is not known; %s is still to be filled in`, [case.value]),
		"details": {"path": ["spec", "maxReplicas"]},
	}} with input as subject with data.inventory as with_quota(running([case.container]), {"hard": {"cpu": case.hard}})
}

finding(most, how, owner, amount) := {
	"msg": sprintf(`maxReplicas: %v pods of Deployment "shop" have %s in total, but %s allows %s; lower maxReplicas or the %s`, [most, how, owner, amount, split(how, " ")[0]]),
	"details": {"path": ["spec", "maxReplicas"]},
}

said(subject, inventory, parameters) := violation if {
	violation := capacity.violation with input as {"review": {"object": subject}, "parameters": parameters} with data.inventory as inventory
}

hpa(most) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "shop"},
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}, "maxReplicas": most},
}

running(containers) := deployed({"containers": containers})

deployed(pod) := {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"spec": pod}},
}}}}}}

with_quota(inventory, spec) := object.union(inventory, {"namespace": {"shop": {"v1": {"ResourceQuota": {"q": {"spec": spec}}}}}})

test_applies[note] if {
	quota := {"hard": {"pods": "3"}}
	some note, case in {
		"a quota": {"inventory": with_quota(running([app]), quota), "parameters": {}, "want": true},
		"the capacity": {"inventory": running([app]), "parameters": {"capacity": {"cpu": "4"}}, "want": true},
		"what is open": {"inventory": with_quota({}, {"hard": {"cpu": "{{CPU}}"}}), "parameters": {}, "want": true},
		"nothing to compare with": {"inventory": running([app]), "parameters": {}, "want": false},
		"no target": {"inventory": with_quota({}, quota), "parameters": {}, "want": false},
	}
	case.want == is_judged(case.inventory, case.parameters)
}

is_judged(inventory, parameters) if {
	capacity.applies with input as {"review": {"object": hpa(3)}, "parameters": parameters} with data.inventory as inventory
} else := false

package lib.guiderail.limit_range_test

import data.lib.guiderail.limit_range

test_given[note] if {
	some note, case in {
		"limit": {"limit": {"type": "Container", "default": {"memory": "1Gi"}}, "limits": {"memory"}, "requests": {"memory"}},
		"request": {"limit": {"type": "Container", "defaultRequest": {"cpu": "100m"}}, "limits": set(), "requests": {"cpu"}},
		"of pods": {"limit": {"type": "Pod", "default": {"cpu": "1"}}, "limits": set(), "requests": set()},
		"bounds": {"limit": {"type": "Container", "max": {"cpu": "1"}}, "limits": set(), "requests": set()},
		"null": {"limit": {"type": "Container", "default": {"cpu": null}, "defaultRequest": null}, "limits": set(), "requests": set()},
	}
	limit_range.limits == case.limits with input as pod("shop") with data.inventory as having(case.limit)
	limit_range.requests == case.requests with input as pod("shop") with data.inventory as having(case.limit)
	limit_range.requests == set() with input as pod("tills") with data.inventory as having(case.limit)
}

having(limit) := {"namespace": {"shop": {"v1": {"LimitRange": {"sizes": {"spec": {"limits": [limit]}}}}}}}

pod(namespace) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": namespace}}

package lib.guiderail.offload_test

import data.lib.guiderail.offload

_pod(container, volumes) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [container], "volumes": volumes}}

_claim := [{"name": "v", "persistentVolumeClaim": {"claimName": "c"}}]

_candidates(subject) := offload.candidates_of(subject, ["/var/lib/xroad"])

_sees(subject, claims) if {
	some candidate in _candidates(subject)
	offload.sees(candidate, ["/var/lib/xroad"], claims)
}

test_text if {
	spec := {"image": "i", "command": ["a", 1, "b c"], "args": ["d"], "env": [{"name": "E", "value": "f"}, {"name": "G"}, {"name": "H", "value": 1}]}
	offload.text({"spec": spec}) == "i a b c d E=f"
	offload.text({"spec": {}}) == ""
	offload.text({"spec": {"image": null, "command": "a", "args": null, "env": null}}) == ""
}

test_candidates if {
	[c.text | some c in _candidates(_pod({"image": "i"}, _claim))] == ["i"]
	[c.text | some c in _candidates(_pod({"image": "i", "args": ["/var/lib/xroad"]}, []))] == ["i /var/lib/xroad"]
	_candidates(_pod({"image": "i"}, [{"name": "v", "emptyDir": {}}])) == []
	_candidates({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "/var/lib/xroad"}}) == []
}

test_candidates_of_stateful_sets[note] if {
	some note, case in {
		"templates": {"templates": [], "count": 1},
		"null": {"templates": null, "count": 0},
	}
	subject := {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "s"}, "spec": {"template": {"spec": {"containers": [{"image": "i"}]}}, "volumeClaimTemplates": case.templates}}
	count(_candidates(subject)) == case.count
}

test_sees[note] if {
	some note, subject in {
		"word": _pod({"args": ["sync", "/var/lib/xroad"]}, []),
		"file in it": _pod({"args": ["/var/lib/xroad/backup/x"]}, []),
		"in quotes": _pod({"command": ["sh", "-c", `cp "/var/lib/xroad" x`]}, []),
		"mount": _pod({"volumeMounts": [{"name": "v", "mountPath": "/var/lib/xroad/backup"}]}, _claim),
		"claim": _pod({"volumeMounts": [{"name": "v", "mountPath": "/x"}]}, _claim),
	}
	_sees(subject, {"c"})
}

test_does_not_see[note] if {
	some note, subject in {
		"other directory": _pod({"args": ["/var/lib/xroad-ui"]}, _claim),
		"other mount": _pod({"volumeMounts": [{"name": "v", "mountPath": "/var/lib/xroads"}]}, [{"name": "v", "persistentVolumeClaim": {"claimName": "d"}}]),
		"other claim": _pod({"volumeMounts": [{"name": "v", "mountPath": "/x"}]}, [{"name": "v", "persistentVolumeClaim": {"claimName": "d"}}]),
		"no mount": _pod({}, _claim),
	}
	not _sees(subject, {"c"})
}

test_sends if {
	offload.sends({"text": "aws s3 sync"}, ["x", `\baws\s+s3\b`])
	not offload.sends({"text": "aws ec2"}, ["x", `\baws\s+s3\b`])
	not offload.sends({"text": "aws s3"}, [])
}

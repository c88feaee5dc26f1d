package guiderail.dashboard.helm_release_test

import data.guiderail.dashboard.helm_release

test_denied[note] if {
	some note, after in {
		"by name": {"chart": "kubernetes-dashboard"},
		"with its repository": {"chart": "k8s/kubernetes-dashboard", "repository": null},
		"in a registry": {"chart": "oci://registry.example.org/charts/kubernetes-dashboard"},
		"an archive": {"chart": "./charts/kubernetes-dashboard-7.10.0.tgz"},
		"its repository": {"chart": "dashboard", "repository": "https://kubernetes.github.io/dashboard/"},
	}
	said := result(plan(after, {}))
	{one.msg | some one in said.violation} == {"helm_release.a: the chart is the Kubernetes Dashboard; remove the release"}
	said.unknown == set()
}

test_allowed[chart] if {
	some chart in ["metrics-server", "kubernetes-dashboard-proxy", "my-kubernetes-dashboard"]
	subject := plan({"name": "kubernetes-dashboard", "chart": chart, "repository": "https://example.org/charts"}, {})
	result(subject) == {"violation": set(), "unknown": set()}
	helm_release.applies with input as {"review": {"object": subject}}
}

test_unknown if {
	said := result(plan({}, {"chart": true}))
	said.violation == set()
	{one.msg | some one in said.unknown} == {"helm_release.a: which chart is installed is not known"}
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not helm_release.applies with input as {"review": {"object": subject}}
}

plan(after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "helm_release.a", "mode": "managed", "type": "helm_release", "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := helm_release.violation with input as {"review": {"object": subject}}
	unknown := helm_release.unknown with input as {"review": {"object": subject}}
}

package guiderail.cluster.supported_version_test

import data.guiderail.cluster.supported_version

test_denied[version] if {
	some version, msg in {
		"1.31": "ClusterConfig main: metadata.version is 1.31, which AWS no longer supports; update it",
		"1.22": "ClusterConfig main: metadata.version is 1.22, which AWS no longer supports and where Pod Security admission is not on; update it",
	}
	said(config(version), {}) == {"violation": {{"msg": msg, "details": {"path": ["metadata", "version"]}}}, "unknown": set()}
}

test_denied_number if {
	[found] := [found.msg | some found in said(config(1.3), {}).violation]
	endswith(found, "update it, and write the version in quotes")
}

test_allowed[note] if {
	some note, version in {"the oldest": "1.32", "older": "1.33", "listed": "1.34", "newer": "1.35", "the newest": "1.36", "newer than all": "1.99", "absent": null, "a number": 1.34}
	said(config(version), {}) == {"violation": set(), "unknown": set()}
	supported_version.applies with input as {"review": {"object": config(version)}}
}

test_by_parameter if {
	said(config("1.34"), {"versions": ["1.36", "1.35"]}).violation != set()
	said(config("1.20"), {"versions": ["1.20"]}).violation == set()
	said(config("1.35"), {"versions": ["1.36", "1.34"]}).violation != set()
}

test_unknown[note] if {
	some note, version in {"not known": {"Ref": "Version"}, "no version": "latest"}
	template := {"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"Version": version}}}}
	said(template, {}) == {"violation": set(), "unknown": {{
		"msg": "Main (AWS::EKS::Cluster): whether AWS supports the version in Version is not known",
		"details": {"path": ["Resources", "Main", "Properties", "Version"]},
	}}}
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not supported_version.applies with input as {"review": {"object": pod}}
}

config(version) := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main", "version": version}}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := supported_version.violation with input as asked
	unknown := supported_version.unknown with input as asked
}

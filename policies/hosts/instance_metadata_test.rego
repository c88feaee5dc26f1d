package guiderail.hosts.instance_metadata_test

import data.guiderail.hosts.instance_metadata

test_denied[note] if {
	some note, case in {
		"absent": {"options": {}, "msgs": {v1}},
		"version 1": {"options": {"HttpTokens": "optional", "HttpPutResponseHopLimit": 1}, "msgs": {v1}},
		"two hops": {"options": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2}, "msgs": {pods}},
		"two hops as text": {"options": {"HttpTokens": "required", "HttpPutResponseHopLimit": "2"}, "msgs": {pods}},
		"both": {"options": {"HttpTokens": "optional", "HttpPutResponseHopLimit": 64}, "msgs": {v1, pods}},
	}
	found := said(template(case.options), {})
	{finding.msg | some finding in found.violation} == case.msgs
	found.unknown == set()
}

test_path if {
	paths := {finding.details.path | some finding in said(template({"HttpTokens": "optional", "HttpPutResponseHopLimit": 1}), {}).violation}
	paths == {["Resources", "Nodes", "Properties", "LaunchTemplateData", "MetadataOptions", "HttpTokens"]}
}

test_denied_eksctl[note] if {
	some note, case in {
		"by default": {"group": {}, "fields": {"disablePodIMDS"}},
		"version 1": {"group": {"disableIMDSv1": false, "disablePodIMDS": true}, "fields": {"disableIMDSv1"}},
	}
	found := said(config(case.group), {})
	{split(finding.msg, " ")[2] | some finding in found.violation} == case.fields
	found.unknown == set()
}

test_allowed[note] if {
	some note, subject in {
		"a template": template({"HttpTokens": "required", "HttpPutResponseHopLimit": 1}),
		"no metadata service": template({"HttpEndpoint": "disabled"}),
		"eksctl": config({"disablePodIMDS": true}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	instance_metadata.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(template({"HttpTokens": "required", "HttpPutResponseHopLimit": 2}), {"max_hop_limit": 2}) == {"violation": set(), "unknown": set()}
}

test_unknown[note] if {
	some note, options in {
		"the tokens": {"HttpTokens": {"Ref": "Tokens"}, "HttpPutResponseHopLimit": 1},
		"the hop limit": {"HttpTokens": "required", "HttpPutResponseHopLimit": {"Ref": "Hops"}},
		"the image decides": {"HttpTokens": "required"},
	}
	found := said(template(options), {})
	found.violation == set()
	count(found.unknown) == 1
}

test_template_that_is_elsewhere if {
	found := said(config({"launchTemplate": {"id": "lt-1"}}), {})
	found.violation == set()
	count(found.unknown) == 2
}

test_silent if {
	subject := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not instance_metadata.applies with input as {"review": {"object": subject}}
}

v1 := "Nodes (AWS::EC2::LaunchTemplate): LaunchTemplateData.MetadataOptions.HttpTokens lets requests without a token read the node's credentials; set it to required"

pods := "Nodes (AWS::EC2::LaunchTemplate): LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit lets pods read the node's credentials; set it to 1"

template(options) := {"Resources": {"Nodes": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"MetadataOptions": options}}}}}

config(group) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"managedNodeGroups": [object.union({"name": "a"}, group)],
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := instance_metadata.violation with input as asked
	unknown := instance_metadata.unknown with input as asked
}

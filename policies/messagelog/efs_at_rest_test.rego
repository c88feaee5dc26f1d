package guiderail.messagelog.efs_at_rest_test

import data.guiderail.messagelog.efs_at_rest

test_denied[note] if {
	some note, properties in {"absent": {}, "false": {"Encrypted": false}, "a text": {"Encrypted": "false"}}
	result(template(properties)) == {"unknown": set(), "violation": {{
		"msg": "A (AWS::EFS::FileSystem): Encrypted must be true, so that files are encrypted where they are stored",
		"details": {"path": array.concat(["Resources", "A"], [key | some key in ["Properties", "Encrypted"]; count(properties) > 0])},
	}}}
}

test_allowed if {
	result(template({"Encrypted": true})) == {"violation": set(), "unknown": set()}
	efs_at_rest.applies with input as {"review": {"object": template({"Encrypted": true})}}
}

test_unknown if {
	said := result(template({"Encrypted": {"Ref": "Encrypted"}}))
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not efs_at_rest.applies with input as {"review": {"object": subject}}
}

template(properties) := {"Resources": {"A": object.union(
	{"Type": "AWS::EFS::FileSystem"},
	{key: properties | some key in ["Properties"]; count(properties) > 0},
)}}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := efs_at_rest.violation with input as {"review": {"object": subject}}
	unknown := efs_at_rest.unknown with input as {"review": {"object": subject}}
}

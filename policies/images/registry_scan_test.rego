package guiderail.images.registry_scan_test

import data.guiderail.images.registry_scan

test_denied[note] if {
	some note, properties in {
		"absent": {},
		"off": {"ImageScanningConfiguration": {"ScanOnPush": false}},
		"off, in another spelling": {"ImageScanningConfiguration": {"scanOnPush": "false"}},
	}
	said := result(template(properties, []))
	count(said.violation) == 1
	said.unknown == set()
}

test_denied_by_the_registry if {
	properties := {"RepositoryName": "dev", "ImageScanningConfiguration": {"ScanOnPush": true}}
	result(template(properties, [rule("prod-*", "SCAN_ON_PUSH"), rule("*", "MANUAL")])).violation == {{
		"msg": "A (AWS::ECR::Repository): no rule of the registry's scanning configuration covers the repository",
		"details": {"path": ["Resources", "A", "Properties", "ImageScanningConfiguration", "ScanOnPush"]},
	}}
}

test_allowed[note] if {
	some note, subject in {
		"on": template({"ImageScanningConfiguration": {"ScanOnPush": true}}, []),
		"as a text": template({"ImageScanningConfiguration": {"scanOnPush": "true"}}, []),
		"the registry": template({}, [rule("*", "CONTINUOUS_SCAN")]),
		"the registry, by name": template({"RepositoryName": "my-prod-images"}, [rule("prod", "SCAN_ON_PUSH")]),
	}
	result(subject) == {"violation": set(), "unknown": set()}
	registry_scan.applies with input as {"review": {"object": subject}}
}

test_unknown[note] if {
	some note, subject in {
		"a parameter": template({"ImageScanningConfiguration": {"ScanOnPush": {"Ref": "Scan"}}}, []),
		"the name": template({"RepositoryName": {"Ref": "Name"}}, [rule("prod", "SCAN_ON_PUSH")]),
		"a filter": template({"RepositoryName": "a"}, [rule({"Ref": "Filter"}, "SCAN_ON_PUSH")]),
	}
	said := result(subject)
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not registry_scan.applies with input as {"review": {"object": subject}}
}

rule(filter, frequency) := {"ScanFrequency": frequency, "RepositoryFilters": [{"Filter": filter, "FilterType": "WILDCARD"}]}

template(properties, rules) := {"Resources": {
	"A": {"Type": "AWS::ECR::Repository", "Properties": properties},
	"Registry": {"Type": type, "Properties": {"Rules": rules}},
}} if {
	type := {true: "AWS::ECR::RegistryScanningConfiguration", false: "AWS::ECR::ReplicationConfiguration"}[count(rules) > 0]
}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := registry_scan.violation with input as {"review": {"object": subject}}
	unknown := registry_scan.unknown with input as {"review": {"object": subject}}
}

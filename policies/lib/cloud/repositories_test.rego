package lib.guiderail.repositories_test

import data.lib.guiderail.repositories

test_the_same_in_every_format[note] if {
	some note, document in {
		"a plan": plan([change("aws_ecr_repository", {
			"name": "main", "image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION", "image_scanning_configuration": [{"scan_on_push": true}],
			"image_tag_mutability_exclusion_filter": [{"filter": "dev-*"}],
		})]),
		"a template": {"Resources": {"A": {"Type": "AWS::ECR::Repository", "Properties": {
			"RepositoryName": "main", "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "ImageScanningConfiguration": {"ScanOnPush": true},
			"ImageTagMutabilityExclusionFilters": [{"ImageTagMutabilityExclusionFilterValue": "dev-*"}],
		}}}},
	}
	found := repositories.all with input as {"review": {"object": document}}
	[[one.name.value, one.scan.value, one.mutability.value, one.exclusions] | some one in found] == [["main", true, "IMMUTABLE_WITH_EXCLUSION", ["dev-*"]]]
}

test_scanned_by_the_registry[note] if {
	some note, case in {
		"everything": {"filter": "*", "want": [true, true]},
		"by prefix": {"filter": "ma*", "want": [true, true]},
		"by a part": {"filter": "ai", "want": [true, true]},
		"another": {"filter": "b*", "want": [true, false]},
		"not known": {"filter": null, "want": [false, false]},
	}
	rules := [{"scan_frequency": "SCAN_ON_PUSH", "repository_filter": [{"filter": case.filter}]}]
	registry := change("aws_ecr_registry_scanning_configuration", {"rule": rules})
	open := {"change": {"after_unknown": {"rule": [{"repository_filter": [{"filter": case.filter == null}]}]}}}
	document := plan([change("aws_ecr_repository", {"name": "main"}), object.union(registry, open)])
	found := repositories.all with input as {"review": {"object": document}}
	[found[0].scan.is_known, found[0].scan.value] == case.want
	repositories.has_registry_scan with input as {"review": {"object": document}}
}

test_public_and_policies if {
	document := plan([
		change("aws_ecrpublic_repository", {}),
		change("aws_ecr_repository_policy", {"policy": "{\"Statement\": []}"}),
		change("aws_ecr_registry_policy", {"policy": null}),
	])
	public := repositories.public with input as {"review": {"object": document}}
	count(public) == 1
	policies := repositories.policies with input as {"review": {"object": document}}
	count(policies) == 1
	not repositories.has_registry_scan with input as {"review": {"object": document}}
}

plan(changes) := {"format_version": "1.2", "resource_changes": changes}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}

test_filter_in_files if {
	rule := {"scan_frequency": "SCAN_ON_PUSH", "repository_filter": [{"filter": "${var.filter}"}]}
	files := {"resource": {
		"aws_ecr_repository": {"a": [{"name": "a"}]},
		"aws_ecr_registry_scanning_configuration": {"a": [{"rule": [rule]}]},
	}}
	found := repositories.all with input as {"review": {"object": files}}
	[repository.scan.is_known | some repository in found] == [false]
}

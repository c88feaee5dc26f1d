package guiderail.images.registry_immutable_test

import data.guiderail.images.registry_immutable

test_denied[note] if {
	some note, subject in {
		"absent": repository({}),
		"mutable": repository({"ImageTagMutability": "MUTABLE"}),
		"all excluded": repository({
			"ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
			"ImageTagMutabilityExclusionFilters": [{"ImageTagMutabilityExclusionFilterValue": "*"}],
		}),
		"a public repository": {"Resources": {"A": {"Type": "AWS::ECR::PublicRepository"}}},
		"a policy": repository({"ImageTagMutability": "IMMUTABLE", "RepositoryPolicyText": allow("*")}),
		"the registry's policy": {"Resources": {"A": {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": allow("*")}}}},
	}
	said := result(subject)
	count(said.violation) == 1
	said.unknown == set()
	registry_immutable.applies with input as {"review": {"object": subject}}
}

test_allowed[note] if {
	some note, properties in {
		"immutable": {"ImageTagMutability": "IMMUTABLE"},
		"some excluded": {
			"ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
			"ImageTagMutabilityExclusionFilters": [{"ImageTagMutabilityExclusionFilterValue": "dev-*"}],
		},
		"a policy": {"ImageTagMutability": "IMMUTABLE", "RepositoryPolicyText": allow({"AWS": "111122223333"})},
	}
	result(repository(properties)) == {"violation": set(), "unknown": set()}
}

test_unknown[note] if {
	some note, properties in {
		"mutability": {"ImageTagMutability": {"Ref": "Mutability"}},
		"a policy": {"ImageTagMutability": "IMMUTABLE", "RepositoryPolicyText": {"Ref": "Policy"}},
		"who": {"ImageTagMutability": "IMMUTABLE", "RepositoryPolicyText": allow({"AWS": {"Ref": "Account"}})},
	}
	said := result(repository(properties))
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not registry_immutable.applies with input as {"review": {"object": subject}}
}

repository(properties) := {"Resources": {"A": {"Type": "AWS::ECR::Repository", "Properties": properties}}}

allow(principal) := {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "ecr:*"}]}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := registry_immutable.violation with input as {"review": {"object": subject}}
	unknown := registry_immutable.unknown with input as {"review": {"object": subject}}
}

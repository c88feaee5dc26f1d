package guiderail.images.image_secrets_test

import data.guiderail.images.image_secrets

test_said if {
	results := [{"Target": ".env", "Class": "secret", "Secrets": [{"RuleID": "key", "Match": "abc"}]}]
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Results": results}
	image_secrets.violation == {{"msg": "app:1: the scan found a secret, key in .env", "details": {"path": ["Results", 0, "Secrets", 0]}}} with input as {"review": {"object": subject}}
	image_secrets.applies with input as {"review": {"object": subject}}
}

test_silent if {
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Results": []}
	image_secrets.violation == set() with input as {"review": {"object": subject}}
	not image_secrets.applies with input as {"review": {"object": subject}}
}

test_looked if {
	report := {"secrets": [], "artifact": {"repository": "app", "tag": "1"}}
	subject := {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ExposedSecretReport", "report": report}
	image_secrets.applies with input as {"review": {"object": subject}}
}

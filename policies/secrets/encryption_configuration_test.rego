package guiderail.secrets.encryption_configuration_test

import data.guiderail.secrets.encryption_configuration

keys := {"keys": [{"name": "a", "secret": "c2VjcmV0"}]}

test_denied[note] if {
	some note, resources in {
		"nothing": [],
		"another resource": [{"resources": ["configmaps", "*.apps"], "providers": [{"aescbc": keys}]}],
		"plain text": [{"resources": ["secrets"], "providers": [{"identity": {}}, {"aescbc": keys}]}],
		"plain text in the entry before": [
			{"resources": ["*.*"], "providers": [{"identity": {}}]},
			{"resources": ["secrets"], "providers": [{"aescbc": keys}]},
		],
		"no providers": [{"resources": ["*."], "providers": []}],
		"another provider": [{"resources": ["secrets"], "providers": [{"rot13": {}}]}],
		"two providers": [{"resources": ["secrets"], "providers": [{"aescbc": keys, "aesgcm": keys}]}],
		"no keys": [{"resources": ["secrets"], "providers": [{"aesgcm": {"keys": []}}]}],
		"empty keys": [{"resources": ["secrets"], "providers": [{"aesgcm": {"keys": [{"secret": ""}]}}]}],
		"an old KMS": [{"resources": ["secrets"], "providers": [{"kms": {"name": "a", "endpoint": "b"}}]}],
		"no endpoint": [{"resources": ["secrets"], "providers": [{"kms": {"apiVersion": "v2", "name": "a"}}]}],
		"no list": "secrets",
	}
	result := said(config(resources), {})
	count(result.violation) == 1
	result.unknown == set()
	count(said(held(resources), {}).violation) == 1
}

test_allowed[note] if {
	some note, resources in {
		"a key": [{"resources": ["configmaps", "secrets"], "providers": [{"aescbc": keys}, {"identity": {}}]}],
		"everything": [{"resources": ["*.*"], "providers": [{"secretbox": keys}]}],
		"KMS": [{"resources": ["secrets"], "providers": [{"kms": {"apiVersion": "v2", "name": "a", "endpoint": "b"}}]}],
		"plain text for others": [
			{"resources": ["configmaps"], "providers": [{"identity": {}}]},
			{"resources": ["secrets"], "providers": [{"aesgcm": keys}]},
		],
	}
	said(config(resources), {}) == nothing
}

test_parameter if {
	result := said(config([{"resources": ["secrets"], "providers": [{"aescbc": keys}]}]), {"require_kms": true})
	result.violation == {{
		"msg": "resources[0].providers[0] must be kms, so that no key stands in the file, and not aescbc",
		"details": {"path": ["resources", 0, "providers", 0]},
	}}
}

test_unknown if {
	said(config([{"resources": ["secrets"], "providers": [{"aescbc": {"keys": [{"secret": "<SECRET>"}]}}]}]), {}) == {
		"violation": set(),
		"unknown": {{
			"msg": "resources[0].providers[0].aescbc.keys[0].secret is still to be filled in",
			"details": {"path": ["resources", 0, "providers", 0, "aescbc", "keys", 0, "secret"]},
		}},
	}
}

test_silent if {
	other := object.union(config([]), {"apiVersion": "example.com/v1"})
	said(other, {}) == nothing
	not encryption_configuration.applies with input as {"review": {"object": other}}
	encryption_configuration.applies with input as {"review": {"object": config([])}}
	encryption_configuration.applies with input as {"review": {"object": {"apiVersion": "v1", "kind": "EncryptionConfig"}}}
}

config(resources) := {"apiVersion": "apiserver.config.k8s.io/v1", "kind": "EncryptionConfiguration", "resources": resources}

held(resources) := {
	"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"},
	"data": {"a": base64.encode(json.marshal(config(resources)))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := encryption_configuration.violation with input as asked
	unknown := encryption_configuration.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

package lib.guiderail.azure_share_test

import data.lib.guiderail.azure_share

test_shares[note] if {
	some note, case in {
		"driver": {"driver": "file.csi.azure.com", "want": 1},
		"in the tree": {"driver": "kubernetes.io/azure-file", "want": 1},
		"another": {"driver": "blob.csi.azure.com", "want": 0},
	}
	found := azure_share.shares with input as {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": case.driver}
	count(found) == case.want
}

test_offences[note] if {
	some note, case in {
		"nfs": {
			"attributes": [at("protocol", "NFS")], "path": ["p", "protocol"], "is_open": false,
			"how": `protocol nfs is not encrypted; set encryptInTransit to "true" or use smb`,
		},
		"encrypted by one of two keys": {
			"attributes": [at("protocol", "nfs"), at("encryptInTransit", "true"), at("encryptintransit", "false")], "path": ["p", "protocol"], "is_open": false,
			"how": `protocol nfs is not encrypted; set encryptInTransit to "true" or use smb`,
		},
		"one of two protocols": {
			"attributes": [at("protocol", "smb"), at("Protocol", "nfs")], "path": ["p", "Protocol"], "is_open": false,
			"how": `Protocol nfs is not encrypted; set encryptInTransit to "true" or use smb`,
		},
		"http": {
			"attributes": [at("enableHttpsTrafficOnly", "false")], "path": ["p", "enableHttpsTrafficOnly"], "is_open": false,
			"how": "enableHttpsTrafficOnly is false, so the storage account accepts unencrypted traffic; remove it",
		},
		"placeholder": {
			"attributes": [at("fsType", "nfs"), at("encryptInTransit", "${TLS}")], "path": ["p"], "is_open": true,
			"how": "the protocol or encryptInTransit is still to be filled in",
		},
	}
	offences(case.attributes) == {{"path": case.path, "msg": sprintf("share: %s", [case.how]), "is_open": case.is_open}}
}

test_no_offences[note] if {
	some note, attributes in {
		"nothing": [],
		"smb": [at("protocol", "smb")],
		"encrypted": [at("protocol", "nfs"), at("encryptInTransit", "true")],
		"encrypted twice": [at("protocol", "nfs"), at("encryptInTransit", "true"), at("encryptintransit", "true")],
	}
	offences(attributes) == set()
}

offences(attributes) := azure_share.offences({"title": "share", "path": ["p"], "attributes": attributes})

at(key, value) := {"name": lower(key), "key": key, "value": value}

package lib.guiderail.kubernetes_subject_test

import data.lib.guiderail.kubernetes_subject

test_one[note] if {
	some note, case in {
		"component": {"kind": "User", "name": "system:kube-scheduler", "want": true},
		"node": {"kind": "User", "name": "system:node:a", "want": true},
		"node without a name": {"kind": "User", "name": "system:node:", "want": false},
		"user of one's own": {"kind": "User", "name": "system:alice", "want": false},
		"name of a component with more behind it": {"kind": "User", "name": "system:kube-proxy2", "want": false},
		"group as a user": {"kind": "User", "name": "system:masters", "want": false},
		"administrators": {"kind": "Group", "name": "system:masters", "want": true},
		"everyone of OpenShift": {"kind": "Group", "name": "system:authenticated:oauth", "want": true},
		"nodes that join": {"kind": "Group", "name": "system:bootstrappers:kubeadm:default-node-token", "want": true},
		"accounts of a namespace": {"kind": "Group", "name": "system:serviceaccounts:shop", "want": true},
		"group of one's own": {"kind": "Group", "name": "system:admins", "want": false},
		"user as a group": {"kind": "Group", "name": "system:anonymous", "want": false},
		"service account": {"kind": "ServiceAccount", "name": "system:masters", "want": false},
	}
	[true | kubernetes_subject.is_one({"kind": case.kind, "name": case.name})] == [true | case.want]
}

test_members[id] if {
	some id, want in {
		"User system:anonymous": ["everyone who reaches the API server without logging in"],
		"Group system:nodes": ["every node and whoever breaks out of a pod there"],
		"Group system:serviceaccounts": ["every service account of every namespace"],
		"Group system:serviceaccounts:shop": [`every service account of namespace "shop"`],
		"Group system:masters": [],
		"Group staff": [],
	}
	[members | members := kubernetes_subject.members(id)] == want
}

package guiderail.hosts.remote_access_test

import data.guiderail.hosts.remote_access

test_denied[note] if {
	some note, ssh in {
		"a key": {"publicKeyPath": "~/.ssh/id_ed25519.pub"},
		"allowed": {"allow": true},
		"no security groups": {"publicKeyName": "k", "sourceSecurityGroupIds": []},
	}
	said(config({"ssh": ssh})) == {"unknown": set(), "violation": {{
		"msg": "managedNodeGroups a: ssh opens port 22 of the nodes to everyone; remove it, or list security groups in ssh.sourceSecurityGroupIds",
		"details": {"path": ["managedNodeGroups", 0, "ssh"]},
	}}}
}

test_allowed[note] if {
	some note, group in {
		"absent": {},
		"not allowed": {"ssh": {"allow": false}},
		"sessions": {"ssh": {"enableSsm": true}},
		"security groups": {"ssh": {"allow": true, "sourceSecurityGroupIds": ["sg-1"]}},
		"a private network": {"ssh": {"allow": true}, "privateNetworking": true},
	}
	said(config(group)) == {"violation": set(), "unknown": set()}
	remote_access.applies with input as {"review": {"object": config(group)}}
}

test_unknown[note] if {
	some note, access in {
		"the key": {"Ec2SshKey": {"Ref": "Key"}},
		"the whole": {"Fn::If": ["A", {}, {}]},
		"the security groups": {"Ec2SshKey": "k", "SourceSecurityGroups": {"Ref": "Groups"}},
	}
	template := {"Resources": {"A": {"Type": "AWS::EKS::Nodegroup", "Properties": {"RemoteAccess": access}}}}
	found := said(template)
	found.violation == set()
	count(found.unknown) == 1
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod) == {"violation": set(), "unknown": set()}
	not remote_access.applies with input as {"review": {"object": pod}}
}

config(group) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"managedNodeGroups": [object.union({"name": "a"}, group)],
}

said(subject) := {"violation": violation, "unknown": unknown} if {
	violation := remote_access.violation with input as {"review": {"object": subject}}
	unknown := remote_access.unknown with input as {"review": {"object": subject}}
}

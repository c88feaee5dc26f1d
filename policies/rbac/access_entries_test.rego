package guiderail.rbac.access_entries_test

import data.guiderail.rbac.access_entries

admin := "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

viewer := "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"

role := "arn:aws:iam::111122223333:role/ops"

test_denied_policy[note] if {
	some note, scope in {"the cluster": {"Type": "cluster"}, "no scope": null}
	said(entry({"AccessPolicies": [{"PolicyArn": admin, "AccessScope": scope}]}), {}) == {"unknown": set(), "violation": {{
		"msg": "A (AWS::EKS::AccessEntry): arn:aws:iam::111122223333:role/ops may do anything in the whole cluster, by AccessPolicies.PolicyArn",
		"details": {"path": ["Resources", "A", "Properties", "AccessPolicies", 0, "PolicyArn"]},
	}}}
}

test_denied[note] if {
	some note, subject in {
		"a group": entry({"KubernetesGroups": ["ops", "system:masters"]}),
		"a mapping": config({"iamIdentityMappings": [{"arn": role, "groups": ["system:masters"]}]}),
		"an account": config({"iamIdentityMappings": [{"account": "111122223333"}]}),
		"a principal that is yet to be made": entry({"PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]}, "KubernetesGroups": ["system:masters"]}),
		"a group beside one that is not known": entry({"KubernetesGroups": [{"Ref": "Group"}, "system:masters"]}),
	}
	found := said(subject, {})
	count(found.violation) == 1
	found.unknown == set()
}

test_allowed[note] if {
	some note, subject in {
		"namespaces": entry({"AccessPolicies": [{"PolicyArn": admin, "AccessScope": {"Type": "namespace"}}]}),
		"another policy": entry({"AccessPolicies": [{"PolicyArn": viewer, "AccessScope": {"Type": "cluster"}}]}),
		"another group": entry({"KubernetesGroups": ["ops"]}),
		"a mapping": config({"iamIdentityMappings": [{"arn": role, "groups": ["ops"]}]}),
		"a cluster": config({}),
		"no text": entry({"AccessPolicies": [{"PolicyArn": 3}], "KubernetesGroups": 3}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	access_entries.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	masters := entry({"KubernetesGroups": ["system:masters"], "AccessPolicies": [{"PolicyArn": admin}]})
	said(masters, {"allowed_admins": [role]}).violation == set()
	said(entry({"AccessPolicies": [{"PolicyArn": viewer}]}), {"admin_policies": ["AmazonEKSViewPolicy"]}).violation != set()
	said(config({}), {"allow_creator": false}).violation == {{
		"msg": "ClusterConfig main: accessConfig.bootstrapClusterCreatorAdminPermissions makes who creates the cluster its administrator",
		"details": {"path": []},
	}}
}

test_unknown[note] if {
	some note, case in {
		"the policy": {"AccessPolicies": [{"PolicyArn": {"Ref": "Policy"}}]},
		"the scope": {"AccessPolicies": [{"PolicyArn": admin, "AccessScope": {"Type": {"Ref": "Scope"}}}]},
		"a group": {"KubernetesGroups": [{"Ref": "Group"}]},
		"who it is": {"PrincipalArn": {"Ref": "Role"}, "KubernetesGroups": ["system:masters"]},
	}
	found := said(entry(case), {"allowed_admins": ["arn:aws:iam::111122223333:role/admins"]})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not access_entries.applies with input as {"review": {"object": pod}}
}

entry(properties) := {"Resources": {"A": {"Type": "AWS::EKS::AccessEntry", "Properties": object.union({"PrincipalArn": role}, properties)}}}

config(more) := object.union({"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"}}, more)

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := access_entries.violation with input as asked
	unknown := access_entries.unknown with input as asked
}

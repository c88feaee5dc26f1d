package lib.guiderail.artefact_type_test

import data.lib.guiderail.artefact_type

test_of[note] if {
	some note, case in {
		"eksctl": {"document": {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig"}, "want": "eksctl"},
		"CloudFormation": {"document": {"Resources": {"A": {}, "B": {"Type": "AWS::S3::Bucket"}}}, "want": "cloudformation"},
		"a plan": {"document": {"format_version": "1.2", "resource_changes": []}, "want": "terraform-plan"},
		"a plan without changes": {"document": {"format_version": "1.2", "planned_values": {}}, "want": "terraform-plan"},
		"files of Terraform": {"document": {"resource": {"aws_s3_bucket": {"b": [{}]}}}, "want": "terraform"},
		"look-ups of Terraform": {"document": {"data": {"aws_eks_cluster": {"c": [{}]}}, "locals": [{}]}, "want": "terraform"},
		"calls of modules": {"document": {"module": {"m": [{"source": "./m"}]}}, "want": "terraform"},
		"a cluster": {"document": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/a"}}, "want": "eks-cluster"},
		"a wrapped cluster": {
			"document": {"kind": "ClusterDescribe", "data": {"Cluster": {"Arn": "arn:aws:eks:eu-north-1:111122223333:cluster/a"}}},
			"want": "eks-cluster",
		},
		"ARM": {"document": {"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"}, "want": "arm"},
		"an AKS cluster": {"document": {"id": "/subscriptions/s", "type": "Microsoft.ContainerService/ManagedClusters"}, "want": "aks-cluster"},
		"a wrapped AKS cluster": {
			"document": {"kind": "ClusterDescribe", "data": {"id": "/subscriptions/s", "type": "Microsoft.ContainerService/ManagedClusters"}},
			"want": "aks-cluster",
		},
		"a policy": {"document": {"Version": "2012-10-17", "Statement": []}, "want": "iam-policy"},
		"a role": {"document": {"Role": {"AssumeRolePolicyDocument": {"Statement": {}}}}, "want": "iam-policy"},
		"a version of a policy": {"document": {"PolicyVersion": {"Document": {"Statement": []}}}, "want": "iam-policy"},
		"a policy of a role": {"document": {"RoleName": "r", "PolicyDocument": {"Statement": []}}, "want": "iam-policy"},
		"a server of K3s": {"document": {"kube-apiserver-arg": ["a=b"]}, "want": "k3s"},
		"a file that adds to another of K3s": {"document": {"kube-apiserver-arg+": ["a=b"]}, "want": "k3s"},
		"a recipe": {"document": {"tool": "chef", "resources": []}, "want": "recipe"},
		"a kubeconfig": {"document": {"apiVersion": "v1", "kind": "Config", "users": null}, "want": "kubeconfig"},
		"a kubeconfig without kind": {
			"document": {"clusters": [{"name": "a", "cluster": {}}], "contexts": [{"name": "a", "context": {}}]},
			"want": "kubeconfig",
		},
		"a Dockerfile": {"document": [{"Cmd": "from", "Value": ["scratch"]}], "want": "dockerfile"},
		"a script": {"document": {"origin": "shell", "commands": [{"words": []}]}, "want": "script"},
	}
	artefact_type.of(case.document) == case.want
	artefact_type.under_review == case.want with input as {"review": {"object": case.document}}
}

test_none[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod"},
		"another kind of eksctl": {"apiVersion": "eksctl.io/v1alpha5", "kind": "Other"},
		"a state": {"format_version": "1.0", "values": {}},
		"something with statements": {"Statement": [], "Resource": "*"},
		"a ConfigMap that holds a template": {"kind": "ConfigMap", "data": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}},
		"not an object": ["a"],
		"numbers": {"$schema": 1, "cluster": {"arn": 1}, "data": {"Cluster": {"Arn": 1}, "id": 1}, "id": 1, "type": 1},
		"a number for a type": {"id": "/subscriptions/s", "type": 1},
		"parameters of ARM": {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"},
		"a resource of Azure": {"type": "Microsoft.ContainerService/managedClusters", "name": "main"},
		"another Config": {"apiVersion": "config.gatekeeper.sh/v1alpha1", "kind": "Config", "users": []},
		"a Config of kustomize": {"kind": "Config", "nameReference": []},
		"lists of others": {"clusters": ["a"], "contexts": ["b"]},
		"another kind that holds a cluster": {"kind": "Other", "data": {"id": "/subscriptions/s", "type": "Microsoft.ContainerService/ManagedClusters"}},
	}
	not artefact_type.of(document)
}

test_ansible[note] if {
	some note, document in {
		"a playbook": [{"hosts": "all", "tasks": []}],
		"an import": [{"import_playbook": "a.yml"}],
		"a qualified import": [{"ansible.builtin.import_playbook": "a.yml"}],
		"tasks": [{"name": "a", "apt": {"name": "x"}}, {"some_module": "x"}],
		"a block": [{"block": [{"apt": {}}]}],
		"an action": [{"action": "apt name=x"}],
		"ansible.cfg": {"defaults": {"host_key_checking": "False"}, "ssh_connection": {"ssh_args": "-C"}},
		"a role": {"ansible": "role", "tasks": []},
		"variables": {"ansible": "variables", "variables": {}},
	}
	artefact_type.of(document) == "ansible"
}

test_not_ansible[note] if {
	some note, document in {
		"rules of a router": [{"hosts": ["a.example.com"], "paths": []}],
		"people": [{"name": "a", "email": "b"}, {"name": "c", "email": "d"}],
		"nothing": [],
		"texts": ["a"],
		"settings": {"defaults": {"color": "red"}},
		"settings of another form": {"defaults": "x"},
	}
	not artefact_type.of(document)
}

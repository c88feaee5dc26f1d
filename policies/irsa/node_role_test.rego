package guiderail.irsa.node_role_test

import data.guiderail.irsa.node_role

finding(container, account, state) := {
	"msg": sprintf(`container %q calls AWS with the node's role because ServiceAccount %s %s; give it its own role or add it to pod_identities if an association outside the given objects provides one`, [container, account, state]),
	"details": {"path": ["spec", "template", "spec", "serviceAccountName"]},
}

none := {"violation": set(), "unknown": set()}

denied(state) := {"violation": {finding("c", "kube-system/dns", state)}, "unknown": set()}

image := "registry.k8s.io/external-dns/external-dns:v0.19.0"

test_denied[note] if {
	some note, account in {
		"no annotations": {},
		"null": {"annotations": null},
		"other annotations": {"annotations": {"a": "b"}},
		"empty": {"annotations": {"eks.amazonaws.com/role-arn": ""}},
		"no text": {"annotations": {"eks.amazonaws.com/role-arn": 7}},
	}
	said(deployment([program([])]), with_account(account), {}) == denied("has no role of its own")
}

test_denied_without_account if {
	said(deployment([program([])]), {}, {}) == denied("is not among the given objects")
	bare := json.remove(deployment([program([])]), ["spec/template/spec/serviceAccountName"])
	said(bare, {}, {}) == {"violation": {finding("c", "kube-system/default", "has no role of its own")}, "unknown": set()}
}

test_denied_images[note] if {
	some note, case in {
		"load balancers": {"image": "public.ecr.aws/eks/aws-load-balancer-controller:v2.14.0", "args": []},
		"any registry": {"image": "{{REGISTRY}}/mirror/aws-for-fluent-bit@sha256:0", "args": null},
		"VPC CNI": {"image": "602401143452.dkr.ecr.eu-north-1.amazonaws.com/amazon-k8s-cni:v1.20.1-eksbuild.1", "args": []},
		"EBS controller": {"image": "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.40.0", "args": ["controller", "--v=2"]},
		"EFS controller": {"image": "amazon/aws-efs-csi-driver:v2.1.11", "args": ["--v=2", "--delete-access-point-root-dir=false"]},
		"two words": {"image": "registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0", "args": [7, "--cloud-provider", "aws"]},
	}
	container := {"name": "c", "image": case.image, "args": case.args}
	said(deployment([container]), with_account({}), {}) == denied("has no role of its own")
}

test_denied_in_command if {
	container := {"name": "c", "image": "registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0", "command": ["./cluster-autoscaler", "--cloud-provider=aws"]}
	said(deployment([container]), with_account({}), {}) == denied("has no role of its own")
}

test_denied_once if {
	said(deployment([program([]), object.union(program([]), {"name": "d"})]), with_account({}), {}) == denied("has no role of its own")
}

test_denied_of_a_cron_job_by_an_init_container if {
	pod := {"serviceAccountName": "dns", "containers": [{"name": "a", "image": "a"}], "initContainers": [program([])]}
	job := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "kube-system"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": pod}}}}}
	want := finding("c", "kube-system/dns", "has no role of its own")
	verdict := said(job, with_account({}), {})
	verdict.violation == {{
		"msg": replace(want.msg, "container", "init container"),
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "serviceAccountName"]},
	}}
}

test_denied_once_for_the_pod_that_calls if {
	workflow := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "w", "namespace": "kube-system"}, "spec": {"templates": [
		{"name": "a", "serviceAccountName": "idle", "container": {"name": "a", "image": "a"}},
		{"name": "b", "serviceAccountName": "dns", "container": program([])},
	]}}
	said(workflow, with_account({}), {}) == {
		"violation": {object.union(
			finding("c", "kube-system/dns", "has no role of its own"),
			{"details": {"path": ["spec", "templates", 1, "serviceAccountName"]}},
		)},
		"unknown": set(),
	}
}

test_denied_with_keys_that_may_be_missing if {
	key := {"name": "AWS_ACCESS_KEY_ID", "valueFrom": {"secretKeyRef": {"name": "aws-secret", "key": "key_id", "optional": true}}}
	said(deployment([program([key])]), with_account({}), {}) == denied("has no role of its own")
}

test_denied_with_empty_keys[name] if {
	some name in ["AWS_ACCESS_KEY_ID", "AWS_SHARED_CREDENTIALS_FILE"]
	said(deployment([program([{"name": name}])]), with_account({}), {}) == denied("has no role of its own")
}

test_allowed_with_a_role if {
	said(deployment([program([])]), with_account({"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/dns"}}), {}) == none
	node_role.applies with input as deployment([program([])])
}

test_allowed_by_parameter if {
	said(deployment([program([])]), with_account({}), {"pod_identities": ["kube-system/dns"]}) == none
	said(deployment([program([])]), with_account({}), {"images": {"external-dns": "--never"}}) == none
}

test_denied_in_spite_of_the_parameter if {
	said(deployment([program([])]), with_account({}), {"pod_identities": ["dns", "shop/dns"]}) == denied("has no role of its own")
}

test_association[note] if {
	some note, case in {
		"of the account": {"namespace": "kube-system", "account": "dns", "want": none},
		"of another": {"namespace": "kube-system", "account": "till", "want": denied("has no role of its own")},
		"of another namespace": {"namespace": "shop", "account": "dns", "want": denied("has no role of its own")},
	}
	association := {"spec": {"clusterName": "c", "namespace": case.namespace, "serviceAccount": case.account, "roleARN": "arn:aws:iam::111122223333:role/dns"}}
	inventory := object.union(with_account({}), {"namespace": {"ack-system": {"eks.services.k8s.aws/v1alpha1": {"PodIdentityAssociation": {"a": association}}}}})
	said(deployment([program([])]), inventory, {}) == case.want
}

test_variables_that_tell_of_a_role[note] if {
	some note, case in {
		"Pod Identity": {"names": ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], "account": "dns", "want": none},
		"IRSA": {"names": ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"], "account": "dns", "want": none},
		"half": {"names": ["AWS_ROLE_ARN"], "account": "dns", "want": denied("has no role of its own")},
		"the other half": {"names": ["AWS_WEB_IDENTITY_TOKEN_FILE"], "account": "dns", "want": denied("has no role of its own")},
		"none": {"names": [], "account": "dns", "want": denied("has no role of its own")},
	}
	variables := [{"name": name, "value": "x"} | some name in case.names]
	said(deployment([program(variables)]), with_account({}), {}) == case.want
	said(deployment([program([]), {"name": "helper", "env": variables}]), with_account({}), {}) == denied("has no role of its own")
	said(deployment([program([{"name": name, "value": ""} | some name in case.names])]), with_account({}), {}) == denied("has no role of its own")

	# What runs already.
	said(deployment([program([])]), running(case.account, variables, "sts.amazonaws.com"), {}) == case.want
	said(deployment([program([])]), running(case.account, variables, "vault"), {}) == denied("has no role of its own")
}

test_pods_of_another_account_tell_nothing if {
	inventory := running("till", [{"name": "AWS_CONTAINER_CREDENTIALS_FULL_URI", "value": "http://169.254.170.23/v1/credentials"}], "pods.eks.amazonaws.com")
	said(deployment([program([])]), inventory, {}) == denied("has no role of its own")
}

running(account, variables, audience) := object.union(with_account({}), {"namespace": {"kube-system": {"v1": {"Pod": {"p": {"spec": {
	"serviceAccountName": account,
	"containers": [program(variables)],
	"volumes": [{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"audience": audience, "path": "token"}}]}}],
}}}}}}})

test_unknown_in_a_request if {
	review := {"review": {"object": deployment([program([])]), "operation": "CREATE"}}
	node_role.violation == set() with input as review with data.inventory as {}
	node_role.unknown == {finding("c", "kube-system/dns", "is not among the given objects")} with input as review with data.inventory as {}
	node_role.violation == {finding("c", "kube-system/dns", "has no role of its own")} with input as review with data.inventory as with_account({})
}

test_unknown_account if {
	open := json.patch(deployment([program([])]), [{"op": "replace", "path": "/spec/template/spec/serviceAccountName", "value": "{{ACCOUNT}}"}])
	said(open, {}, {}) == {"violation": set(), "unknown": {finding("c", "kube-system/{{ACCOUNT}}", "is not among the given objects")}}
}

test_silent[note] if {
	some note, container in {
		"other image": {"name": "c", "image": "registry.example.org/shop:1"},
		"longer name": {"name": "c", "image": "registry.example.org/cloudwatch-agent-operator:1"},
		"no image": {"name": "c"},
		"EBS on nodes": {"name": "c", "image": "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.40.0", "args": ["node", "--v=2"]},
		"another cloud": {"name": "c", "image": image, "args": ["--provider=azure"]},
		"keys": program([{"name": "AWS_ACCESS_KEY_ID", "valueFrom": {"secretKeyRef": {"name": "aws", "key": "id"}}}]),
		"a role by hand": program([{"name": "AWS_ROLE_ARN", "value": "arn:aws:iam::111122223333:role/dns"}, {"name": "AWS_WEB_IDENTITY_TOKEN_FILE", "value": "/token"}]),
		"file of keys": program([{"name": "AWS_SHARED_CREDENTIALS_FILE", "value": "/keys"}]),
	}
	said(deployment([container]), {}, {}) == none
	not node_role.applies with input as deployment([container])
}

test_other_kinds if {
	said(object.union(deployment([program([])]), {"kind": "Service", "apiVersion": "v1"}), {}, {}) == none
}

program(variables) := {"name": "c", "image": image, "args": ["--source=service", "--provider=aws"], "env": variables}

deployment(containers) := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "dns", "namespace": "kube-system"},
	"spec": {"template": {"spec": {"serviceAccountName": "dns", "containers": containers}}},
}

with_account(metadata) := {"namespace": {"kube-system": {"v1": {"ServiceAccount": {"dns": {"metadata": object.union({"name": "dns", "namespace": "kube-system"}, metadata)}}}}}}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := node_role.violation with input as asked with data.inventory as inventory
	unknown := node_role.unknown with input as asked with data.inventory as inventory
}

package lib.guiderail.scope_test

import data.lib.guiderail.scope

# policies/scope_oracle_test.go holds the groups of Kubernetes itself against its own client.
test_scope[kind] if {
	some kind, case in {
		"Pod": {"group": "", "want": "Namespaced"},
		"Node": {"group": "", "want": "Cluster"},
		"Deployment": {"group": "apps", "want": "Namespaced"},
		"ClusterRole": {"group": "rbac.authorization.k8s.io", "want": "Cluster"},
		"Role": {"group": "rbac.authorization.k8s.io", "want": "Namespaced"},
		"CustomResourceDefinition": {"group": "apiextensions.k8s.io", "want": "Cluster"},
		"APIService": {"group": "apiregistration.k8s.io", "want": "Cluster"},
		"SubjectAccessReview": {"group": "authorization.k8s.io", "want": "Cluster"},
		"LocalSubjectAccessReview": {"group": "authorization.k8s.io", "want": "Namespaced"},
		"ConstraintTemplate": {"group": "templates.gatekeeper.sh", "want": "Cluster"},
		"K8sAllowedRepos": {"group": "constraints.gatekeeper.sh", "want": "Cluster"},
		"Assign": {"group": "mutations.gatekeeper.sh", "want": "Cluster"},
		"Application": {"group": "argoproj.io", "want": "Namespaced"},
		"ClusterIssuer": {"group": "cert-manager.io", "want": "Cluster"},
	}
	scope.of(case.group, kind) == case.want
}

test_beside_the_server[kind] if {
	some kind, group in {
		"Config": "",
		"EncryptionConfig": "",
		"VulnerabilityReport": "aquasecurity.github.io",
		"List": "",
		"RoleList": "rbac.authorization.k8s.io",
		"RuntimeClassList": "node.k8s.io",
		"DeploymentList": "apps",
		"Kustomization": "kustomize.config.k8s.io",
		"ClusterConfig": "eksctl.io",
		"KubeletConfiguration": "kubelet.config.k8s.io",
		"AdmissionReview": "admission.k8s.io",
	}
	scope.of(group, kind) == "None"
}

# Whoever can name a group after a known one, or a kind after a list, is not known for that.
test_unknown[group] if {
	some group, kind in {
		"example.org": "Widget",
		"apps.example.org": "Deployment",
		"lists.example.org": "AllowList",
		"kustomize.config.k8s.io.example.org": "Kustomization",
	}
	not scope.of(group, kind)
}

package lib.guiderail.bootstrap_roles_test

import data.lib.guiderail.bootstrap_roles

test_known if {
	{"cluster-admin", "admin", "edit", "view", "system:node", "system:controller:job-controller"} - bootstrap_roles.cluster_roles == set()
	"kube-system/extension-apiserver-authentication-reader" in bootstrap_roles.roles
}

test_lookalikes_are_not[name] if {
	some name in ["system:evil", "cluster-admin2", "Cluster-Admin", "cluster-admin ", "system:", "", "default/extension-apiserver-authentication-reader"]
	not name in bootstrap_roles.cluster_roles
	not name in bootstrap_roles.roles
}

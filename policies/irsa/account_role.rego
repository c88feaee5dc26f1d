# METADATA
# title: IAM roles of service accounts
# description: |
#   Whether a service account, given as namespace/name, has an IAM role, as far as the objects show it.
package lib.guiderail.account_role

import data.lib.guiderail.aws_caller

# METADATA
# scope: document
# description: |
#   Whether an account has a role by its annotation, by an association of EKS Pod Identity or by the token of a pod
#   that runs already.
has_role(account) if {
	role := _found(account).metadata.annotations["eks.amazonaws.com/role-arn"]
	is_string(role)
	role != ""
}

# AWS' own controller writes associations as objects.
has_role(account) if {
	[namespace, name] := split(account, "/")
	some association in data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation
	association.spec.namespace == namespace
	association.spec.serviceAccount == name
}

# Pods that run already were told when they were made, and given a token for it.
has_role(account) if {
	[namespace, name] := split(account, "/")
	some pod in data.inventory.namespace[namespace].v1.Pod
	pod.spec.serviceAccountName == name
	aws_caller.has_token(pod.spec)
	some container in pod.spec.containers
	aws_caller.is_told_role(container)
}

# METADATA
# description: What to say of an account without a role.
state(account) := "has no role of its own" if {
	_found(account)
} else := "has no role of its own" if {
	endswith(account, "/default")
} else := "is not among the given objects"

_found(account) := data.inventory.namespace[namespace].v1.ServiceAccount[name] if {
	[namespace, name] := split(account, "/")
}

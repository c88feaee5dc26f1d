# METADATA
# title: Roles for EKS Pod Identity
# description: |
#   The statements of trust policies that let the agent of EKS Pod Identity take a role for pods.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
package lib.guiderail.pod_identity

import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents

# METADATA
# description: |
#   The statements: `title`, `path`, and the answers of `iam` to whether the policy lets the agent tag sessions (`tags`)
#   and whether it gives the role to pods of which it does not speak (`any_pod`).
all := [found |
	some document in iam_documents.of_kind("trust")
	some statement in document.statements
	statement.effect == "Allow"
	some named in statement.principal.values
	named == _agent
	iam.applies(object.union(statement, {"conditions": []}), _asked("sts:AssumeRole")) == "yes"
	found := {
		"title": document.title,
		"path": statement.path,
		"tags": iam.decide(_without_conditions(document.statements), _asked("sts:TagSession")),
		"any_pod": iam.decide(document.statements, object.union(_asked("sts:AssumeRole"), {"context": _any_pod})),
	}
]

# What denies only under some condition may not.
_without_conditions(statements) := [object.union(statement, {"conditions": []}) |
	some statement in statements
	count([is | some is in [statement.effect != "Deny", count(statement.conditions) == 0]; is]) > 0
]

_agent := {"type": "Service", "id": "pods.eks.amazonaws.com"}

_asked(action) := {"action": action, "principal": _agent}

_any_pod := {
	"aws:requesttag/eks-cluster-arn": ["arn:aws:eks:any:any:cluster/any"],
	"aws:requesttag/eks-cluster-name": ["any"],
	"aws:requesttag/kubernetes-namespace": ["any"],
	"aws:requesttag/kubernetes-pod-name": ["any"],
	"aws:requesttag/kubernetes-pod-uid": ["any"],
	"aws:requesttag/kubernetes-service-account": ["any"],
	"aws:sourceaccount": ["any"],
	"aws:sourcearn": ["arn:aws:eks:any:any:cluster/any"],
}

# METADATA
# description: |
#   Whether a trust policy gives a role to the pods of a service account by their association. Conditions on the cluster
#   may hold.
admission(statements, namespace, account) := iam.decide(kept, asked) if {
	context := {
		"aws:requesttag/kubernetes-namespace": [namespace],
		"aws:requesttag/kubernetes-service-account": [account],
	}
	asked := object.union(_asked("sts:AssumeRole"), {"context": context})
	kept := [object.union(statement, {"conditions": conditions}) |
		some statement in statements
		conditions := [condition | some condition in statement.conditions; lower(condition.key) in object.keys(context)]
		_is_asked(statement, conditions)
	]
}

# What denies on some other condition may not.
_is_asked(statement, _) if statement.effect != "Deny"

_is_asked(statement, kept) if count(kept) == count(statement.conditions)

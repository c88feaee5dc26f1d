# METADATA
# title: Subjects of Kubernetes itself
# description: |
#   The users and groups that an API server knows by their names, in the form of `binding.subjects`.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/authentication/
package lib.guiderail.kubernetes_subject

# METADATA
# scope: document
# description: |
#   Whether a subject is one of them. That a name begins with system: alone says nothing: whoever issues certificates
#   or tokens may issue it.
is_one(subject) if {
	subject.kind == "User"
	regex.match(_users, subject.name)
}

is_one(subject) if {
	subject.kind == "Group"
	regex.match(_groups, subject.name)
}

_users := concat("|", [
	`^system:(anonymous|apiserver|kube-apiserver|kube-controller-manager|kube-proxy|kube-scheduler`,
	`node:[^:]+)$`,
])

_groups := concat("|", [
	`^system:(masters|authenticated(:oauth)?|unauthenticated|nodes|monitoring|bootstrappers(:.+)?`,
	`serviceaccounts(:[^:]+)?)$`,
])

# METADATA
# scope: document
# description: Who acts under one of them that many share, by the `id` of the subject.
members(id) := _everyone[id]

members(id) := sprintf("every service account of namespace %q", [namespace]) if {
	namespace := trim_prefix(id, "Group system:serviceaccounts:")
	namespace != id
}

_everyone := {
	"Group system:unauthenticated": "everyone who reaches the API server without logging in",
	"User system:anonymous": "everyone who reaches the API server without logging in",
	"Group system:authenticated": "everyone who has logged in and every service account",
	"Group system:authenticated:oauth": "everyone who has logged in to OpenShift",
	"Group system:serviceaccounts": "every service account of every namespace",
	"Group system:nodes": "every node and whoever breaks out of a pod there",
}

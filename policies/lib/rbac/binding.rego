# METADATA
# title: Who is bound to which role
# description: |
#   The role and the subjects of a RoleBinding or ClusterRoleBinding, as the RBAC authoriser
#   understands them. Yields nothing for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
package lib.guiderail.binding

import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.value

# METADATA
# description: |
#   The role that is bound: `kind` and `name` ("" when absent or no text), and `title`, how messages
#   name it. Undefined for what is no binding.
role := {"kind": kind, "name": name, "title": sprintf("%s %q", [_shown_kind(kind), name])} if {
	_is_binding
	kind := value.text_in(_role_reference, "kind")
	name := value.text_in(_role_reference, "name")
}

# METADATA
# description: |
#   The subjects: `path`, `title` (how messages name it), `kind`, `name`, `namespace` ("" when unknown or
#   none), `id` (`User alice`, `Group staff`, `ServiceAccount shop/app`) and `is_default`. A user named
#   system:serviceaccount:shop:app is that service account, which here it becomes. One that leaves out
#   its namespace in a RoleBinding is of the binding's own.
subjects := [subject |
	_is_binding
	some i, written in ctx.resource.subjects
	is_object(written)
	resolved := _resolved(written)
	id := sprintf("%s %s", [resolved.kind, _qualified(resolved)])
	subject := object.union(resolved, {
		"path": ["subjects", i],
		"title": _title(written, resolved),
		"id": id,
		"is_default": id in _default_ids,
	})
]

# METADATA
# description: |
#   The subjects that are to be judged: not, by their exact `id`, the allowed, nor those of a binding that every cluster
#   has.
judged(allowed_subjects) := [subject |
	some subject in subjects
	not subject.is_default
	not subject.id in allowed_subjects
]

# METADATA
# description: What of the role's name is still to be filled in, as the rule unknown has it.
role_gaps contains {"msg": msg, "details": {"path": ["roleRef", "name"]}} if {
	placeholder.is_in(role.name)
	msg := sprintf("roleRef.name is %s, which is still to be filled in", [role.name])
}

# METADATA
# description: The same of the names of subjects of some kinds.
subject_gaps(kinds) := {{"msg": msg, "details": {"path": array.concat(subject.path, ["name"])}} |
	some subject in subjects
	subject.kind in kinds
	placeholder.is_in(subject.name)
	msg := sprintf("%s is still to be filled in", [subject.title])
}

# METADATA
# description: Where the rights count, as messages say it.
reach := "in the whole cluster" if {
	_is_cluster_wide
} else := sprintf("in namespace %q", [_namespace]) if {
	_is_binding
	_namespace
} else := "in the namespace of the binding" if {
	_is_binding
}

# METADATA
# description: What the subjects may do, and where, as messages say it.
grant := sprintf("has the permissions of %s %s", [role.title, reach])

# METADATA
# description: |
#   Whether the binding is one that every cluster has and that is to have no subjects.
is_default_without_subjects if {
	_is_cluster_wide
	_name == "system:node"
	role.name == "system:node"
}

_is_binding if {
	ctx.group == "rbac.authorization.k8s.io"
	ctx.kind in {"RoleBinding", "ClusterRoleBinding"}
}

_is_cluster_wide if {
	_is_binding
	ctx.kind == "ClusterRoleBinding"
}

_role_reference := object.get(ctx.resource, "roleRef", null)

_name := object.get(ctx.resource, ["metadata", "name"], null)

_namespace := ctx.namespace if is_string(ctx.namespace)

_shown_kind("") := "role"

_shown_kind(kind) := kind if kind != ""

_resolved(written) := {"kind": "ServiceAccount", "namespace": parts[2], "name": parts[3]} if {
	written.kind == "User"
	parts := split(value.text_in(written, "name"), ":")
	count(parts) == 4
	array.slice(parts, 0, 2) == ["system", "serviceaccount"]
} else := {"kind": "ServiceAccount", "namespace": _account_namespace(written), "name": account} if {
	written.kind == "ServiceAccount"
	account := value.text_in(written, "name")
} else := {"kind": value.text_in(written, "kind"), "namespace": "", "name": value.text_in(written, "name")}

_account_namespace(written) := namespace if {
	namespace := written.namespace
	is_string(namespace)
	namespace != ""
} else := _namespace if {
	not _is_cluster_wide
} else := ""

_qualified(resolved) := concat("/", [resolved.namespace, resolved.name]) if {
	resolved.namespace != ""
} else := resolved.name

_title(written, resolved) := sprintf("ServiceAccount %q", [_qualified(resolved)]) if {
	written.kind == "ServiceAccount"
} else := sprintf("%s %q", [_shown_subject(written), value.text_in(written, "name")])

_shown_subject(written) := kind if {
	kind := value.text_in(written, "kind")
	kind != ""
} else := "subject"

# A default binding counts as one only with its own role, and only for its own subjects: who is added
# to it is no default.
_default_ids contains id if {
	_is_cluster_wide
	role.kind == "ClusterRole"
	some id in _cluster_defaults[_name][role.name]
}

_default_ids contains id if {
	ctx.kind == "RoleBinding"
	role.kind == "Role"
	some id in _namespaced_defaults[ctx.namespace][_name][role.name]
}

# Those of the controllers that there are, each named after the one it is for.
_default_ids contains id if {
	role.name == _name
	startswith(_name, "system:controller:")
	bootstrap_roles.is_name(role.kind, _qualified_name)
	id := sprintf("ServiceAccount kube-system/%s", [trim_prefix(_name, "system:controller:")])
}

_qualified_name := _name if {
	_is_cluster_wide
} else := sprintf("%s/%s", [ctx.namespace, _name]) if {
	role.kind == "Role"
}

# Bindings that an API server makes and those of kubeadm: name, role, subjects.
_cluster_defaults := {
	"cluster-admin": {"cluster-admin": {"Group system:masters"}},
	"system:basic-user": {"system:basic-user": {"Group system:authenticated"}},
	"system:discovery": {"system:discovery": {"Group system:authenticated"}},
	"system:kube-controller-manager": {"system:kube-controller-manager": {"User system:kube-controller-manager"}},
	"system:kube-dns": {"system:kube-dns": {"ServiceAccount kube-system/kube-dns"}},
	"system:kube-scheduler": {"system:kube-scheduler": {"User system:kube-scheduler"}},
	"system:monitoring": {"system:monitoring": {"Group system:monitoring"}},
	"system:node-proxier": {"system:node-proxier": {"User system:kube-proxy"}},
	"system:public-info-viewer": {"system:public-info-viewer": {
		"Group system:authenticated", "Group system:unauthenticated",
	}},
	"system:service-account-issuer-discovery": {
		"system:service-account-issuer-discovery": {"Group system:serviceaccounts"},
	},
	"system:volume-scheduler": {"system:volume-scheduler": {"User system:kube-scheduler"}},
	"kubeadm:cluster-admins": {"cluster-admin": {"Group kubeadm:cluster-admins"}},
	"kubeadm:node-autoapprove-certificate-rotation": {"system:certificates.k8s.io:certificatesigningrequests:selfnodeclient": {"Group system:nodes"}},
}

_namespaced_defaults := {
	"kube-public": {"kubeadm:bootstrap-signer-clusterinfo": {
		"kubeadm:bootstrap-signer-clusterinfo": {"User system:anonymous"},
	}},
	"kube-system": {
		"kubeadm:kubelet-config": {"kubeadm:kubelet-config": {"Group system:nodes"}},
		"kubeadm:nodes-kubeadm-config": {"kubeadm:nodes-kubeadm-config": {"Group system:nodes"}},
		"system::extension-apiserver-authentication-reader": {"extension-apiserver-authentication-reader": {
			"User system:kube-controller-manager",
			"User system:kube-scheduler",
		}},
		"system::leader-locking-kube-controller-manager": {"system::leader-locking-kube-controller-manager": {
			"User system:kube-controller-manager",
			"ServiceAccount kube-system/kube-controller-manager",
			"ServiceAccount kube-system/leader-election-controller",
		}},
		"system::leader-locking-kube-scheduler": {"system::leader-locking-kube-scheduler": {
			"User system:kube-scheduler",
			"ServiceAccount kube-system/kube-scheduler",
		}},
	},
}

package lib.guiderail.subject_form_test

import data.lib.guiderail.subject_form

test_defects[note] if {
	some note, case in {
		"user": {"written": subject("User", {}), "want": set()},
		"group": {"written": subject("Group", {}), "want": set()},
		"service account": {"written": subject("ServiceAccount", {"namespace": "shop"}), "want": set()},
		"placeholders": {"written": subject("${KIND}", {"name": "${NAME}"}), "want": set()},
		"account with a placeholder": {"written": subject("ServiceAccount", {"name": "${NAME}", "namespace": "shop"}), "want": set()},
		"no name": {
			"written": subject("User", {"name": ""}),
			"want": {defect("name", "has no name; set name")},
		},
		"white space": {
			"written": subject("Group", {"name": "staff "}),
			"want": {defect("name", "matches nobody because of the white space in its name; remove it")},
		},
		"name of an account in capitals": {
			"written": subject("ServiceAccount", {"name": "App", "namespace": "shop"}),
			"want": {defect("name", "has a name that no service account can have; write only its name, in lowercase")},
		},
		"name of an account in full": {
			"written": subject("ServiceAccount", {"name": "system:serviceaccount:shop:app", "namespace": "shop"}),
			"want": {defect("name", "has a name that no service account can have; write only its name, in lowercase")},
		},
		"another kind": {
			"written": subject("Robot", {}),
			"want": {defect("kind", `has the kind "Robot"; set it to User, Group or ServiceAccount`)},
		},
		"group as a user": {
			"written": subject("User", {"name": "system:serviceaccounts:shop"}),
			"want": {defect("kind", "matches nobody; that is the name of a group")},
		},
		"user as a group": {
			"written": subject("Group", {"name": "system:anonymous"}),
			"want": {defect("kind", "matches nobody; that is the name of a user")},
		},
		"API group of an account": {
			"written": subject("ServiceAccount", {"apiGroup": "rbac.authorization.k8s.io", "namespace": "shop"}),
			"want": {defect("apiGroup", `has the apiGroup "rbac.authorization.k8s.io"; leave it out`)},
		},
		"another API group": {
			"written": subject("User", {"apiGroup": "v1"}),
			"want": {defect("apiGroup", `has the apiGroup "v1"; set it to rbac.authorization.k8s.io`)},
		},
		"account without a namespace": {
			"written": subject("ServiceAccount", {}),
			"want": {defect("namespace", "has no namespace; set the namespace of the service account")},
		},
		"several": {
			"written": subject("Robot", {"name": ""}),
			"want": {
				defect("name", "has no name; set name"),
				defect("kind", `has the kind "Robot"; set it to User, Group or ServiceAccount`),
			},
		},
	}
	subject_form.defects("ClusterRoleBinding", read(case.written), case.written) == case.want
}

test_namespace_of_the_binding if {
	written := subject("ServiceAccount", {})
	subject_form.defects("RoleBinding", read(written), written) == set()
}

defect(field, how) := {"field": field, "how": how}

subject(kind, changes) := object.union({"kind": kind, "name": "app"}, changes)

# The form of binding.subjects.
read(written) := object.union({"namespace": ""}, written)

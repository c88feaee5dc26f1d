package lib.guiderail.role_reference_test

import data.lib.guiderail.role_reference

test_defects[note] if {
	some note, case in {
		"right": {"changes": {}, "want": set()},
		"Role in a RoleBinding": {"kind": "RoleBinding", "changes": {"kind": "Role"}, "want": set()},
		"group left to its default": {"changes": {"apiGroup": ""}, "want": set()},
		"kind to be filled in": {"changes": {"kind": "${KIND}"}, "want": set()},
		"nothing": {
			"changes": {"kind": null, "name": null},
			"want": {{"path": [], "msg": "roleRef is not set; name the role"}},
		},
		"no name": {
			"changes": {"name": ""},
			"want": {{"path": ["name"], "msg": "roleRef.name is not set; name the role"}},
		},
		"no kind": {
			"kind": "RoleBinding", "changes": {"kind": 1},
			"want": {{"path": ["kind"], "msg": `roleRef.kind is ""; set it to ClusterRole or Role`}},
		},
		"Role in a ClusterRoleBinding": {
			"changes": {"kind": "Role"},
			"want": {{"path": ["kind"], "msg": `roleRef.kind is "Role"; set it to ClusterRole`}},
		},
		"another group, and nothing else": {
			"changes": {"kind": "", "name": "", "apiGroup": "v1"},
			"want": {
				{"path": [], "msg": "roleRef is not set; name the role"},
				{"path": ["apiGroup"], "msg": `roleRef.apiGroup is "v1"; set it to rbac.authorization.k8s.io`},
			},
		},
	}
	reference := object.union({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}, case.changes)
	role_reference.defects(object.get(case, "kind", "ClusterRoleBinding"), reference) == case.want
}

package guiderail.autoscaling.target_test

import data.guiderail.autoscaling.target

shop := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}

till := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}

test_allowed[note] if {
	some note, inventory in {
		"alone": deployed,
		"beside another": object.union(deployed, with_hpas("autoscaling/v2", {"h": shop, "till": till})),
		"in another namespace": object.union(deployed, {"namespace": {"tills": with_hpas("autoscaling/v2", {"other": shop}).namespace.shop}}),
		"beside one without target": object.union(deployed, with_hpas("autoscaling/v2", {"other": null})),
		"of the same name in another kind": object.union(deployed, with_hpas("autoscaling/v2", {"other": object.union(shop, {"kind": "StatefulSet"})})),
	}
	said(hpa(shop), inventory) == violations(set())
}

test_denied_missing[note] if {
	some note, inventory in {
		"in another namespace": {"namespace": {"tills": {"apps/v1": {"Deployment": {"shop": {"kind": "Deployment", "metadata": {"namespace": "tills"}}}}}}},
		"of another name": {"namespace": {"shop": {"apps/v1": {"Deployment": {"till": {}}}}}},
		"of another kind": {"namespace": {"shop": {"apps/v1": {"StatefulSet": {"shop": {}}}}}},
	}
	said(hpa(shop), inventory) == violations({{
		"msg": `scaleTargetRef: there is no Deployment "shop" in namespace shop; name a workload that exists`,
		"details": {"path": ["spec", "scaleTargetRef"]},
	}})
}

test_unknown_where_it_may_be[note] if {
	some note, case in {
		"no workload is given": {"hpa": hpa(shop), "inventory": {}},
		"it has no namespace": {"hpa": hpa(shop), "inventory": {"namespace": {"default": deployed.namespace.shop}}},
		"its namespace is to be filled in": {"hpa": hpa(shop), "inventory": {"namespace": {"${NS}": {"apps/v1": {"Deployment": {"shop": {"metadata": {"namespace": "${NS}"}}}}}}}},
		"the autoscaler has no namespace": {"hpa": json.remove(hpa(shop), ["metadata/namespace"]), "inventory": {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": {"metadata": {"namespace": "shop"}}}}}}}},
		"the autoscaler's is to be filled in": {"hpa": object.union(hpa(shop), {"metadata": {"namespace": "${NS}"}}), "inventory": {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": {"metadata": {"namespace": "shop"}}}}}}}},
	}
	said(case.hpa, case.inventory) == unknowns({{
		"msg": `scaleTargetRef: whether Deployment "shop" exists is not known; it is not among the given objects`,
		"details": {"path": ["spec", "scaleTargetRef"]},
	}})
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": hpa(shop)}}
	said_of(asked, {"namespace": {"shop": {"apps/v1": {"Deployment": {"till": {}}}}}}) == unknowns({{
		"msg": `scaleTargetRef: whether Deployment "shop" exists is not known; it is not among the given objects`,
		"details": {"path": ["spec", "scaleTargetRef"]},
	}})
	said_of(asked, deployed) == violations(set())
}

test_denied_group[note] if {
	some note, case in {
		"not set": {"reference": object.remove(shop, ["apiVersion"]), "how": "is not set; set apps/v1, which has kind Deployment"},
		"null": {"reference": object.union(shop, {"apiVersion": null}), "how": "is not set; set apps/v1, which has kind Deployment"},
		"empty": {"reference": object.union(shop, {"apiVersion": ""}), "how": "is not set; set apps/v1, which has kind Deployment"},
		"core": {"reference": object.union(shop, {"apiVersion": "v1"}), "how": "is v1; set apps/v1, which has kind Deployment"},
		"gone": {"reference": object.union(shop, {"apiVersion": "extensions/v1beta1"}), "how": "is extensions/v1beta1; set apps/v1, which has kind Deployment"},
		"not core": {"reference": {"apiVersion": "apps/v1", "kind": "ReplicationController", "name": "shop"}, "how": "is apps/v1; set v1, which has kind ReplicationController"},
	}
	said(hpa(case.reference), deployed) == violations({{
		"msg": sprintf("scaleTargetRef: apiVersion %s", [case.how]),
		"details": {"path": ["spec", "scaleTargetRef", "apiVersion"]},
	}})
}

# The version does not matter: an API server finds the kind by its group.
test_allowed_version if said(hpa(object.union(shop, {"apiVersion": "apps/v1beta2"})), deployed) == violations(set())

test_denied_kind if {
	said(hpa({"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "shop"}), deployed) == violations({{
		"msg": "scaleTargetRef: a DaemonSet cannot be scaled; name a Deployment or a StatefulSet",
		"details": {"path": ["spec", "scaleTargetRef", "kind"]},
	}})
}

test_denied_shared[version] if {
	some version in ["autoscaling/v1", "autoscaling/v2"]
	said(hpa(shop), object.union(deployed, with_hpas(version, {"h": shop, "other": object.union(shop, {"apiVersion": "apps/v1beta2"})}))) == violations({{
		"msg": `scaleTargetRef: Deployment "shop" is also scaled by HorizontalPodAutoscaler "other"; keep one of the two`,
		"details": {
			"path": ["spec", "scaleTargetRef"],
			"other": {"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": "other"},
		},
	}})
}

test_unknown_kind[note] if {
	some note, reference in {
		"custom": {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "name": "shop"},
		"another's Deployment": {"apiVersion": "x.io/v1", "kind": "Deployment", "name": "shop"},
		"small letters": {"apiVersion": "apps/v1", "kind": "deployment", "name": "shop"},
	}
	said(hpa(reference), deployed) == unknowns({{
		"msg": sprintf(`scaleTargetRef: whether %s "shop" exists and can be scaled is not known; this control does not know its kind`, [reference.kind]),
		"details": {"path": ["spec", "scaleTargetRef"]},
	}})
}

test_unknown_placeholder[field] if {
	some field in ["apiVersion", "kind", "name"]
	said(hpa(object.union(shop, {field: "{{X}}"})), deployed) == unknowns({{
		"msg": sprintf("scaleTargetRef.%s is {{X}}, which is still to be filled in", [field]),
		"details": {"path": ["spec", "scaleTargetRef", field]},
	}})
}

# The same tool fills in both.
test_allowed_placeholder if {
	inventory := {"namespace": {"shop": {"apps/v1": {"Deployment": {"{{X}}": {}}}}}}
	said(hpa(object.union(shop, {"name": "{{X}}"})), inventory) == violations(set())
}

test_silent[note] if {
	some note, object in {
		"other kind": {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledJob", "metadata": {"namespace": "shop"}, "spec": {"scaleTargetRef": till}},
		"no spec": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"},
		"no reference": hpa(null),
		"no name": hpa({"apiVersion": "apps/v1", "kind": "Deployment", "name": null}),
		"numbers": hpa({"apiVersion": 1, "kind": 2, "name": 3}),
	}
	said(object, deployed) == violations(set())
}

test_scaled_object[note] if {
	some note, case in {
		"there": {"spec": {"scaleTargetRef": {"name": "shop"}}, "want": set()},
		"missing": {"spec": {"scaleTargetRef": {"name": "till"}}, "want": {`scaleTargetRef: there is no Deployment "till" in namespace shop; name a workload that exists`}},
		"missing of a kind": {
			"spec": {"scaleTargetRef": {"kind": "StatefulSet", "name": "shop"}},
			"want": {`scaleTargetRef: there is no StatefulSet "shop" in namespace shop; name a workload that exists`},
		},
		"cannot be scaled": {"spec": {"scaleTargetRef": {"kind": "DaemonSet", "name": "shop"}}, "want": {"scaleTargetRef: a DaemonSet cannot be scaled; name a Deployment or a StatefulSet"}},
	}
	found := said(scaled_object("s", case.spec), deployed)
	{finding.msg | some finding in found.violation} == case.want
	found.unknown == set()
}

# Two of KEDA's, or one of each: both say so, and name each other.
test_denied_shared_with_keda[note] if {
	some note, case in {
		"beside an autoscaler": {
			"subject": hpa(shop), "held": {"keda.sh/v1alpha1": {"ScaledObject": {"s": scaled_object("s", keda)}}},
			"other": {"group": "keda.sh", "kind": "ScaledObject", "name": "s"},
		},
		"autoscaler": {
			"subject": scaled_object("s", keda), "held": {"autoscaling/v2": {"HorizontalPodAutoscaler": {"h": hpa(shop)}}},
			"other": {"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": "h"},
		},
		"autoscaler of the same name": {
			"subject": scaled_object("h", keda), "held": {"autoscaling/v1": {"HorizontalPodAutoscaler": {"h": hpa(shop)}}},
			"other": {"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": "h"},
		},
		"another": {
			"subject": scaled_object("s", keda), "held": {"keda.sh/v1alpha1": {"ScaledObject": {"s": scaled_object("s", keda), "t": scaled_object("t", keda)}}},
			"other": {"group": "keda.sh", "kind": "ScaledObject", "name": "t"},
		},
	}
	said(case.subject, object.union(deployed, {"namespace": {"shop": case.held}})) == violations({{
		"msg": sprintf(`scaleTargetRef: Deployment "shop" is also scaled by %s %q; keep one of the two`, [case.other.kind, case.other.name]),
		"details": {"path": ["spec", "scaleTargetRef"], "other": case.other},
	}})
}

test_allowed_made_by_keda[note] if {
	some note, case in {
		"by its name": {"hpa": "keda-hpa-s", "spec": keda},
		"by a name of one's own": {"hpa": "shop", "spec": object.union(keda, {"advanced": {"horizontalPodAutoscalerConfig": {"name": "shop"}}})},
	}
	made := object.union(hpa(shop), {"metadata": {"name": case.hpa}})
	held := object.union(deployed, {"namespace": {"shop": {
		"autoscaling/v2": {"HorizontalPodAutoscaler": {case.hpa: made}},
		"keda.sh/v1alpha1": {"ScaledObject": {"s": scaled_object("s", case.spec)}},
	}}})
	said(made, held) == violations(set())
	said(scaled_object("s", case.spec), held) == violations(set())
}

keda := {"scaleTargetRef": {"name": "shop"}}

scaled_object(name, spec) := {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": name, "namespace": "shop"}, "spec": spec}

deployed := {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": {"kind": "Deployment"}}}}}}

with_hpas(version, references) := {"namespace": {"shop": {version: {"HorizontalPodAutoscaler": hpas}}}} if {
	hpas := {name: hpa(reference) | some name, reference in references}
}

hpa(reference) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "shop"},
	"spec": {"scaleTargetRef": reference, "maxReplicas": 3},
}

violations(findings) := {"violation": findings, "unknown": set()}

unknowns(findings) := {"violation": set(), "unknown": findings}

said(subject, inventory) := said_of({"review": {"object": subject}}, inventory)

said_of(asked, inventory) := {"violation": violation, "unknown": unknown} if {
	violation := target.violation with input as asked with data.inventory as inventory
	unknown := target.unknown with input as asked with data.inventory as inventory
}

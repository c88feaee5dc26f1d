package guiderail.autoscaling.hpa_vpa_tandem_test

import data.guiderail.autoscaling.hpa_vpa_tandem

target := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}

resized(name) := {
	"msg": sprintf(`scaleTargetRef: Deployment "shop" is also resized by VerticalPodAutoscaler %q; keep one of the two`, [name]),
	"details": {"path": ["spec", "scaleTargetRef"]},
}

scaled(name) := {
	"msg": sprintf(`targetRef: Deployment "shop" is also scaled by HorizontalPodAutoscaler %q; keep one of the two`, [name]),
	"details": {"path": ["spec", "targetRef"]},
}

test_denied_from_the_horizontal_one[version] if {
	some version in ["autoscaling/v2", "autoscaling/v1", "autoscaling/v2beta2"]
	said(hpa(version, target), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}}), {}) == violations({resized("v")})
}

test_denied_from_the_vertical_one[version] if {
	some version in ["autoscaling/v2", "autoscaling/v1"]
	said(vpa({"targetRef": target}), with_hpas(version, {"h": {"scaleTargetRef": target}}), {}) == violations({scaled("h")})
}

test_denied_of_an_older_version if {
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1beta2", {"v": {"targetRef": target}}), {}) == violations({resized("v")})
}

# What a cluster keeps in two versions is one object.
test_denied_once if {
	inventory := object.union(with_hpas("autoscaling/v1", {"h": {"scaleTargetRef": target}}), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target, "metrics": []}}))
	said(vpa({"targetRef": target}), inventory, {}) == violations({scaled("h")})
}

test_denied_by_each if {
	inventory := with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}, "w": {"targetRef": target}, "x": {"targetRef": object.union(target, {"name": "x"})}})
	said(hpa("autoscaling/v2", target), inventory, {}) == violations({resized("v"), resized("w")})
}

test_denied_however_the_target_is_written[note] if {
	some note, change in {
		"other version": {"apiVersion": "apps/v1beta1"},
		"no version": {"apiVersion": ""},
		"null version": {"apiVersion": null},
		"version of another type": {"apiVersion": 1},
		"small letters": {"kind": "deployment"},
	}
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": object.union(target, change)}}), {}) == violations({resized("v")})
	count(said(vpa({"targetRef": object.union(target, change)}), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), {}).violation) == 1
}

test_denied_in_the_namespace_default if {
	inventory := {"namespace": {"default": with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}}).namespace.shop}}
	object_without := {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h"}, "spec": {"scaleTargetRef": target}}
	said(object_without, inventory, {}) == violations({resized("v")})
}

test_denied_in_other_modes[note] if {
	some note, policy in {"absent": {}, "null": {"updatePolicy": null}, "initial": {"updatePolicy": {"updateMode": "Initial"}}}
	spec := object.union({"targetRef": target}, policy)
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": spec}), {}) == violations({resized("v")})
	said(vpa(spec), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), {}) == violations({scaled("h")})
}

# One that only recommends changes no pod.
test_allowed_off if {
	spec := object.union({"targetRef": target}, off)
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": spec}), {}) == violations(set())
	said(vpa(spec), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), {}) == violations(set())
}

test_denied_off_by_parameter if {
	spec := object.union({"targetRef": target}, off)
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": spec}), {"allow_vpa_off": false}) == violations({resized("v")})
	said(vpa(spec), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), {"allow_vpa_off": false}) == violations({scaled("h")})
}

test_denied_on_in_spite_of_the_parameter[note] if {
	some note, policy in {"absent": {}, "auto": {"updatePolicy": {"updateMode": "Auto"}}, "no text": {"updatePolicy": {"updateMode": false}}}
	spec := object.union({"targetRef": target}, policy)
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": spec}), {"allow_vpa_off": true}) == violations({resized("v")})
}

test_allowed_targets[note] if {
	some note, other in {
		"other name": object.union(target, {"name": "till"}),
		"other kind": object.union(target, {"kind": "StatefulSet"}),
		"other group": object.union(target, {"apiVersion": "argoproj.io/v1alpha1"}),
		"core group": object.union(target, {"apiVersion": "v1"}),
		"no name": object.remove(target, ["name"]),
		"null": null,
		"text": "shop",
		"numbers": {"apiVersion": 1, "kind": 2, "name": 3},
	}
	said(hpa("autoscaling/v2", target), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": other}}), {}) == violations(set())
	said(hpa("autoscaling/v2", other), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}}), {}) == violations(set())
	said(vpa({"targetRef": other}), with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), {}) == violations(set())
}

test_allowed_neighbours[note] if {
	some note, inventory in {
		"none": {},
		"in another namespace": {"namespace": {"till": with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}}).namespace.shop}},
		"other horizontal ones": with_hpas("autoscaling/v2", {"other": {"scaleTargetRef": target}}),
		"without spec": {"namespace": {"shop": {"autoscaling.k8s.io/v1": {"VerticalPodAutoscaler": {"v": {"kind": "VerticalPodAutoscaler"}}}}}},
	}
	said(hpa("autoscaling/v2", target), inventory, {}) == violations(set())
}

test_unknown[note] if {
	open := object.union(target, {"name": "{{NAME}}"})
	some note, case in {
		"own name": {"own": open, "other": target, "kind": `Deployment "{{NAME}}"`},
		"other's name": {"own": target, "other": open, "kind": `Deployment "shop"`},
	}
	msg := sprintf(`scaleTargetRef: whether %s is also resized by VerticalPodAutoscaler "v" depends on {{NAME}}, which is still to be filled in`, [case.kind])
	said(hpa("autoscaling/v2", case.own), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": case.other}}), {}) == {
		"violation": set(),
		"unknown": {{"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}}},
	}
}

test_denied_with_the_same_placeholder if {
	open := object.union(target, {"name": "{{NAME}}"})
	verdict := said(hpa("autoscaling/v2", open), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": open}}), {})
	count(verdict.violation) == 1
	verdict.unknown == set()
}

test_silent[note] if {
	some note, subject in {
		"other kind": {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscalerCheckpoint", "metadata": {"namespace": "shop"}, "spec": {"targetRef": target}},
		"other group": {"apiVersion": "x.io/v1", "kind": "HorizontalPodAutoscaler", "metadata": {"namespace": "shop"}, "spec": {"scaleTargetRef": target}},
	}
	inventory := object.union(with_hpas("autoscaling/v2", {"h": {"scaleTargetRef": target}}), with_vpas("autoscaling.k8s.io/v1", {"v": {"targetRef": target}}))
	said(subject, inventory, {}) == violations(set())
}

off := {"updatePolicy": {"updateMode": "Off"}}

violations(findings) := {"violation": findings, "unknown": set()}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := hpa_vpa_tandem.violation with input as asked with data.inventory as inventory
	unknown := hpa_vpa_tandem.unknown with input as asked with data.inventory as inventory
}

hpa(version, reference) := {
	"apiVersion": version, "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "shop"},
	"spec": {"scaleTargetRef": reference, "maxReplicas": 3},
}

vpa(spec) := {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": "v", "namespace": "shop"}, "spec": spec}

with_vpas(version, specs) := neighbours(version, "VerticalPodAutoscaler", specs)

with_hpas(version, specs) := neighbours(version, "HorizontalPodAutoscaler", specs)

neighbours(version, kind, specs) := {"namespace": {"shop": {version: {kind: objects}}}} if {
	objects := {name: object |
		some name, spec in specs
		object := {"apiVersion": version, "kind": kind, "spec": spec}
	}
}

package guiderail.images.in_cluster_scan_evidence_test

import data.guiderail.images.in_cluster_scan_evidence

test_said[note] if {
	some note, case in {
		"a report": {"image": "r.io/app:1", "want": [[], []]},
		"none": {"image": "r.io/app:2", "want": [["container \"c\": no VulnerabilityReport of namespace shop is of image r.io/app:2"], []]},
		"a placeholder": {"image": "${IMAGE}", "want": [[], ["container \"c\": whether image ${IMAGE} was scanned is not known"]]},
	}
	said(case.image, {}, reports) == case.want
	in_cluster_scan_evidence.applies with input as pod(case.image, {}) with data.inventory as reports
}

test_without_operator if {
	said("r.io/app:1", {}, {}) == [[], []]
	not in_cluster_scan_evidence.applies with input as pod("r.io/app:1", {}) with data.inventory as {}
	said("r.io/app:1", {"required": true}, {}) == [["container \"c\": no VulnerabilityReport of namespace shop is of image r.io/app:1"], []]
}

reports := {"namespace": {"shop": {"aquasecurity.github.io/v1alpha1": {"VulnerabilityReport": {"a": {"report": {"registry": {"server": "r.io"}, "artifact": {"repository": "app", "tag": "1"}}}}}}}}

pod(image, parameters) := {"parameters": parameters, "review": {"object": {
	"apiVersion": "v1", "kind": "Pod",
	"metadata": {"name": "p", "namespace": "shop"},
	"spec": {"containers": [{"name": "c", "image": image}]},
}}}

said(image, parameters, inventory) := [violations, unknowns] if {
	asked := pod(image, parameters)
	violations := [item.msg | some item in in_cluster_scan_evidence.violation with input as asked with data.inventory as inventory]
	unknowns := [item.msg | some item in in_cluster_scan_evidence.unknown with input as asked with data.inventory as inventory]
}

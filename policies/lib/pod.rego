# METADATA
# title: A pod as the network sees it
# description: |
#   What network policies ask of the pod that an object is or makes, in the form that `netpol` wants.
package lib.guiderail.pod

import data.lib.guiderail.workload

# METADATA
# description: |
#   The pod of an object in a namespace, and besides: `title` (the object) and `object`. Undefined for
#   what makes no pods.
of(owner, namespace) := {
	"title": sprintf("%s %s/%s", [owner.kind, namespace, object.get(owner, ["metadata", "name"], "")]),
	"object": owner,
	"namespace": namespace,
	"labels": labels(owner),
	"host_network": _is_on_host_network(template.spec),
	"ips": _ips(owner),
	"ports": ports,
} if {
	template := workload.template_of(owner)
	ports := [port |
		some list in ["containers", "initContainers"]
		some container in template.spec[list]
		some written in container.ports
		is_string(written.name)
		is_number(written.containerPort)
		port := {"name": written.name, "number": written.containerPort, "protocol": _protocol(written)}
	]
}

_protocol(written) := protocol if {
	protocol := written.protocol
	is_string(protocol)
} else := "TCP"

_is_on_host_network(spec) if {
	spec.hostNetwork == true
} else := false

# METADATA
# description: The labels that the pod carries, or the first of the pods; undefined for what makes none.
labels(owner) := object.union(written, _added_labels(owner)) if {
	written := workload.template_of(owner).metadata.labels
	is_object(written)
} else := _added_labels(owner) if {
	workload.template_of(owner)
}

# Controllers label the pods that they make; what cannot be known before is left out.
_added_labels(owner) := {"job-name": name, "batch.kubernetes.io/job-name": name} if {
	owner.kind == "Job"
	name := owner.metadata.name
} else := {"statefulset.kubernetes.io/pod-name": sprintf("%s-0", [name]), "apps.kubernetes.io/pod-index": "0"} if {
	owner.kind == "StatefulSet"
	name := owner.metadata.name
} else := {}

_ips(owner) := [entry.ip |
	owner.kind == "Pod"
	some entry in owner.status.podIPs
	is_string(entry.ip)
	net.cidr_is_valid(sprintf("%s/32", [entry.ip]))
]

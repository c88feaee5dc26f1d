# METADATA
# title: Network policies of others than Kubernetes itself
# description: |
#   The policies of Cilium, Calico and Antrea and those for the whole cluster that may deny pods what no
#   rule allows. What they let through is for others to judge, and whether the network of the cluster
#   looks after them no object tells. Policies that do not select the pods, or deny nothing in the
#   direction that is asked about, are left out.
# related_resources:
#   - https://docs.cilium.io/en/stable/security/policy/intro/
#   - https://docs.tigera.io/calico/latest/reference/resources/networkpolicy
#   - https://network-policy-api.sigs.k8s.io/api-overview/
#   - https://antrea.io/docs/main/docs/antrea-network-policy/
package lib.guiderail.other_policies

import data.lib.guiderail.calico
import data.lib.guiderail.namespaces
import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: The titles of the policies that may isolate a pod with these labels.
isolating(namespace, labels, direction) := {policy.title |
	some policy in _written(namespace)
	direction in policy.directions
	_may_select(policy, object.union(labels, _labels_of_all(namespace)))
}

# METADATA
# description: The titles of those that select every pod of a namespace.
closing(namespace, direction) := {policy.title |
	some policy in _written(namespace)
	direction in policy.directions
	_selects_all(policy, _labels_of_all(namespace))
}

# METADATA
# description: |
#   What makes it uncertain that no NetworkPolicy does something, as the ends of messages: policies that
#   may be of the namespace, by their titles, and those of others, unless the parameter says that these
#   `count` or are to `ignore`.
doubts(floating, titles, parameter) := array.concat(
	[sprintf("whether %s does is not known because a namespace is not set", [_joined(floating)]) | count(floating) > 0],
	[sprintf("whether %s does is not known (parameter other_policies)", [_joined(titles)]) |
		count(titles) > 0
		not parameter in {"count", "ignore"}
	],
)

# METADATA
# description: Whether the policies of others, by their titles, leave nothing to be said.
settle(titles, parameter) if {
	parameter == "count"
	count(titles) > 0
}

_joined(titles) := concat(" or ", sort(titles))

_may_select(policy, labels) if selector.matches(policy.selector, labels)

# What the expression does not tell may be.
_may_select(policy, labels) if {
	is_string(policy.expression)
	not calico.leaves_out(policy.expression, labels)
}

# What is asked of labels that are not the pods' own holds for all of them, or for none.
_selects_all(policy, labels) if {
	selector.matches(policy.selector, labels)
	every key in selector.keys(policy.selector) {
		labels[key]
	}
}

_selects_all(policy, _) if trim_space(policy.expression) in {"", "all()"}

# The labels by which Cilium and Calico know where a pod is.
_labels_of_all(namespace) := object.union(
	{
		"io.kubernetes.pod.namespace": namespace,
		"projectcalico.org/namespace": namespace,
		"projectcalico.org/orchestrator": "k8s",
	},
	{sprintf("io.cilium.k8s.namespace.labels.%s", [key]): label | some key, label in _namespace_labels(namespace)},
)

_namespace_labels(namespace) := object.union(
	namespaces.labels(namespace),
	{"kubernetes.io/metadata.name": namespace, "projectcalico.org/name": namespace},
)

_written(namespace) := array.concat(
	array.concat(_cilium(namespace), _calico(namespace)),
	array.concat(_admin(namespace), _antrea(namespace)),
)

_cilium(namespace) := [policy |
	some [written, specs] in [[written, specs] |
		some written in _cilium_objects(namespace)
		specs := [object.get(written, "spec", null)]
	]
	some spec in array.concat(specs, [listed | some listed in written.specs])
	is_object(spec.endpointSelector)
	policy := {
		"title": _title(written),
		"directions": {direction | some direction in ["ingress", "egress"]; _cilium_denies(spec, direction)},
		"selector": _without_sources(spec.endpointSelector),
	}
]

_cilium_objects(namespace) := array.concat(
	[written | some written in data.inventory.namespace[namespace]["cilium.io/v2"].CiliumNetworkPolicy],
	[written | some written in data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy],
)

_cilium_denies(spec, direction) if spec.enableDefaultDeny[direction] == true

_cilium_denies(spec, direction) if {
	not spec.enableDefaultDeny[direction] == false
	some field in [direction, sprintf("%sDeny", [direction])]
	is_array(spec[field])
	count(spec[field]) > 0
}

# Cilium puts before a label where it comes from, so that a selector may ask about one label twice.
_without_sources(written) := {"matchExpressions": array.concat(
	[{"key": _plain(key), "operator": "In", "values": [wanted]} |
		some key, wanted in written.matchLabels
		is_string(key)
	],
	[_plain_expression(expression) | some expression in written.matchExpressions],
)}

_plain_expression(expression) := object.union(expression, {"key": _plain(expression.key)}) if {
	is_object(expression)
	is_string(expression.key)
} else := null

_plain(key) := regex.replace(key, `^(k8s|any)[:.]`, "")

_calico(namespace) := [policy |
	some written in array.concat(_calico_objects(namespace), _global_calico_objects)
	is_object(written.spec)
	_is_in_reach(written.spec, namespace)
	policy := {
		"title": _title(written),
		"directions": _calico_directions(written.spec),
		"expression": value.text_in(written.spec, "selector"),
	}
]

_calico_objects(namespace) := array.concat(
	[written | some written in data.inventory.namespace[namespace]["projectcalico.org/v3"].NetworkPolicy],
	[written | some written in data.inventory.namespace[namespace]["crd.projectcalico.org/v1"].NetworkPolicy],
)

_global_calico_objects := array.concat(
	[written | some written in data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy],
	[written | some written in data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy],
)

_is_in_reach(spec, namespace) if {
	written := value.text_in(spec, "namespaceSelector")
	not calico.leaves_out(written, _namespace_labels(namespace))
}

_calico_directions(spec) := {lower(type) | some type in spec.types; is_string(type)} if {
	some _ in spec.types
} else := {"ingress", "egress"} if {
	some _ in spec.egress
	some _ in spec.ingress
} else := {"egress"} if {
	some _ in spec.egress
} else := {"ingress"}

# Those for the whole cluster deny only what a rule denies.
_admin(namespace) := [policy |
	some written in _admin_objects
	some subject in [written.spec.subject]
	_is_about_namespace(subject, namespace)
	policy := {
		"title": _title(written),
		"directions": {direction |
			some direction in ["ingress", "egress"]
			some rule in written.spec[direction]
			rule.action == "Deny"
		},
		"selector": value.object_in(object.get(subject, "pods", {}), "podSelector"),
	}
]

_admin_objects := array.concat(
	array.concat(
		[written | some written in data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy],
		[written | some written in data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy],
	),
	[written | some written in data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy],
)

_is_about_namespace(subject, namespace) if _may_hold(subject.namespaces, namespace)

_is_about_namespace(subject, namespace) if _may_hold(subject.pods.namespaceSelector, namespace)

# Without its object nobody knows what labels a namespace carries.
_may_hold(written, namespace) if selector.matches(written, _namespace_labels(namespace))

_may_hold(written, namespace) if {
	is_object(written)
	not data.inventory.cluster.v1.Namespace[namespace]
	count(selector.keys(written) - {"kubernetes.io/metadata.name"}) > 0
}

_antrea(namespace) := [policy |
	some written in _antrea_objects(namespace)
	some subject in written.spec.appliedTo
	_is_applied(subject, namespace)
	policy := {
		"title": _title(written),
		"directions": {direction |
			some direction in ["ingress", "egress"]
			some rule in written.spec[direction]
			rule.action in {"Drop", "Reject"}
		},
		"selector": value.object_in(subject, "podSelector"),
	}
]

_antrea_objects(namespace) := array.concat(
	[written | some written in data.inventory.namespace[namespace]["crd.antrea.io/v1beta1"].NetworkPolicy],
	[written | some written in data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy],
)

_is_applied(subject, namespace) if _may_hold(subject.namespaceSelector, namespace)

_is_applied(subject, _) if {
	is_object(subject.podSelector)
	object.get(subject, "namespaceSelector", null) == null
}

_title(written) := sprintf("%s %q", [written.kind, written.metadata.name])

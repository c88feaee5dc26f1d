# METADATA
# title: Agents that enforce network policies
# description: |
#   What prevents the DaemonSet of such an agent from enforcing network policies.
package lib.guiderail.policy_agent

# METADATA
# description: |
#   What keeps a DaemonSet from enforcing network policies: `path`, `what` and what is `wanted`. Undefined where it
#   enforces.
defect(daemon_set) := _defects(daemon_set)[0]

_defects(daemon_set) := [wrong |
	some i, container in _containers(daemon_set)
	some field in ["command", "args"]
	some j, argument in container[field]
	is_string(argument)
	lower(argument) in {"--run-firewall=false", "--run-firewall=f", "--run-firewall=0"}
	wrong := {
		"path": array.concat(_path, [i, field, j]),
		"what": sprintf("container %q: %s turns network policies off", [container.name, argument]),
		"wanted": "set --run-firewall=true",
	}
] if {
	daemon_set.metadata.name == "kube-router"
}

_defects(daemon_set) := [wrong |
	some i, container in _containers(daemon_set)
	some j, variable in container.env
	variable.name == "EXPECT_NPC"
	variable.value == "0"
	wrong := {
		"path": array.concat(_path, [i, "env", j, "value"]),
		"what": sprintf("container %q: env EXPECT_NPC is 0, which turns network policies off", [container.name]),
		"wanted": "remove it",
	}
] if {
	daemon_set.metadata.name == "weave-net"
}

_defects(daemon_set) := [wrong |
	some [i, container] in agents
	arguments := object.get(container, "args", [])
	not "--enable-network-policy=true" in arguments
	not "--enable-network-policy" in arguments
	wrong := {
		"path": array.concat(_path, [i, "args"]),
		"what": sprintf("container %q: --enable-network-policy is not true", [container.name]),
		"wanted": "set --enable-network-policy=true",
	}
] if {
	daemon_set.metadata.name == "aws-node"
	agents := _agents(daemon_set)
	count(agents) > 0
}

_defects(daemon_set) := [{"path": _path, "what": what, "wanted": wanted}] if {
	daemon_set.metadata.name == "aws-node"
	count(_agents(daemon_set)) == 0
	what := "no container runs the network policy agent of the VPC CNI"
	wanted := "use VPC CNI 1.14 or later and enable network policies"
}

_agents(daemon_set) := [[i, container] |
	some i, container in _containers(daemon_set)
	container.name in {"aws-eks-nodeagent", "aws-network-policy-agent"}
]

_containers(daemon_set) := object.get(daemon_set, _path, [])

_path := ["spec", "template", "spec", "containers"]

package guiderail.network.enforcing_cni_test

import data.guiderail.network.enforcing_cni

absent(advice) := {"msg": sprintf("no DaemonSet enforces network policies on the node%s", [advice]), "details": {"path": ["metadata", "name"]}}

install := "; install an agent such as Calico or Cilium, or enable the one in the cloud's network plugin"

said_of(violation, unknown) := {"violation": violation, "unknown": unknown}

test_denied_node[note] if {
	some note, case in {
		"nothing": {"agents": {}, "want": install},
		"of another name": {"agents": {"kube-proxy": {}}, "want": install},
		"elsewhere": {"agents": {"cilium": {"nodeSelector": {"pool": "b"}}}, "want": install},
		"off": {
			"agents": {"aws-node": vpc_cni(["--enable-network-policy=false"])},
			"want": concat("", [` (DaemonSet kube-system/aws-node: container "aws-eks-nodeagent": --enable-network-policy is not true)`, install]),
		},
	}
	said(node({}, ""), run(case.agents), {}) == said_of({absent(case.want)}, set())
}

test_denied_virtual_node if {
	want := absent("; run pods that need policies on other nodes, because no agent can run on this one")
	said(node({"eks.amazonaws.com/compute-type": "fargate"}, ""), run({"cilium": {}}), {}) == said_of({want}, set())
}

test_allowed_node[note] if {
	some note, agents in {
		"Cilium": {"cilium": {}},
		"VPC CNI": {"aws-node": vpc_cni(["--enable-ipv6=false", "--enable-network-policy=true"])},
		"VPC CNI by a bare flag": {"aws-node": vpc_cni(["--enable-network-policy"])},
		"Calico beside it": {"aws-node": vpc_cni(["--enable-network-policy=false"]), "calico-node": {}},
		"kube-router": {"kube-router": {"containers": [{"name": "kube-router", "args": ["--run-firewall=true"]}]}},
		"Weave Net": {"weave-net": {"containers": [{"name": "weave", "env": [{"name": "EXPECT_NPC", "value": "1"}]}]}},
	}
	said(node({}, ""), run(agents), {}) == said_of(set(), set())
}

test_allowed_by_parameter if {
	said(node({}, ""), run({"own-agent": {}}), {"agents": ["kube-system/own-agent"]}) == said_of(set(), set())
}

test_unknown_node[note] if {
	some note, case in {
		"Auto Mode": {
			"subject": node({"eks.amazonaws.com/compute-type": "auto"}, ""),
			"want": `; EKS Auto Mode enforces them if ConfigMap kube-system/amazon-vpc-cni sets enable-network-policy-controller to "true"`,
		},
		"K3s": {"subject": node({}, "k3s://n1"), "want": "; K3s enforces them unless it was started with --disable-network-policy"},
	}
	said(case.subject, run({}), {}) == said_of(set(), {absent(case.want)})
}

test_unknown_in_a_request if {
	review := {"review": {"object": node({}, ""), "operation": "CREATE"}}
	enforcing_cni.violation == set() with input as review with data.inventory as run({})
	enforcing_cni.unknown == {absent(install)} with input as review with data.inventory as run({})
}

off := {
	"kube-router": {
		"pod": {"containers": [{"name": "kube-router", "args": [7, "--run-router=true", "--run-firewall=false"]}]},
		"path": [0, "args", 2],
		"msg": `container "kube-router": --run-firewall=false turns network policies off, and no other agent enforces network policies; set --run-firewall=true`,
	},
	"weave-net": {
		"pod": {"containers": [{"name": "weave", "env": [{"name": "EXPECT_NPC", "value": "0"}]}]},
		"path": [0, "env", 0, "value"],
		"msg": `container "weave": env EXPECT_NPC is 0, which turns network policies off, and no other agent enforces network policies; remove it`,
	},
	"aws-node": {
		"pod": {"containers": [{"name": "aws-node"}, {"name": "aws-network-policy-agent", "args": null}]},
		"path": [1, "args"],
		"msg": `container "aws-network-policy-agent": --enable-network-policy is not true, and no other agent enforces network policies; set --enable-network-policy=true`,
	},
}

test_denied_agent[name] if {
	some name, case in off
	verdict := said(agent(name, case.pod), run({name: case.pod}), {"unmaintained": []})
	verdict == said_of({{"msg": case.msg, "details": {"path": array.concat(["spec", "template", "spec", "containers"], case.path)}}}, set())
}

test_denied_vpc_cni_without_agent if {
	verdict := said(agent("aws-node", {"containers": [{"name": "aws-node"}]}), run({}), {})
	verdict == said_of(
		{{
			"msg": "no container runs the network policy agent of the VPC CNI, and no other agent enforces network policies; use VPC CNI 1.14 or later and enable network policies",
			"details": {"path": ["spec", "template", "spec", "containers"]},
		}},
		set(),
	)
}

test_allowed_agent_beside_another[name] if {
	some name, case in off
	said(agent(name, case.pod), run({name: case.pod, "calico-node": {}}), {"unmaintained": []}) == said_of(set(), set())
}

test_denied_agent_beside_one_that_is_nowhere if {
	inventory := json.patch(run({"calico-node": {}}), [{"op": "add", "path": "/namespace/kube-system/apps~1v1/DaemonSet/calico-node/status", "value": {"desiredNumberScheduled": 0}}])
	count(said(agent("aws-node", off["aws-node"].pod), inventory, {}).violation) == 1
}

test_unknown_agent_in_a_request if {
	review := {"review": {"object": agent("aws-node", off["aws-node"].pod), "operation": "UPDATE"}}
	enforcing_cni.violation == set() with input as review with data.inventory as run({})
	count(enforcing_cni.unknown) == 1 with input as review with data.inventory as run({})
}

test_denied_unmaintained[name] if {
	some name in ["weave-net", "romana-agent"]
	said(agent(name, {}), run({}), {}) == said_of(
		{{
			"msg": sprintf("DaemonSet %s is no longer maintained, so its vulnerabilities are not fixed; use Calico, Cilium or the cloud's own agent", [name]),
			"details": {"path": ["metadata", "name"]},
		}},
		set(),
	)
}

test_allowed_agent if {
	said(agent("calico-node", {"containers": [{"name": "calico-node", "env": [{"name": "EXPECT_NPC", "value": "0"}]}]}), run({}), {}) == said_of(set(), set())
	enforcing_cni.applies with input as agent("calico-node", {})
	enforcing_cni.applies with input as node({}, "")
}

test_silent[note] if {
	some note, subject in {
		"another DaemonSet": agent("node-exporter", {}),
		"another namespace": json.patch(agent("aws-node", {}), [{"op": "replace", "path": "/metadata/namespace", "value": "shop"}]),
		"another kind": object.union(agent("aws-node", {}), {"kind": "Deployment"}),
		"another group": object.union(agent("aws-node", {}), {"apiVersion": "example.org/v1"}),
	}
	said(subject, run({}), {}) == said_of(set(), set())
	not enforcing_cni.applies with input as subject
}

vpc_cni(arguments) := {"containers": [{"name": "aws-node"}, {"name": "aws-eks-nodeagent", "args": arguments}]}

node(labels, id) := {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": labels}, "spec": {"providerID": id}}

agent(name, pod) := {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": name, "namespace": "kube-system"}, "spec": {"template": {"spec": pod}}}

run(pods) := {"namespace": {"kube-system": {"apps/v1": {"DaemonSet": agents}}}} if {
	agents := {name: agent(name, pod) | some name, pod in pods}
}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := enforcing_cni.violation with input as asked with data.inventory as inventory
	unknown := enforcing_cni.unknown with input as asked with data.inventory as inventory
}

# METADATA
# title: EKS nodes must not accept SSH from everywhere
# description: |
#   Where a node group has an SSH key but no list of security groups, EKS and eksctl open port 22 of its nodes to the
#   whole internet. Who logs in to a node has all its pods, their Secrets and the credentials of its role. Session
#   Manager needs no open port.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html
#   - https://eksctl.io/usage/schema/
# custom:
#   severity: high
#   requirements: [HOST-07]
#   match: [node_groups]
#   remediation: Remove the SSH key and use Session Manager, or list the security groups that may reach port 22. With
#     privateNetworking, eksctl opens the port to the network of the cluster alone, which is accepted.
package guiderail.hosts.remote_access

import data.lib.guiderail.finding
import data.lib.guiderail.node_groups

applies if count(node_groups.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ssh.path, "msg": msg, "is_open": is_open} if {
	some group in node_groups.all
	_may_be_open(group)
	ssh := group.ssh
	is_open := _all_are_known([ssh, group.ssh_limits]) == false
	what := sprintf("%s opens port 22 of the nodes to everyone", [ssh.field])
	how := sprintf("remove it, or list security groups in %s", [group.ssh_limits.field])
	msg := sprintf("%s: %s; %s", [group.title, _how(what, is_open), how])
}

_may_be_open(group) if {
	_is_possible(group.ssh)
	group.ssh_limits.value == false
	group.ssh_is_private == false
}

_is_possible(ssh) if ssh.value

_is_possible(ssh) if not ssh.is_known

default _all_are_known(_) := false

_all_are_known(facts) if {
	every fact in facts {
		fact.is_known
	}
}

_how(what, false) := what

_how(what, true) := sprintf("whether %s is not known", [what])

# METADATA
# title: The metadata service of nodes must require tokens and not answer pods
# description: |
#   The metadata service of EC2 gives out the credentials of the node's role. Without tokens, one request that an
#   attacker forges through a flaw in an application is enough to get them. With a hop limit above 1, the tokens reach
#   the pods as well, so that each pod can act as the node.
# related_resources:
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://eksctl.io/usage/security/
# custom:
#   severity: high
#   requirements: [HOST-08, IRSA-11]
#   match: [node_groups]
#   remediation: Set http_tokens to required and http_put_response_hop_limit to 1 in the launch template. In eksctl,
#     leave disableIMDSv1 at true and set disablePodIMDS to true. Give pods that call AWS a role of their own first.
#   parameters:
#     max_hop_limit: {type: integer, description: "The highest hop limit that is accepted. With 2, the metadata service
#       answers pods."}
package guiderail.hosts.instance_metadata

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_groups

defaults := {"max_hop_limit": 1}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(node_groups.instances) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains _offence(instance, instance.tokens, "lets requests without a token read the node's credentials") if {
	some instance in _served
	instance.tokens.value != "required"
}

_offences contains _offence(instance, instance.hop_limit, "lets pods read the node's credentials") if {
	some instance in _served
	_reaches_pods(instance.hop_limit)
}

# Where nothing is written the image decides, and some say 2.
_offences contains {"path": limit.path, "msg": msg, "is_open": true} if {
	some instance in _served
	instance.tokens.value == "required"
	limit := instance.hop_limit
	limit.is_known
	limit.value == null
	what := sprintf("without %s, the image decides whether pods can read the node's credentials", [limit.field])
	msg := sprintf("%s: %s; set it to %s", [instance.title, what, limit.wanted])
}

_served := [instance | some instance in node_groups.instances; instance.endpoint.value != "disabled"]

_reaches_pods(limit) if not limit.is_known

_reaches_pods(limit) if {
	text := sprintf("%v", [limit.value])
	regex.match(`^[0-9]+$`, text)
	to_number(text) > parameters.max_hop_limit
}

_offence(instance, fact, wrong) := {"path": fact.path, "msg": msg, "is_open": false} if {
	fact.is_known
	msg := sprintf("%s: %s %s; set it to %s", [instance.title, fact.field, wrong, fact.wanted])
} else := {"path": fact.path, "msg": msg, "is_open": true} if {
	msg := sprintf("%s: whether %s %s is not known; set it to %s", [instance.title, fact.field, wrong, fact.wanted])
}

# METADATA
# title: Programs that call AWS
# description: |
#   How a container calls AWS, which may be with an argument, with keys, or with a role that it is
#   given.
package lib.guiderail.aws_caller

# METADATA
# scope: document
# description: |
#   Whether a container has the argument, or the flag with any value, by which it calls AWS; an empty one stands for
#   always.
has_argument(_, "")

has_argument(container, argument) if {
	argument != ""
	words := [word | some field in ["command", "args"]; some word in container[field]; is_string(word)]
	some i, word in words
	_is_argument(word, concat("=", array.slice(words, i, i + 2)), argument)
}

_is_argument(word, _, argument) if word == argument

_is_argument(word, _, argument) if startswith(word, sprintf("%s=", [argument]))

_is_argument(_, pair, argument) if pair == argument

# METADATA
# description: Whether a container has keys of its own, of which irsa.static_credentials speaks.
has_keys(container) if {
	some variable in container.env
	variable.name in {"AWS_ACCESS_KEY_ID", "AWS_SHARED_CREDENTIALS_FILE"}
	_is_set(variable)
	not variable.valueFrom.secretKeyRef.optional == true
}

# METADATA
# description: Whether a pod has a token for AWS.
has_token(pod) if {
	some volume in pod.volumes
	some source in volume.projected.sources
	audience := source.serviceAccountToken.audience
	is_string(audience)
	regex.match(`^(pods\.eks|sts)\.amazonaws\.com(\.cn)?$`, audience)
}

# METADATA
# description: |
#   Whether variables tell a container its role. The SDKs of AWS then ask there and nowhere else; they pass over
#   variables that are empty.
is_told_role(container) if {
	variables := {variable.name | some variable in container.env; _is_set(variable)}
	_tells_role(variables)
}

_tells_role(variables) if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in variables

_tells_role(variables) if {"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"} - variables == set()

_is_set(variable) if {
	is_string(variable.value)
	variable.value != ""
}

_is_set(variable) if is_object(variable.valueFrom)

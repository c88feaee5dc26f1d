# METADATA
# title: Images must not run as root
# description: |
#   The user of an image is the one that its container runs as unless the pod says otherwise. As root, whoever
#   breaks out of the program owns the container, and everything that is mounted in it. An image whose Dockerfile
#   sets no user runs as that of its base image, which is root for nearly all.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   requirements: [IMG-12]
#   match: [dockerfiles]
#   remediation: End the last stage with USER and the number of a user other than 0, or begin it with a base image
#     that sets one. With a number, runAsNonRoot can be checked by the kubelet.
#   parameters:
#     nonroot_bases: {type: array, items: {type: string}, description: "Regular expressions (RE2), each matched
#       against a base image with its registry in full and its tag, such as gcr.io/distroless/static:nonroot, that
#       sets another user than root."}
package guiderail.images.root_user

import data.lib.guiderail.ctx
import data.lib.guiderail.dockerfiles
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {"nonroot_bases": [
	`^gcr\.io/distroless/[^:]+:.*nonroot`,
	`^cgr\.dev/chainguard/`,
	`^docker\.io/nginxinc/nginx-unprivileged:`,
	`^docker\.io/bitnami(legacy)?/`,
]}

parameters := object.union(defaults, ctx.parameters)

applies if dockerfiles.root

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": user.path, "msg": msg, "is_open": is_open} if {
	user := dockerfiles.user
	[is_open, msg] := _judged(user)
}

_offences contains {"path": base.path, "msg": msg, "is_open": is_open} if {
	not dockerfiles.user
	base := dockerfiles.root.base
	[is_open, msg] := _inherited(base)
}

_judged(user) := [false, sprintf("the image runs as the user %s; set another one with USER", [user.text])] if {
	regex.match(`(?i)^(0+|root|ContainerAdministrator)(:.*)?$`, user.text)
} else := [true, sprintf("the user %s, as which the image runs, is not known", [user.text])] if {
	not user.is_known
} else := [true, sprintf("the user %s, as which the image runs, is still to be filled in", [user.text])] if {
	placeholder.is_in(user.text)
}

_inherited(base) := [true, sprintf("no USER is set, and the base image %s is not known", [image.shown(base.text)])] if {
	_is_open(base)
} else := [true, msg] if {
	placeholder.is_in(base.text)
	msg := sprintf("no USER is set, and the base image %s is still to be filled in", [base.text])
} else := [false, "no USER is set, so that the image runs as root; set one with USER"] if {
	base.text == "scratch"
} else := [false, msg] if {
	parts := image.parse(base.text)
	not _is_nonroot(parts)
	how := "so that the image runs as root unless its base image"
	msg := sprintf("no USER is set, %s %s sets another user; set one with USER", [how, image.shown(base.text)])
}

_is_open(base) if not base.is_known

# An ID without a repository may be any image.
_is_open(base) if image.is_digest(base.text)

_is_nonroot(parts) if {
	some pattern in parameters.nonroot_bases
	regex.match(pattern, sprintf("%s:%s", [parts.name, parts.tag]))
}

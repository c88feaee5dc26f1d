# METADATA
# title: Images must be built from an allowed base image
# description: |
#   Whatever the base image contains is in the image: a shell and a package manager for an attacker, and the
#   vulnerabilities of programs that nobody uses. Distroless, Alpine and similar bases contain little. Only the
#   stages that the image is made of count; what compiles it may be based on anything.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/
#   - https://github.com/GoogleContainerTools/distroless
# custom:
#   severity: medium
#   requirements: [IMG-11]
#   match: [dockerfiles]
#   remediation: Build in one stage, and copy the result to a last stage that begins with a distroless image, Alpine
#     or another base of the list. Review other bases and add them to the parameters.
#   parameters:
#     repositories: {type: array, items: {type: string}, description: "Repositories with their registry in full, such
#       as docker.io/library/alpine, whose images are allowed. One that ends with a slash allows everything below
#       it."}
#     tags: {type: array, items: {type: string}, description: "Regular expressions (RE2), each matched against the tag
#       of an official image of Docker Hub, such as python:3.14-alpine. A tag that matches one is built on an allowed
#       base."}
package guiderail.images.base_image

import data.lib.guiderail.ctx
import data.lib.guiderail.dockerfiles
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {
	"repositories": [
		"docker.io/library/alpine",
		"public.ecr.aws/docker/library/alpine",
		"gcr.io/distroless/",
		"registry.k8s.io/distroless/",
		"cgr.dev/chainguard/",
		"dhi.io/",
		"mcr.microsoft.com/azurelinux/distroless/",
		"public.ecr.aws/eks-distro-build-tooling/eks-distro-minimal-base",
		"registry.access.redhat.com/ubi8-micro",
		"registry.access.redhat.com/ubi9-micro",
		"registry.access.redhat.com/ubi10-micro",
		"registry.access.redhat.com/ubi8/ubi-micro",
		"registry.access.redhat.com/ubi9/ubi-micro",
		"registry.access.redhat.com/ubi10/ubi-micro",
	],
	"tags": [`(^|-)alpine[0-9.]*$`],
}

parameters := object.union(defaults, ctx.parameters)

applies if dockerfiles.root

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": base.path, "msg": msg, "is_open": is_open} if {
	base := dockerfiles.root.base
	base.text != "scratch"
	[is_open, msg] := _judged(base, image.shown(base.text))
}

_judged(base, shown) := [true, sprintf("the base image %s is not known; %s", [shown, wanted])] if {
	not base.is_known
	wanted := "give the ARG a default, or check the file with the base filled in"
} else := [true, sprintf("the base image %s is still to be filled in", [shown])] if {
	placeholder.is_in(base.text)
} else := [true, sprintf("the base image %s is a digest without a repository, which may be any image", [shown])] if {
	regex.match(`^sha256:[a-f0-9]+$`, base.text)
} else := [false, sprintf("the base image %s is not in the list of allowed bases; %s", [shown, wanted])] if {
	parts := image.parse(base.text)
	not _is_allowed(parts)
	wanted := "use a distroless image, Alpine or another base of the list"
}

_is_allowed(parts) if image.is_named(parts, parameters.repositories)

_is_allowed(parts) if {
	image.is_named(parts, ["docker.io/library/", "public.ecr.aws/docker/library/"])
	some pattern in parameters.tags
	regex.match(pattern, parts.tag)
}

# METADATA
# title: Images must not contain SSH host keys
# description: |
#   Installing the package openssh-server makes the host's keys, and in a build they become part of the image.
#   Whoever has the image can pose as any of its containers. ssh-keygen -A makes only keys that are missing, so
#   that keys of the build stay in use.
# related_resources:
#   - https://man.openbsd.org/ssh-keygen#A
# custom:
#   severity: medium
#   requirements: [IMG-12]
#   match: [commands]
#   limits:
#     conftest: Its parser of Dockerfiles gives what RUN runs as one text, and there is no parser for shell; guiderail
#       check judges the commands.
#   remediation: Remove /etc/ssh/ssh_host_*key* in the RUN that installs the server, and make keys when the container
#     starts (ssh-keygen -A).
package guiderail.images.ssh_host_keys

import data.lib.guiderail.commands

applies if count(_made) > 0

violation contains {"msg": msg, "details": {"path": made.path}} if {
	some made in _made
	not _are_removed(made)
	msg := sprintf("%s makes SSH host keys that become part of the image; remove /etc/ssh/ssh_host_*key*", [made.what])
}

_made contains {"what": what, "path": call.path, "index": call.index} if {
	some call in commands.calls
	call.command.in_image
	call.command.instruction == "run"
	what := _makes(call)
}

_makes(call) := "installing openssh-server" if {
	call.program in {"apt-get", "apt", "aptitude"}
	"install" in {word.text | some word in call.arguments}
	some word in call.arguments
	split(word.text, "=")[0] in {"openssh-server", "ssh"}
} else := "ssh-keygen -A" if {
	call.program == "ssh-keygen"
	"-A" in {word.text | some word in call.arguments}
}

# Later, be it in another layer: it is then used by no container.
_are_removed(made) if {
	some call in commands.of("rm")
	call.index > made.index
	some word in call.arguments
	regex.match(`^/etc/ssh(/.*key.*|/ssh_host.*|/?\*?)$`, word.text)
}

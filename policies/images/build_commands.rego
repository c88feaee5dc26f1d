# METADATA
# title: Builds must verify what they install, and give nobody power
# description: |
#   What a build runs is in the image. A script that is piped from a server to a shell, a package without a
#   signature and a key that apt trusts for everything bring in what somebody else decides. Members of the group
#   sudo, and an SSH server that ignores who may write its files, are a way to root in each container.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/
#   - https://manpages.debian.org/bookworm/apt/apt-key.8.en.html
# custom:
#   severity: medium
#   requirements: [IMG-12]
#   match: [commands]
#   limits:
#     conftest: Its parser of Dockerfiles gives what RUN runs as one text, and there is no parser for shell; guiderail
#       check judges the commands.
#   remediation: Download a file, compare its checksum and then run it; put keys of repositories into files that
#     signed-by= names; leave out sudo, and the options that turn checks off.
package guiderail.images.build_commands

import data.lib.guiderail.build_commands
import data.lib.guiderail.commands

applies if commands.origin == "dockerfile"

violation contains {"msg": offence.msg, "details": {"path": offence.path}} if {
	commands.origin == "dockerfile"
	some offence in build_commands.offences
}

# METADATA
# title: Files that ADD downloads must have a checksum
# description: |
#   ADD takes whatever a server sends when the image is built, be it a key that packages are verified with. With
#   --checksum the build fails when the file is another one.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#add---checksum
# custom:
#   severity: medium
#   requirements: [IMG-12]
#   match: [dockerfiles]
#   remediation: Give ADD the checksum of the file (--checksum=sha256:…), or of a Git repository the commit; or copy
#     the file from the build context.
package guiderail.images.remote_add

import data.lib.guiderail.dockerfiles
import data.lib.guiderail.finding

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

applies if count(dockerfiles.stages) > 0

_offences contains {"path": [i, "Value", j], "msg": msg, "is_open": is_open} if {
	some i, instruction in dockerfiles.instructions
	_adds(instruction)
	count([flag | some flag in instruction.Flags; startswith(flag, "--checksum=")]) == 0
	some j, written in instruction.Value
	j < count(instruction.Value) - 1
	source := dockerfiles.expanded(i, written)
	shown := regex.replace(regex.replace(source.text, `//[^/@]*@`, "//…@"), `[?#].*$`, "")
	[is_open, msg] := _judged(source, shown)
}

_adds(instruction) if instruction.Cmd == "add"

_adds(instruction) if {
	instruction.Cmd == "onbuild"
	upper(instruction.SubCmd) == "ADD"
}

_judged(source, shown) := [false, sprintf("ADD downloads %s without a checksum; %s", [shown, wanted])] if {
	regex.match(`(?i)^(https?|ftp)://`, source.text)
	not _is_repository(source.text)
	not _is_commit(source.text)
	wanted := "add --checksum=sha256:…"
} else := [false, sprintf("ADD clones %s without a commit; %s", [shown, wanted])] if {
	_is_repository(source.text)
	not _is_commit(source.text)
	wanted := "append # and the commit, or add --checksum="
} else := [true, sprintf("whether ADD downloads %s is not known; if it does, it has no checksum", [shown])] if {
	not source.is_known
	startswith(source.text, "$")
}

_is_repository(text) if regex.match(`^(git@|ssh://|git://)|^https?://[^?#]*\.git(#|$)`, text)

# The commit of a Git repository is a checksum of its content.
_is_commit(text) if regex.match(`#[a-f0-9]{40}(:.*)?$`, text)

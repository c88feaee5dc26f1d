# METADATA
# title: Where restored backups come from
# description: The addresses from which a pod downloads the backup that it restores.
package lib.guiderail.restore_origin

# METADATA
# description: |
#   The downloads of a pod of `restore_steps`: `title` and `path` of the command, and `address`, without what follows a
#   question mark ("" where none is written), and whether that `is_signed` (has a signature in the address).
of(pod) := [origin |
	some step in pod.steps
	some address in _addresses(step.command)
	origin := {
		"title": step.title, "path": step.path,
		"address": regex.replace(regex.replace(address, `[?#].*$`, ""), `//[^/@]*@`, "//"),
		"is_signed": regex.match(`(?i)[?&](x-amz-signature|x-goog-signature|signature|sig)=`, address),
	}
]

# METADATA
# description: |
#   Whether an address is one of those that are allowed or below it: s3://backups allows s3://backups/x, but not
#   s3://backups-old.
is_allowed(address, allowed) if {
	not contains(address, "/../")
	some prefix in allowed
	startswith(sprintf("%s/", [address]), sprintf("%s/", [trim_right(prefix, "/")]))
}

_addresses(command) := found if {
	regex.match(_copies, command)
	contains(command, "://")
	found := [match[1] |
		some match in regex.find_all_string_submatch_n(`(?:^|[\s"'=])((?:s3|gs)://[^\s"'\\)]+)`, command, 1)
		not _is_upload(command, match[1])
	]
} else := [sprintf("s3://%s", [bucket])] if {
	regex.match(`\baws\s.*\bs3api\s+get-object\b`, command)
	bucket := _option(command, `--bucket`)
} else := [sprintf("https://%s.blob.core.windows.net/%s", [account, container])] if {
	regex.match(`\baz\s+storage\s+blob\s+download`, command)
	account := _option(command, `--account-name`)
	container := _option(command, `--container-name|-c|--source|-s`)
} else := [match[1] | some match in found] if {
	regex.match(`\b(curl|wget|azcopy)\s`, command)
	not regex.match(`\s(-T|--upload-file|-X\s*PUT|--request\s+PUT|--post-file|-d|--data\S*)\s`, command)
	found := regex.find_all_string_submatch_n(`(?:^|[\s"'=])((?:https?|ftp)://[^\s"'\\)]+)`, command, 1)
	count(found) > 0
} else := [""] if {
	regex.match(_downloads, command)
} else := []

_downloads := concat("|", [
	_copies, `\b(curl|wget|azcopy|rclone|restic|mc)\s`, `\baz\s+storage\s+(blob|file)\s+download`,
])

_copies := `\baws\s.*\bs3\s+(cp|mv|sync)\b|\bgsutil\s|\bgcloud\s+storage\s|\bs3cmd\s|\bs5cmd\s`

# A file or - stands before the address.
_is_upload(command, address) if {
	regex.match(`\s["']?(-|[./~$][^\s=]*)["']?\s+["']?$`, substring(command, 0, indexof(command, address)))
}

_option(command, names) := found[0][1] if {
	found := regex.find_all_string_submatch_n(sprintf(`\s(?:%s)[\s=]+["']?([^\s"']+)`, [names]), command, 1)
	count(found) > 0
}

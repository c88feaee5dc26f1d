package guiderail.backups.restore_source_test

import data.guiderail.backups.restore_source

call := "/usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh -s EE/GOV/1/a -f /b/x.gpg"

nothing := "restores a backup that nothing verifies; run sha256sum --check before"

ignored := "restores a backup also when its verification fails; stop then"

not_known := "restores a backup; whether it is verified before is not known"

all := {"sources": ["s3://backups/sidecar/"], "images": ["registry.example.org/xroad/"]}

download := "aws s3 cp s3://backups/sidecar/x.gpg /b/x.gpg"

test_denied_without_verification[note] if {
	some note, script in {
		"nothing": [download, call],
		"after it": [download, call, "sha256sum -c /b/x.sha256"],
		"a comment": ["set -e", download, "# sha256sum -c /b/x.sha256", call],
		"weak sums": ["set -e", download, "md5sum -c /b/x.md5", call],
		"unpacked": [download, "tar -xzf /b/x.tar.gz -C /etc/xroad"],
		"a database": [download, "pg_restore -d messagelog /b/x.dump"],
	}
	said([container(script)], []).violation == {finding(nothing)}
	said([container(script)], []).unknown == set()
}

test_denied_where_verification_is_ignored[note] if {
	some note, script in {
		"|| true": ["set -e", download, "sha256sum -c /b/x.sha256 || true", call],
		"|| exit 0": [download, "sha256sum -c /b/x.sha256 || exit 0", call],
		"a warning": [download, "sha256sum -c /b/x.sha256 || { echo wrong; }", call],
		"leaves later": [download, "sha256sum -c /b/x.sha256 || { echo wrong; }", "test -f /b/x.gpg || exit 1", call],
		"no set -e": [download, "sha256sum --check /b/x.sha256", call],
		"set +e": ["set -e", "set +e", download, "sha256sum -c /b/x.sha256", call],
		"a pipe": ["set -e", download, "sha256sum -c /b/x.sha256 | tee /b/log", call],
		"a message": ["set -e", download, "sha256sum -c /b/x.sha256 && echo good", call],
		"if without an end": [download, "if ! sha256sum -c /b/x.sha256; then echo wrong; fi", call],
		"leaves after the if": [download, "if ! sha256sum -c /b/x.sha256; then echo wrong; fi", "test -f /b/x.gpg || exit 1", call],
		"after the if": [download, "if sha256sum -c /b/x.sha256; then echo good; fi", call],
		"in the background": ["set -e", download, "sha256sum -c /b/x.sha256 &", call],
	}
	said([container(script)], []).violation == {finding(ignored)}
}

test_allowed[note] if {
	some note, script in {
		"set -e": ["set -euo pipefail", download, "sha256sum --check /b/x.sha256", call],
		"the shell's own line": ["#!/bin/bash -e", download, "sha256sum -c /b/x.sha256", call],
		"&&": [sprintf("%s && sha256sum -c /b/x.sha256 && %s", [download, call])],
		"over lines": [sprintf("%s && \\\n  sha256sum -c /b/x.sha256 && \\\n  %s", [download, call])],
		"|| exit": [download, "sha256sum -c /b/x.sha256 || exit 1", call],
		"|| exit with a message": [download, "echo \"$SUM  /b/x.gpg\" | sha256sum -c - 2>&1 || { echo wrong >&2; exit 1; }", call],
		"&& and || exit": [download, "sha256sum -c /b/x.sha256 && echo good || exit 1", call],
		"if not": [download, "if ! shasum -a 256 -c /b/x.sha256; then", "exit 1", "fi", call],
		"if not, of a pipe": [download, "if ! echo $SUM /b/x.gpg | sha256sum -c -; then", "exit 1", "fi", call],
		"a function": [download, "sha256sum -c /b/x.sha256 || die \"wrong\"", call],
		"if": [download, "if sha512sum -c /b/x.sha512; then", call, "fi"],
		"a pipe": ["set -eo pipefail", download, "sha256sum -c /b/x.sha256 | tee /b/log", call],
		"a signature": ["set -e", download, "gpg --verify /b/x.sig /b/x.gpg", call],
		"su": ["set -e", download, "cosign verify-blob --key k /b/x.gpg", sprintf("su xroad -c \"%s\"", [call])],
	}
	said([container(script)], []) == {"violation": set(), "unknown": set(), "applies": true}
}

test_unknown_verification[note] if {
	some note, line in {
		"a script": "/scripts/verify.sh /b/x.gpg",
		"a comparison": `[ "$(sha256sum /b/x.gpg)" = "$SUM" ]`,
	}
	said([container(["set -e", download, line, call])], []) == {"violation": set(), "unknown": {finding(not_known)}, "applies": true}
}

test_allowed_by_the_option_of_the_shell[note] if {
	some note, words in {
		"short": ["bash", "-ec"],
		"behind others": ["/usr/bin/env", "bash", "-o", "pipefail", "-e", "-c"],
		"long": ["/bin/bash", "-o", "errexit", "-c"],
	}
	run := {"name": "restore", "image": image, "command": words, "args": [concat("\n", [download, "sha256sum -c /b/x.sha256", call])]}
	said([run], []) == {"violation": set(), "unknown": set(), "applies": true}
}

test_denied_in_spite_of_the_option_of_the_shell if {
	run := {"name": "restore", "image": image, "command": ["bash", "-ec"], "args": [concat("\n", ["set +e", download, "sha256sum -c /b/x.sha256", call])]}
	said([run], []).violation == {{"msg": sprintf(`container "restore": args %s`, [ignored]), "details": {"path": ["spec", "containers", 0, "args"]}}}
}

test_allowed_in_containers_before[note] if {
	some note, check in {
		"alone": {"name": "check", "image": image, "command": ["sha256sum", "-c", "/b/x.sha256"]},
		"last of a script": {"name": "check", "image": image, "args": ["sh", "-c", "cd /b && sha256sum -c x.sha256"]},
		"of a strict script": {"name": "check", "image": image, "command": ["sh", "-c", "set -e\nsha256sum -c /b/x.sha256\necho good"]},
	}
	said([only_restore], [only_download, check]) == {"violation": set(), "unknown": set(), "applies": true}
}

test_denied_in_containers_before[note] if {
	some note, check in {
		"|| true": {"name": "check", "image": image, "command": ["sh", "-c", "sha256sum -c /b/x.sha256 || true"]},
		"not last": {"name": "check", "image": image, "command": ["sh", "-c", "sha256sum -c /b/x.sha256\necho good"]},
		"beside it": {"name": "check", "image": image, "restartPolicy": "Always", "command": ["sha256sum", "-c", "/b/x.sha256"]},
	}
	said([only_restore], [only_download, check]).violation == {finding(ignored)}
}

test_denied_after_the_start if {
	run := {"name": "server", "image": image, "lifecycle": {"postStart": {"exec": {"command": ["sh", "-c", concat("\n", [download, call])]}}}}
	said([run], []).violation == {{
		"msg": sprintf(`container "server": lifecycle.postStart.exec.command %s`, [nothing]),
		"details": {"path": ["spec", "containers", 0, "lifecycle", "postStart", "exec", "command"]},
	}}
}

test_denied_in_a_mounted_script if {
	reviewed := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "restore", "namespace": "x"}, "spec": {
		"containers": [{"name": "restore", "image": image, "command": ["/scripts/run.sh"]}],
		"volumes": [{"name": "scripts", "configMap": {"name": "scripts"}}, {"name": "b", "emptyDir": {}}],
	}}
	inventory := {"namespace": {"x": {"v1": {"ConfigMap": {"scripts": {"data": {
		"run.sh": concat("\n", [download, call]), "other.sh": "sha256sum -c x || exit 1", "n": 1,
	}}}}}}}
	restore_source.violation == {finding(nothing)} with input as {"review": {"object": reviewed}, "parameters": all} with data.inventory as inventory
}

test_denied_source[note] if {
	some note, case in {
		"another bucket": {"line": "aws --region eu-north-1 s3 sync s3://elsewhere/ /b", "how": "s3://elsewhere/, which is no allowed source"},
		"a similar bucket": {"line": "aws s3 cp s3://backups-evil/sidecar/x.gpg /b/", "how": "s3://backups-evil/sidecar/x.gpg, which is no allowed source"},
		"a similar folder": {"line": "gsutil cp s3://backups/sidecar-old/x.gpg /b/", "how": "s3://backups/sidecar-old/x.gpg, which is no allowed source"},
		"by the API": {"line": "aws s3api get-object --bucket elsewhere --key x /b/x.gpg", "how": "s3://elsewhere, which is no allowed source"},
		"Azure": {"line": "az storage blob download --account-name evil --container-name b -n x -f /b/x.gpg", "how": "https://evil.blob.core.windows.net/b, which is no allowed source"},
		"no TLS": {"line": "curl -o /b/x.gpg http://backups.example.org/x.gpg", "how": "http://backups.example.org/x.gpg without TLS; use https"},
		"signed": {"line": `wget -O /b/x.gpg "https://u:p@backups.s3.amazonaws.com/x.gpg?X-Amz-Signature=00ff"`, "how": "https://backups.s3.amazonaws.com/x.gpg by a signed address; use an identity of its own"},
		"by a variable": {"line": "B=elsewhere\naws s3 cp s3://$B/x.gpg /b/", "how": "s3://elsewhere/x.gpg, which is no allowed source"},
		"out of the folder": {"line": "aws s3 cp s3://backups/sidecar/../x.gpg /b/", "how": "s3://backups/sidecar/../x.gpg, which is no allowed source"},
	}
	said([container(["set -e", case.line, "sha256sum -c /b/x.sha256", call])], []).violation == {finding(sprintf("downloads from %s", [case.how]))}
}

test_allowed_source[note] if {
	some note, line in {
		"the folder itself": "aws s3 cp --recursive s3://backups/sidecar /b",
		"a name to come below it": "aws s3 cp s3://backups/sidecar/$NAME /b",
		"by variables": "aws s3 cp s3://$(BUCKET)/sidecar/x.gpg /b",
		"an upload as well": sprintf("%s\naws s3 cp /b/log s3://logs/x", [download]),
	}
	run := object.union(container(["set -e", line, "sha256sum -c /b/x.sha256", call]), {"env": [
		{"name": "BUCKET", "value": "elsewhere"}, {"name": "BUCKET", "value": "backups"}, {"name": "OTHER", "valueFrom": {}},
	]})
	said([run], []) == {"violation": set(), "unknown": set(), "applies": true}
}

test_unknown_source[note] if {
	some note, case in {
		"a variable": {"line": "aws s3 cp s3://$ELSEWHERE/x.gpg /b", "how": "downloads from s3://${ELSEWHERE}/x.gpg; whether that is allowed is not known"},
		"an address that is not written": {"line": "curl -o /b/x.gpg \"$URL\"", "how": "downloads a backup; from where is not known"},
		"another program": {"line": "rclone copy backups:x /b", "how": "downloads a backup; from where is not known"},
		"nothing": {"line": "echo x", "how": "restores a backup; where it comes from is not known"},
	}
	said([container(["set -e", case.line, "sha256sum -c /b/x.sha256", call])], []) == {"violation": set(), "unknown": {finding(case.how)}, "applies": true}
}

test_denied_image if {
	run := object.union(container(["set -e", download, "sha256sum -c /b/x.sha256", call]), {"image": "docker.io/evil/restore:1"})
	said([run], []).violation == {{
		"msg": `container "restore": image docker.io/evil/restore:1 may not take part in a restore`,
		"details": {"path": ["spec", "containers", 0, "image"]},
	}}
}

test_unknown_image if {
	run := object.union(container(["set -e", download, "sha256sum -c /b/x.sha256", call]), {"image": "${REGISTRY}/restore:1"})
	said([run], []) == {"violation": set(), "applies": true, "unknown": {{
		"msg": `container "restore": image ${REGISTRY}/restore:1 is still to be filled in`,
		"details": {"path": ["spec", "containers", 0, "image"]},
	}}}
}

test_unknown_without_parameters if {
	review := {"review": {"object": pod([container(["set -e", download, "sha256sum -c /b/x.sha256", call])], [])}}
	restore_source.violation == set() with input as review
	restore_source.unknown == {
		finding("downloads from s3://backups/sidecar/x.gpg; whether that is allowed is not known; the parameters list no source"),
		{"msg": `container "restore": command: whether its image may restore is not known; the parameters list none`, "details": {"path": ["spec", "containers", 0, "command"]}},
	} with input as review
}

test_not_applicable[note] if {
	some note, run in {
		"nothing": {"name": "x", "image": image},
		"another program": {"name": "x", "image": image, "args": ["sleep", "1"]},
		"a shell without a script": {"name": "x", "image": image, "command": ["sh", "-c"]},
		"usage": container(["echo restore_xroad_proxy_configuration.sh -f x"]),
		"no list": {"name": "x", "image": image, "command": "pg_restore"},
	}
	review := {"review": {"object": pod([run], [])}, "parameters": all}
	not restore_source.applies with input as review
	restore_source.violation == set() with input as review
}

image := "registry.example.org/xroad/sidecar:7.8.1"

only_restore := {"name": "restore", "image": image, "command": split(call, " ")}

only_download := {"name": "download", "image": image, "command": split(download, " ")}

container(lines) := {"name": "restore", "image": image, "command": ["/bin/sh", "-c", concat("\n", lines)]}

finding(how) := {"msg": sprintf(`container "restore": command %s`, [how]), "details": {"path": ["spec", "containers", 0, "command"]}}

pod(containers, before) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "restore", "namespace": "x"}, "spec": {
	"containers": containers, "initContainers": before,
}}

said(containers, before) := {"violation": violation, "unknown": unknown, "applies": applies} if {
	review := {"review": {"object": pod(containers, before)}, "parameters": all}
	violation := restore_source.violation with input as review
	unknown := restore_source.unknown with input as review
	applies := restore_source.applies with input as review
}

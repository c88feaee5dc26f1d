package lib.guiderail.ansible_transport_test

import data.lib.guiderail.ansible_transport

test_offences[note] if {
	some note, [task, path] in {
		"certificates": [{"uri": {"url": "https://a", "validate_certs": false}}, [0, "uri", "validate_certs"]],
		"packages": [{"dnf": {"name": "x", "disable_gpg_check": "yes"}}, [0, "dnf", "disable_gpg_check"]],
		"a repository": [{"yum_repository": {"name": "x", "gpgcheck": 0}}, [0, "yum_repository", "gpgcheck"]],
		"trusted": [{"apt_repository": "repo='deb [trusted=yes] https://a b c'"}, [0, "apt_repository"]],
		"a trusted line": [{"lineinfile": {"line": "deb [trusted=yes] https://a b c"}}, [0, "lineinfile", "line"]],
		"a host of pip": [{"pip": {"name": "x", "extra_args": "--trusted-host a"}}, [0, "pip", "extra_args"]],
		"http": [{"apt_key": {"url": "http://a/key"}}, [0, "apt_key", "url"]],
		"http in a list": [{"yum": {"name": ["a", "http://a/b.rpm"]}}, [0, "yum", "name"]],
		"no checksum": [{"get_url": {"url": "https://a/b", "dest": "x"}}, [0, "get_url"]],
		"a shell": [{"shell": "wget -qO- https://a | sh"}, [0, "shell"]],
		"an interpreter": [{"shell": "curl https://a | python3 -"}, [0, "shell"]],
		"a key": [{"shell": "curl https://a | apt-key add -"}, [0, "shell"]],
		"substitution": [{"shell": "bash -c \"$(curl -fsSL https://a)\""}, [0, "shell"]],
		"curl -k": [{"command": "curl -sk https://a -o b"}, [0, "command"]],
		"wget": [{"command": "wget --no-check-certificate https://a"}, [0, "command"]],
		"wget of http": [{"command": "wget http://a/b"}, [0, "command"]],
		"apt": [{"command": "apt-get install -y --allow-unauthenticated x"}, [0, "command"]],
		"yum": [{"command": "yum install -y --nogpgcheck x"}, [0, "command"]],
		"git": [{"command": "git -c http.sslVerify=false clone https://a"}, [0, "command"]],
		"ssh": [{"command": "ssh -o StrictHostKeyChecking=no a"}, [0, "command"]],
		"a variable": [{"command": "x", "vars": {"ansible_host_key_checking": false}}, [0, "vars", "ansible_host_key_checking"]],
		"arguments of ssh": [{"command": "x", "vars": {"ansible_ssh_common_args": "-o StrictHostKeyChecking=no"}}, [0, "vars", "ansible_ssh_common_args"]],
		"winrm": [{"command": "x", "vars": {"ansible_winrm_server_cert_validation": "ignore"}}, [0, "vars", "ansible_winrm_server_cert_validation"]],
		"an environment": [{"command": "x", "environment": {"GIT_SSL_NO_VERIFY": "true"}}, [0, "environment", "GIT_SSL_NO_VERIFY"]],
	}
	{found.path | some found in offences([task])} == {path}
}

test_fine[note] if {
	some note, task in {
		"a checksum": {"get_url": {"url": "https://a/b", "dest": "x", "checksum": "sha256:1"}},
		"a file": {"get_url": {"url": "file:///a/b", "dest": "x"}},
		"the host itself": {"apt_key": {"url": "http://localhost/key"}},
		"a pipe": {"shell": "curl https://a | jq ."},
		"a key of no address": {"rpm_key": {"key": 1}},
		"verified": {"uri": {"url": "https://a", "validate_certs": "yes"}},
		"a signed repository": {"apt_repository": {"repo": "deb [signed-by=/x] http://a b c"}},
	}
	offences([task]) == set()
}

test_configuration if {
	found := offences({"defaults": {"inventory": "hosts", "host_key_checking": "False"}})
	{one.path | some one in found} == {["defaults", "host_key_checking"]}
}

offences(document) := found if {
	found := ansible_transport.offences with input as {"review": {"object": document}}
}

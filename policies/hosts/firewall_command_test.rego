package guiderail.hosts.firewall_command_test

import data.guiderail.hosts.firewall_command

test_denied[note] if {
	some note, case in {
		"a question": {"lines": ["ufw enable"], "want": "ufw enable waits for an answer, which no script gives; use ufw --force enable"},
		"off": {"lines": ["ufw disable"], "want": "ufw disable turns the firewall off; leave it on"},
		"reset": {"lines": ["ufw --force reset"], "want": "ufw reset turns the firewall off; leave it on"},
		"all in": {"lines": ["ufw default allow"], "want": "ufw allows whatever no rule is about to come in; use ufw default deny incoming"},
		"stopped": {"lines": ["systemctl stop ufw"], "want": "systemctl turns the host's firewall ufw off; leave it on"},
		"a policy": {"lines": ["iptables -P INPUT ACCEPT"], "want": "iptables lets in whatever no rule is about; use iptables -P INPUT DROP"},
		"a zone": {"lines": ["firewall-cmd --set-default-zone=trusted"], "want": "firewall-cmd lets everything in; use another zone than trusted"},
		"masked": {"lines": ["systemctl mask --now firewalld.service"], "want": "systemctl turns the host's firewall firewalld off; leave it on"},
	}
	firewall_command.violation == {{"msg": case.want, "details": {"path": ["commands", 0, "words", 0]}}} with input as script(case.lines)
	firewall_command.applies with input as script(case.lines)
}

test_allowed[note] if {
	some note, lines in {
		"forced": ["ufw --force enable"],
		"reset before": ["ufw --force reset", "ufw allow OpenSSH", "ufw --force enable"],
		"deny": ["ufw default deny incoming", "ufw default allow outgoing", "ufw default deny"],
		"a policy before": ["iptables -P INPUT ACCEPT", "iptables -F", "iptables -P INPUT DROP"],
		"another table": ["iptables -t nat -P INPUT ACCEPT"],
		"another chain": ["iptables -P FORWARD ACCEPT"],
		"another service": ["systemctl stop nginx", "systemctl enable ufw"],
	}
	firewall_command.violation == set() with input as script(lines)
}

test_allowed_with_an_answer if {
	yes := object.union(run("yes"), {"pipeline": 1})
	piped := object.union(run("ufw enable"), {"pipeline": 1})
	given := object.union(run("ufw enable"), {"redirections": [{"operator": "<<<", "text": "y"}]})
	firewall_command.violation == set() with input as of([yes, piped, given])
}

of(commands) := {"review": {"object": {"origin": "shell", "commands": commands}}}

# A script of commands, each given as its words.
script(lines) := {"review": {"object": {"origin": "shell", "commands": [run(line) | some line in lines]}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
} if {
	words := [{"text": text, "is_known": indexof(text, "$") == -1, "is_script": false} | some text in split(line, " ")]
}

test_denied_by_other_programs[note] if {
	some note, case in {
		"IPv6": {"line": "ip6tables -P INPUT ACCEPT", "want": "iptables lets in whatever no rule is about; use iptables -P INPUT DROP"},
		"service": {"line": "service ufw stop", "want": "service turns the host's firewall ufw off; leave it on"},
		"update-rc.d": {"line": "update-rc.d ufw disable", "want": "update-rc.d turns the host's firewall ufw off; leave it on"},
		"nftables": {"line": "systemctl disable nftables", "want": "systemctl turns the host's firewall nftables off; leave it on"},
	}
	firewall_command.violation == {{"msg": case.want, "details": {"path": ["commands", 0, "words", 0]}}} with input as script([case.line])
}

test_denied_whatever_comes_after if {
	firewall_command.violation == {{
		"msg": "ufw disable turns the firewall off; leave it on",
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as script(["ufw disable", "ufw status"])
}

test_allowed_what_lets_nothing_in[line] if {
	some line in ["ufw default allow routed", "ufw route allow in on eth0", "echo -P INPUT ACCEPT", "docker stop ufw"]
	firewall_command.violation == set() with input as script([line])
}

test_answers[note] if {
	some note, case in {
		"echo": {"before": "echo y", "operator": "", "is_answer": true},
		"printf": {"before": "printf y", "operator": "", "is_answer": true},
		"another program": {"before": "sleep 1", "operator": "", "is_answer": false},
		"a text": {"before": "", "operator": "<<", "is_answer": true},
		"an indented text": {"before": "", "operator": "<<-", "is_answer": true},
		"a file": {"before": "", "operator": "<", "is_answer": true},
		"a log": {"before": "", "operator": ">", "is_answer": false},
	}
	before := [object.union(run(case.before), {"pipeline": 1}) | case.before != ""]
	redirections := [{"operator": case.operator, "text": "y"} | case.operator != ""]
	enable := object.union(run("ufw enable"), {"pipeline": 1, "redirections": redirections})
	said := firewall_command.violation with input as of(array.concat(before, [enable]))
	said == set() == case.is_answer
}

test_not_applicable if not firewall_command.applies with input as script(["systemctl stop nginx"])

package lib.guiderail.commands_test

import data.lib.guiderail.commands

test_nothing_in_an_object if {
	commands.all == [] with input as {"kind": "Pod", "apiVersion": "v1"}
	commands.origin == "" with input as {"kind": "Pod", "apiVersion": "v1"}
}

test_calls_through_others if {
	found := commands.calls with input as script([wrapped])
	[[call.program, [word.text | some word in call.arguments], call.path] | some call in found] == [
		["sudo", ["-u", "x"], ["commands", 0, "words", 0]],
		["aws", ["s3", "ls"], ["commands", 0, "words", 3]],
	]
	commands.origin == "shell" with input as script([wrapped])
}

test_words[note] if {
	some note, case in {
		"in order": {"line": "aws --x eks --y create-cluster z", "has": true},
		"in another order": {"line": "aws create-cluster eks", "has": false},
		"one alone": {"line": "aws eks", "has": false},
		"others": {"line": "aws s3 ls", "has": false},
	}
	found := {call | some call in commands.of("aws"); commands.has_words(call, ["eks", "create-cluster"])} with input as script([run(case.line)])
	count(found) == 1 == case.has
}

test_options[note] if {
	some note, case in {
		"apart": {"line": "x --name a", "want": ["a"]},
		"joined": {"line": "x --name=a", "want": ["a"]},
		"of a letter": {"line": "x -na", "want": ["a"]},
		"the last": {"line": "x --name a --name=b", "want": ["b"]},
		"none": {"line": "x name a --names b -", "want": []},
	}
	found := [option.text | some call in commands.of("x"); option := commands.option(call, {"--name", "-n"})] with input as script([run(case.line)])
	found == case.want
}

test_has_option[line] if {
	some line, has in {"x --name": true, "x --name=": true, "x -na": true, "x --names": false}
	found := {1 | some call in commands.of("x"); commands.has_option(call, {"--name", "-n"})} with input as script([run(line)])
	count(found) == 1 == has
}

test_kept[note] if {
	first := object.union(run("a"), {"pipeline": 1})
	some note, case in {
		"file": {"command": object.union(run("a"), {"redirections": [{"operator": ">>", "text": "f"}]}), "want": true},
		"from a file": {"command": object.union(run("a"), {"redirections": [{"operator": "<", "text": "f"}]}), "want": false},
		"first of a pipeline": {"command": first, "want": true},
		"last of a pipeline": {"command": last, "want": false},
		"word": {"command": object.union(run("a"), {"how": "substitution"}), "want": true},
		"seen": {"command": run("a"), "want": false},
	}
	found := {1 | commands.is_kept(case.command)} with input as script([first, last])
	count(found) == 1 == case.want
}

test_before if {
	first := object.union(run("a"), {"pipeline": 1})
	commands.piped_before(1) == [first] with input as script([first, last, run("c")])
	commands.piped_before(2) == [] with input as script([first, last, run("c")])
}

last := object.union(run("b"), {"pipeline": 1})

wrapped := object.union(run("sudo -u x aws s3 ls"), {"calls": [{"program": "sudo", "start": 0}, {"program": "aws", "start": 3}]})

script(commands_of_it) := {"review": {"object": {"origin": "shell", "commands": commands_of_it}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
} if {
	words := [{"text": text, "is_known": true, "is_script": false} | some text in split(line, " ")]
}

package guiderail.images.build_commands_test

import data.guiderail.images.build_commands

test_denied_in_a_build if {
	build_commands.violation == {{
		"msg": "apt-key adds a key that apt trusts for every repository; use signed-by=",
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as of("dockerfile")
	build_commands.applies with input as of("dockerfile")
}

test_allowed_elsewhere if {
	build_commands.violation == set() with input as of("shell")
	not build_commands.applies with input as of("shell")
}

of(origin) := {"review": {"object": {"origin": origin, "commands": [{
	"words": [{"text": "apt-key"}, {"text": "add"}, {"text": "k"}],
	"calls": [{"program": "apt-key", "start": 0}],
	"pipeline": 0,
	"in_image": true,
}]}}}

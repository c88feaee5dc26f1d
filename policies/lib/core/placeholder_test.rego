package lib.guiderail.placeholder_test

import data.lib.guiderail.placeholder

test_placeholder[text] if {
	some text in [
		"{{ .Values.name }}", "a-{{name}}-b", "${NAME}", "${}", "<name>", "<your name>", "%NAME%", "%N_1%", "@NAME@",
		"$(params.name)", "$(inputs.params.name)", "$(tt.params.name)", `$(params["name"])`, "$(tasks.build.results.x)",
		"$(workspaces.source.path)", "$(context.taskRun.name)", "$(steps.a.results.b)", "$(results.a.path)",
	]
	placeholder.is_in(text)
}

test_no_placeholder[text] if {
	some text in [
		"", "name", "$NAME", "$(NAME)", "$(date)", "{name}", "<>", "a < b", "100%", "%name%", "%1A%", "me@example.org",
		"@name@", "$(paramsname)", 1, true, null, ["${NAME}"], {"a": "${NAME}"},
	]
	not placeholder.is_in(text)
}

test_within[note] if {
	some note, value in {
		"a text": "${NAME}", "an item": [1, "{{ name }}"], "a field": {"a": {"b": "<name>"}}, "a key": {"${NAME}": 1},
	}
	placeholder.is_within(value)
}

test_not_within[value] if {
	some value in ["name", 1, null, [], ["a", "b"], {"a": {"b": "name"}}]
	not placeholder.is_within(value)
}

test_is_open if {
	placeholder.is_open("${A}") == true
	placeholder.is_open(["a", "${A}"]) == true
	placeholder.is_open("a") == false
	placeholder.is_open(1) == false
}

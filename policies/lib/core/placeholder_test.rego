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

# METADATA
# title: Values that are still to be filled in
# description: |
#   A manifest is often checked before a tool or a person has filled in its values. Such a value is
#   not known; a control that needs it says so instead of judging the placeholder.
package lib.guiderail.placeholder

# METADATA
# description: |
#   Whether a text holds a placeholder: `{{…}}`, `${…}`, `<…>`, `%NAME%`, `@NAME@`, or what Tekton fills in when a
#   task runs, `$(params.NAME)` and the like. What is not text holds none.
is_in(text) if {
	is_string(text)
	regex.match(`\{\{.*\}\}|\$\{[^}]*\}|<[^<>]+>|%[A-Z][A-Z0-9_]*%|@[A-Z][A-Z0-9_]*@|\$\((inputs\.|tt\.)?(params|tasks|steps|workspaces|context|results)[.\[][^()]*\)`, text)
}

# METADATA
# description: Whether any text or key within a value holds a placeholder.
is_within(value) if is_in(strings.replace_n({`\u003c`: "<", `\u003e`: ">"}, json.marshal(value)))

# METADATA
# description: The same as `is_within`, true or false, for `is_open` of an offence.
is_open(value) if {
	is_within(value)
} else := false

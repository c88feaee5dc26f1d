# METADATA
# title: What Ansible does to hosts
# description: |
#   The tasks of a playbook, a role or a file of tasks in the order in which they run, with what they inherit.
#   guiderail check adds what a playbook includes of the files around it; other tools show one file, and what it
#   includes is not known.
# custom:
#   match:
#     - type: ansible
# related_resources:
#   - https://docs.ansible.com/ansible/latest/reference_appendices/playbooks_keywords.html
#   - https://docs.ansible.com/ansible/latest/reference_appendices/general_precedence.html
package lib.guiderail.ansible_tasks

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.value as typed

# METADATA
# scope: document
# description: |
#   What is run as a whole: `kind` (play, role or tasks), `title`, `path`, `hosts` (of a play), `root` (as it is
#   written) and `prefix`, the path of the root.
default runs := []

runs := _plays if count(_plays) > 0

runs := [_alone("role", "the role", document)] if document.ansible == "role"

runs := [_alone("tasks", "the file", {"tasks": document})] if {
	is_array(document)
	not _is_playbook
}

_alone(kind, title, root) := {"kind": kind, "title": title, "path": [], "prefix": [], "hosts": "", "root": root}

# METADATA
# description: The document under review, if it is one of Ansible's.
document := ctx.document if artefact_type.under_review == "ansible"

_is_playbook if document[_].hosts

_is_playbook if document[_].import_playbook

_is_playbook if document[_]["ansible.builtin.import_playbook"]

# A playbook that is imported has its plays in the field plays.
_plays := [unit |
	is_array(document)
	walk(document, [path, play])
	is_number(path[count(path) - 1])
	every step in path {
		_is_import(step)
	}
	hosts := _pattern(play.hosts)
	unit := {
		"kind": "play",
		"title": _title(play, hosts),
		"path": path,
		"prefix": path,
		"hosts": hosts,
		"root": play,
	}
]

# METADATA
# description: The names of playbooks that are imported and not in the files.
imports contains name if {
	is_array(document)
	walk(document, [path, entry])
	every step in path {
		_is_import(step)
	}
	is_object(entry)
	not entry.plays
	some field in ["import_playbook", "ansible.builtin.import_playbook"]
	name := entry[field]
	is_string(name)
}

_is_import("plays")

_is_import(step) if is_number(step)

_title(play, hosts) := sprintf("play %v", [play.name]) if {
	is_string(play.name)
} else := sprintf("the play of %s", [hosts])

_pattern(hosts) := concat(":", [host | some host in hosts; is_string(host)]) if {
	is_array(hosts)
} else := sprintf("%v", [hosts])

# METADATA
# description: |
#   The tasks of all runs, in order: `unit` (its index in runs), `path`, `key` (the module as it is written), `module`
#   (without the usual collections), `arguments`, `line` (of a command), `title`, `is_own` (whether it stands in the
#   file under review), `is_handler`, `notifiers` (of a handler), `names` (of a handler), `notifies`, `become` (yes, no,
#   absent or open), `no_log` (the same), `is_root` (whether somebody logs in as root), `is_local`, `stays_off` (why it
#   never runs or changes nothing; "" if it does) and `ignores_errors`. A loop over literal items is as many tasks.
all := [object.union(task, {"notifiers": notifiers}) |
	some task in _tasks
	notifiers := [other.title |
		task.is_handler
		some other in _tasks
		other.unit == task.unit
		other.stays_off == ""
		count(other.notifies & task.names) > 0
	]
]

# METADATA
# description: |
#   What a unit includes that is not in the files: `unit`, `path` and `name`.
unread := array.concat(_unread_roles, _unread_files)

_unread_roles := [{"unit": u, "path": array.concat(unit.prefix, path), "name": name} |
	some u, unit in runs
	walk(object.get(unit.root, "roles", []), [steps, entry])
	count(steps) > 0
	is_number(steps[count(steps) - 1])
	path := array.concat(["roles"], steps)
	path[count(path) - 2] in {"roles", "dependencies"}
	every step in steps {
		_is_structure(step)
	}
	not entry.tasks
	name := _role_name(entry)
]

_unread_files := [{"unit": task.unit, "path": task.path, "name": name} |
	some task in _tasks
	regex.match(`^(import|include)(_tasks|_role)?$`, task.module)
	not task.is_read
	name := _included(task)
]

_role_name(entry) := entry if {
	is_string(entry)
} else := entry.role if {
	is_string(entry.role)
} else := entry.name if {
	is_string(entry.name)
} else := "a role"

_included(task) := task.arguments.name if {
	is_string(task.arguments.name)
} else := task.arguments.file if {
	is_string(task.arguments.file)
} else := task.line

# METADATA
# description: Whether a value is true as YAML 1.1 and Ansible write it.
is_true(value) if lower(sprintf("%v", [value])) in {"true", "yes", "on", "1", "y", "t"}

# METADATA
# description: Whether a value is false as YAML 1.1 and Ansible write it.
is_false(value) if lower(sprintf("%v", [value])) in {"false", "no", "off", "0", "n", "f"}

# METADATA
# description: The path of an argument of a task, or of its module where all arguments are one text.
argument_path(task, name) := array.concat(task.path, [task.key, name]) if {
	task.is_mapping
} else := array.concat(task.path, [task.key])

# METADATA
# description: |
#   Whether a path leads to what stands in the file under review, and not to what the harness has added.
is_own(path) if {
	not _is_added(path)
	not _is_beside(path)
}

_added := {"tasks", "handlers", "defaults", "role_vars", "dependencies", "templates"}

_is_added(path) if {
	some k, step in path
	k > _depth
	is_string(step)
	step in _added
	is_number(path[k - 1])
}

_is_beside(path) if path[1] in {"group_vars", "inventory_vars", "configuration", "vars_of_files", "plays"}

_is_beside(path) if {
	document.ansible == "role"
	path[0] in _added
	path[0] != "tasks"
}

# A play's own sections stand at the first step behind its index.
default _depth := 0

_depth := 1 if _is_playbook

_order := {
	"pre_tasks": 0, "roles": 1, "dependencies": 0, "tasks": 2, "block": 3, "rescue": 4, "always": 5,
	"handlers": 6, "post_tasks": 7,
}

_tasks := [task |
	some u, unit in runs
	placed := sort([[order, steps] |
		some section in ["pre_tasks", "roles", "tasks", "handlers", "post_tasks"]
		walk(object.get(unit.root, section, []), [below, node])
		is_object(node)
		steps := array.concat([section], below)
		_is_place(steps)
		every step in below {
			_is_structure(step)
		}
		not is_array(object.get(node, "block", null))
		order := [object.get(_order, [step], step) | some step in steps]
	])
	some [_, steps] in placed
	node := object.get(unit.root, steps, {})
	chain := _chain(unit.root, steps)
	scope := _scope(chain)
	some item in _items(node, scope)
	task := _task(u, unit, steps, node, chain, object.union(scope, item))
]

_is_structure(step) if is_number(step)

_is_structure(step) if step in {"block", "rescue", "always", "tasks", "handlers", "dependencies"}

_is_place(steps) if {
	is_number(steps[count(steps) - 1])
	parent := steps[count(steps) - 2]
	not parent in {"roles", "dependencies"}
}

# What a task inherits from: the play, the roles, the blocks and the tasks that include it, and itself.
_chain(root, steps) := array.concat([root], [node |
	some k, step in steps
	is_number(step)
	node := object.get(root, array.slice(steps, 0, k + 1), {})
	is_object(node)
])

# The variables that are known, those that win last.
_scope(chain) := object.union_n(array.concat(
	[vars |
		some field in ["defaults", "inventory_vars", "group_vars"]
		some node in chain
		vars := _variables(node, field)
	],
	[vars |
		some node in chain
		some field in ["role_vars", "vars", "vars_of_files", "vars_of_other_files", "role"]
		vars := _variables(node, field)
	],
))

# What stands for all hosts counts before what stands for some.
_variables(node, "group_vars") := object.union_n(array.concat(
	[object.get(groups, "all", {})],
	[group | some name, group in groups; name != "all"; is_object(group)],
)) if {
	groups := typed.object_in(node, "group_vars")
}

# What a role is given beside its name.
_variables(node, "role") := {name: value |
	some name, value in node
	not artefact_type.ansible_keyword(name)
	not name in _added
} if {
	is_string(node.role)
	is_array(node.tasks)
}

_variables(node, field) := object.union_n([vars | some vars in node[field]; is_object(vars)]) if {
	field in {"vars_of_files", "vars_of_other_files"}
}

_variables(node, field) := node[field] if {
	not field in {"group_vars", "vars_of_files", "vars_of_other_files", "role"}
	is_object(node[field])
}

# The items of a loop that are written out; one with nothing where there is no loop.
_items(node, scope) := [{"item": item} | some item in lists[0]] if {
	lists := [list |
		some field in ["loop", "with_items", "with_list"]
		list := _list(node[field], scope)
	]
	count(lists) > 0
} else := [{}]

_list(loop, scope) := found if {
	found := _filled(loop, scope)
	is_array(found)
	count(found) > 0
	count(found) < 100
}

_task(u, unit, steps, node, chain, scope) := {
	"unit": u,
	"path": path,
	"key": key,
	"module": regex.replace(called.module, `^(ansible\.(builtin|legacy|posix)|community\.general)\.`, ""),
	"arguments": arguments,
	"line": _line(called, arguments, scope),
	"is_mapping": is_object(node[key]),
	"title": _task_title(node),
	"is_own": _is_whole(path),
	"is_read": is_array(object.get(node, "tasks", null)),
	"is_handler": "handlers" in steps,
	"names": {name | some field in ["name", "listen"]; some name in texts(object.get(node, field, []))},
	"notifies": {name | some name in texts(object.get(node, "notify", []))},
	"become": _become(chain, scope),
	"is_root": _is_root(chain, scope),
	"is_local": _is_local(chain),
	"stays_off": _stays_off(chain, scope),
	"ignores_errors": _ignores_errors(chain),
	"no_log": _no_log(chain, scope),
	"templates": object.union_n([typed.object_in(part, "templates") | some part in chain]),
} if {
	path := array.concat(unit.prefix, _in_document(unit, steps))
	more := object.union_n([args | args := node.args; is_object(args)])
	key := _module_keys(node)[0]
	called := _called(key, node[key])
	arguments := {name: _filled(value, scope) | some name, value in object.union(more, called.arguments)}
}

_in_document(unit, steps) := array.slice(steps, 1, count(steps)) if {
	unit.kind == "tasks"
} else := steps

_is_whole(path) if {
	is_own(path)
} else := false

_task_title(node) := sprintf("task %v", [node.name]) if {
	is_string(node.name)
} else := sprintf("the task %s", [concat("", _module_keys(node))])

_module_keys(node) := [key |
	some key, _ in node
	not artefact_type.ansible_keyword(key)
	not key in _added
] if {
	not node.action
	not node.local_action
} else := ["action"] if {
	node.action
} else := ["local_action"]

_called(key, written) := {"module": word, "arguments": _free(rest), "text": rest} if {
	key in {"action", "local_action"}
	is_string(written)
	word := split(trim_space(written), " ")[0]
	rest := trim_space(substring(trim_space(written), count(word), -1))
} else := {"module": word, "arguments": object.remove(written, ["module"]), "text": ""} if {
	key in {"action", "local_action"}
	is_object(written)
	word := typed.text_in(written, "module")
} else := {"module": key, "arguments": written, "text": ""} if {
	is_object(written)
} else := {"module": key, "arguments": _free(written), "text": written} if {
	is_string(written)
} else := {"module": key, "arguments": {}, "text": ""}

# The arguments in a text: name=ufw state=present. The last of one name counts.
_free(text) := {name: last |
	some [_, name, _] in matches
	given := [trim(value, `"'`) | some [_, other, value] in matches; other == name]
	last := given[count(given) - 1]
} if {
	matches := regex.find_all_string_submatch_n(`(?:^|\s)(\w+)=("[^"]*"|'[^']*'|(?:\{\{.*?\}\}|\S)+)`, text, -1)
}

# The command of a task that runs one.
_line(called, arguments, scope) := concat(" ", [sprintf("%v", [word]) | some word in arguments.argv]) if {
	is_array(arguments.argv)
} else := arguments.cmd if {
	is_string(arguments.cmd)
} else := sprintf("%v", [_filled(called.text, scope)])

# A text with the variables that are known: the value itself where it is all there is.
_filled(text, scope) := scope[name] if {
	is_string(text)
	name := regex.find_all_string_submatch_n(`^\{\{\s*([A-Za-z_]\w*)\s*(?:\|\s*(?:bool|int|string|list)\s*)?\}\}$`, text, 1)[0][1]
	not is_null(object.get(scope, name, null))
} else := scope.item[name] if {
	is_string(text)
	name := regex.find_all_string_submatch_n(`^\{\{\s*item\.([A-Za-z_]\w*)\s*\}\}$`, text, 1)[0][1]
	not is_null(object.get(scope, ["item", name], null))
} else := regex.replace(text, `\{\{\s*item\s*\}\}`, _escaped(scope.item)) if {
	is_string(text)
	type_name(scope.item) in {"string", "number"}
} else := text

# The sign $ stands for a group in what replaces.
_escaped(item) := replace(sprintf("%v", [item]), "$", "$$")

# METADATA
# description: Whether a task runs a command.
is_command(task) if task.module in {"command", "shell", "raw"}

# METADATA
# description: Whether a task manages a service.
is_service(task) if task.module in {"service", "systemd", "systemd_service", "sysvinit"}

# METADATA
# scope: document
# description: Whether the arguments of a task that manages a service turn it off.
turns_off(arguments) if arguments.state == "stopped"

turns_off(arguments) if is_false(arguments.enabled)

turns_off(arguments) if is_true(arguments.masked)

# METADATA
# description: The packages that a task names.
packages(task) := {trim_space(name) |
	some field in ["name", "pkg", "package"]
	some written in _list_of(object.get(task.arguments, field, []))
	some name in split(sprintf("%v", [written]), ",")
}

# METADATA
# description: What a task writes into a file, as far as it is there to be read; "" for what writes nothing.
content(task) := sprintf("%v", [task.arguments.content]) if {
	task.module == "copy"
	task.arguments.content
} else := sprintf("%v", [task.arguments.line]) if {
	task.module == "lineinfile"
	object.get(task.arguments, "state", "present") == "present"
	task.arguments.line
} else := sprintf("%v", [task.arguments.block]) if {
	task.module == "blockinfile"
	object.get(task.arguments, "state", "present") == "present"
	task.arguments.block
} else := sprintf("%s = %v", [task.arguments.option, task.arguments.value]) if {
	task.module == "ini_file"
	is_string(task.arguments.option)
} else := task.templates[name] if {
	task.module in {"template", "copy"}
	is_string(task.arguments.src)
	steps := split(task.arguments.src, "/")
	name := steps[count(steps) - 1]
} else := ""

# METADATA
# description: The texts of a value that is one text or a list; none of any other.
texts(value) := [text | some text in _list_of(value); is_string(text)]

_become(chain, scope) := _decided(last, scope) if {
	found := [value |
		some node in chain
		some value in _becomes(node)
	]
	count(found) > 0
	last := found[count(found) - 1]
} else := "yes" if {
	is_true(chain[0].configuration.privilege_escalation.become)
} else := "yes" if {
	is_true(object.get(scope, "ansible_become", false))
} else := "absent"

_becomes(node) := [value |
	some steps in [["sudo"], ["become"], ["vars", "ansible_become"]]
	value := object.get(node, steps, null)
	value != null
]

_decided(value, scope) := "yes" if {
	is_true(_filled(value, scope))
} else := "no" if {
	is_false(_filled(value, scope))
} else := "open"

_is_root(chain, scope) if {
	users := [user |
		some node in chain
		some field in ["user", "remote_user"]
		user := node[field]
		is_string(user)
	]
	count([user | some user in array.concat(users, [object.get(scope, "ansible_user", "")]); user == "root"]) > 0
} else if {
	chain[0].configuration.defaults.remote_user == "root"
} else := false

_is_local(chain) if {
	some node in chain
	node.delegate_to in {"localhost", "127.0.0.1"}
} else if {
	some node in chain
	node.connection == "local"
} else if {
	some node in chain
	node.local_action
} else := false

_stays_off(chain, scope) := "its condition is false" if {
	some node in chain
	some condition in _list_of(object.get(node, "when", []))
	is_false(_filled(_in_braces(condition), scope))
} else := "it has the tag never" if {
	some node in chain
	some tag in _list_of(object.get(node, "tags", []))
	"never" in {trim_space(word) | some word in split(sprintf("%v", [tag]), ",")}
} else := "check_mode lets it change nothing" if {
	some node in chain
	is_true(object.get(node, "check_mode", false))
} else := ""

# A condition that is one variable is a template of it.
_in_braces(condition) := sprintf("{{ %s }}", [condition]) if {
	is_string(condition)
	regex.match(`^\s*[A-Za-z_]\w*\s*(\|\s*bool\s*)?$`, condition)
	not is_false(condition)
} else := condition

_no_log(chain, scope) := _decided(found[count(found) - 1], scope) if {
	found := [value |
		some node in chain
		value := object.get(node, "no_log", null)
		value != null
	]
	count(found) > 0
} else := "absent"

_ignores_errors(chain) if {
	some node in chain
	is_true(object.get(node, "ignore_errors", false))
} else := false

_list_of(value) := value if {
	is_array(value)
} else := [value]

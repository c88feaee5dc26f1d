# METADATA
# title: X-Road configuration files in ConfigMaps
# description: |
#   The INI files that a ConfigMap provides for /etc/xroad/conf.d of a Security Server, and the values they set. A
#   file is recognized by sections that only X-Road has, or by the section [proxy] if it is named local.ini or
#   override-….ini. Files of a central server do not count. Yields nothing for any other object.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
# custom:
#   match:
#     - groups: [""]
#       kinds: [ConfigMap]
package lib.guiderail.local_ini

import data.lib.guiderail.ctx
import data.lib.guiderail.ini
import data.lib.guiderail.placeholder

# METADATA
# description: |
#   The files of the object under review: `name` (the key in the ConfigMap), `path`, `settings` (in the form of
#   `ini.settings`) and `is_local`, whether it is local.ini, which overrides all others and is the only one that
#   X-Road's own scripts read.
files := files_of(ctx.resource)

# METADATA
# description: The files of any object, in the same form.
files_of(config_map) := array.concat(_plain_files(config_map), _encoded_files(config_map)) if {
	config_map.kind == "ConfigMap"
	ctx.group_of(config_map) == ""
} else := []

_plain_files(config_map) := [file |
	some name in _names(config_map)
	file := _file(["data", name], name, ini.settings(config_map.data[name]))
	_is_of_security_server(file)
]

_encoded_files(config_map) := [file |
	some name, text in config_map.binaryData
	is_string(name)
	endswith(lower(name), "ini")
	is_string(text)
	base64.is_valid(text)
	file := _file(["binaryData", name], name, ini.settings(base64.decode(text)))
	_is_of_security_server(file)
]

_file(path, name, written) := {
	"name": name,
	"path": path,
	"settings": written,
	"is_local": regex.match(`(?i)local`, name),
}

# METADATA
# description: |
#   Every value that the files set for a key of a section, in their order: `value`, `path` and `title` (its name in
#   messages). If a key is repeated, X-Road's services read the first value and its scripts read the last, so every
#   value must be right.
settings(section, key) := _settings(files, section, key)

# METADATA
# description: The values that the files of any object set, in the same form.
settings_of(config_map, section, key) := _settings(files_of(config_map), section, key)

_settings(some_files, section, key) := [found |
	some file in some_files
	some setting in file.settings
	setting.section == section
	setting.key == key
	found := {
		"value": setting.value,
		"path": file.path,
		"title": sprintf("%s line %d: [%s] %s", [file.name, setting.line, section, key]),
	}
]

# METADATA
# description: Whether a file sets anything in a section.
has_section(section) if {
	some file in files
	some setting in file.settings
	setting.section == section
}

# METADATA
# description: |
#   Why a switch that must be on is off: `path` and `how`. Only for switches that X-Road turns off by default.
off(section, key) := {defect |
	some setting in settings(section, key)
	not _is_on(section, setting.value)
	not placeholder.is_in(setting.value)
	defect := {"path": setting.path, "how": sprintf("%s is %s; set it to true", [setting.title, _shown(setting.value)])}
} | {defect |
	some file in _silent_files(section, key)
	file.is_local
	defect := {
		"path": file.path,
		"how": sprintf("%s: [%s] %s is not set, and is off by default; set it to true", [file.name, section, key]),
	}
}

# METADATA
# description: |
#   Why it is not known whether a switch is on: `path` and `how`. The value is a placeholder, or a file that was not
#   supplied may set it.
undecided(section, key) := {open |
	some setting in settings(section, key)
	placeholder.is_in(setting.value)
	open := {"path": setting.path, "how": sprintf("%s is still to be filled in", [setting.title])}
} | {open |
	some file in _silent_files(section, key)
	not file.is_local
	open := {
		"path": file.path,
		"how": sprintf("%s: [%s] %s is not set here; local.ini may set it", [file.name, section, key]),
	}
}

# The backup scripts compare the value exactly.
_is_on("proxy", value) if value == "true"

_is_on(section, value) if {
	section != "proxy"
	lower(value) == "true"
}

_shown(value) := "empty" if {
	value == ""
} else := value

# The file that should set the key: local.ini if there is one.
_silent_files(section, key) := array.slice(array.concat(local_files, files), 0, 1) if {
	settings(section, key) == []
	local_files := [file | some file in files; file.is_local]
} else := []

# Runs on every ConfigMap; the first check excludes nearly all of them.
_names(config_map) := {name |
	some name, text in config_map.data
	is_string(text)
	regex.match(_headers, text)
	_may_be_ini(name, text)
}

_headers := `\[(message-log|proxy(-ui-api)?|configuration-client|(op|env)-monitor|anti-dos)\]`

_may_be_ini(name, _) if endswith(lower(name), "ini")

# A file that is mounted by itself may have any name. A script that writes an INI file does not count.
_may_be_ini(name, text) if {
	not endswith(lower(name), "ini")
	ini.begins_with_section(text)
}

_is_of_security_server(file) if {
	not _is_of_central_server(file)
	some setting in file.settings
	setting.section in {"message-log", "proxy-ui-api", "configuration-client", "op-monitor", "env-monitor", "anti-dos"}
}

_is_of_security_server(file) if {
	regex.match(`(?i)local|^override-`, file.name)
	not _is_of_central_server(file)
	some setting in file.settings
	setting.section == "proxy"
}

_is_of_central_server(file) if {
	some setting in file.settings
	setting.section == "center"
}
